"""Poise.app, as macOS reads it."""

from __future__ import annotations

import plistlib
import runpy
import subprocess
from pathlib import Path

import pytest

from desktop import __version__

REPOSITORY = Path(__file__).parents[2]
MAC_APP = runpy.run_path(str(REPOSITORY / "packaging" / "mac_app.py"))

pytestmark = pytest.mark.usefixtures("bundle")


def test_its_info_plist_is_the_one_that_was_made_for_it(folder: Path, bundle: Path) -> None:
    found = plistlib.loads((folder / "Contents" / "Info.plist").read_bytes())
    wanted = MAC_APP["info_plist"](REPOSITORY, __version__)
    assert {key: found.get(key) for key in wanted} == wanted
    assert found["CFBundleExecutable"] == bundle.name
    icon = folder / "Contents" / "Resources" / found["CFBundleIconFile"]
    assert icon.read_bytes().startswith(b"icns")


def test_its_signature_holds_for_every_file(folder: Path) -> None:
    question = ["/usr/bin/codesign", "--verify", "--deep", "--strict", str(folder)]
    answer = subprocess.run(question, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr
