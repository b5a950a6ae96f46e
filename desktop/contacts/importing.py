"""Contacts and reminders taken over from an export: all of them or none, and never twice.

What is in the record already stays as it is. Where the file says something else of the same id,
that is told and nothing of it is taken.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.contacts import store, words
from desktop.contacts.export import as_json, edits_of
from desktop.contacts.import_cleaning import CONTACT_ROOMS, REMINDER_ROOMS, cleaned
from desktop.contacts.import_events import event_of
from desktop.contacts.import_reminders import row_of
from desktop.contacts.import_values import (
    CLOCK_ERROR,
    Item,
    Unfit,
    choice_of,
    entries_of,
    happened_at,
    place_of,
    safe_id_of,
    text_of,
    texts_of,
    why,
)
from desktop.contacts.record import Contact
from desktop.contacts.store import StoredContact
from desktop.contacts.telling import timeline
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, RecordField, Trigger
from desktop.phrases.visible import visible
from desktop.privacy.masker import Masker
from desktop.storage import driver
from desktop.storage.tables import EXPORT_FORMAT
from desktop.storage.times import to_text

_AGAIN = "Nothing was imported. Export it again, or take a copy of the file that is whole."
_EDITED = ("field", "old", "new")


@dataclass(frozen=True, slots=True)
class Export:
    """The content of a file: items as they stand there, each with its place for messages."""

    path: Path
    contacts: tuple[Item, ...] = ()
    reminders: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it.

    Args:
        contacts, reminders: How many are new.
        known: How many were there already, just so.
        different: Ids of those that are there with other content; they stayed as they were.
        unknown: Names of fields that this Poise does not know; they were left out.
    """

    contacts: int = 0
    reminders: int = 0
    known: int = 0
    different: tuple[str, ...] = ()
    unknown: frozenset[str] = field(default_factory=frozenset)


def read_export(path: Path) -> Export:
    """Read a file that `poise export contacts` or `reminders` wrote.

    Raises:
        Trouble: it cannot be read, is damaged (with the place), or is something else.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        what = f"{path} cannot be read ({problem.strerror or problem})."
        raise Trouble(what, "Name the file that poise export contacts wrote.") from problem
    except UnicodeDecodeError as problem:
        what = f"{path} is damaged at byte {problem.start}: it is not UTF-8 text."
        raise Trouble(what, _AGAIN) from problem
    try:
        document = json.loads(text)
    except json.JSONDecodeError as problem:
        what = f"{path}:{problem.lineno}:{problem.colno}: the file is damaged or cut off here."
        raise Trouble(what, _AGAIN) from problem
    except (ValueError, RecursionError) as problem:  # such as a number of thousands of digits
        raise Trouble(f"{path} is no export of Poise.", _AGAIN) from problem
    version = document.get("poise_export") if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        what = f"{path} is no export of Poise."
        raise Trouble(what, "Write one with: poise export contacts -o FILE")
    if version > EXPORT_FORMAT:
        what = (
            f"{path} was made by a newer Poise (format {version}, this one knows {EXPORT_FORMAT})."
        )
        raise Trouble(what, "Update Poise. Nothing was imported.")
    lists = [_items(path, document, name) for name in ("contacts", "reminders")]
    if document.get("kind") not in ("contacts", "reminders"):
        what = f"{path} holds no contacts, but “{visible(str(document.get('kind')), 60)}”."
        raise Trouble(what, "Write the contacts with: poise export contacts -o FILE")
    return Export(path, *lists)


def import_export(
    connection: sqlite3.Connection,
    export: Export,
    masker: Masker | None = None,
    now: datetime | None = None,
) -> Imported:
    """Add what is not in the record yet.

    Args:
        connection: In a transaction, which the caller rolls back when this raises.
        export: What was read.
        masker: Takes out what must not be kept: another's export may hold more than ours would.
        now: Aware; nothing has happened after it. None: the time it is.

    Raises:
        Trouble: something in the file cannot be a contact or reminder; with its place.
    """
    masker = masker or Masker()
    now = now or datetime.now(UTC)
    result = Imported()
    for number, item in enumerate(export.contacts):
        with _Place(export.path, "contacts", number, item, masker):
            wanted, unknown = _stored_of(cleaned(item, masker, CONTACT_ROOMS), masker, now)
            result = replace(result, unknown=result.unknown | unknown)
            result = _import_contact(connection, wanted, result)
    for number, item in enumerate(export.reminders):
        with _Place(export.path, "reminders", number, item, masker):
            wanted_row = _row_of(cleaned(item, masker, REMINDER_ROOMS), masker)
            result = _import_reminder(connection, wanted_row, result)
    return replace(result, unknown=frozenset(map(_told(masker), result.unknown)))


class _Place:
    """Says where in the file it was that something did not fit."""

    def __init__(self, path: Path, name: str, number: int, item: Item, masker: Masker) -> None:
        self._path, self._name, self._number, self._item = path, name, number, item
        self._masker = masker

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        wrong = (KeyError, ValueError, TypeError, AssertionError, AttributeError, OverflowError)
        if not isinstance(error, (*wrong, driver.IntegrityError)):
            return
        place = place_of(self._name, self._number, self._item)
        told = self._masker.masked(f"{place}: {why(error)}.", is_told=False)
        raise Trouble(f"{self._path}: {told}", _AGAIN) from error


def _told(masker: Masker) -> Callable[[str], str]:
    """The name of a field as it is shown: a stranger's may be anything."""
    return lambda name: visible(masker.masked(name, is_told=False), 60)


