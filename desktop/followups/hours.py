"""When the agent works, and what that makes of “first thing” and “end of day”. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Trouble
from desktop.followups.calendar_words import WEEKDAYS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_SHORT = tuple(name[:3].lower() for name in WEEKDAYS)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours by the agent's own clock.

    Args:
        days: 0 is Monday; never empty.
        start, end: An `end` before `start` is a night shift, which belongs to the day it began.
        lunch_end: What “after lunch” means.
    """

    days: frozenset[int] = frozenset(range(5))
    start: time = time(9)
    end: time = time(17)
    lunch_end: time = time(13)

    def is_working_day(self, day: date) -> bool:
        """Whether the agent works on it."""
        return day.weekday() in self.days

    def next_day(self, day: date) -> date:
        """The first working day after a day."""
        day += _ONE_DAY
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def has(self, local: datetime) -> bool:
        """Whether a time lies within them; the last minute counts."""
        clock = local.time().replace(second=0, microsecond=0)
        if self.start <= self.end:
            return self.is_working_day(local) and self.start <= clock <= self.end
        begun = local if clock >= self.start else local - _ONE_DAY
        return self.is_working_day(begun) and (clock >= self.start or clock <= self.end)


def hours_of(days: str, span: str, lunch_end: str) -> Hours:
    """Working hours as they are written in the settings.

    Args:
        days: `Mon-Fri`, `Sun-Thu` or `Mon, Wed, Sat`.
        span: `09:00-17:00`.
        lunch_end: `13:00`.

    Raises:
        Trouble: One of them is not understood.
    """
    found = _SPAN.fullmatch(span.strip())
    lunch = _TIME.fullmatch(lunch_end.strip())
    try:
        if found is None or lunch is None:
            raise ValueError(span)
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        hours = Hours(_days(days), start, end, time(int(lunch[1]), int(lunch[2])))
    except ValueError:
        raise Trouble(
            "Your working hours in the settings are not understood; Mon-Fri 09:00-17:00 is used.",
            "Write them like Mon-Fri, 09:00-17:00 and 13:00.",
        ) from None
    return hours


def outside(moment: datetime, zone: ZoneInfo, hours: Hours) -> str:
    """A sentence where a moment lies outside the working hours; "" where it does not."""
    local = moment.astimezone(zone)
    if hours.has(local):
        return ""
    if hours.start <= hours.end and not hours.is_working_day(local):
        return f"{WEEKDAYS[local.weekday()]} is no working day of yours."
    return f"That is outside your working hours ({hours.start:%H:%M} to {hours.end:%H:%M})."


def snooze_choices(now: datetime, zone: ZoneInfo, hours: Hours) -> tuple[tuple[str, str], ...]:
    """How a promise can be put off by one press: words for `parse_when`, and a button's label."""
    local = now.astimezone(zone)
    choices = [("in 10 min", "10 min")]
    if hours.is_working_day(local) and local.time() < hours.lunch_end:
        choices.append(("after lunch", "After lunch"))
    following = hours.next_day(local.date())
    is_tomorrow = following == local.date() + _ONE_DAY
    name = "Tomorrow" if is_tomorrow else WEEKDAYS[following.weekday()][:3]
    choices.append(("next working day first thing", f"{name} {hours.start:%H:%M}"))
    return tuple(choices)


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in re.split(r"[,\s]+(?![-–])", re.sub(r"\s*[-–]\s*", "-", text.strip().lower())):
        first, _, last = part.partition("-")
        low, high = _SHORT.index(first[:3]), _SHORT.index((last or first)[:3])
        days.update(each % 7 for each in range(low, high + 1 if high >= low else high + 8))
    return frozenset(days)
