"""Earlier contacts of the same customer: offered for a look, never merged."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.contacts.keys import customer_key, reference_key
from desktop.storage.times import from_text, from_text_or_none

LOOKED_THROUGH = 200
"""How many contacts with one reference or name are looked through, the newest. A name with more
is that of many people."""

_ROW = (
    'number, id, started_at, ended_at, customer, reference, outcome, "trigger", manner,'
    " substr(note, 1, 200)"
)


@dataclass(frozen=True, slots=True)
class EarlierContact:
    """One contact that may have been with the same customer.

    Args:
        number, id: In the log.
        started_at, ended_at: Aware; `ended_at` is None while it is open.
        customer, reference, outcome, trigger, manner: As in `record.Contact`.
        first_line: Of its note.
        is_same_reference: Whether it has the reference; otherwise only the name is the same, which
            two people may share.
        promises: What was promised in it and is still to be kept, the first due first.
    """

    number: int
    id: str
    started_at: datetime
    ended_at: datetime | None
    customer: str
    reference: str
    outcome: str
    trigger: str
    manner: str
    first_line: str
    is_same_reference: bool
    promises: tuple[str, ...]


def earlier_contacts(
    connection: sqlite3.Connection, customer: str, reference: str, but: str, limit: int
) -> tuple[EarlierContact, ...]:
    """Contacts with the same reference or name.

    Those with promises still to be kept come first, then those with the reference, then the
    newest.

    Args:
        connection: May be one that only reads.
        customer, reference: As typed, in any way of writing; "" when not known.
        but: The id of the contact that asks.
        limit: How many at most.
    """
    found: dict[str, tuple[bool, int]] = {}
    for column, key in (
        ("reference_key", reference_key(reference)),
        ("customer_key", customer_key(customer)),
    ):
        if not key:
            continue
        rows = connection.execute(
            f"SELECT id, number FROM contacts WHERE {column} = ? AND {column} <> ''"
            " AND deleted_at IS NULL ORDER BY number DESC LIMIT ?",
            (key, LOOKED_THROUGH),
        )
        for contact_id, number in rows:
            found.setdefault(contact_id, (column == "reference_key", number or 0))
    found.pop(but, None)
    if not found:
        return ()
    promised = _promised(connection, found)
    shown = sorted(found, key=lambda each: (each in promised, *found[each]), reverse=True)[:limit]
    rows = connection.execute(f"SELECT {_ROW} FROM contacts WHERE id IN ({_marks(shown)})", shown)
    told = {row[1]: row for row in rows}
    return tuple(_earlier(told[each], found[each][0], promised.get(each, [])) for each in shown)


def _promised(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, list[str]]:
    """The promises still to be kept of each that has any, the first due first."""
    rows = connection.execute(
        "SELECT contact_id, due_at, text FROM reminders WHERE state = 'open'"
        f" AND contact_id IN ({_marks(ids)})",
        tuple(ids),
    )
    found: dict[str, list[str]] = {}
    for contact_id, _due_at, text in sorted(rows):
        found.setdefault(contact_id, []).append(text)
    return found


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _earlier(row: tuple[Any, ...], is_same_reference: bool, promises: list[str]) -> EarlierContact:
    number, contact_id, started_at, ended_at, *told, note = row
    customer, reference, outcome, trigger, manner = told
    return EarlierContact(
        number,
        contact_id,
        from_text(started_at),
        from_text_or_none(ended_at),
        *(customer, reference, outcome, trigger, manner),
        first_line=note.strip().partition("\n")[0],
        is_same_reference=is_same_reference,
        promises=tuple(promises),
    )