def _items(path: Path, document: Item, name: str) -> tuple[Item, ...]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Trouble(f"{path}: “{name}” is no list of entries.", _AGAIN)
    return tuple(found)


# -- contacts ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A contact as it shall stand in the record, with its corrections."""

    stored: StoredContact
    edits: list[dict[str, str]]


def _import_contact(connection: sqlite3.Connection, wanted: _Wanted, result: Imported) -> Imported:
    stored, edits = wanted.stored, wanted.edits
    contact_id = stored.contact.id
    there = store.stored_contact(connection, contact_id)
    if there is not None:
        is_same = as_json(there) == as_json(stored)
        if is_same and edits_of(connection, contact_id) == edits:
            return replace(result, known=result.known + 1)
        return replace(result, different=(*result.different, contact_id))
    store.insert_contact(connection, stored.contact)
    for event in stored.events:
        store.append_event(connection, event)
    store.put_values(connection, contact_id, stored.values, stored.kinds)
    for number, edit in enumerate(edits, 1):
        _insert(connection, "contact_edits", {"contact_id": contact_id, "number": number, **edit})
    _check(store.stored_contact(connection, contact_id))
    words.refresh(connection, contact_id)
    return replace(result, contacts=result.contacts + 1)


def _stored_of(item: Item, masker: Masker, now: datetime) -> tuple[_Wanted, frozenset[str]]:
    """The contact, and the names of all in it that this Poise does not know."""
    contact = _contact(item, masker, now)
    found = [event_of(contact.id, each, masker, now) for each in entries_of(item, "events")]
    values, kinds = texts_of(item.get("values", {})), texts_of(item.get("kinds", {}))
    for name in kinds:
        choice_of(kinds, name, [each.value for each in RecordField])
    edits = entries_of(item, "edits")
    stored = StoredContact(contact, tuple(event for event, _ in found), values, kinds)
    unknown = item.keys() - as_json(stored).keys() - {"edits"}
    unknown = unknown.union(*(names for _, names in found))
    unknown = unknown.union(*(each.keys() - {"at", *_EDITED} for each in edits))
    return _Wanted(stored, [_edit(each, now) for each in edits]), frozenset(unknown)


def _contact(item: Item, masker: Masker, now: datetime) -> Contact:
    ended = item.get("ended_at")
    contact = Contact(
        safe_id_of(item, "id", masker),
        happened_at(item, "started_at", now),
        *(text_of(item, "customer"), text_of(item, "reference"), text_of(item, "channel")),
        ended_at=None if ended is None else happened_at(item, "ended_at", now),
        outcome=choice_of(item, "outcome", ["", *Ending]),
        note=text_of(item, "note"),
        trigger=choice_of(item, "trigger", ["", *Trigger]),
        manner=choice_of(item, "manner", ["", *Manner]),
    )
    if (contact.ended_at is None) != (contact.outcome == ""):
        raise Unfit("it has an end without an outcome, or an outcome without an end")
    if contact.ended_at is not None and contact.ended_at < contact.started_at - CLOCK_ERROR:
        raise Unfit("“ended_at” is before “started_at”, by more than clocks are set back")
    return contact


def _edit(item: Item, now: datetime) -> dict[str, str]:
    texts = {name: text_of(item, name) for name in _EDITED}
    return {**texts, "at": to_text(happened_at(item, "at", now))}


def _check(stored: StoredContact | None) -> None:
    """Everything that is asked of a contact later can be answered."""
    assert stored is not None
    for _ in (stored.path, stored.said, stored.climbs, stored.ticks, stored.lines):
        pass
    list(timeline(stored, lambda _playbook: None, lambda moment: moment))


# -- reminders and rows --------------------------------------------------------------------


def _row_of(item: Item, masker: Masker) -> dict[str, Any]:
    row = row_of(item)
    for name in ("id", "contact_id"):
        if row.get(name) is not None:
            safe_id_of(row, name, masker)
    return row


def _import_reminder(
    connection: sqlite3.Connection, row: dict[str, Any], result: Imported
) -> Imported:
    reminder_id = row["id"]
    columns = sorted(row.keys() & _columns(connection, "reminders"))
    there = connection.execute(
        f"SELECT {', '.join(columns)} FROM reminders WHERE id = ?", (reminder_id,)
    ).fetchone()
    if there is not None:
        if list(there) == [row[name] for name in columns]:
            return replace(result, known=result.known + 1)
        return replace(result, different=(*result.different, reminder_id))
    owner = row.get("contact_id")
    if owner is not None and store.stored_contact(connection, str(owner)) is None:
        row["contact_id"] = None  # as everywhere: a promise is not lost over a contact that is
    unknown = result.unknown | _insert(connection, "reminders", row)
    if row.get("contact_id") is not None:
        words.refresh(connection, str(row["contact_id"]))
    return replace(result, reminders=result.reminders + 1, unknown=unknown)


def _insert(connection: sqlite3.Connection, table: str, row: Item) -> frozenset[str]:
    """Add a row; the names of fields for which this database has no column."""
    known = {name: value for name, value in row.items() if name in _columns(connection, table)}
    if known:
        names = ", ".join(f'"{name}"' for name in known)
        marks = ", ".join("?" * len(known))
        values = tuple(known.values())
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
    return frozenset(row.keys() - known.keys())


def _columns(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    return frozenset(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
