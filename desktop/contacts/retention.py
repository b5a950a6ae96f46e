"""How long the record is kept, and removing for good what is older.

Never touched: open contacts, and contacts in which a promise is still open.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.contacts import words
from desktop.contacts.store import erase_contact
from desktop.storage.times import to_text

BATCH = 20
"""So many are removed in one transaction: whoever writes meanwhile waits a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days what is kept; 0 for ever.

    Args:
        contacts: After their end.
        deleted: Contacts, after they were deleted (until then that can be undone).
        reminders: After they were done.
        backups: After they were made; the newest one stays.
        reflections: After they were written.
    """

    contacts: int = 0
    deleted: int = 0
    reminders: int = 0
    backups: int = 0
    reflections: int = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """How many were removed."""

    contacts: int = 0
    deleted: int = 0
    reminders: int = 0
    reflections: int = 0

    def __add__(self, other: Removed) -> Removed:
        return Removed(
            self.contacts + other.contacts,
            self.deleted + other.deleted,
            self.reminders + other.reminders,
            self.reflections + other.reflections,
        )

    def __bool__(self) -> bool:
        return self != Removed()


_NO_OPEN_PROMISE = (
    "ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reminders"
    " WHERE contact_id = contacts.id AND state = 'open')"
)


def remove_old(
    connection: sqlite3.Connection, keep: Keep, now: datetime, most: int = BATCH
) -> Removed:
    """Remove some of what is older than it is to be kept; inside a transaction.

    What is removed leaves the file's pages at once (`secure_delete`), its words leave the
    full-text table with `words.forget_removed`, and the -wal with the next checkpoint.

    Args:
        connection: Of the ledger.
        keep: For how long.
        now: Aware.
        most: How many contacts at most, and as many reminders.

    Returns:
        What was removed; nothing when all that is left may stay.
    """
    old, deleted = [], []
    if keep.deleted:
        # One deleted in the future was deleted before the clock was set back.
        deleted = _ids(
            connection,
            "SELECT id FROM contacts WHERE deleted_at IS NOT NULL AND deleted_at < ?"
            f" AND {_NO_OPEN_PROMISE} LIMIT ?",
            (_limit(now, keep.deleted), most),
        )
    if keep.contacts and len(deleted) < most:
        limit = _limit(now, keep.contacts)
        old = _ids(
            connection,
            "SELECT id FROM contacts WHERE started_at < ? AND ended_at < ?"
            f" AND {_NO_OPEN_PROMISE} ORDER BY started_at LIMIT ?",
            (limit, limit, most - len(deleted)),
        )
    for contact_id in {*old, *deleted}:
        erase_contact(connection, contact_id)
    done = 0
    if keep.reminders:
        gone = connection.execute(
            "DELETE FROM reminders WHERE id IN"
            " (SELECT id FROM reminders WHERE state = 'done' AND done_at < ? LIMIT ?)"
            " RETURNING contact_id",
            (_limit(now, keep.reminders), most),
        ).fetchall()
        done = len(gone)
        for contact_id in {found for (found,) in gone if found is not None}:
            words.refresh(connection, contact_id)  # it is not found by them any more
    reflections = 0
    if keep.reflections:
        reflections = connection.execute(
            "DELETE FROM reflections WHERE id IN"
            " (SELECT id FROM reflections WHERE written_at < ? LIMIT ?)",
            (_limit(now, keep.reflections), most),
        ).rowcount
    return Removed(len({*old} - {*deleted}), len(deleted), done, reflections)


def _limit(now: datetime, days: int) -> str:
    return to_text(now - timedelta(days=days))


def _ids(connection: sqlite3.Connection, question: str, values: tuple[object, ...]) -> list[str]:
    return [found for (found,) in connection.execute(question, values)]
