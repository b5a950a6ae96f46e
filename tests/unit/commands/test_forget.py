"""After `poise forget` no file under the home knows the person, whether Poise runs or not."""

from __future__ import annotations

import io
import logging
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.door import Door
from desktop.commands import forget
from desktop.contacts import store, words
from desktop.contacts.record import Contact, ContactEvent, EventKind
from desktop.contacts.reflections import Reflection, insert_reflection
from desktop.errors import Trouble
from desktop.followups.calendar_file import keep_file
from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Terms
from desktop.followups.store import insert_reminder, open_reminders
from desktop.guide.vocabulary import Way
from desktop.logs import Logs
from desktop.paths import Paths, paths_for
from desktop.qt.threads import MainThread
from desktop.remote.server import OnlyOne
from desktop.storage import driver
from desktop.storage.backup import back_up
from desktop.storage.migrate import migrations, open_database
from tests.fakes import FakeClock
from tests.unit.cockpit.room import PLAYBOOK, Room

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WAIT_MS = 20_000
NAMES = ("zyxwilhelm", "quivérnaut", "quivernaut", "zq-77104", "ilhelmina")
"""Nothing of this may be anywhere, in whatever case."""


def add(
    connection: sqlite3.Connection,
    contact_id: str,
    customer: str = "",
    reference: str = "",
    note: str = "",
    *,
    line: str = "",
    value: str = "",
    is_open: bool = False,
) -> None:
    connection.execute("BEGIN")
    ended = None if is_open else AT
    contact = Contact(contact_id, AT, customer, reference, ended_at=ended, note=note)
    store.insert_contact(connection, contact)
    event = ContactEvent(contact_id, AT, EventKind.NOTE, {"text": line})
    store.append_event(connection, event)
    if value:
        store.put_values(connection, contact_id, {"whom": value})
    words.refresh(connection, contact_id)
    connection.execute("COMMIT")


def promise(
    connection: sqlite3.Connection, name: str, text: str, contact_id: str | None = None
) -> None:
    insert_reminder(connection, Reminder(name, text, AT, AT, "UTC", AT, contact_id))


def reflect(
    connection: sqlite3.Connection, name: str, happened: str, contact_id: str | None
) -> None:
    insert_reflection(connection, Reflection(name, AT, contact_id, happened))


def fill(connection: sqlite3.Connection) -> None:
    """Seven contacts with the person somewhere, two and a promise with somebody else."""
    add(connection, "c-name", "Zyxwilhelmina QUIVÉRNAUT", "ZQ-77104", "wrote twice")
    add(connection, "c-order", "Quivernaut,  Zyxwilhelmina", note="again")
    add(connection, "c-title", "Dr. Zyxwilhelmina M. Quivernaut")
    add(connection, "c-reference", "", "zq 77104", "no name given")
    add(connection, "c-note", "Mr Lee", "L-1", "asked for Zyxwilhelmina, yes Quivérnaut")
    add(connection, "c-line", "Mr Lee", "L-2", line="Her name:\nZyxwilhelmina Quivernaut")
    add(connection, "c-value", "Mr Lee", "L-3", value="Zyxwilhelmina Quivernaut")
    add(connection, "c-other", "Ms Rivera", "R-1", "nothing to do with her")
    add(connection, "c-half", "Wilhelm Quiver", "Z-7", "looks alike")
    promise(connection, "r-name", "call zyxwilhelmina quivernaut")
    promise(connection, "r-in", "call her back", "c-reference")
    promise(connection, "r-other", "call Ms Rivera", "c-other")
    reflect(connection, "f-name", "Zyxwilhelmina Quivernaut was right", None)
    reflect(connection, "f-in", "I lost my temper", "c-name")
    reflect(connection, "f-other", "a good day", None)


def backed_up(connection: sqlite3.Connection, paths: Paths, minute: int) -> Path:
    at = datetime(2026, 3, 2, 9, minute, tzinfo=UTC)
    return back_up(connection, paths.database, len(migrations()), at)


