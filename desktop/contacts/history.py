"""The contact log: a page of it, the way to any place in it, and all of one contact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop.contacts import store, words
from desktop.contacts.earlier import LOOKED_THROUGH, EarlierContact, earlier_contacts
from desktop.contacts.editing import Edit, edits_of
from desktop.contacts.keys import tokens
from desktop.contacts.words import facets_for, first_number
from desktop.followups.promise import Reminder
from desktop.followups.store import reminders_of
from desktop.storage.times import from_text, from_text_or_none

ANCHORED = 64
"""How many rows lie between two anchors."""

_LINE_CHARS = 200
_INDEXED_START = 3
"""The table has an index of the beginnings of words up to this length; see the migration."""

_ENDINGS = 100
"""How many words a longer beginning may stand for, before SQLite gathers them itself."""

_ROW = (
    "c.number, c.id, c.started_at, c.ended_at, c.customer, c.reference, c.channel, c.outcome,"
    ' c."trigger", c.manner,'
    f" CASE WHEN c.note <> '' THEN substr(c.note, 1, {_LINE_CHARS}) ELSE"
    f" (SELECT substr(json_extract(facts, '$.text'), 1, {_LINE_CHARS}) FROM contact_events"
    " WHERE contact_id = c.id AND kind = 'note' ORDER BY number LIMIT 1) END,"
    " (SELECT count(*) FROM reminders WHERE contact_id = c.id AND state = 'open')"
)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which contacts are wanted: those for which all of it is true.

    Args:
        words: Looked for in everything that was written; the last may be the beginning of one.
        since, until: Started at or after, and before (aware, to the second).
        trigger, manner, outcome, playbook: "" for any; the outcome may be `words.IS_OPEN`.
        has_promise: Whether something was promised in it, kept or not; None: either.
        is_deleted: Those that were deleted, instead of those that were not.
    """

    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    trigger: str = ""
    manner: str = ""
    outcome: str = ""
    playbook: str = ""
    has_promise: bool | None = None
    is_deleted: bool = False

    @property
    def is_wordless(self) -> bool:
        """Whether something is looked for that has no word in it, such as an emoji: no contact
        has that, because the record is found by its words."""
        return bool(self.words.strip()) and not tokens(self.words)

    @property
    def facets(self) -> list[str]:
        """The tokens that a contact's row must have."""
        told = {None: "", True: "yes", False: "no"}
        return facets_for(
            {
                "trigger": self.trigger,
                "promise": told[self.has_promise],
                "outcome": self.outcome,
                "playbook": self.playbook,
                "manner": self.manner,
            }
        )


@dataclass(frozen=True, slots=True)
class LogRow:
    """A contact in the list; "" and None where nothing is known.

    Args:
        number: Its place: a higher one started later.
        first_line: Of its note, or of what the agent wrote while it was open.
        open_promises: How many are still to be kept.
    """

    number: int
    id: str
    started_at: datetime
    ended_at: datetime | None
    customer: str
    reference: str
    channel: str
    outcome: str
    trigger: str
    manner: str
    first_line: str
    open_promises: int


@dataclass(frozen=True, slots=True)
class Anchors:
    """The way into a long list.

    Args:
        total: How many contacts it has.
        numbers: Of the first, and then of each `every`th: to show the list from that row on,
            ask for the page before its number + 1.
    """

    total: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContactStory:
    """All that the record knows of one contact.

    Args:
        stored: Itself and what happened.
        reminders: What was promised in it, open or not.
        edits: What was corrected afterwards, the first first.
        deleted_at: Aware; None when it is not deleted.
        earlier: Contacts before it with its reference or its customer's name, as far as
            they were looked through.
    """

    stored: store.StoredContact
    reminders: tuple[Reminder, ...]
    edits: tuple[Edit, ...]
    deleted_at: datetime | None
    earlier: tuple[EarlierContact, ...] = ()


