"""A home in which everything knows one person, and how the tests of `poise forget` look at it."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop.contacts import store, words
from desktop.contacts.record import Contact, ContactEvent, EventKind
from desktop.contacts.reflections import Reflection, insert_reflection
from desktop.followups.promise import Reminder
from desktop.followups.store import insert_reminder
from desktop.logs import Logs
from desktop.paths import Paths, paths_for
from desktop.storage import driver
from desktop.storage.backup import back_up
from desktop.storage.migrate import migrations, open_database

ASKED = "zyxwilhelmina quivernaut"
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
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


def filled(home: Path) -> Paths:
    """A home with a record, backups, records set aside and a log that all know the person."""
    made = paths_for(home)
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
