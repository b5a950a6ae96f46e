"""Where files lie, in a checkout, an installed package and a bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import paths
from desktop.errors import Trouble
from desktop.paths import paths_for, resolve_home, resource, shipped_playbooks
from tests.systems import mode_of


def test_everything_lies_under_a_home(tmp_path: Path) -> None:
    here = paths_for(tmp_path)
    assert here.settings_file == tmp_path / "config" / "settings.yaml"
    assert here.own_playbooks == tmp_path / "config" / "playbooks"
    assert here.database == tmp_path / "data" / "poise.sqlite3"
    assert here.lock_file == tmp_path / "data" / "poise.lock"
    assert here.log_file == tmp_path / "logs" / "poise.log"
    assert here.endpoint_file == tmp_path / "runtime" / "endpoint"


def test_the_usual_places_belong_to_poise() -> None:
    here = paths_for(None)
    for folder in (here.config, here.data, here.logs, here.runtime):
        assert folder.is_absolute()
        assert "poise" in folder.parts


def test_the_home_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve_home(None, {}) is None
    assert resolve_home("", {"POISE_HOME": " "}) is None
    assert resolve_home(None, {"POISE_HOME": "/a"}) == Path("/a").absolute()
    assert resolve_home("b", {"POISE_HOME": "/a"}) == tmp_path / "b"
    assert resolve_home("~/c", {}) == Path.home() / "c"


def test_created_folders_are_private(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    here = paths_for(home)
    assert not home.exists()
    here.create()
    here.create()
    for folder in (home, here.config, here.own_playbooks, here.data, here.logs, here.runtime):
        assert mode_of(folder, 0o700) == 0o700


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Trouble, match="cannot be made"):
        paths_for(tmp_path / "file").create()
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(Trouble, match="something else has its name"):
        paths_for(tmp_path).create()


def test_in_a_checkout() -> None:
    root = Path(paths.__file__).parent.parent
    assert shipped_playbooks() == root / "playbooks"
    assert resource("quirks.yaml") == root / "resources" / "quirks.yaml"


def test_in_an_installed_package(tmp_path: Path) -> None:
    package = tmp_path / "desktop"
    (package / "_resources").mkdir(parents=True)
    (package / "_playbooks").mkdir()
    for name in ("__init__.py", "errors.py", "paths.py"):
        shutil.copy(Path(paths.__file__).with_name(name), package)
    code = "from desktop.paths import *; print(resource('x')); print(shipped_playbooks())"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == [str(package / "_resources" / "x"), str(package / "_playbooks")]


def test_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert shipped_playbooks() == tmp_path / "desktop" / "_playbooks"
    assert resource("theme.json") == tmp_path / "desktop" / "_resources" / "theme.json"
