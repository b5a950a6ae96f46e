"""Everything of one person: finding it wherever it stands, and removing it for good.

What is looked through is what the database has, not a list kept here: a column that is added later
is found too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.contacts import words
from desktop.contacts.keys import customer_key, exact_name, folded, has_words, reference_key
from desktop.contacts.record import EventKind
from desktop.contacts.store import erase_contact
from desktop.errors import Trouble
from desktop.followups.promise import Side, Terms, headline
from desktop.guide.vocabulary import Way
from desktop.phrases.template import clean

_LEAST_SIGNS = 2
LEAST_SHARED = 3
"""References and names with fewer signs are shared by strangers."""

_NAMES = frozenset({"customer", "whom"})
"""Columns that hold a name and nothing else."""

_WITHOUT_WORDS = frozenset(
    {"id", "contact_id", "number", "at", "kind", "state", "zone", "outcome", "trigger", "manner"}
)
_ON_THEIR_OWN = ("reminders", "reflections")
"""Tables whose rows need no contact."""

_TERMS = ("text", "whom", "way", "side")

_EVENTS_WITHOUT_WORDS = (
    *(EventKind.STARTED, EventKind.STEP, EventKind.RUNG, EventKind.TICKED),
    *(EventKind.SET_ASIDE, EventKind.RESUMED, EventKind.DETAILS, EventKind.ENDED),
    EventKind.INSERTION,
)


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact that has to do with the person.

    Args:
        id: Of the contact.
        started_at: As it stands in the record (UTC).
        customer: Whom it is with, as it was typed.
        reference: The same.
        is_open: Whether it has not ended.
        why: Where the person was found in it, such as "customer".
    """

    id: str
    started_at: str
    customer: str
    reference: str
    is_open: bool
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of one person.

    Args:
        contacts: Oldest first.
        reminders: Ids of reminders with their headlines, and of reflections; those made in the
            contacts are not among them.
        not_followed: Ids of contacts that share with these a reference or name which is too
            short to tell people apart; they are not among them.
    """

    contacts: tuple[FoundContact, ...] = ()
    reminders: tuple[tuple[str, str], ...] = ()
    not_followed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.contacts or self.reminders)

    @property
    def ids(self) -> frozenset[str]:
        """Of all of them."""
        return frozenset(
            [*(each.id for each in self.contacts), *(each for each, _ in self.reminders)]
        )

    def without(self, ids: Collection[str]) -> Found:
        """All but those."""
        return Found(
            tuple(each for each in self.contacts if each.id not in ids),
            tuple(each for each in self.reminders if each[0] not in ids),
            self.not_followed,
        )


class Person:
    """Who is looked for.

    Args:
        asked: A name or a reference, as it was typed.

    Raises:
        Trouble: Nobody could be told from others by it.
    """

    def __init__(self, asked: str) -> None:
        self._has_words = has_words(folded(asked))
        self._name = customer_key(asked) if self._has_words else exact_name(clean(asked))
        if not self._name:
            raise Trouble(f"“{asked}” fits too many people.", "Give a whole name, or a reference.")
        self._words = frozenset(self._name.split())
        self.reference = reference_key(asked) if self._has_words else ""
        self.is_short = not self._has_words or all(len(word) < _LEAST_SIGNS for word in self._words)
        """Whether they are looked for only where the whole name or reference is the one asked
        for: single signs stand in the words of many."""

    def is_named(self, text: str) -> bool:
        """Whether a text has all words of the name, in whatever order, case and accents."""
        if not isinstance(text, str):
            return False
        if not self._has_words:
            return exact_name(text) == self._name
        if self.is_short:
            return customer_key(text) == self._name
        plain = folded(text)
        if not all(word in plain for word in self._words):
            return False  # as with nearly every text: the rest is slow
        return self._words <= frozenset(customer_key(_told(text)).split())


def find(connection: sqlite3.Connection, person: Person) -> Found:
    """What there is of a person: by name and reference, by what has the same reference or the
    same customer as that, and by their name in any other words.

    It reads everything; give it a connection that nobody waits for.
    """
    connection.create_function("is_named", 1, person.is_named, deterministic=True)
    connection.create_function("customer_of", 1, customer_key, deterministic=True)
    connection.create_function("reference_of", 1, reference_key, deterministic=True)
    why: dict[str, str] = {}
    for (contact_id,) in connection.execute("SELECT id FROM contacts WHERE is_named(customer)"):
        why[contact_id] = "customer"
    if len(person.reference) >= _LEAST_SIGNS:
        for contact_id in _same(connection, "reference", {person.reference}):
            why.setdefault(contact_id, "reference")
    alike: set[str] = set()
    for column, key in (("reference", reference_key), ("customer", customer_key)):
        keys = {key(text) for text in _column(connection, column, tuple(why))}
        known = {each for each in keys if has_words(each)}
        short = {each for each in known if len(each) < LEAST_SHARED}
        alike |= {*_same(connection, column, short)}
        for contact_id in _same(connection, column, known - short):
            why.setdefault(contact_id, f"same {column}")
    alone: dict[str, tuple[str, str]] = {}
    for table, columns, owner in _places(connection):
        looked_at = [each for each in columns if each in _NAMES or not person.is_short]
        told = " OR ".join(f'is_named("{column}")' for column in looked_at) or "0"
        wordless = ", ".join(f"'{kind}'" for kind in _EVENTS_WITHOUT_WORDS)
        kinds = f"kind NOT IN ({wordless}) AND " if table == "contact_events" else ""
        for (contact_id,) in connection.execute(
            f'SELECT DISTINCT {owner} FROM "{table}" WHERE {kinds}{owner} IS NOT NULL AND ({told})'
        ):
            why.setdefault(contact_id, "words")
        if table in _ON_THEIR_OWN:
            rows = connection.execute(f'SELECT id FROM "{table}" WHERE {told}').fetchall()
            alone |= {each: (table, _headline(connection, table, each)) for (each,) in rows}
    contacts = []
    for contact_id in sorted(why):
        row = connection.execute(
            "SELECT started_at, customer, reference, ended_at FROM contacts WHERE id = ?",
            (contact_id,),
        ).fetchone()
        if row is not None:
            started_at, customer, reference, ended_at = row
            contacts.append(
                FoundContact(
                    *(contact_id, started_at, customer, reference, ended_at is None),
                    why=why[contact_id],
                )
            )
    others = {
        each_id: text
        for each_id, (table, text) in alone.items()
        if not _is_in(connection, table, each_id, why)
    }
    return Found(tuple(contacts), tuple(sorted(others.items())), tuple(sorted(alike - why.keys())))


def erase(
    connection: sqlite3.Connection, contact_ids: Iterable[str], reminder_ids: Iterable[str]
) -> Mapping[str, int]:
    """Remove contacts, reminders and reflections with all that belongs to them; inside a
    transaction.

    Their words leave the full-text table with `words.forget_removed`.

    Returns:
        How many rows of which table were removed; those without any are left out.
    """
    removed: dict[str, int] = {}

    def count(table: str, rows: int) -> None:
        if rows > 0:
            removed[table] = removed.get(table, 0) + rows

    belonging = [table for table, _, owner in _places(connection) if owner == "contact_id"]
    for contact_id in contact_ids:
        for table in belonging:
            condition = f'FROM "{table}" WHERE contact_id = ?'
            (rows,) = connection.execute(f"SELECT count(*) {condition}", (contact_id,)).fetchone()
            count(table, rows)
        for table in belonging:  # some would outlive the contact
            connection.execute(f'DELETE FROM "{table}" WHERE contact_id = ?', (contact_id,))
        count("contacts", erase_contact(connection, contact_id))
    for each_id in reminder_ids:
        for table in {*_ON_THEIR_OWN} & {*belonging}:
            gone = connection.execute(
                f'DELETE FROM "{table}" WHERE id = ? RETURNING contact_id', (each_id,)
            ).fetchall()
            count(table, len(gone))
            for (contact_id,) in gone:
                if contact_id is not None:
                    words.refresh(connection, contact_id)  # another's, which was found by it
    return removed


def _places(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str], str]]:
    """Every table with its columns that may hold words, and the column that names the contact."""
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        )
    ]
    for table in sorted(tables):
        rows = connection.execute(
            "SELECT name, type FROM pragma_table_info(?)", (table,)
        ).fetchall()
        names = [name for name, _ in rows]
        owner = "id" if table == "contacts" else "contact_id"
        columns = [
            name
            for name, kind in rows
            if kind == "TEXT" and name not in _WITHOUT_WORDS and not name.endswith(("_at", "_key"))
        ]
        if columns and owner in names:
            yield table, columns, owner


def _headline(connection: sqlite3.Connection, table: str, each_id: str) -> str:
    """What is shown of a row that needs no contact; of a reflection, which is private, nothing."""
    if table != "reminders":
        return "a reflection of yours"
    columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(reminders)")}
    known = [name for name in _TERMS if name in columns]  # fewer in one of an older Poise
    row = connection.execute(
        f"SELECT {', '.join(known)} FROM reminders WHERE id = ?", (each_id,)
    ).fetchone()
    facts = dict(zip(known, row, strict=True))
    try:
        way, side = Way(facts.get("way", "other")), Side(facts.get("side", "mine"))
    except ValueError:  # of a newer Poise
        way, side = Way.OTHER, Side.MINE
    terms = Terms(facts.get("whom", ""), way, side)
    return headline(facts["text"], terms) or "a promise without words"


def _told(text: str) -> str:
    """The words of a column; of JSON, those of its values."""
    if text.startswith("{"):
        try:
            facts = json.loads(text)
        except ValueError:
            return text
        return "\n".join(str(each) for each in facts.values())
    return text


def _column(connection: sqlite3.Connection, column: str, ids: Collection[str]) -> Iterator[str]:
    for contact_id in ids:
        question = f"SELECT {column} FROM contacts WHERE id = ?"
        yield from (text for (text,) in connection.execute(question, (contact_id,)))


def _same(connection: sqlite3.Connection, column: str, keys: Collection[str]) -> list[str]:
    """The contacts whose customer or reference is one of these, however it was written."""
    if not keys:
        return []
    marks = ", ".join("?" * len(keys))
    columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(contacts)")]
    question = f"SELECT id FROM contacts WHERE {column}_of({column}) IN ({marks})"
    if "number" in columns:  # those of an older Poise have no number yet, and no keys
        question += " AND number IS NULL"
        question += f" UNION SELECT id FROM contacts WHERE {column}_key IN ({marks})"
        question += f" AND {column}_key <> ''"
        keys = [*keys, *keys]
    return [found for (found,) in connection.execute(question, tuple(keys))]


def _is_in(connection: sqlite3.Connection, table: str, each_id: str, ids: Collection[str]) -> bool:
    question = f'SELECT contact_id FROM "{table}" WHERE id = ?'
    return connection.execute(question, (each_id,)).fetchone()[0] in ids
