"""The reminders for other programs, as JSON and CSV with the same fields.

Fields (times in UTC, null or empty where there is none): `id`, `text`, `state` (open, done),
`due_at` (where snoozing has moved it), `promised_at` (the first due time), `due_local` (due_at
in the reminder's own zone, with its offset), `zone`, `contact_id`, `created_at`, `done_at`,
`fired_at` (when it was announced), `snoozed` (how often), `whom`, `way` (call, email, chat,
other), `side` (mine: the agent owes it; theirs: the agent waits), `repeats` (never, daily,
working-days, weekly, monthly), `repeats_from` (when the first of those fell due).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.followups.promise import Reminder
from desktop.followups.store import all_reminders
from desktop.storage.reading import snapshot
from desktop.storage.tables import write_csv, write_json
from desktop.storage.times import local, to_text

CSV_COLUMNS = (
    "id",
    "text",
    "state",
    "due_at",
    "promised_at",
    "due_local",
    "zone",
    "contact_id",
    "created_at",
    "done_at",
    "fired_at",
    "snoozed",
    "whom",
    "way",
    "side",
    "repeats",
    "repeats_from",
)


def export_reminders_json(path: Path, out: TextIO, now: datetime) -> int:
    """Write all reminders as JSON; works while the program runs.

    Args:
        path: The database file.
        out: A text file, UTF-8.
        now: Aware; noted as the time of the export.

    Returns:
        How many reminders there were.

    Raises:
        Trouble: there is no record, or another version of Poise made it.
    """
    with snapshot(path) as connection:
        return write_json(out, "reminders", map(reminder_row, all_reminders(connection)), now)


def export_reminders_csv(path: Path, out: TextIO) -> int:
    """Write a row per reminder; open `out` with `newline=""`.

    Returns and raises as `export_reminders_json`.
    """
    with snapshot(path) as connection:
        return write_csv(out, CSV_COLUMNS, map(reminder_row, all_reminders(connection)))


def reminder_row(reminder: Reminder) -> dict[str, object]:
    """A reminder as it stands in an export."""
    return {
        "id": reminder.id,
        "text": reminder.text,
        "state": reminder.state.value,
        "due_at": to_text(reminder.due_utc),
        "promised_at": to_text(reminder.promised_utc),
        "due_local": _local(reminder),
        "zone": reminder.zone,
        "contact_id": reminder.contact_id,
        "created_at": to_text(reminder.created_at),
        "done_at": None if reminder.done_at is None else to_text(reminder.done_at),
        "fired_at": None if reminder.fired_at is None else to_text(reminder.fired_at),
        "snoozed": reminder.snoozed,
        "whom": reminder.terms.whom,
        "way": reminder.terms.way.value,
        "side": reminder.terms.side.value,
        "repeats": reminder.terms.repeats.value,
        "repeats_from": None if reminder.repeats_from is None else to_text(reminder.repeats_from),
    }


def _local(reminder: Reminder) -> str:
    try:
        zone = ZoneInfo(reminder.zone)
    except (ZoneInfoNotFoundError, ValueError):  # made on a computer that knew more zones
        return to_text(reminder.due_utc)
    return local(reminder.due_utc, zone).isoformat(timespec="minutes")
