"""When a promise that repeats falls due again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Repeat
from desktop.followups.when import in_zone
from desktop.followups.when_words import FROM, read_words

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


def counted_from(when: str, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """What “on the 31st” of every month is counted from where the first month is shorter.

    Args:
        when: The words of the time.
        moment: What they mean as the first of those that come every month.
        zone: In which they are meant.

    Returns:
        The latest such day before it (in UTC); None where the first is such a day.
    """
    from dateutil.relativedelta import relativedelta

    number = read_words(FROM.sub("", when, count=1), Hours()).day.month_day
    local = moment.astimezone(zone).replace(tzinfo=None)
    if number is None or local.day == number:
        return None
    back = 1
    while (found := local + relativedelta(months=-back, day=number)).day != number:
        back += 1
    return in_zone(found, moment.astimezone(UTC), zone).astimezone(UTC)