def as_written_by_an_older_poise(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 2")


def names_in(folder: Path) -> list[tuple[str, str]]:
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes().decode("utf-8", "replace").lower()
            found += [(str(file.relative_to(folder)), name) for name in NAMES if name in content]
    return found


def ids(path: Path, table: str = "contacts") -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name for (name,) in connection.execute(f"SELECT id FROM {table}")}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    with closing(open_database(made.database)) as connection:
        add(connection, "c-before", "Ms Rivera")
        backed_up(connection, made, 1)
        fill(connection)
        as_written_by_an_older_poise(backed_up(connection, made, 2))
        backed_up(connection, made, 3)
    damaged = made.data / "poise.set-aside-20260101-000000.sqlite3"
    damaged.write_bytes(b"\0 garbage, Zyxwilhelmina Quivernaut, garbage")
    damaged.with_name("poise.set-aside-20250101-000000.sqlite3").write_bytes(b"other garbage")
    logs = Logs(made.log_file)
    logging.getLogger("desktop.test").error("said of Zyxwilhelmina Quivernaut, and went on")
    logs.close()
    assert len(names_in(made.data.parent)) > (5 if driver.is_on() else 8)
    return made


ASKED = "zyxwilhelmina quivernaut"


def test_it_is_shown_first_and_nothing_is_removed(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget.run([ASKED], paths) == 0
    shown = capsys.readouterr().out
    for name in ("name", "order", "title", "reference", "note", "line", "value"):
        assert f"c-{name} " in shown
    assert "r-name  call zyxwilhelmina quivernaut  (found by: words)" in shown
    assert "c-other" not in shown
    assert "c-half" not in shown
    assert "found by: same reference" in shown
    assert "--yes" in shown
    assert len(ids(paths.database)) == 10


def test_nothing_of_them_is_left_in_any_file(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget.run([ASKED, "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert names_in(paths.data.parent) == []
    assert ids(paths.database) == {"c-before", "c-other", "c-half"}
    assert ids(paths.database, "reminders") == {"r-other"}
    assert ids(paths.database, "reflections") == {"f-other"}
    assert not paths.database.with_name("poise.sqlite3-wal").exists()
    log = paths.log_file.read_text()
    assert "said of *" in log
    assert "and went on" in log
    copies = {each.name: each for each in (paths.data / "backups").iterdir()}
    assert len(copies) == 3  # untouched, written anew, made now; the older Poise's is gone
    version = len(migrations())
    assert ids(copies[f"poise-v{version}-20260302-090100.sqlite3"]) == {"c-before"}
    kept = copies[f"poise-v{version}-20260302-090300.sqlite3"]
    assert ids(kept) == {"c-before", "c-other", "c-half"}
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in paths.data.glob("*set-aside*")] == [
        "poise.set-aside-20250101-000000.sqlite3"
    ]
    (receipt,) = (paths.data / "receipts").iterdir()
    assert receipt.stat().st_mode & 0o777 == 0o600
    written = receipt.read_text()
    assert "contacts 7" in written
    assert "1 written anew without them, 2 removed, 2 had nothing of them" in written
    assert "Logs: 1 places" in written
    assert written.splitlines()[1] in told


def test_asked_by_reference_the_customers_other_contacts_are_found_too(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    forget.run(["zq77104"], paths)
    shown = capsys.readouterr().out
    assert "c-reference " in shown
    assert "c-name " in shown
    assert "c-order " not in shown  # another way to write the name: nobody knows that it is one


def test_one_can_be_left_out(paths: Paths) -> None:
    assert forget.run([ASKED, "--yes", "--keep", "c-note", "--keep", "r-name"], paths) == 0
    assert "c-note" in ids(paths.database)
    assert ids(paths.database, "reminders") == {"r-other", "r-name"}


def test_an_id_to_keep_that_was_not_found_keeps_everything(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    for wanted in ([], ["--yes"]):
        with pytest.raises(Trouble, match="Nothing was removed: what was found has no c-typo"):
            forget.run([ASKED, "--keep", "c-note", "--keep", "c-typo", *wanted], paths)
        assert "c-note  2026-03-01" in capsys.readouterr().out
    assert len(ids(paths.database)) == 10
    assert not (paths.data / "receipts").exists()


def test_what_was_kept_once_may_be_named_again_when_nothing_else_is_left(paths: Paths) -> None:
    assert forget.run([ASKED, "--yes", "--keep", "c-reference"], paths) == 0
    assert "c-reference" in ids(paths.database)
    assert forget.run([ASKED, "--yes", "--keep", "c-reference"], paths) == 0
    assert "c-reference" in ids(paths.database)


def test_the_name_from_standard_input(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{ASKED}\n"))
    assert forget.run(["-"], paths) == 0
    assert "c-name " in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["", "!-!", " . "])
def test_a_name_that_fits_everybody_is_refused(paths: Paths, asked: str) -> None:
    with pytest.raises(Trouble, match="too many people"):
        forget.run([asked, "--yes"], paths)
    assert len(ids(paths.database)) == 10


def test_a_name_of_one_sign_is_looked_for_as_a_whole(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-sign", "李", note="李 was here")
        add(connection, "c-longer", "李 明")
        add(connection, "c-told", "Mr Lee", note="about 李")
        add(connection, "c-digit", "Mr Lee", "1", value="1")
        whom = Terms("李", Way.CALL)
        insert_reminder(connection, Reminder("r-sign", "", AT, AT, "UTC", AT, terms=whom))
    assert forget.run(["李", "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert "Looked for as a whole name only" in told
    assert "too short to be looked for there" in told
    assert {"c-longer", "c-told", "c-digit"} <= ids(paths.database)
    assert "c-sign" not in ids(paths.database)
    assert "r-sign" not in ids(paths.database, "reminders")


@pytest.mark.parametrize("asked", ["=1+1", "1", "a b"])
def test_single_signs_in_the_words_of_others_find_nobody(
    paths: Paths, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-digit", "Mr Lee", "1", "1 parcel, a and b", line="1", value="1")
    assert forget.run([asked, "--yes"], paths) == 0
    assert len(ids(paths.database)) == 11


def test_a_reference_with_single_signs_is_still_found(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-short", "Mr Lee", "1 1")
    assert forget.run(["1+1"], paths) == 0
    assert "c-short " in capsys.readouterr().out


def test_what_shares_a_short_reference_is_named_and_stays(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-short", "Quivernaut Zyxwilhelmina", "T1")
        add(connection, "c-same", "", "T-1")
    assert forget.run([ASKED], paths) == 0
    told = capsys.readouterr().out
    assert "Not among these, because a reference or name under 3 signs" in told
    assert "strangers: c-same\n" in told
    assert "c-same  " not in told


def test_a_promise_without_a_text_is_shown_by_its_headline(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        whom = Terms("Zyxwilhelmina Quivernaut", Way.CALL)
        insert_reminder(connection, Reminder("r-whom", "", AT, AT, "UTC", AT, terms=whom))
    forget.run([ASKED], paths)
    assert "r-whom  Call Zyxwilhelmina Quivernaut  (found by: words)" in capsys.readouterr().out


def test_again_there_is_nothing_to_do(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    forget.run([ASKED, "--yes"], paths)
    assert forget.run([ASKED, "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert "Removed from the record: nothing." in told
    assert "0 written anew without them, 0 removed, 4 had nothing of them." in told


def test_a_reader_is_told_of(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.app.removing._TRIES", 1)
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM contacts").fetchall()
        assert forget.run([ASKED, "--yes"], paths) == 1
    assert "another program reads the record" in capsys.readouterr().out
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []


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
    assert receipt.stat().st_mode & 0o777 == 0o600


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


def left_by_a_killed_copy(paths: Paths) -> list[Path]:
    """Halves and old files, each with the person in it."""
    (daily,) = (paths.data / "backups").glob("*090300.sqlite3")
    halves = (
        daily.with_name("poise-day-20260101-090000.sqlite3.4711.part"),
        daily.with_name("poise-day-20260101-090000.sqlite3.4711.part-journal"),
        daily.with_name(f"{daily.name}.left"),
        paths.data / "poise.sqlite3.part",
        paths.data / "poise.set-aside-20240101-000000.sqlite3.part",
    )
    for each in halves:
        each.write_bytes(b"Zyxwilhelmina Quivernaut" * 400)
    return [*halves]


def test_what_killed_processes_left_is_removed(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    halves = left_by_a_killed_copy(paths)
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []
    assert not any(each.exists() for each in halves)
    assert "cut short): poise-day-20260101-090000.sqlite3.4711.part\n" in capsys.readouterr().out


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


class RunningPoise(Room):
    """The part of a running Poise that has to do with it."""

    def __init__(self, paths: Paths, qtbot: QtBot) -> None:
        super().__init__(paths.data, refund=PLAYBOOK)
        self.paths, self.qtbot, self.callers = paths, qtbot, ThreadPoolExecutor(1)
        self.lock = OnlyOne(paths.lock_file)
        assert self.lock.take()
        self.desk.load_open()
        self.cockpit.book.load()
        self.door = Door(
            paths.endpoint_file,
            self.cockpit,
            self.ledger,
            MainThread(),
            FakeClock(),
            {},
            lambda _customer: None,
            dict,
            lambda _is_forced: None,
        )

    def forget(self, *arguments: str) -> int:
        asked = self.callers.submit(forget.run, [*arguments], self.paths)
        self.qtbot.waitUntil(asked.done, timeout=WAIT_MS)
        return asked.result()

    def close(self) -> None:
        self.door.close()
        self.callers.shutdown()
        self.ledger.close(WAIT_MS / 1000)
        self.lock.release()


@pytest.fixture
def running(paths: Paths, qtbot: QtBot) -> Iterator[RunningPoise]:
    made = RunningPoise(paths, qtbot)
    yield made
    made.close()


def test_while_poise_runs(running: RunningPoise, paths: Paths) -> None:
    book = running.cockpit.book
    assert {each.id for each in book.all_open()} == {"r-name", "r-in", "r-other"}
    assert running.forget(ASKED, "--yes") == 0
    assert names_in(paths.data.parent) == []
    assert {each.id for each in book.all_open()} == {"r-other"}
    running.desk.start("refund", "Ms Rivera")
    running.ledger.settled().result(WAIT_MS / 1000)
    assert len(ids(paths.database)) == 4


def test_an_open_contact_with_them_is_not_pulled_away(running: RunningPoise, paths: Paths) -> None:
    running.desk.start("refund", "Zyxwilhelmina Quivernaut")
    running.ledger.settled().result(WAIT_MS / 1000)
    with pytest.raises(Trouble, match=r"is open\. End it first"):
        running.forget(ASKED, "--yes")
    assert len(ids(paths.database)) == 11
    running.cockpit.end("lost")
    assert running.forget(ASKED, "--yes") == 0
    assert names_in(paths.data.parent) == []


def test_a_hand_over_of_them_is_gone_too(running: RunningPoise) -> None:
    running.desk.start("refund", "Zyxwilhelmina Quivernaut")
    running.cockpit.end("escalated", "see note")
    assert len(running.cockpit.hand_overs.open) == 1
    assert running.forget(ASKED, "--yes") == 0
    assert not list(running.cockpit.hand_overs.open)


def test_while_poise_runs_what_may_be_a_copy_in_the_making_is_named(
    running: RunningPoise, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    halves = left_by_a_killed_copy(paths)
    assert running.forget(ASKED, "--yes") == 1
    told = capsys.readouterr().out
    for each in halves:
        assert each.exists()
        assert f"    {each.name} is a copy that was cut short, or is being made" in told


def test_while_the_disk_refuses_nothing_is_begun(running: RunningPoise, paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        running.desk.start("refund", "Ms Rivera")
        running.qtbot.waitUntil(lambda: running.ledger.state.trouble is not None, timeout=WAIT_MS)
        with pytest.raises(Trouble, match="Nothing was removed"):
            running.forget(ASKED, "--yes")
        other.execute("ROLLBACK")
