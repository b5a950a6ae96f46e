"""Reminders in the database: plain functions over a connection, for the ledger to run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from desktop.contacts import words
from desktop.followups.promise import Reminder, ReminderState, Repeat, Side, Terms
from desktop.guide.vocabulary import Way
from desktop.storage.times import from_text, from_text_or_none, to_text

_COLUMNS = (
    "id, text, due_at, promised_at, zone, created_at, contact_id, state, done_at, fired_at,"
    " snoozed, whom, way, side, repeats, repeats_from"
)


def insert_reminder(connection: sqlite3.Connection, reminder: Reminder) -> None:
    """Add a reminder. A contact that is not in the record (any more) is left out: a promise
    must not be lost over it."""
    connection.execute(
        f"INSERT INTO reminders ({_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, (SELECT id FROM contacts WHERE id = ?), ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?)",
        (
            reminder.id,
            reminder.text,
            to_text(reminder.due_utc),
            to_text(reminder.promised_utc),
            reminder.zone,
            to_text(reminder.created_at),
            reminder.contact_id,
            reminder.state.value,
            _text_or_none(reminder.done_at),
            _text_or_none(reminder.fired_at),
            reminder.snoozed,
            reminder.terms.whom,
            reminder.terms.way.value,
            reminder.terms.side.value,
            reminder.terms.repeats.value,
            _text_or_none(reminder.repeats_from),
        ),
    )
    if reminder.contact_id is not None:
        words.refresh(connection, reminder.contact_id)


def update_reminder(connection: sqlite3.Connection, reminder: Reminder) -> None:
    """Write what may change: due time, state, and whether it was announced."""
    connection.execute(
        "UPDATE reminders SET due_at = ?, state = ?, done_at = ?, fired_at = ?, snoozed = ?"
        " WHERE id = ?",
        (
            to_text(reminder.due_utc),
            reminder.state.value,
            _text_or_none(reminder.done_at),
            _text_or_none(reminder.fired_at),
            reminder.snoozed,
            reminder.id,
        ),
    )


def open_reminders(connection: sqlite3.Connection) -> list[Reminder]:
    """Those not done, the first due first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM reminders WHERE state = ? ORDER BY due_at, id",
        (ReminderState.OPEN.value,),
    )
    return [_reminder(row) for row in rows]


def reminders_of(connection: sqlite3.Connection, contact_id: str) -> list[Reminder]:
    """Those made in a contact, open or not, the first made first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM reminders WHERE contact_id = ? ORDER BY created_at, id",
        (contact_id,),
    )
    return [_reminder(row) for row in rows]


def all_reminders(connection: sqlite3.Connection) -> Iterator[Reminder]:
    """Every reminder, the first made first, one at a time."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM reminders ORDER BY created_at, id")
    yield from map(_reminder, rows)


def _reminder(row: tuple[str, ...]) -> Reminder:
    return Reminder(
        id=row[0],
        text=row[1],
        due_utc=from_text(row[2]),
        promised_utc=from_text(row[3]),
        zone=row[4],
        created_at=from_text(row[5]),
        contact_id=row[6],
        state=ReminderState(row[7]),
        done_at=from_text_or_none(row[8]),
        fired_at=from_text_or_none(row[9]),
        snoozed=int(row[10]),
        terms=Terms(row[11], Way(row[12]), Side(row[13]), Repeat(row[14])),
        repeats_from=from_text_or_none(row[15]),
    )


def _text_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)
