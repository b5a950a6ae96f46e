"""Correcting what the record says: the old text is kept, and a deletion can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.contacts import missing, store, words
from desktop.contacts.record import DETAIL_CHARS, NOTE_CHARS, ContactEvent, EventKind
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.phrases.template import clean, clean_lines
from desktop.privacy.masker import Masker
from desktop.storage.times import from_text, to_text

if TYPE_CHECKING:
    from desktop.contacts.desk import Desk
    from desktop.storage.ledger import Ledger

VALUE = "value:"
"""In front of a placeholder's name, where the field of an edit is one of the contact's values."""

DELETED = "deleted"
"""The field of an edit that deleted (`no` → `yes`) or took that back."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction.

    Args:
        at: Aware.
        field: `customer`, `reference`, `channel`, `trigger`, `manner`, `outcome`, `note`,
            `value:NAME` or `deleted`.
        old, new: What stood there before and after it.
    """

    at: datetime
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right; None stays, "" takes away.

    Args:
        outcome, note: Only of a contact that has ended: an open one gets them when it ends.
        values: New words for placeholders, by name.

    Raises:
        Trouble: the outcome, trigger or manner is none there is.
    """

    customer: str | None = None
    reference: str | None = None
    channel: str | None = None
    trigger: str | None = None
    manner: str | None = None
    outcome: str | None = None
    note: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.outcome is not None and self.outcome not in set(Ending):
            raise missing.no_such_ending(self.outcome)
        for told, known in ((self.trigger, Trigger), (self.manner, Manner)):
            if told and told not in set(known):
                allowed = ", ".join(each.value for each in known)
                raise Trouble(f"“{told}” is not in the list.", f"Use one of: {allowed}.")

    @property
    def details(self) -> Mapping[str, str]:
        """The new words for columns that open contacts have too, as they are written."""
        told = ((name, getattr(self, name)) for name in store.DETAILS)
        return {name: clean(text, DETAIL_CHARS) for name, text in told if text is not None}

    @property
    def filled_in(self) -> Mapping[str, str]:
        """The new words for placeholders, as they are written."""
        return {name: clean(text, DETAIL_CHARS) for name, text in self.values.items()}

    @property
    def closing(self) -> Mapping[str, str]:
        """The new words for what only an ended contact has, as they are written."""
        told = {} if self.outcome is None else {"outcome": self.outcome}
        return told if self.note is None else {**told, "note": clean_lines(self.note, NOTE_CHARS)}

    def masked(self, masker: Masker) -> Correction:
        """The same without what must not be kept."""
        typed = {"customer": self.customer, "reference": self.reference, "channel": self.channel}
        lines = {
            name: text if text is None else masker.line(text, DETAIL_CHARS)
            for name, text in typed.items()
        }
        note = self.note if self.note is None else masker.lines(self.note, NOTE_CHARS)
        values = {name: masker.line(text, DETAIL_CHARS) for name, text in self.values.items()}
        return replace(self, **lines, note=note, values=values)


class Editor:
    """Corrects contacts, open ones at the desk included. Use it from the desk's thread.

    The futures answer False when there is no such contact (any more).

    Args:
        ledger: Where it is written.
        desk: Holds the open contacts in memory; what is corrected there shows at once and is
            not undone by what the desk writes later.
        now: The aware time.
        masker: Takes out what must not be kept, from every text that comes in.
    """

    def __init__(
        self,
        ledger: Ledger,
        desk: Desk,
        now: Callable[[], datetime],
        masker: Masker | None = None,
    ) -> None:
        self._ledger = ledger
        self._desk = desk
        self._now = now
        self._masker = masker or Masker()

    def correct(self, contact_id: str, correction: Correction) -> Future[bool]:
        """Put something right.

        Raises:
            Trouble: the contact is open, and what is to be corrected comes with its end.
        """
        if correction.closing and self._desk.is_open(contact_id):
            raise Trouble(
                "This contact is still open: its outcome and note come with its end.",
                "Add a line instead, or end it.",
            )
        correction = correction.masked(self._masker)
        self._desk.take_over(contact_id, correction.details, correction.filled_in)
        now = self._now()
        return self._ledger.write(lambda c: correct(c, contact_id, correction, now))

    def add_line(self, contact_id: str, text: str) -> Future[bool]:
        """Write a line of the agent's own into a contact, also into one that has ended."""
        line, now = self._masker.lines(text, NOTE_CHARS), self._now()
        return self._ledger.write(lambda c: add_line(c, contact_id, line, now))

    def delete(self, contact_id: str) -> Future[bool]:
        """Take an ended contact out of the log; `restore` brings it back.

        Raises:
            Trouble: it is open.
        """
        if self._desk.is_open(contact_id):
            raise Trouble("This contact is still open.", "End it first, then delete it.")
        now = self._now()
        return self._ledger.write(lambda c: set_deleted(c, contact_id, now, is_deleted=True))

    def restore(self, contact_id: str) -> Future[bool]:
        """Undo `delete`."""
        now = self._now()
        return self._ledger.write(lambda c: set_deleted(c, contact_id, now, is_deleted=False))


