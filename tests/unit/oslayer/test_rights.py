"""Nobody else reads the files of Poise: new ones are made so, old ones are shut or named."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.oslayer.rights import open_to_others, remedy, shut
from desktop.paths import Paths, paths_for
from desktop.storage.backup import back_up
from desktop.storage.migrate import open_database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists")


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    made.settings_file.write_text("theme: dark\n")
    made.log_file.write_text("a line\n")
    (made.data / "backups").mkdir(mode=0o700)
    (made.data / "backups" / "poise-v1-20260101-000000.sqlite3").write_bytes(b"x")
    for file in made.private_files():
        file.chmod(0o644)
    return made


def test_what_is_open_is_shut(paths: Paths) -> None:
    private = paths.private_files()
    assert [each.name for each in private] == [
        *("settings.yaml", "poise-v1-20260101-000000.sqlite3", "poise.log"),
    ]
    assert open_to_others(private) == private
    assert shut(private) == []
    assert open_to_others([*private, *paths.private_folders()]) == []
    assert {mode(file) for file in private} == {0o600}


def test_other_files_of_a_folder_are_left_alone(paths: Paths) -> None:
    theirs = paths.data / "photos.zip"
    theirs.write_bytes(b"x")
    theirs.chmod(0o644)
    shut(paths.private_files())
    assert mode(theirs) == 0o644


@pytest.mark.parametrize("kind", ["folder", "file", "second name"])
def test_nothing_is_changed_through_a_link(tmp_path: Path, kind: str) -> None:
    """A folder of ours may be a link to anywhere, such as to /proc."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "poise.log"
    target.write_text("not ours\n")
    target.chmod(0o644)
    paths = paths_for(tmp_path / "home")
    paths.logs.parent.mkdir()
    if kind == "folder":
        paths.logs.symlink_to(elsewhere)
    else:
        paths.logs.mkdir()
        link = paths.log_file.symlink_to if kind == "file" else paths.log_file.hardlink_to
        link(target)
    assert shut(paths.private_files()) == [paths.log_file]
    assert mode(target) == 0o644


def test_the_database_its_wal_and_its_copies_are_shut_from_the_first_moment(paths: Paths) -> None:
    before = os.umask(0)
    try:
        connection = open_database(paths.database)
        connection.execute("INSERT INTO contacts (id, started_at) VALUES ('a', 'x')")
        copy = back_up(connection, paths.database, 1, datetime(2026, 1, 1, tzinfo=UTC))
        files = [copy, *(paths.data.glob("poise.sqlite3*"))]
        assert len(files) == 4
        assert {mode(file) for file in files} == {0o600}
        connection.close()
    finally:
        os.umask(before)


def test_the_remedy_names_them() -> None:
    wanted = "Take the rights of others away: chmod -R go= /a /b"
    assert remedy([Path("/a"), Path("/b")]) == wanted


def test_a_file_that_is_gone_is_nobodys_business(tmp_path: Path) -> None:
    assert shut([tmp_path / "gone"]) == []


def test_the_doctor_names_them_and_the_remedy(paths: Paths) -> None:
    command = [sys.executable, "-m", "desktop", "--home", str(paths.data.parent), "doctor"]
    environment = {**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""}

    def told() -> str:
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        return done.stdout

    before = told()
    assert "[no] Files for your eyes only: Other users of this computer can read:" in before
    assert str(paths.settings_file) in before
    assert "chmod -R go= " in before
    shut(paths.private_files())
    assert "[ok] Files for your eyes only (yours alone (0600, folders 0700))" in told()