def page(
    connection: sqlite3.Connection, wanted: LogFilter, before: int | None, count: int
) -> tuple[LogRow, ...]:
    """A part of the log, newest first.

    Args:
        connection: May be one that only reads.
        wanted: Which contacts.
        before: Only those with a lower number; None: from the newest on.
        count: How many at most.
    """
    if wanted.is_wordless:
        return ()
    if wanted.is_deleted:
        gone = [n for n in _deleted(connection, wanted) if before is None or n < before][:count]
        marks = ", ".join("?" * len(gone))
        rows = connection.execute(
            f"SELECT {_ROW} FROM contacts AS c WHERE number IN ({marks}) ORDER BY number DESC",
            gone,
        )
        return tuple(map(_log_row, rows))
    least, most = _range(wanted)
    most = most if before is None else min(most, before)
    match = _match(connection, wanted)
    if match:
        rows = connection.execute(
            f"SELECT {_ROW} FROM contact_words AS w CROSS JOIN contacts AS c"
            " ON c.number = w.rowid WHERE contact_words MATCH ? AND w.rowid >= ? AND w.rowid < ?"
            " ORDER BY w.rowid DESC LIMIT ?",
            (match, least, most, count),
        )
    else:
        rows = connection.execute(
            f"SELECT {_ROW} FROM contacts AS c WHERE c.number >= ? AND c.number < ?"
            " AND c.deleted_at IS NULL ORDER BY c.number DESC LIMIT ?",
            (least, most, count),
        )
    return tuple(map(_log_row, rows))


def anchors(connection: sqlite3.Connection, wanted: LogFilter, every: int = ANCHORED) -> Anchors:
    """How long the list is, and where to begin to show any part of it.

    Reads all that is wanted, so it takes longer than a page: ask for the first page before.
    """
    if wanted.is_wordless:
        return Anchors(0, ())
    if wanted.is_deleted:
        gone = list(_deleted(connection, wanted))
        return Anchors(len(gone), tuple(gone[::every]))
    least, most = _range(wanted)
    match = _match(connection, wanted)
    if not match:
        return _way_through_all(connection, least, most, every)
    # Counted by SQLite, which lets the other threads work meanwhile.
    rows = connection.execute(
        "SELECT number FROM (SELECT rowid AS number, row_number() OVER () - 1 AS place"
        " FROM (SELECT rowid FROM contact_words WHERE contact_words MATCH ?"
        " AND rowid >= ? AND rowid < ? ORDER BY rowid DESC)) WHERE place % ? = 0",
        (match, least, most, every),
    )
    numbers = tuple(number for (number,) in rows)
    (total,) = connection.execute(
        "SELECT count(*) FROM contact_words WHERE contact_words MATCH ?"
        " AND rowid >= ? AND rowid < ?",
        (match, least, most),
    ).fetchone()
    return Anchors(total, numbers)


def timeline(connection: sqlite3.Connection, contact_id: str) -> ContactStory | None:
    """All of one contact, also of a deleted one; None: there is no such contact."""
    stored = store.stored_contact(connection, contact_id)
    if stored is None:
        return None
    (deleted_at,) = connection.execute(
        "SELECT deleted_at FROM contacts WHERE id = ?", (contact_id,)
    ).fetchone()
    contact = stored.contact
    related = earlier_contacts(
        connection, contact.customer, contact.reference, contact_id, LOOKED_THROUGH
    )
    return ContactStory(
        stored,
        tuple(reminders_of(connection, contact_id)),
        edits_of(connection, contact_id),
        from_text_or_none(deleted_at),
        tuple(each for each in related if each.started_at < contact.started_at),
    )