def correct(
    connection: sqlite3.Connection, contact_id: str, correction: Correction, now: datetime
) -> bool:
    """Write a correction, and what stood there before.

    Returns:
        False when there is no such contact, or what is to be corrected comes with its end.
    """
    stored = store.stored_contact(connection, contact_id)
    if stored is None or (correction.closing and stored.contact.ended_at is None):
        return False
    contact = stored.contact
    told = {**correction.details, **correction.closing}
    changed = {name: text for name, text in told.items() if text != getattr(contact, name)}
    for name, text in changed.items():
        _keep(connection, contact_id, Edit(now, name, getattr(contact, name), text))
    store.update_details(connection, contact_id, changed)
    values = {
        name: text
        for name, text in correction.filled_in.items()
        if text != stored.values.get(name, "")
    }
    for name, text in values.items():
        _keep(connection, contact_id, Edit(now, VALUE + name, stored.values.get(name, ""), text))
    store.put_values(connection, contact_id, values)
    words.refresh(connection, contact_id)
    return True


def add_line(connection: sqlite3.Connection, contact_id: str, line: str, now: datetime) -> bool:
    """Write a line of the agent's own; False when there is no such contact."""
    if store.stored_contact(connection, contact_id) is None:
        return False
    store.append_event(connection, ContactEvent(contact_id, now, EventKind.NOTE, {"text": line}))
    words.refresh(connection, contact_id)
    return True


def set_deleted(
    connection: sqlite3.Connection, contact_id: str, now: datetime, *, is_deleted: bool
) -> bool:
    """Delete an ended contact, or take that back; False when there is nothing to do so with."""
    was = "deleted_at IS NULL AND ended_at IS NOT NULL" if is_deleted else "deleted_at IS NOT NULL"
    done = connection.execute(
        f"UPDATE contacts SET deleted_at = ? WHERE id = ? AND {was}",
        (to_text(now) if is_deleted else None, contact_id),
    )
    if done.rowcount == 0:
        return False
    old, new = ("no", "yes") if is_deleted else ("yes", "no")
    _keep(connection, contact_id, Edit(now, DELETED, old, new))
    words.refresh(connection, contact_id)
    return True


def is_deleted(connection: sqlite3.Connection, contact_id: str) -> bool:
    """Whether a contact was deleted, and can be brought back."""
    found = connection.execute(
        "SELECT 1 FROM contacts WHERE id = ? AND deleted_at IS NOT NULL", (contact_id,)
    )
    return found.fetchone() is not None


def edits_of(connection: sqlite3.Connection, contact_id: str) -> tuple[Edit, ...]:
    """What was corrected in a contact, the first first."""
    rows = connection.execute(
        "SELECT at, field, old, new FROM contact_edits WHERE contact_id = ? ORDER BY number",
        (contact_id,),
    )
    return tuple(Edit(from_text(at), *texts) for at, *texts in rows)


def _keep(connection: sqlite3.Connection, contact_id: str, edit: Edit) -> None:
    connection.execute(
        "INSERT INTO contact_edits (contact_id, number, at, field, old, new) VALUES (:contact,"
        " (SELECT coalesce(max(number), 0) + 1 FROM contact_edits WHERE contact_id = :contact),"
        " :at, :field, :old, :new)",
        {
            "contact": contact_id,
            "at": to_text(edit.at),
            "field": edit.field,
            "old": edit.old,
            "new": edit.new,
        },
    )
