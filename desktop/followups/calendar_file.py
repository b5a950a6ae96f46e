"""Open reminders as a calendar that other programs read (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.errors import Trouble
from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Repeat
from desktop.followups.store import open_reminders
from desktop.replacing import put_in_place
from desktop.storage.reading import snapshot
from desktop.years import YEARS

if TYPE_CHECKING:
    from icalendar import Event

_LENGTH = timedelta(minutes=15)
"""Calendars show nothing that has no length."""

_IN_EVERY_MONTH = 28

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULES: dict[Repeat, dict[str, object]] = {
    Repeat.DAILY: {"freq": "daily"},
    Repeat.WEEKLY: {"freq": "weekly"},
    Repeat.MONTHLY: {"freq": "monthly"},
}


def calendar_text(reminders: Iterable[Reminder], hours: Hours) -> str:
    """A calendar with an event and an alarm for each; equal reminders make an equal text.

    Args:
        reminders: The open ones.
        hours: Which days are working days.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Poise//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Poise")
    for each in reminders:
        if each.due_utc.year not in YEARS or each.promised_utc.year not in YEARS:
            continue  # of an old record; no calendar shows it
        rule = _rule(each, hours)
        if rule is None:
            calendar.add_component(_event(each, each.due_utc))
            continue
        # What repeats keeps its hour by the clock of its zone when the clocks change.
        promised = each.promised_utc.astimezone(_zone(each))
        series = _event(each, promised)
        series.add("rrule", rule)
        calendar.add_component(series)
        if each.due_utc != each.promised_utc:  # snoozed: only this one moves
            moved = _event(each, each.due_utc.astimezone(_zone(each)))
            moved.add("recurrence-id", promised)
            calendar.add_component(moved)
    calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode("utf-8")
    return text


def export_reminders_ics(path: Path, out: TextIO, hours: Hours) -> int:
    """Write the open reminders as a calendar; works while the program runs.

    Args:
        path: The database file.
        out: A text file, UTF-8, opened with `newline=""`.
        hours: Which days are working days.

    Returns:
        How many there were.

    Raises:
        Trouble: there is no record, or another version of Poise made it.
    """
    with snapshot(path) as connection:
        found = open_reminders(connection)
    out.write(calendar_text(found, hours))
    return len(found)


def keep_file(path: Path, reminders: Iterable[Reminder], hours: Hours) -> bool:
    """Let a file hold these reminders; whether it had to be written.

    Raises:
        Trouble: the file cannot be read or written, or is no calendar of ours; it is unchanged.
    """
    content = calendar_text(reminders, hours).encode("utf-8")
    fresh = path.with_name(f".{path.name}.new")
    try:
        before = path.read_bytes() if path.exists() else b""
        if before == content:
            return False
        if before and b"-//Poise//Reminders//" not in before[:400]:
            raise Trouble(
                f"{path} holds something else than reminders of Poise; it was not touched.",
                "Name another file in the settings as calendar_file.",
            )
        fresh.touch(mode=0o600)
        fresh.write_bytes(content)
        put_in_place(fresh, path)
    except OSError as problem:
        raise Trouble(
            f"The calendar file {path} cannot be written ({problem.strerror or problem}).",
            "Name another one in the settings as calendar_file.",
        ) from problem
    finally:
        fresh.unlink(missing_ok=True)
    return True


def _event(reminder: Reminder, start: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{reminder.id}@poise")
    # Not the time of writing, or no two texts would be equal.
    event.add("dtstamp", reminder.created_at.astimezone(UTC))
    event.add("sequence", reminder.snoozed)
    event.add("summary", reminder.headline)
    event.add("dtstart", start)
    event.add("dtend", start + _LENGTH)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder.headline)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _rule(reminder: Reminder, hours: Hours) -> dict[str, object] | None:
    if reminder.terms.repeats is Repeat.WORKING_DAYS:
        return {"freq": "weekly", "byday": [_DAYS[day] for day in sorted(hours.days)]}
    first_day = reminder.first_utc.astimezone(_zone(reminder)).day
    if reminder.terms.repeats is Repeat.MONTHLY and first_day > _IN_EVERY_MONTH:
        days = [*range(_IN_EVERY_MONTH, first_day + 1)]
        return {"freq": "monthly", "bymonthday": days, "bysetpos": -1}  # the last that there is
    return _RULES.get(reminder.terms.repeats)


def _zone(reminder: Reminder) -> ZoneInfo:
    try:
        return ZoneInfo(reminder.zone)
    except (ZoneInfoNotFoundError, ValueError):  # made on a computer that knew more zones
        return ZoneInfo("UTC")