def _way_through_all(connection: sqlite3.Connection, least: int, most: int, every: int) -> Anchors:
    """Anchors of the list without words and filters, from an index alone.

    One question for all of the way: SQLite gathers the deleted ones once for each question.
    """
    those = (
        "FROM contacts AS c WHERE c.number >= :least AND c.number < {most}"
        " AND c.number NOT IN (SELECT number FROM contacts WHERE deleted_at IS NOT NULL)"
    )
    one = f"SELECT c.number {those} ORDER BY c.number DESC LIMIT 1"
    rows = connection.execute(
        f"WITH RECURSIVE way (number) AS (SELECT ({one.format(most=':most')})"
        f" UNION ALL SELECT ({one.format(most='way.number')} OFFSET :every - 1) FROM way"
        " WHERE way.number IS NOT NULL) SELECT number FROM way WHERE number IS NOT NULL",
        {"least": least, "most": most, "every": every},
    )
    numbers = tuple(number for (number,) in rows)
    (total,) = connection.execute(
        f"SELECT count(*) {those.format(most=':most')}", {"least": least, "most": most}
    ).fetchone()
    return Anchors(total, numbers)


def _range(wanted: LogFilter) -> tuple[int, int]:
    """The numbers from and up to which contacts are wanted."""
    least = 0 if wanted.since is None else first_number(wanted.since)
    most = 2**62 if wanted.until is None else first_number(wanted.until)
    return least, most


def _match(connection: sqlite3.Connection, wanted: LogFilter) -> str:
    """The question for the full-text table; "" when every contact is wanted."""
    typed = tokens(wanted.words)
    terms = [*map(_quoted, typed[:-1]), *map(_quoted, wanted.facets)]
    if typed:
        terms.append(_beginning(connection, typed[-1]))
    return " AND ".join(terms)


def _quoted(token: str) -> str:
    """A token, which has no mark in it, as a string of the query language: no word of it."""
    return f'"{token}"'


def _beginning(connection: sqlite3.Connection, start: str) -> str:
    """The question for words that begin so.

    For a beginning that its index does not have, SQLite first gathers all rows of all words; the
    rows of words that are named come one by one, so that the newest are there at once.
    """
    if len(start) > _INDEXED_START:
        named = _words_with(connection, start)
        if len(named) <= _ENDINGS:
            return "(" + " OR ".join(map(_quoted, named or [start])) + ")"
    return _quoted(start) + " *"


def _words_with(connection: sqlite3.Connection, start: str) -> list[str]:
    """The words of the record that begin so, one more than `_ENDINGS` at most."""
    found: list[str] = []
    least = start
    while len(found) <= _ENDINGS:
        # The first row at or after a term is found without reading the others of that term.
        row = connection.execute(
            "SELECT term FROM contact_vocabulary WHERE term >= ? LIMIT 1", (least,)
        ).fetchone()
        if row is None or not row[0].startswith(start):
            break
        found.append(row[0])
        least = row[0] + "\1"  # sorts before anything else that it begins
    return found


def _deleted(connection: sqlite3.Connection, wanted: LogFilter) -> Iterator[int]:
    """Numbers of deleted contacts, newest first. They are in no index, and they are few."""
    least, most = _range(wanted)
    typed = tokens(wanted.words)
    rows = connection.execute(
        "SELECT number, id FROM contacts WHERE deleted_at IS NOT NULL"
        " AND number >= ? AND number < ? ORDER BY number DESC",
        (least, most),
    ).fetchall()
    for number, contact_id in rows:
        text, facets = words.findable(connection, contact_id).row()
        has_words = {*typed[:-1]} <= {*text.split()} and (
            not typed or f" {typed[-1]}" in f" {text}"
        )
        if has_words and {*wanted.facets} <= {*facets.split()}:
            yield number


def _log_row(row: tuple[object, ...]) -> LogRow:
    number, contact_id, started_at, ended_at, *told, line, promises = row
    customer, reference, channel, outcome, trigger, manner = map(str, told)
    assert isinstance(number, int)
    assert isinstance(promises, int)
    return LogRow(
        number,
        str(contact_id),
        from_text(str(started_at)),
        from_text_or_none(None if ended_at is None else str(ended_at)),
        *(customer, reference, channel, outcome, trigger, manner),
        first_line=str(line or "").strip().partition("\n")[0],
        open_promises=promises,
    )
