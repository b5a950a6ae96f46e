"""Earlier contacts of the same customer: offered for a look, never merged."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

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
    found: dict[str, tuple[bool, bool, int]] = {}
    for column, key in (
        ("reference_key", reference_key(reference)),
        ("customer_key", customer_key(customer)),
    ):
        if not key:
            continue
        is_reference = column == "reference_key"
        rows = connection.execute(
            "SELECT c.id, c.number, EXISTS (SELECT 1 FROM reminders WHERE contact_id = c.id"
            f" AND state = 'open') FROM contacts AS c WHERE c.{column} = ?"
            f" AND c.{column} <> '' AND c.deleted_at IS NULL ORDER BY c.number DESC LIMIT ?",
            (key, LOOKED_THROUGH),
        )
        for contact_id, number, has_promise in rows:
            found.setdefault(contact_id, (bool(has_promise), is_reference, number or 0))
    found.pop(but, None)
    shown = sorted(found, key=lambda each: found[each], reverse=True)[:limit]
    return tuple(_earlier(connection, each, found[each]) for each in shown)


def _earlier(
    connection: sqlite3.Connection, contact_id: str, place: tuple[bool, bool, int]
) -> EarlierContact:
    has_promise, is_same_reference, _ = place
    row = connection.execute(f"SELECT {_ROW} FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    number, _, started_at, ended_at, customer, its_reference, outcome, trigger, manner, note = row
    promises: list[str] = []
    if has_promise:
        rows = connection.execute(
            "SELECT text FROM reminders WHERE contact_id = ? AND state = 'open' ORDER BY due_at",
            (contact_id,),
        )
        promises = [text for (text,) in rows]
    return EarlierContact(
        number,
        contact_id,
        from_text(started_at),
        from_text_or_none(ended_at),
        *(customer, its_reference, outcome, trigger, manner),
        first_line=note.strip().partition("\n")[0],
        is_same_reference=is_same_reference,
        promises=tuple(promises),
    )
