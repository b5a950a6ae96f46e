"""What is too old goes, really and from every file; what is open or promised stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.contacts import store, words
from desktop.contacts.record import Contact, ContactEvent, EventKind
from desktop.contacts.reflections import Reflection, insert_reflection
from desktop.contacts.retention import Keep, Removed, remove_old
from desktop.followups.promise import Reminder, ReminderState
from desktop.followups.store import insert_reminder
from desktop.storage.ageing import empty_wal, remove_old_copies
from desktop.storage.migrate import open_database

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEEP = Keep(contacts=90, deleted=30, reminders=60, reflections=40)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "poise.sqlite3"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(path)) as opened:
        yield opened


def add(
    connection: sqlite3.Connection,
    contact_id: str,
    days: float,
    *,
    is_open: bool = False,
    note: str = "",
) -> None:
    ended = None if is_open else days_ago(days)
    contact = Contact(contact_id, days_ago(days), contact_id, ended_at=ended, note=note)
    connection.execute("BEGIN")
    store.insert_contact(connection, contact)
    store.append_event(
        connection, ContactEvent(contact_id, days_ago(days), EventKind.NOTE, {"text": note})
    )
    store.put_values(connection, contact_id, {"order": note})
    words.refresh(connection, contact_id)
    connection.execute("COMMIT")


def promise(
    connection: sqlite3.Connection, name: str, contact_id: str | None, done: float | None = None
) -> None:
    at = days_ago(200)
    state = ReminderState.OPEN if done is None else ReminderState.DONE
    done_at = None if done is None else days_ago(done)
    insert_reminder(connection, Reminder(name, name, at, at, "UTC", at, contact_id, state, done_at))


def delete(connection: sqlite3.Connection, contact_id: str, days: float) -> None:
    connection.execute(
        "UPDATE contacts SET deleted_at = ? WHERE id = ?",
        (days_ago(days).strftime("%Y-%m-%dT%H:%M:%S.000Z"), contact_id),
    )


def left(connection: sqlite3.Connection, table: str = "contacts") -> set[str]:
    return {name for (name,) in connection.execute(f"SELECT id FROM {table}")}


def remove(connection: sqlite3.Connection, keep: Keep = KEEP, most: int = 20) -> Removed:
    connection.execute("BEGIN")
    removed = remove_old(connection, keep, NOW, most)
    connection.execute("COMMIT")
    return removed


def test_what_is_too_old_goes_and_all_else_stays(connection: sqlite3.Connection) -> None:
    add(connection, "old", 91)
    add(connection, "young", 89)
    add(connection, "open", 500, is_open=True)
    add(connection, "promised", 500)
    promise(connection, "call", "promised")
    add(connection, "kept promise", 500)
    promise(connection, "called", "kept promise", done=400)
    add(connection, "deleted long ago", 40)
    delete(connection, "deleted long ago", 31)
    add(connection, "deleted lately", 40)
    delete(connection, "deleted lately", 29)
    add(connection, "deleted but promised", 40)
    delete(connection, "deleted but promised", 31)
    promise(connection, "write", "deleted but promised")
    promise(connection, "done long ago", None, done=61)
    promise(connection, "done lately", None, done=59)
    promise(connection, "never done", None)
    for name, age in (("long ago", 41), ("lately", 39)):
        insert_reflection(connection, Reflection(name, days_ago(age), happened="mine"))
    assert remove(connection) == Removed(contacts=2, deleted=1, reminders=1, reflections=1)
    assert left(connection, "reflections") == {"lately"}
    assert left(connection) == {
        *("young", "open", "promised", "deleted lately", "deleted but promised"),
    }
    assert left(connection, "reminders") == {"call", "write", "done lately", "never done"}
    assert not remove(connection)


def test_nothing_goes_by_itself(connection: sqlite3.Connection) -> None:
    add(connection, "old", 9000)
    promise(connection, "done", None, done=9000)
    assert not remove(connection, Keep())
    assert left(connection) == {"old"}


def test_a_batch_is_small(connection: sqlite3.Connection) -> None:
    for number in range(5):
        add(connection, f"old {number}", 100 + number)
    assert remove(connection, most=2) == Removed(contacts=2)
    assert left(connection) == {"old 0", "old 1", "old 2"}  # the oldest first


def test_a_clock_that_was_set_back_removes_nothing(connection: sqlite3.Connection) -> None:
    add(connection, "from the future", -300)
    delete(connection, "from the future", -1)
    assert not remove(connection)


@pytest.mark.plain
def test_nothing_of_it_is_left_in_any_file(connection: sqlite3.Connection, path: Path) -> None:
    for number in range(60):
        add(connection, f"c{number}", 1, note="the quick brown fox")
    add(connection, "Wilhelmina", 300, note="Xanthippe wrote zyzzyva to Wilhelmina")
    assert empty_wal(connection)
    assert b"zyzzyva" in path.read_bytes()
    remove(connection)
    done = False
    while not done:
        connection.execute("BEGIN")
        done = words.forget_removed(connection)
        connection.execute("COMMIT")
    assert empty_wal(connection)
    for file in path.parent.rglob("*"):
        content = file.read_bytes().lower()
        # The index keeps only the rest of a word that begins like the one before it.
        for name in (b"wilhelm", b"xanthippe", b"zyzzyva", b"anthippe", b"yzzyva"):
            assert name not in content, (file, name)
    assert len(left(connection)) == 60
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_reader_keeps_the_wal_until_it_has_read(
    connection: sqlite3.Connection, path: Path
) -> None:
    add(connection, "a", 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM contacts").fetchall()
        add(connection, "b", 1)
        connection.execute("PRAGMA busy_timeout = 1")
        assert not empty_wal(connection)
    assert empty_wal(connection)
    assert path.with_name("poise.sqlite3-wal").stat().st_size == 0


def test_old_copies_go_but_the_newest(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    names = [
        *("poise-day-20261101-100000", "poise-v2-20260101-100000", "poise-day-20251101-100000"),
        *("poise-mine", "poise-day-20269901-100000"),
    ]
    for name in names:
        (folder / f"{name}.sqlite3").write_bytes(b"x")
    assert remove_old_copies(path, 0, NOW) == 0
    assert remove_old_copies(path, 10, NOW) == 2
    assert {each.stem for each in folder.iterdir()} == {
        *("poise-day-20261101-100000", "poise-mine", "poise-day-20269901-100000"),
    }
    assert remove_old_copies(path, 10, NOW) == 0


def test_a_contact_is_not_found_by_a_promise_that_is_gone(connection: sqlite3.Connection) -> None:
    store.insert_contact(connection, Contact("c-kept", NOW, "Ana"))
    reminder = Reminder(
        *("r-1", "call Zanzibar", NOW, NOW, "UTC", NOW, "c-kept"),
        state=ReminderState.DONE,
        done_at=NOW - timedelta(days=50),
    )
    insert_reminder(connection, reminder)
    question = "SELECT words FROM contact_words WHERE contact_words MATCH ?"
    assert connection.execute(question, ("zanzibar",)).fetchall() == [("ana call zanzibar",)]
    assert remove_old(connection, Keep(reminders=10), NOW) == Removed(reminders=1)
    assert connection.execute(question, ("zanzibar",)).fetchall() == []
    assert connection.execute(question, ("ana",)).fetchall() == [("ana",)]
