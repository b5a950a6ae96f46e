"""Contacts and reminders taken over from an export: all of them or none, and never twice.

What is in the record already stays as it is. Where the file says something else of the same id,
that is told and nothing of it is taken.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.contacts import store, words
from desktop.contacts.export import as_json, edits_of
from desktop.contacts.import_cleaning import cleaned
from desktop.contacts.import_reminders import row_of
from desktop.contacts.import_values import (
    Item,
    Unfit,
    choice_of,
    entries_of,
    id_of,
    kind_of,
    moment_of,
    place_of,
    text_of,
    texts_of,
    why,
)
from desktop.contacts.record import Contact, ContactEvent
from desktop.contacts.store import StoredContact
from desktop.contacts.telling import timeline
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.phrases.visible import visible
from desktop.privacy.masker import Masker
from desktop.storage import driver
from desktop.storage.tables import EXPORT_FORMAT
from desktop.storage.times import to_text

_AGAIN = "Nothing was imported. Export it again, or take a copy of the file that is whole."


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
    if not isinstance(version, int) or isinstance(version, bool):
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
    connection: sqlite3.Connection, export: Export, masker: Masker | None = None
) -> Imported:
    """Add what is not in the record yet.

    Args:
        connection: In a transaction, which the caller rolls back when this raises.
        export: What was read.
        masker: Takes out what must not be kept: another's export may hold more than ours would.

    Raises:
        Trouble: something in the file cannot be a contact or reminder; with its place.
    """
    masker = masker or Masker()
    result = Imported()
    for number, item in enumerate(export.contacts):
        with _Place(export.path, "contacts", number, item):
            wanted = cleaned(item, masker, lines=("note", "text", "old", "new"))
            result = _import_contact(connection, wanted, result)
    for number, item in enumerate(export.reminders):
        with _Place(export.path, "reminders", number, item):
            result = _import_reminder(connection, cleaned(item, masker), result)
    return result


class _Place:
    """Says where in the file it was that something did not fit."""

    def __init__(self, path: Path, name: str, number: int, item: Item) -> None:
        self._path, self._name, self._number, self._item = path, name, number, item

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        wrong = (KeyError, ValueError, TypeError, AssertionError, AttributeError, OverflowError)
        if not isinstance(error, (*wrong, driver.IntegrityError)):
            return
        place = place_of(self._name, self._number, self._item)
        raise Trouble(f"{self._path}: {place}: {why(error)}.", _AGAIN) from error


def _items(path: Path, document: Item, name: str) -> tuple[Item, ...]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Trouble(f"{path}: “{name}” is no list of entries.", _AGAIN)
    return tuple(found)


# -- contacts ------------------------------------------------------------------------------


def _import_contact(connection: sqlite3.Connection, item: Item, result: Imported) -> Imported:
    wanted = _stored_of(item)
    edits = [_edit(each) for each in entries_of(item, "edits")]
    unknown = result.unknown | (item.keys() - as_json(wanted).keys() - {"edits"})
    there = store.stored_contact(connection, wanted.contact.id)
    if there is not None:
        is_same = as_json(there) == as_json(wanted)
        is_same = is_same and edits_of(connection, there.contact.id) == edits
        if is_same:
            return replace(result, known=result.known + 1, unknown=unknown)
        return replace(result, different=(*result.different, wanted.contact.id), unknown=unknown)
    store.insert_contact(connection, wanted.contact)
    for event in wanted.events:
        store.append_event(connection, event)
    store.put_values(connection, wanted.contact.id, wanted.values, wanted.kinds)
    for number, edit in enumerate(edits, 1):
        row = {"contact_id": wanted.contact.id, "number": number, **edit}
        unknown |= _insert(connection, "contact_edits", row)
    _check(store.stored_contact(connection, wanted.contact.id))
    words.refresh(connection, wanted.contact.id)
    return replace(result, contacts=result.contacts + 1, unknown=unknown)


def _stored_of(item: Item) -> StoredContact:
    contact_id = id_of(item, "id")
    ended = item.get("ended_at")
    contact = Contact(
        contact_id,
        moment_of(item, "started_at"),
        *(text_of(item, "customer"), text_of(item, "reference"), text_of(item, "channel")),
        ended_at=None if ended is None else moment_of(item, "ended_at"),
        outcome=text_of(item, "outcome"),
        note=text_of(item, "note"),
        trigger=text_of(item, "trigger"),
        manner=text_of(item, "manner"),
    )
    choice_of(item, "outcome", ["", *Ending])
    choice_of(item, "trigger", ["", *Trigger])
    choice_of(item, "manner", ["", *Manner])
    if (contact.ended_at is None) != (contact.outcome == ""):
        raise Unfit("it has an end without an outcome, or an outcome without an end")
    events = tuple(_event(contact_id, each) for each in entries_of(item, "events"))
    values, kinds = item.get("values", {}), item.get("kinds", {})
    return StoredContact(contact, events, texts_of(values), texts_of(kinds))


def _edit(item: Item) -> dict[str, str]:
    for name in ("field", "old", "new"):
        text_of(item, name)
    return {**texts_of(item), "at": to_text(moment_of(item, "at"))}


def _event(contact_id: str, item: Item) -> ContactEvent:
    facts = {name: fact for name, fact in item.items() if name not in ("at", "kind")}
    for name, fact in facts.items():
        is_list = isinstance(fact, list) and all(isinstance(each, str) for each in fact)
        if not is_list and (not isinstance(fact, str | int) or isinstance(fact, bool)):
            raise Unfit(f"“{name}” of an event is neither text nor a number")
    return ContactEvent(contact_id, moment_of(item, "at"), kind_of(item), facts)


def _check(stored: StoredContact | None) -> None:
    """Everything that is asked of a contact later can be answered."""
    assert stored is not None
    for _ in (stored.path, stored.said, stored.climbs, stored.ticks, stored.lines):
        pass
    list(timeline(stored, lambda _playbook: None, lambda moment: moment))


# -- reminders and rows --------------------------------------------------------------------


def _import_reminder(connection: sqlite3.Connection, item: Item, result: Imported) -> Imported:
    row = row_of(item)
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
