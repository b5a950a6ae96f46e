"""When a promise that repeats falls due again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Repeat
from desktop.followups.when import in_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def following(reminder: Reminder, now: datetime, zone: ZoneInfo, hours: Hours) -> datetime | None:
    """The next time after `now`, at the same hour by the clock of a zone; None: it never repeats.

    It is counted from when the first of them fell due: neither snoozing nor a short month, nor an
    hour that the clocks leave out, moves those after it.

    Args:
        reminder: The one that was kept.
        now: Aware.
        zone: In which its words were meant.
        hours: Which days are working days.
    """
    repeats = reminder.terms.repeats
    if repeats is Repeat.NEVER:
        return None
    from dateutil.relativedelta import relativedelta

    now = now.astimezone(UTC)
    base = reminder.first_utc.astimezone(zone).replace(tzinfo=None)
    kept = reminder.promised_utc.astimezone(zone).replace(tzinfo=None)
    # Near enough at once: a daily one may go on for years.
    days = max(0, (max(now, reminder.promised_utc) - reminder.first_utc).days - 1)
    count = {Repeat.WEEKLY: days // 7, Repeat.MONTHLY: days // 31}.get(repeats, days)
    while True:
        count += 1
        if repeats is Repeat.WEEKLY:
            local = base + timedelta(weeks=count)
        elif repeats is Repeat.MONTHLY:
            local = base + relativedelta(months=count)
        else:
            local = base + timedelta(days=count)
        if repeats is Repeat.WORKING_DAYS and not hours.is_working_day(local):
            continue
        if local <= kept:  # by the clock: an hour that comes twice is one promise
            continue
        moment = in_zone(local, now, zone).astimezone(UTC)
        if moment > now:
            return moment
