"""What the log can find a contact by: its row in the full-text table, and its number there.

Derived from the rest of the record, in the same transaction as every change of it, and made
anew from it at any time. A deleted contact has no row.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations

from desktop.contacts.keys import customer_key, reference_key, tokens
from desktop.contacts.record import EventKind
from desktop.storage.times import from_text

_FOUND_BY = (EventKind.NOTE, EventKind.STARTED, EventKind.STEP)

IS_OPEN = "open"
"""Stands for the outcome of a contact that did not end."""

KINDS = ("trigger", "promise", "outcome", "playbook", "manner")
"""What a contact can be filtered by; two that are wanted together most often stand together."""

_MARK = "\ue000"
"""In front of facets: belongs to a token, and to no word that anybody writes."""

_NO_TOKEN = re.compile("[^a-pr-z0-9]")
_PLACES_A_SECOND = 256
_MERGED_PAGES = 500


@dataclass(frozen=True, slots=True)
class Findable:
    """What a contact is found by.

    Args:
        texts: Customer, notes, values and promises, as they were typed.
        reference: The same; it is also found when it is typed without its hyphens.
        outcome: "" while it is open.
        trigger, manner: "" when nobody said.
        playbooks: Ids of those it went through.
        has_promise: Whether something was promised in it, kept by now or not.
    """

    texts: tuple[str, ...]
    reference: str
    outcome: str
    trigger: str
    manner: str
    playbooks: frozenset[str]
    has_promise: bool

    def row(self) -> tuple[str, str]:
        """The columns `words` and `facets`."""
        told = {
            "trigger": {self.trigger},
            "promise": {"yes" if self.has_promise else "no"},
            "outcome": {self.outcome or IS_OPEN},
            "playbook": self.playbooks,
            "manner": {self.manner},
        }
        single = [[_facet(kind, each) for each in sorted(told[kind]) if each] for kind in KINDS]
        facets = list(chain.from_iterable(single))
        for some, others in combinations(single, 2):
            facets += [one + other for one in some for other in others]
        found_by = [*tokens("\n".join(self.texts)), *tokens(self.reference)]
        found_by.append(reference_key(self.reference))
        return " ".join(dict.fromkeys(found_by)).strip(), " ".join(facets)


def facets_for(wanted: Mapping[str, str]) -> list[str]:
    """The fewest tokens that only rows with all of some values have.

    There is one for each two values: what is left of several filters is found among few rows,
    and not by going through the many that each of them leaves.

    Args:
        wanted: Values by kind, see `KINDS`; "" for any.
    """
    found = [_facet(kind, wanted[kind]) for kind in KINDS if wanted.get(kind)]
    return ["".join(found[place : place + 2]) for place in range(0, len(found), 2)]


def _facet(kind: str, value: str) -> str:
    """A token that stands for a value, whatever characters that has."""
    return _MARK + kind[0] + kind[-1] + _NO_TOKEN.sub(lambda found: f"q{ord(found[0]):x}q", value)


def first_number(moment: datetime) -> int:
    """The lowest number that a contact started in that second can have."""
    return int(moment.timestamp()) * _PLACES_A_SECOND


def free_number(connection: sqlite3.Connection, started_at: datetime) -> int:
    """A number for a new contact: the first one of its second that nobody has."""
    least = first_number(started_at)
    if connection.execute("SELECT 1 FROM contacts WHERE number = ?", (least,)).fetchone() is None:
        return least
    (after_a_run,) = connection.execute(
        "SELECT number + 1 FROM contacts AS one WHERE number >= ? AND NOT EXISTS"
        " (SELECT 1 FROM contacts AS other WHERE other.number = one.number + 1)"
        " ORDER BY number LIMIT 1",
        (least,),
    ).fetchone()
    return int(after_a_run)


def refresh(connection: sqlite3.Connection, contact_id: str) -> None:
    """Let the contact be found by what stands in the record now. Call it at the end of a job:
    a row that is written twice in one transaction costs much more."""
    found = connection.execute(
        "SELECT number, deleted_at FROM contacts WHERE id = ? AND number IS NOT NULL",
        (contact_id,),
    ).fetchone()
    if found is None:
        return
    number, deleted_at = found
    new = None if deleted_at else findable(connection, contact_id).row()
    old = connection.execute(
        "SELECT words, facets FROM contact_words WHERE rowid = ?", (number,)
    ).fetchone()
    if new == old:
        return
    if old is not None:
        connection.execute("DELETE FROM contact_words WHERE rowid = ?", (number,))
    if new is not None:
        connection.execute(
            "INSERT INTO contact_words (rowid, words, facets) VALUES (?, ?, ?)", (number, *new)
        )


def has_left_out(connection: sqlite3.Connection) -> bool:
    """Whether there are contacts that `take_in` has to see to."""
    found = connection.execute("SELECT 1 FROM contacts WHERE number IS NULL LIMIT 1").fetchone()
    return found is not None


DERIVED = {"contacts": frozenset({"number", "customer_key", "reference_key"})}
"""By table: the columns that `take_in` writes, from others."""


def begin_anew(connection: sqlite3.Connection) -> None:
    """Empty the full-text table, so that `take_in` has to see to every contact.

    The table is made again: marks of what was removed would still spell its words.
    """
    (made_by,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'contact_words'"
    ).fetchone()
    connection.execute("DROP TABLE contact_words")
    connection.execute(made_by)
    connection.execute("UPDATE contacts SET number = NULL WHERE number IS NOT NULL")


def take_in(connection: sqlite3.Connection, most: int) -> int:
    """Let contacts that an older Poise made be found too, the oldest first.

    Returns:
        How many were taken in, at most `most`; less: there are no more.
    """
    rows = connection.execute(
        "SELECT id, started_at, customer, reference FROM contacts WHERE number IS NULL"
        " ORDER BY id LIMIT ?",
        (most,),
    ).fetchall()
    for contact_id, started_at, customer, reference in rows:
        connection.execute(
            "UPDATE contacts SET number = ?, customer_key = ?, reference_key = ? WHERE id = ?",
            (
                free_number(connection, from_text(started_at)),
                customer_key(customer),
                reference_key(reference),
                contact_id,
            ),
        )
        refresh(connection, contact_id)
    return len(rows)


def forget_removed(connection: sqlite3.Connection, pages: int = _MERGED_PAGES) -> bool:
    """Take what was removed or changed out of the full-text table's files, a part at a time.

    SQLite only marks the words of a row as gone, and the marks spell them; they leave the file
    when its parts are merged. (Its `secure-delete` would not do: it does not reach words that
    were changed before, and an older SQLite cannot read the file any more.)

    Args:
        pages: About how many to write, 4 KB each.

    Returns:
        Whether nothing is left; call it again in another transaction otherwise.
    """
    before = connection.total_changes
    # https://www.sqlite.org/fts5.html#the_merge_command: a negative number merges everything,
    # and less than two changes mean that there was nothing to do.
    connection.execute(
        "INSERT INTO contact_words (contact_words, rank) VALUES ('merge', ?)", (-pages,)
    )
    return connection.total_changes - before < 2


def playbooks_of(facts: Iterable[str]) -> frozenset[str]:
    """The playbooks named by the facts (JSON) of a contact's steps."""
    return frozenset(str(json.loads(each)["playbook"]) for each in facts)


