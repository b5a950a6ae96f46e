"""Contacts by the day they began, for a list on the command line.

Unlike a page of the log, it also has those of an older Poise that were not taken in yet: without
the panel nobody takes them in.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from desktop.contacts.store import StoredContact, stored_contact
from desktop.storage.times import to_text

EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""A time in which every contact began."""


def contacts_between(
    connection: sqlite3.Connection, since: datetime, until: datetime, limit: int
) -> list[StoredContact]:
    """Those that began in a time (aware; the end is not part of it), the latest first; without
    those that were deleted.

    Args:
        connection: To read from.
        since, until: The time.
        limit: How many at most.
    """
    rows = connection.execute(
        "SELECT id FROM contacts WHERE started_at >= ? AND started_at < ?"
        " AND deleted_at IS NULL ORDER BY started_at DESC, id DESC LIMIT ?",
        (to_text(since), to_text(until), limit),
    ).fetchall()
    found = (stored_contact(connection, contact_id) for (contact_id,) in rows)
    return [each for each in found if each is not None]
