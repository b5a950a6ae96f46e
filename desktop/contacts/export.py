"""The contact log for other programs: JSON with everything, CSV with a row per contact.

JSON, one contact (times in UTC; fields are only ever added, see `storage.tables`):

    {"id", "started_at", "ended_at" (null while open), "customer", "reference", "channel",
     "outcome" ("" while open), "note", "trigger", "manner" ("" when nobody said),
     "values": {NAME: WORDS},                      placeholders the agent filled in
     "kinds": {NAME: KIND},                        what such words mean: root-cause, option, agreed,
                                                   promise, feedback-score, feedback, note
     "path": [{"playbook", "step"}],               from the first step to the last one
     "events": [{"at", "kind", …facts}]}           in order; kinds and facts: contacts.record
     "edits": [{"at", "field", "old", "new"}]      corrections; only where there are any

The list "reminders" of the same file holds every reminder, see `followups.export`. Such a file is
read again by `contacts.importing`. Reflections are in no export but their own.

Phrases stand there by id and verdict; their text is never recorded.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TextIO

from desktop.contacts.record import EventKind
from desktop.contacts.store import StoredContact, all_contacts
from desktop.followups.export import reminder_row
from desktop.followups.store import all_reminders
from desktop.insertion.outcome import Verdict
from desktop.storage.reading import snapshot
from desktop.storage.tables import write_csv, write_json
from desktop.storage.times import to_text

CSV_COLUMNS = (
    "id",
    "started_at",
    "ended_at",
    "minutes",  # from start to end, rounded to a tenth; empty while open or when unknown
    "customer",
    "reference",
    "channel",
    "outcome",
    "note",
    "path",  # leap/listen > leap/empathise
    "phrases",  # ids of phrases said, separated by spaces
    "insertions",
    *(verdict.value for verdict in Verdict),  # how many insertions ended so
    "values",  # name=words, separated by "; "
    "trigger",
    "manner",
    "rungs",  # of the boundaries ladder, separated by spaces
    "rung_times",  # when each was entered, separated by spaces
)


def export_contacts_json(path: Path, out: TextIO, now: datetime) -> int:
    """Write all contacts as JSON; works while the program runs.

    Args:
        path: The database file.
        out: A text file, UTF-8.
        now: Aware; noted as the time of the export.

    Returns:
        How many contacts there were.

    Raises:
        Trouble: there is no record, or another version of Poise made it.
    """
    with snapshot(path) as connection:
        contacts = (
            as_json(each) | _edits(connection, each.contact.id) for each in all_contacts(connection)
        )
        reminders = map(reminder_row, all_reminders(connection))
        return write_json(out, "contacts", contacts, now, {"reminders": reminders})


def export_contacts_csv(path: Path, out: TextIO) -> int:
    """Write a row per contact (see `CSV_COLUMNS`); open `out` with `newline=""`.

    Returns and raises as `export_contacts_json`.
    """
    with snapshot(path) as connection:
        return write_csv(out, CSV_COLUMNS, map(_as_row, all_contacts(connection)))


def edits_of(connection: sqlite3.Connection, contact_id: str) -> list[dict[str, str]]:
    """The corrections of a contact, in order."""
    rows = connection.execute(
        "SELECT at, field, old, new FROM contact_edits WHERE contact_id = ? ORDER BY number",
        (contact_id,),
    )
    return [{"at": at, "field": field, "old": old, "new": new} for at, field, old, new in rows]


def _edits(connection: sqlite3.Connection, contact_id: str) -> dict[str, object]:
    found = edits_of(connection, contact_id)
    return {"edits": found} if found else {}


def _common(stored: StoredContact) -> dict[str, object]:
    contact = stored.contact
    return {
        "id": contact.id,
        "started_at": to_text(contact.started_at),
        "ended_at": None if contact.ended_at is None else to_text(contact.ended_at),
        "customer": contact.customer,
        "reference": contact.reference,
        "channel": contact.channel,
        "outcome": contact.outcome,
        "note": contact.note,
        "trigger": contact.trigger,
        "manner": contact.manner,
    }


def as_json(stored: StoredContact) -> dict[str, object]:
    """A contact as it stands in an export, without its edits."""
    return {
        **_common(stored),
        "values": dict(stored.values),
        "kinds": dict(stored.kinds),
        "path": [{"playbook": place.playbook, "step": place.step} for place in stored.path],
        "events": [
            {"at": to_text(event.at), "kind": event.kind.value, **event.facts}
            for event in stored.events
        ],
    }


def _as_row(stored: StoredContact) -> dict[str, object]:
    contact = stored.contact
    minutes = None
    # Nobody knows how long it was when it was written down without that, or when the end is before
    # the start because the clock was set back.
    if contact.ended_at is not None and contact.ended_at > contact.started_at:
        minutes = round((contact.ended_at - contact.started_at).total_seconds() / 60, 1)
    verdicts = [
        str(event.facts["verdict"]) for event in stored.events if event.kind is EventKind.INSERTION
    ]
    return {
        **_common(stored),
        "minutes": minutes,
        "path": " > ".join(f"{place.playbook}/{place.step}" for place in stored.path),
        "phrases": " ".join(stored.used),
        "insertions": len(verdicts),
        **{verdict.value: verdicts.count(verdict.value) for verdict in Verdict},
        "values": "; ".join(f"{name}={words}" for name, words in stored.values.items()),
        "rungs": " ".join(str(each.rung) for each in stored.climbs),
        "rung_times": " ".join(to_text(each.at) for each in stored.climbs),
    }
