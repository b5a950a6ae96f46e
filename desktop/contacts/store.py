"""Contacts in the database: plain functions over a connection, for the ledger to run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.contacts import words
from desktop.contacts.keys import customer_key, reference_key
from desktop.contacts.record import Climb, Contact, ContactEvent, EventKind, Fact
from desktop.guide.model import Place
from desktop.insertion.outcome import Verdict
from desktop.storage.times import from_text, from_text_or_none, to_text

_COLUMNS = (
    'id, started_at, customer, reference, channel, ended_at, outcome, note, "trigger", manner'
)

DETAILS = ("customer", "reference", "channel", "trigger", "manner")
"""The columns of a contact that tell who it is with and what it is about."""

_KEYS = {"customer": customer_key, "reference": reference_key}


@dataclass(frozen=True, slots=True)
class Tick:
    """An item of a step's checklist."""

    playbook: str
    step: str
    item: str


@dataclass(frozen=True, slots=True)
class StoredContact:
    """A contact with all that is needed to go on with it, or to export it.

    Args:
        contact: Its own row.
        events: All that happened, in order.
        values: The words filled in for its placeholders.
        kinds: What they mean in the record, a `RecordField` by placeholder; only those that do.
    """

    contact: Contact
    events: tuple[ContactEvent, ...]
    values: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> tuple[Place, ...]:
        """The steps from the start to where the agent stands; steps gone back from are not
        on it."""
        path: tuple[Place, ...] = ()
        for event in self.events:
            if event.kind is EventKind.STEP:
                place = Place(str(event.facts["playbook"]), str(event.facts["step"]))
                depth = event.facts["depth"]
                assert isinstance(depth, int)
                path = (*path[: depth - 1], place)
        return path

    @property
    def said(self) -> Mapping[str, tuple[int, ...]]:
        """The phrases said so far in the order of their first use, each with its wordings' numbers
        in the order in which they were said."""
        said: dict[str, tuple[int, ...]] = {}
        for event in self.events:
            if event.kind is EventKind.INSERTION and is_said(str(event.facts["verdict"])):
                wording = event.facts.get("wording", 0)
                assert isinstance(wording, int)
                phrase = str(event.facts["phrase"])
                said[phrase] = (*said.get(phrase, ()), wording)
        return said

    @property
    def used(self) -> tuple[str, ...]:
        """Ids of the phrases said so far, each once, in the order of their first use."""
        return tuple(self.said)

    @property
    def climbs(self) -> tuple[Climb, ...]:
        """The rungs of the boundaries ladder that were entered, in order."""
        found = (
            (each.facts["rung"], each.at) for each in self.events if each.kind is EventKind.RUNG
        )
        return tuple(Climb(rung, at) for rung, at in found if isinstance(rung, int))

    @property
    def language(self) -> str:
        """The one chosen for the customer; "" for the playbook's own."""
        chosen = [e.facts["language"] for e in self.events if "language" in e.facts]
        return str(chosen[-1]) if chosen else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the agent wrote during the contact, in order."""
        return tuple(str(e.facts["text"]) for e in self.events if e.kind is EventKind.NOTE)

    @property
    def aside_since(self) -> datetime | None:
        """When it was set aside, None when it was in hand at the last event."""
        last = None
        for event in self.events:
            if event.kind is EventKind.SET_ASIDE:
                last = event.at
            elif event.kind is EventKind.RESUMED:
                last = None
        return last

    @property
    def ticks(self) -> frozenset[Tick]:
        """What is ticked off on checklists."""
        ticks: set[Tick] = set()
        for event in self.events:
            if event.kind is EventKind.TICKED:
                facts = event.facts
                tick = Tick(str(facts["playbook"]), str(facts["step"]), str(facts["item"]))
                (ticks.add if facts["is_on"] else ticks.discard)(tick)
        return frozenset(ticks)


def is_said(verdict: str) -> bool:
    """Whether the customer has (as far as we can know) read a phrase with this verdict.

    A copied one counts: it was put on the clipboard for the agent to paste by hand.
    """
    return verdict != Verdict.REFUSED


def insert_contact(connection: sqlite3.Connection, contact: Contact) -> None:
    """Add a new contact. `words.refresh` lets it be found, once all of it is written."""
    connection.execute(
        f"INSERT INTO contacts ({_COLUMNS}, number, customer_key, reference_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            contact.id,
            to_text(contact.started_at),
            contact.customer,
            contact.reference,
            contact.channel,
            None if contact.ended_at is None else to_text(contact.ended_at),
            contact.outcome,
            contact.note,
            contact.trigger,
            contact.manner,
            words.free_number(connection, contact.started_at),
            customer_key(contact.customer),
            reference_key(contact.reference),
        ),
    )


def append_event(connection: sqlite3.Connection, event: ContactEvent) -> None:
    """Add an event after the contact's last one."""
    connection.execute(
        "INSERT INTO contact_events (contact_id, number, at, kind, facts) VALUES (:contact,"
        " (SELECT coalesce(max(number), 0) + 1 FROM contact_events WHERE contact_id = :contact),"
        " :at, :kind, :facts)",
        {
            "contact": event.contact_id,
            "at": to_text(event.at),
            "kind": event.kind.value,
            "facts": json.dumps(event.facts, ensure_ascii=False),
        },
    )


