"""The end of a day: what is overdue, what was waited for in vain, what is owed next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.followups.calendar_words import WEEKDAYS
from desktop.followups.due import is_due
from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Side
from desktop.storage.times import local

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Section:
    """Some promises under a title, the first due first; never empty."""

    title: str
    reminders: tuple[Reminder, ...]


def day_sections(
    reminders: Iterable[Reminder], now: datetime, zone: ZoneInfo | None, hours: Hours
) -> tuple[Section, ...]:
    """What matters at the end of a day, the most pressing first.

    Args:
        reminders: The open ones.
        now: Aware.
        zone: Where the agent is (None: as the C library says).
        hours: The next working day counts as tomorrow, with the days before it.
    """
    today = now.astimezone(zone).date()
    following = hours.next_day(today)
    is_near = (following - today).days == 1
    upcoming = "Tomorrow" if is_near else f"Until {WEEKDAYS[following.weekday()]}"
    titles = ("Overdue", "Waited for in vain", "Still today", upcoming, "Waiting for them")
    found: dict[str, list[Reminder]] = {title: [] for title in titles}
    for each in sorted(reminders, key=lambda each: (each.due_utc, each.id)):
        is_mine, day = each.terms.side is Side.MINE, local(each.due_utc, zone).date()
        if is_due(each, now):
            found["Overdue" if is_mine else "Waited for in vain"].append(each)
        elif day <= following:
            mine = "Still today" if day <= today else upcoming
            found[mine if is_mine else "Waiting for them"].append(each)
    return tuple(Section(title, tuple(rows)) for title, rows in found.items() if rows)
