"""Which reminders are due, how that is said, and when to look again. Pure.

A reminder is due by the wall clock (`now >= due`), never by counting seconds: a sleeping
computer does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.followups.calendar_words import clock, day
from desktop.followups.promise import Reminder
from desktop.storage.times import local as by_clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def is_due(reminder: Reminder, now: datetime) -> bool:
    """Whether it is to be shown: its time has come, or it was announced before the clock was
    put back (it stays until it is done or snoozed)."""
    has_come = reminder.due_utc <= now or reminder.fired_at is not None
    return reminder.is_open and has_come


def is_newly_due(reminder: Reminder, now: datetime) -> bool:
    """Whether its time has come and it was not announced yet."""
    return reminder.is_open and reminder.fired_at is None and reminder.due_utc <= now


def is_overdue(reminder: Reminder, now: datetime) -> bool:
    """Whether its time is past by a minute or more."""
    return reminder.is_open and now - reminder.due_utc >= _MINUTE


def due_now(reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, ...]:
    """Those to be shown, the longest overdue first."""
    return tuple(sorted((each for each in reminders if is_due(each, now)), key=_by_time))


def newly_due(reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, ...]:
    """Those to be announced now, the longest overdue first."""
    return tuple(sorted((each for each in reminders if is_newly_due(each, now)), key=_by_time))


def next_wake(reminders: Iterable[Reminder], now: datetime) -> datetime | None:
    """When the next announcement falls due (`now` when one is due already); None: never.

    The caller must look again sooner now and then: the clock may jump, the computer sleep.
    """
    times = [each.due_utc for each in reminders if each.is_open and each.fired_at is None]
    return max(min(times), now) if times else None


def wording(reminder: Reminder, now: datetime, zone: ZoneInfo | None) -> str:
    """How its time is said: `due 14:05`, `due tomorrow 10:00`, `20 min overdue`,
    `2 h overdue`, `since yesterday 10:00`, `since Thu 19 Nov 10:00`.

    Args:
        reminder: Which one.
        now: Aware.
        zone: Where the agent is (None: as the C library says); decides what `yesterday` is.
    """
    local, today = by_clock(reminder.due_utc, zone), now.astimezone(zone)
    late = now - reminder.due_utc
    is_today = local.date() == today.date()
    if late < _MINUTE:
        return f"due {clock(local)}" if is_today else f"due {day(local, today)} {clock(local)}"
    if late < _HOUR:
        return f"{late // _MINUTE} min overdue"
    if is_today:
        return f"{late // _HOUR} h overdue"
    return f"since {day(local, today)} {clock(local)}"


def there(reminder: Reminder, now: datetime, zone: ZoneInfo | None) -> str:
    """Its time by the clock where its words were meant: `15:00 in New York`, with the day where
    that is another one; "" where clocks show the same as the agent's."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        theirs = by_clock(reminder.due_utc, ZoneInfo(reminder.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # made on a computer that knew more zones
        return ""
    mine = by_clock(reminder.due_utc, zone)
    if theirs.utcoffset() == mine.utcoffset():
        return ""
    city = reminder.zone.rpartition("/")[2].replace("_", " ")
    is_same_day = theirs.date() == mine.date()
    when = clock(theirs) if is_same_day else f"{day(theirs, now.astimezone(zone))} {clock(theirs)}"
    return f"{when} in {city}"


def _by_time(reminder: Reminder) -> tuple[datetime, str]:
    return reminder.due_utc, reminder.id