def update_details(
    connection: sqlite3.Connection, contact_id: str, details: Mapping[str, str]
) -> None:
    """Change some of the words in a contact's row; what is not named stays as the record has it,
    whoever wrote it there.

    Args:
        connection: Inside a transaction.
        contact_id: Which contact.
        details: New words for any of `DETAILS`, the outcome or the note.
    """
    columns = dict(details)
    for name, key in _KEYS.items():
        if name in columns:
            columns[f"{name}_key"] = key(columns[name])
    told = ", ".join(f'"{name}" = :{name}' for name in columns)
    if told:
        connection.execute(
            f"UPDATE contacts SET {told} WHERE id = :id", {**columns, "id": contact_id}
        )


def put_values(
    connection: sqlite3.Connection,
    contact_id: str,
    values: Mapping[str, str],
    kinds: Mapping[str, str] = {},
) -> None:
    """Set the words for some placeholders, and what they mean where that is said; all else
    stays."""
    connection.executemany(
        "INSERT INTO contact_values (contact_id, name, value, kind) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (contact_id, name)"
        " DO UPDATE SET value = excluded.value,"
        " kind = CASE excluded.kind WHEN '' THEN kind ELSE excluded.kind END",
        [(contact_id, name, value, kinds.get(name, "")) for name, value in values.items()],
    )


def end_contact(
    connection: sqlite3.Connection, contact_id: str, ended_at: datetime, outcome: str, note: str
) -> None:
    """Close a contact."""
    connection.execute(
        "UPDATE contacts SET ended_at = ?, outcome = ?, note = ? WHERE id = ?",
        (to_text(ended_at), outcome, note, contact_id),
    )


def erase_contact(connection: sqlite3.Connection, contact_id: str) -> bool:
    """Remove a contact for good, with all that belongs to it and the promises made in it.

    Its words leave the file of the full-text table with `words.forget_removed`, which is to be
    called after the last of those to be erased.

    Returns:
        False when there is no such contact.
    """
    connection.execute(
        "DELETE FROM contact_words WHERE rowid = (SELECT number FROM contacts WHERE id = ?)",
        (contact_id,),
    )
    connection.execute("DELETE FROM reminders WHERE contact_id = ?", (contact_id,))
    for table in ("contact_edits", "contact_values", "contact_events"):
        connection.execute(f"DELETE FROM {table} WHERE contact_id = ?", (contact_id,))
    return connection.execute("DELETE FROM contacts WHERE id = ?", (contact_id,)).rowcount > 0


def stored_contact(connection: sqlite3.Connection, contact_id: str) -> StoredContact | None:
    """One contact with everything, also a deleted one; None: there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM contacts WHERE id = ?", (contact_id,)
    ).fetchone()
    return None if row is None else _stored(connection, row)


def open_contacts(connection: sqlite3.Connection) -> list[StoredContact]:
    """The contacts that did not end, the one where something happened last first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM contacts WHERE ended_at IS NULL ORDER BY started_at, id"
    ).fetchall()
    stored = [_stored(connection, row) for row in rows]
    return sorted(stored, key=_last_moment, reverse=True)


def all_contacts(connection: sqlite3.Connection) -> Iterator[StoredContact]:
    """Every contact that is not deleted, oldest first, one at a time."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM contacts WHERE deleted_at IS NULL ORDER BY started_at, id"
    )
    for row in rows:
        yield _stored(connection, row)


def _stored(connection: sqlite3.Connection, row: tuple[str, ...]) -> StoredContact:
    contact = Contact(
        id=row[0],
        started_at=from_text(row[1]),
        customer=row[2],
        reference=row[3],
        channel=row[4],
        ended_at=from_text_or_none(row[5]),
        outcome=row[6],
        note=row[7],
        trigger=row[8],
        manner=row[9],
    )
    events = connection.execute(
        "SELECT at, kind, facts FROM contact_events WHERE contact_id = ? ORDER BY number",
        (contact.id,),
    )
    words = connection.execute(
        "SELECT name, value, kind FROM contact_values WHERE contact_id = ? ORDER BY name",
        (contact.id,),
    ).fetchall()
    return StoredContact(
        contact,
        tuple(
            ContactEvent(contact.id, from_text(at), EventKind(kind), _facts(facts))
            for at, kind, facts in events
        ),
        {name: value for name, value, _ in words},
        {name: kind for name, _, kind in words if kind},
    )


def _facts(text: str) -> Mapping[str, Fact]:
    facts: dict[str, Fact] = json.loads(text)
    return facts


def _last_moment(stored: StoredContact) -> datetime:
    return max((event.at for event in stored.events), default=stored.contact.started_at)
