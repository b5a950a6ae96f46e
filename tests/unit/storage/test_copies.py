"""Copies of the record: whole or not there, rotated, and the newest good one found."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.storage.backup import back_up
from desktop.storage.connection import DamagedRecord, damage_mark
from desktop.storage.copies import (
    PAGES_A_STEP,
    Rotation,
    check,
    contacts_since,
    copies_of,
    copy_to,
    is_due,
    make_daily,
    newest_good,
)
from desktop.storage.migrate import open_database

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
TWO_KEPT = Rotation(days=2, weeks=0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "poise.sqlite3"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """The running program, in the middle of its work: what it wrote is in the -wal still."""
    with closing(open_database(path)) as opened:
        add(opened, "c-1")
        yield opened


def add(connection: sqlite3.Connection, name: str, size: int = 0) -> None:
    connection.execute(
        "INSERT INTO contacts (id, started_at, note) VALUES (?, '2026-11-21T15:00:00.000Z', ?)",
        (name, "n" * size),
    )


def names(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as opened:
        return [name for (name,) in opened.execute("SELECT id FROM contacts ORDER BY id")]


def spoil(file: Path) -> None:
    content = bytearray(file.read_bytes())
    half = len(content) // 2  # the first pages say what tables there are
    content[half:] = b"\xa5" * (len(content) - half)
    file.write_bytes(content)


def test_a_copy_of_a_record_in_use_is_whole_and_for_nobody_else(
    connection: sqlite3.Connection, path: Path
) -> None:
    copy = make_daily(path, NOW, Rotation())
    assert copy.path.name == "poise-day-20261121-140503.sqlite3"
    assert copies_of(path) == [copy]
    check(copy.path)
    assert names(copy.path) == ["c-1"]
    assert [each.name for each in copy.path.parent.iterdir()] == [copy.path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700


def test_what_is_written_meanwhile_neither_waits_nor_comes_along(
    connection: sqlite3.Connection, path: Path, tmp_path: Path
) -> None:
    add(connection, "c-2", PAGES_A_STEP * 4096 * 3)
    written: list[str] = []

    def write() -> None:
        written.append(f"d-{len(written)}")
        add(connection, written[-1])  # would raise at once if the copy held it up

    target = tmp_path / "copy.sqlite3"
    copy_to(path, target, write)
    assert len(written) >= 3
    assert names(target) == ["c-1", "c-2"]
    assert names(path) == ["c-1", "c-2", *sorted(written)]


def test_given_up_in_the_middle_nothing_is_left(connection: sqlite3.Connection, path: Path) -> None:
    def gives_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_daily(path, NOW, Rotation(), gives_up)
    assert list((path.parent / "backups").iterdir()) == []
    assert copies_of(path) == []


def test_what_a_killed_process_left_is_cleared_away(
    connection: sqlite3.Connection, path: Path
) -> None:
    half = path.parent / "backups" / "poise-day-20261120-000000.sqlite3.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    at_work = half.with_name("poise-day-20261120-000001.sqlite3.77.part")
    at_work.write_bytes(b"of a process that is at it just now")
    os.utime(half, (0, 0))
    copy = make_daily(path, NOW, Rotation())
    assert sorted(half.parent.iterdir()) == [at_work, copy.path]


def test_a_disk_without_room_is_told_before_it_is_filled(
    connection: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nearly_full(_path: Path) -> tuple[int, int, int]:
        return shutil._ntuple_diskusage(10**9, 10**9 - 10**6, 10**6)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    with pytest.raises(Trouble, match=r"no room for a copy of the record \(1 MB\)"):
        make_daily(path, NOW, Rotation())
    assert list((path.parent / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(connection: sqlite3.Connection, path: Path) -> None:
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(Trouble, match="could not be copied") as caught:
        make_daily(path, NOW, Rotation())
    assert "the record itself is as it was" in caught.value.remedy


def test_no_file_is_replaced(connection: sqlite3.Connection, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.txt"
    target.write_text("dear diary")
    with pytest.raises(Trouble, match="exists"):
        copy_to(path, target)
    assert target.read_text() == "dear diary"


def test_a_damaged_record_is_found_by_copying_it_and_costs_no_older_copy(path: Path) -> None:
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number in range(200):
            add(connection, f"c-{number:03}", 400)
        connection.execute("COMMIT")
    good = [make_daily(path, NOW - timedelta(days=days), TWO_KEPT) for days in (2, 1)]
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(DamagedRecord):
        make_daily(path, NOW, TWO_KEPT)
    assert copies_of(path) == good[::-1]
    assert path.read_bytes() == before
    assert damage_mark(path).exists()
    with pytest.raises(DamagedRecord):  # the next start knows, whatever page is damaged
        open_database(path)


def test_a_mark_that_proves_wrong_is_taken_away(path: Path) -> None:
    open_database(path).close()
    damage_mark(path).touch()
    open_database(path).close()
    assert not damage_mark(path).exists()


def test_there_is_nothing_to_copy_before_the_first_start(path: Path) -> None:
    assert not is_due(path, NOW)
    with pytest.raises(Trouble, match="no record"):
        make_daily(path, NOW, Rotation())
    assert not path.parent.exists()


def test_one_is_due_each_local_day(connection: sqlite3.Connection, path: Path) -> None:
    midnight = NOW.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    assert is_due(path, midnight)
    make_daily(path, midnight.astimezone(UTC), Rotation())
    assert not is_due(path, midnight + timedelta(hours=23))
    assert is_due(path, midnight + timedelta(hours=24))


def test_a_copy_before_an_update_is_not_the_days_copy(
    connection: sqlite3.Connection, path: Path
) -> None:
    back_up(connection, path, 1, NOW)
    assert is_due(path, NOW)
    assert len(copies_of(path)) == 1


def test_days_and_weeks_are_kept_and_the_newest_always(
    connection: sqlite3.Connection, path: Path
) -> None:
    for days in range(30, -1, -1):
        newest = make_daily(path, NOW - timedelta(days=days), Rotation(days=3, weeks=3))
    kept = [copy.taken_at.date().isoformat() for copy in copies_of(path)]
    # Saturday the 21st; the weeks' last copies are those of the Sundays.
    assert kept == ["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-15", "2026-11-08"]
    assert copies_of(path)[0] == newest
    again = make_daily(path, NOW + timedelta(hours=1), Rotation(days=1, weeks=0))
    assert copies_of(path) == [again]


def test_a_clock_set_back_does_not_remove_the_copy_just_made(
    connection: sqlite3.Connection, path: Path
) -> None:
    make_daily(path, NOW, Rotation(days=1, weeks=0))
    earlier = make_daily(path, NOW - timedelta(days=400), Rotation(days=1, weeks=0))
    assert earlier in copies_of(path)


def test_copies_from_days_to_come_stand_in_nobodys_way(
    connection: sqlite3.Connection, path: Path
) -> None:
    wrong = NOW.replace(year=2999)
    for days in range(3):
        make_daily(path, wrong + timedelta(days=days), Rotation())
        back_up(connection, path, 1, wrong + timedelta(days=days))
    assert is_due(path, NOW)
    add(connection, "c-2")
    made = make_daily(path, NOW, TWO_KEPT)
    assert not is_due(path, NOW)
    assert is_due(path, NOW + timedelta(days=1))
    assert newest_good(path, datetime.now(UTC)) == made
    tomorrow = make_daily(path, NOW + timedelta(days=1), TWO_KEPT)
    assert [each for each in copies_of(path) if "-day-" in each.path.name] == [tomorrow, made]
    assert back_up(connection, path, 2, NOW).exists()


def test_the_newest_good_copy_is_looked_for_among_bad_ones(
    connection: sqlite3.Connection, path: Path
) -> None:
    assert newest_good(path, datetime.now(UTC)) is None
    copies = [make_daily(path, NOW - timedelta(days=days), Rotation()) for days in (3, 2, 1, 0)]
    spoil(copies[3].path)
    copies[2].path.write_bytes(b"")
    assert newest_good(path, datetime.now(UTC)) == copies[1]


def test_other_files_in_the_folder_are_nobodys_copies(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir(parents=True)
    for name in ("poise-day-20269999-140503.sqlite3", "poise-day-x.sqlite3", "holiday.sqlite3"):
        (folder / name).write_bytes(b"")
    assert copies_of(path) == []


def test_a_copy_of_a_newer_poise_is_refused_politely(
    connection: sqlite3.Connection, path: Path
) -> None:
    copy = make_daily(path, NOW, Rotation())
    with closing(sqlite3.connect(copy.path)) as changed:
        changed.execute("PRAGMA user_version = 999")
    with pytest.raises(Trouble, match="newer Poise.*Update Poise"):
        check(copy.path)


@pytest.mark.parametrize("content", [b"", b"a letter, not a database" * 100])
def test_what_is_no_copy_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.sqlite3"
    file.write_bytes(content)
    with pytest.raises(Trouble, match="letter.sqlite3"):
        check(file)
    with closing(sqlite3.connect(tmp_path / "theirs.sqlite3")) as theirs:
        theirs.execute("CREATE TABLE contacts (id)")
    with pytest.raises(Trouble, match="no record of Poise"):
        check(tmp_path / "theirs.sqlite3")


def test_contacts_since_a_moment(connection: sqlite3.Connection) -> None:
    add(connection, "c-2")
    connection.execute(
        "UPDATE contacts SET started_at = '2026-11-20T00:00:00.000Z' WHERE id = 'c-1'"
    )
    assert contacts_since(connection, NOW) == 1
    connection.execute("UPDATE contacts SET ended_at = '2026-11-21T16:00:00.000Z'")
    assert contacts_since(connection, NOW) == 2
