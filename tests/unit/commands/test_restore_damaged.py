"""`poise restore` where the record is damaged: what can be read of it is not lost in silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.app.record import open_record
from desktop.cli import main
from desktop.paths import Paths, paths_for
from desktop.storage.connection import those_set_aside
from desktop.storage.copies import copies_of

pytestmark = pytest.mark.plain

OLD, NEW = 2, 7


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A record with seven contacts more than its copy."""
    made = paths_for(tmp_path / "home")
    for number in range(OLD + NEW):
        add(made, number)
        if number == OLD - 1:
            assert poise(made, "backup") == 0
    return made


def poise(paths: Paths, *words: str) -> int:
    return main([*words, "--home", str(paths.data.parent)])


def add(paths: Paths, number: int) -> None:
    words = ["log", "add", "--outcome", "solved", "--customer", f"Rivera {number}"]
    assert poise(paths, *words) == 0


def spoil_an_index(path: Path) -> None:
    """One page becomes nonsense of which no row is lost."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contacts'"
            " AND name NOT LIKE 'sqlite_%' LIMIT 1"
        ).fetchone()
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((root - 1) * page_bytes)
        file.write(b"\xa5" * page_bytes)


def contacts(paths: Paths) -> int:
    open_record(paths.database).close(20)
    with closing(sqlite3.connect(paths.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = connection.execute("SELECT count(*) FROM contacts").fetchone()
    return int(count)


def test_newest_saves_what_can_be_read(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    spoil_an_index(paths.database)
    capsys.readouterr()
    assert poise(paths, "restore", "newest") == 0
    told = capsys.readouterr().out
    assert contacts(paths) == OLD + NEW
    assert "read from the damaged record, and put on it" in told
    assert "The record has everything that can be read in it" in told
    assert str(those_set_aside(paths.database)[0]) in told


def test_entries_that_the_copy_had_are_not_called_saved(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    copies_of(paths.database)[0].path.unlink()  # it has the second as its name, as the next may
    assert poise(paths, "backup") == 0
    spoil_an_index(paths.database)
    capsys.readouterr()
    assert poise(paths, "restore", "newest") == 0
    assert "Nothing more could be read from the damaged record" in capsys.readouterr().out
    assert contacts(paths) == OLD + NEW


def test_one_that_says_nothing_any_more_is_told(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    paths.database.write_bytes(b"no database" * 999)
    capsys.readouterr()
    assert poise(paths, "restore", "newest") == 0
    told = capsys.readouterr().out
    assert "Nothing more could be read" in told
    assert "so it was not compared" in told
    assert contacts(paths) == OLD


def test_a_copy_by_name_is_put_back_as_it_is_and_the_rest_is_told(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_an_index(paths.database)
    copy = copies_of(paths.database)[0].path
    capsys.readouterr()
    assert poise(paths, "restore", str(copy)) == 0
    told = capsys.readouterr().out
    assert contacts(paths) == OLD
    assert "only in that file" in told
    assert "It is damaged. With its old name again" in told
    (aside,) = those_set_aside(paths.database)  # and that is true
    aside.replace(paths.database)
    assert poise(paths, "restore", "newest") == 0
    assert contacts(paths) == OLD + NEW


def test_of_a_whole_record_nothing_is_mixed_in(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert poise(paths, "restore", "newest") == 0
    told = capsys.readouterr().out
    assert contacts(paths) == OLD
    assert "only in that file" in told
    (aside,) = those_set_aside(paths.database)
    assert f"poise restore {aside}" in told
    assert not list(paths.data.glob(f"{aside.name}-*"))
    assert poise(paths, "restore", str(aside)) == 0
    assert contacts(paths) == OLD + NEW


def test_without_any_copy_the_way_out_is_named(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil_an_index(paths.database)
    copies_of(paths.database)[0].path.unlink()
    before = paths.database.read_bytes()
    assert poise(paths, "restore", "newest") == 1
    assert "start Poise: a damaged record is set aside" in capsys.readouterr().err
    assert paths.database.read_bytes() == before
