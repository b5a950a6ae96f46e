"""`poise backup` and `poise restore`, as they are typed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.paths import Paths, paths_for
from desktop.remote.server import OnlyOne
from desktop.storage.migrate import open_database


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for(tmp_path)


def poise(paths: Paths, *words: str) -> int:
    return main([*words, "--home", str(paths.data.parent)])


def write(paths: Paths, name: str) -> None:
    with closing(open_database(paths.database)) as connection:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES (?, 'x')", (name,))


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT id FROM contacts ORDER BY id")]


def test_a_copy_now_and_back_again(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    write(paths, "c-1")
    assert poise(paths, "backup") == 0
    copy = Path(capsys.readouterr().out.strip())
    assert copy.parent == paths.data / "backups"
    assert names(copy) == ["c-1"]
    write(paths, "c-2")
    assert poise(paths, "restore", "--list") == 0
    listed = capsys.readouterr().out
    assert str(copy) in listed
    assert "1 contacts" in listed
    assert poise(paths, "restore", "newest") == 0
    told = capsys.readouterr().out
    assert names(paths.database) == ["c-1"]
    (aside,) = paths.data.glob("poise.set-aside-*.sqlite3")
    assert str(aside) in told
    assert names(aside) == ["c-1", "c-2"]


def test_a_copy_under_a_name_of_ones_own(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths, "c-1")
    file = tmp_path / "stick" / "record.sqlite3"
    assert poise(paths, "backup", str(file)) == 1
    assert "could not be copied" in capsys.readouterr().err
    file.parent.mkdir()
    assert poise(paths, "backup", str(file)) == 0
    assert poise(paths, "backup", str(file)) == 1
    assert "exists" in capsys.readouterr().err
    write(paths, "c-2")
    assert poise(paths, "restore", str(file)) == 0
    assert names(paths.database) == ["c-1"]


def test_nothing_is_put_back_while_poise_runs(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths, "c-1")
    assert poise(paths, "backup") == 0
    write(paths, "c-2")
    paths.create()
    running = OnlyOne(paths.lock_file)
    assert running.take()
    try:
        assert poise(paths, "restore", "newest") == 1
    finally:
        running.release()
    assert "Quit it (`poise ctl quit`)" in capsys.readouterr().err
    assert names(paths.database) == ["c-1", "c-2"]


def test_without_a_record_there_is_no_copy(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise(paths, "backup") == 1
    assert "no record" in capsys.readouterr().err
    assert poise(paths, "restore", "--list") == 0
    assert "no copy" in capsys.readouterr().out
    assert poise(paths, "restore", "newest") == 1
    assert "no good copy" in capsys.readouterr().err
    assert poise(paths, "restore", "missing.sqlite3") == 1
    assert "no file" in capsys.readouterr().err
    assert not paths.database.exists()


def test_the_record_is_no_copy_of_itself(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    write(paths, "c-1")
    assert poise(paths, "restore", str(paths.database)) == 1
    assert "the record itself" in capsys.readouterr().err
    assert names(paths.database) == ["c-1"]


@pytest.mark.parametrize("words", [[], ["newest", "--list"]])
def test_what_is_wanted_must_be_said(paths: Paths, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        poise(paths, "restore", *words)
    assert left.value.code == 2


def test_as_many_copies_stay_as_the_settings_say(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths, "c-1")
    paths.config.mkdir()
    paths.settings_file.write_text("backups_daily: 1\nbackups_weekly: 0\n")
    old = paths.data / "backups" / "poise-day-20200101-120000.sqlite3"
    old.parent.mkdir()
    old.write_bytes(b"")
    assert poise(paths, "backup") == 0
    assert not old.exists()
