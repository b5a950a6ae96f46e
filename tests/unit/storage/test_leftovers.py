"""What killed processes left is removed; what may be a record's last copy is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.storage.leftovers import clear_away, left_over


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "poise.sqlite3"
    path.write_bytes(b"the record")
    (tmp_path / "backups").mkdir()
    return path


def test_only_what_is_ours_and_unfinished_is_left_over(record: Path) -> None:
    backups = record.parent / "backups"
    ours = (
        backups / "poise-day-20260101-000000.sqlite3.12.part",
        backups / "poise-day-20260101-000000.sqlite3.left",
        backups / "poise-day-20260101-000000.sqlite3.part-journal",
        record.with_name("poise.set-aside-20260101-000000.sqlite3.part"),
        record.with_name("poise.sqlite3.part"),
    )
    others = (
        backups / "poise-day-20260101-000000.sqlite3",
        backups / "film.mkv.part",
        record.with_name("poise.sqlite3-wal"),
        record.with_name("letter.part"),
    )
    for each in (*ours, *others):
        each.write_bytes(b"words")
    assert left_over(record) == sorted(ours)
    assert sorted(clear_away(record)[0]) == sorted(each.name for each in ours)
    assert sorted(each for each in record.parent.rglob("*") if each.is_file()) == sorted(
        (*others, record)
    )


def test_the_only_file_there_is_of_a_record_stays(record: Path) -> None:
    left = record.with_name("poise.sqlite3.left")
    record.rename(left)
    assert clear_away(record) == ([], [left.name])
    assert left.read_bytes() == b"the record"


def test_a_file_that_has_another_name_too_is_not_written_over(record: Path) -> None:
    aside = record.with_name("poise.set-aside-20260101-000000.sqlite3")
    aside.write_bytes(b"set aside")
    os.link(aside, f"{aside}.left")
    back = aside.rename(record.with_name("back.sqlite3"))
    assert clear_away(record) == ([f"{aside.name}.left"], [])
    assert back.read_bytes() == b"set aside"


def test_what_cannot_be_removed_is_named(record: Path) -> None:
    folder = record.with_name("poise.sqlite3.part.left")
    folder.mkdir()
    (folder / "something").touch()
    half = record.with_name("poise.sqlite3.part")
    half.write_bytes(b"words")
    assert clear_away(record) == ([], [half.name, folder.name])
