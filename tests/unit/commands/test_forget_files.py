"""What `poise forget` does with files beside the record: receipt, leftovers, calendar."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.commands import forget
from desktop.errors import Trouble
from desktop.followups.calendar_file import keep_file
from desktop.followups.hours import Hours
from desktop.followups.store import open_reminders
from desktop.paths import Paths
from desktop.storage.migrate import open_database
from tests.systems import mode_of, needs_replacing
from tests.unit.commands.one_person import (
    ASKED,
    filled,
    ids,
    left_by_a_killed_copy,
    names_in,
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return filled(tmp_path / "home")


def test_a_receipt_replaces_no_file(paths: Paths, tmp_path: Path) -> None:
    export = tmp_path / "export.json"
    export.write_text("mine")
    with pytest.raises(Trouble, match=r"export\.json exists\. Nothing was removed"):
        forget.run([ASKED, "--yes", "--receipt", str(export)], paths)
    assert export.read_text() == "mine"
    assert len(ids(paths.database)) == 10


def test_a_receipt_that_cannot_be_written_is_told_before(paths: Paths, tmp_path: Path) -> None:
    nowhere = tmp_path / "missing" / "receipt.txt"
    with pytest.raises(Trouble, match="cannot be written .* Nothing was removed"):
        forget.run([ASKED, "--yes", "--receipt", str(nowhere)], paths)
    (paths.data / "receipts").write_text("a file where the folder would be")
    with pytest.raises(Trouble, match="cannot be made .* Nothing was removed"):
        forget.run([ASKED, "--yes"], paths)
    assert len(ids(paths.database)) == 10
    receipt = tmp_path / "receipt.txt"
    assert forget.run([ASKED, "--yes", "--receipt", str(receipt)], paths) == 0
    assert "contacts 7" in receipt.read_text()
    assert mode_of(receipt) == 0o600


def test_where_nothing_could_be_done_there_is_no_receipt(paths: Paths, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.txt"
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Trouble, match="locked"):
            forget.run([ASKED, "--yes", "--receipt", str(receipt)], paths)
    assert not receipt.exists()
    assert len(ids(paths.database)) == 10


def test_what_was_cut_short_has_a_receipt_of_what_was_done(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("desktop.app.removing._BATCH", 3)
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE DELETE ON contacts WHEN old.id = 'c-value'"
            " BEGIN SELECT raise(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(Trouble, match=r"cannot be changed now \(the disk is full\)"):
        forget.run([ASKED, "--yes"], paths)
    (receipt,) = (paths.data / "receipts").iterdir()
    assert "contacts 6" in receipt.read_text()
    assert "it was cut short" in receipt.read_text()
    assert "contacts 6" in capsys.readouterr().out


def test_what_killed_processes_left_is_removed(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    halves = left_by_a_killed_copy(paths)
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []
    assert not any(each.exists() for each in halves)
    assert "cut short): poise-day-20260101-090000.sqlite3.4711.part\n" in capsys.readouterr().out


def test_what_cannot_be_removed_is_told(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    in_the_way = paths.data / "poise.sqlite3.part"
    in_the_way.mkdir()
    assert forget.run([ASKED, "--yes"], paths) == 1
    assert "    poise.sqlite3.part cannot be removed now\n" in capsys.readouterr().out


@needs_replacing
def test_a_second_name_of_the_record_is_removed_and_the_record_stays_whole(paths: Paths) -> None:
    second = paths.data / "poise.sqlite3.left"
    second.hardlink_to(paths.database)
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert not second.exists()
    assert ids(paths.database) == {"c-before", "c-other", "c-half"}


def test_a_log_beside_a_damaged_record_that_was_set_aside_is_looked_at(paths: Paths) -> None:
    damaged = paths.data / "poise.set-aside-20250101-000000.sqlite3"
    log = damaged.with_name(f"{damaged.name}-wal")
    log.write_bytes(b"\0 frames, Zyxwilhelmina Quivernaut, frames")
    alone = paths.data / "poise.set-aside-20240101-000000.sqlite3-wal"
    alone.write_bytes(b"\0 frames, Zyxwilhelmina Quivernaut, frames")
    others = alone.with_name("poise.set-aside-20230101-000000.sqlite3-wal")
    others.write_bytes(b"\0 frames, Ms Rivera, frames")
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []
    assert not damaged.exists()
    assert others.exists()


@pytest.mark.plain
def test_an_old_log_beside_a_whole_record_that_was_set_aside_is_looked_at(paths: Paths) -> None:
    (clean,) = (paths.data / "backups").glob("*090100.sqlite3")
    aside = clean.replace(paths.data / "poise.set-aside-20240101-000000.sqlite3")
    log = aside.with_name(f"{aside.name}-wal")
    log.write_bytes(b"frames of an earlier time, Zyxwilhelmina Quivernaut, frames")
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []
    assert not log.exists()
    assert ids(aside) == {"c-before"}


def with_a_calendar(paths: Paths, file: Path) -> None:
    paths.settings_file.write_text(f"calendar_file: {file}\n")


def test_the_calendar_file_holds_what_is_left(paths: Paths, tmp_path: Path) -> None:
    calendar = tmp_path / "promises.ics"
    with_a_calendar(paths, calendar)
    with closing(open_database(paths.database)) as connection:
        keep_file(calendar, open_reminders(connection), Hours())
    assert "zyxwilhelmina" in calendar.read_text()
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert "zyxwilhelmina" not in calendar.read_text()
    assert "call Ms Rivera" in calendar.read_text()


def test_a_calendar_file_that_cannot_be_written_is_told(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_a_calendar(paths, tmp_path / "share that is away" / "promises.ics")
    assert forget.run([ASKED, "--yes"], paths) == 1
    assert "promises.ics cannot be written" in capsys.readouterr().out
    assert len(ids(paths.database)) == 3


@pytest.mark.parametrize(
    ("settings", "line"),
    [('calendar_file: {}\nagent_name: "Jo\n', 2), ("calender_file: {}\n", 1)],
)
def test_a_calendar_file_that_nobody_can_tell_is_told(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str, line: int
) -> None:
    paths.settings_file.write_text(settings.format(tmp_path / "promises.ics"))
    assert forget.run([ASKED, "--yes"], paths) == 1
    told = f"settings.yaml, line {line}, cannot be read: a calendar file that it names"
    assert told in capsys.readouterr().out
    assert len(ids(paths.database)) == 3
    with_a_calendar(paths, tmp_path / "promises.ics")
    assert forget.run([ASKED, "--yes"], paths) == 0