def findable(connection: sqlite3.Connection, contact_id: str) -> Findable:
    """What a contact of the record is found by, or would be if it were not deleted."""
    customer, reference, note, outcome, trigger, manner = connection.execute(
        'SELECT customer, reference, note, outcome, "trigger", manner FROM contacts WHERE id = ?',
        (contact_id,),
    ).fetchone()
    lines, steps = [], []
    for kind, facts in connection.execute(
        "SELECT kind, facts FROM contact_events WHERE contact_id = ? AND kind IN (?, ?, ?)"
        " ORDER BY number",
        (contact_id, *_FOUND_BY),
    ):
        if kind == EventKind.NOTE:
            lines.append(str(json.loads(facts)["text"]))
        else:
            steps.append(facts)
    values = _column(
        connection, "SELECT value FROM contact_values WHERE contact_id = ?", contact_id
    )
    promises = _column(connection, "SELECT text FROM reminders WHERE contact_id = ?", contact_id)
    return Findable(
        (customer, note, *lines, *values, *promises),
        reference,
        outcome,
        trigger,
        manner,
        playbooks_of(steps),
        bool(promises),
    )


def _column(connection: sqlite3.Connection, question: str, contact_id: str) -> list[str]:
    return [text for (text,) in connection.execute(question, (contact_id,))]
