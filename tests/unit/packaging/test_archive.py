"""A bundle is packed as it is: what may be run may be run, and a link stays a link."""

from __future__ import annotations

import platform
import runpy
import tarfile
from pathlib import Path

import pytest

from desktop import __version__
from tests.systems import needs_links, needs_modes

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "archive.py"


@needs_links
@needs_modes
def test_an_app_for_a_mac_keeps_its_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    contents = tmp_path / "Poise.app" / "Contents"
    for name in ("MacOS", "Resources", "Frameworks"):
        (contents / name).mkdir(parents=True)
    (contents / "MacOS" / "poise").write_bytes(b"program")
    (contents / "MacOS" / "poise").chmod(0o755)
    (contents / "Resources" / "data").write_bytes(b"data")
    (contents / "Frameworks" / "data").symlink_to("../Resources/data")

    made = runpy.run_path(str(SCRIPT))["archive"](tmp_path / "Poise.app", tmp_path)

    assert made.name == f"poise-{__version__}-macos-arm64.tar.gz"
    with tarfile.open(made) as packed:
        program = packed.getmember("Poise.app/Contents/MacOS/poise")
        assert program.mode & 0o111
        link = packed.getmember("Poise.app/Contents/Frameworks/data")
        assert (link.issym(), link.linkname) == (True, "../Resources/data")


def test_a_bundle_that_was_not_built_is_no_empty_archive(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make package"):
        runpy.run_path(str(SCRIPT))["archive"](tmp_path / "poise", tmp_path)
