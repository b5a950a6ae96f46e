"""From plain words to a moment: “tomorrow 10:00”, “in 20 min”."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Bug, Trouble
from desktop.followups.calendar_words import MONTHS, clock, day
from desktop.followups.hours import Hours
from desktop.followups.promise import LATEST, Repeat
from desktop.followups.when_words import (
    EXAMPLES,
    FROM,
    MORNING,
    Day,
    Wish,
    not_understood,
    read_words,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LIKELY_PAST = timedelta(days=300)
"""A date without a year this far ahead was last year's in the agent's mind."""

_LEAP_YEARS_APART = 8
"""At most: 2096 and 2104."""

_USUAL = Hours()


def parse_when(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    hours: Hours = _USUAL,
    repeats: Repeat = Repeat.NEVER,
) -> datetime:
    """The moment that plain English words mean.

    A day without an hour means 09:00 (“tomorrow”, “friday”, “26 Nov”); morning is 09:00, noon
    12:00, afternoon 14:00, evening 18:00, tonight 20:00. An hour without a day is the next
    time the clock shows it. “in 2 days” keeps the hour, “in 48 hours” counts hours, which
    differs when the clocks change. An hour that the clocks skip is moved on by the skip; one
    that comes twice is the first of the two, or the second when the first is past. By the
    working hours: “first thing” is when they begin, “after lunch” and “end of day” are today's
    where no day is named, “next working day” is the first one after today. “The 15th” is the next
    one; what comes every month on the 31st comes on the last day of a shorter month.

    Args:
        text: The words.
        now: Aware.
        zone: In which the words are meant.
        hours: The agent's working hours.
        repeats: How often it comes; the words then mean the first of them.

    Returns:
        Aware, in `zone`, after `now` and at most `LATEST` ahead.

    Raises:
        Trouble: the words are not understood, can mean two moments, or mean a past one.
    """
    if repeats is not Repeat.NEVER:
        if re.match(r"\s*(?:until|till)\b", text, re.IGNORECASE):
            raise Trouble(
                f"“{text.strip()}” would be an end, and a promise that repeats has none.",
                f"Write when it comes first, such as “{repeats.words}, from tomorrow 10:00”.",
            )
        text = FROM.sub("", text, count=1)
    wish = read_words(text, hours)
    # In UTC: two times in one and the same zone are compared by what the clock shows, which
    # is wrong in the hour that comes twice.
    now = now.astimezone(UTC)
    base = now.astimezone(zone).replace(tzinfo=None)
    moment = (
        _by_calendar(wish, text, base, now, zone, hours, repeats)
        if wish.span is None
        else _span(wish, wish.span, text, now, zone)
    )
    if not now < moment.astimezone(UTC):
        raise Trouble(
            f"“{text.strip()}” is past: it is {clock(now.astimezone(zone))} now.", EXAMPLES
        )
    if moment.astimezone(UTC) - now > LATEST:
        is_year_open = wish.day.date is not None and wish.day.date[0] is None
        raise Trouble(
            f"“{text.strip()}” is more than {LATEST.days} days ahead"
            f"{f': it is in {moment.year}' if is_year_open else ''}.",
            "Put it into a calendar, or choose an earlier day.",
        )
    return moment


def _span(wish: Wish, span: timedelta, text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A time from now (UTC): hours are counted, days go by the wall clock."""
    base = now if not wish.is_span_of_days else now.astimezone(zone).replace(tzinfo=None)
    from dateutil.relativedelta import relativedelta  # not before a promise is made

    try:
        found = base + relativedelta(months=wish.months) + span
    except (ValueError, OverflowError) as error:  # a million months
        raise not_understood(text) from error
    if not wish.is_span_of_days:
        return found.astimezone(zone)
    if wish.clock is not None:
        found = datetime.combine(found.date(), wish.clock)
    return in_zone(found, now, zone)


def _by_calendar(
    wish: Wish,
    text: str,
    base: datetime,
    now: datetime,
    zone: ZoneInfo,
    hours: Hours,
    repeats: Repeat,
) -> datetime:
    if wish.day.ahead == 0 and wish.clock is None:
        raise Trouble("At what time today?", "Write for example “today 15:00” or “in 20 min”.")
    at = wish.clock or MORNING
    if not wish.day:
        moment = in_zone(datetime.combine(base.date(), at), now, zone)
        if not now < moment.astimezone(UTC):
            moment = in_zone(datetime.combine(base.date() + timedelta(days=1), at), now, zone)
        return moment
    if wish.day.working is not None:
        at = wish.clock or hours.start
        is_today = not wish.day.working and hours.is_working_day(base) and at > base.time()
        found = datetime.combine(base if is_today else hours.next_day(base.date()), at)
        return in_zone(found, now, zone)
    if wish.day.month_day is not None:
        on = _month_day(wish.day.month_day, text, base, at, repeats)
        return in_zone(datetime.combine(on, at), now, zone)
    found = datetime.combine(_date(wish.day, base, at), at)
    if wish.day.weekday not in (None, found.weekday()) and wish.day.date is not None:
        raise Trouble(f"“{text.strip()}” does not fit: that is {day(found, base)}.", EXAMPLES)
    if wish.day.date is None and wish.day.weekday == base.weekday():
        _refuse_todays_name(found, base, at, text)
    is_year_open = wish.day.date is not None and wish.day.date[0] is None
    if is_year_open and _LIKELY_PAST < found - base <= LATEST:
        raise Trouble(
            f"“{text.strip()}” is past this year.",
            f"Write {found.year} with it if you mean next year.",
        )
    return in_zone(found, now, zone)


def _refuse_todays_name(found: datetime, base: datetime, at: time, text: str) -> None:
    """On a Friday at noon, “friday 15:00” may be today or in a week (“friday 10:00” may not)."""
    if datetime.combine(base.date(), at) > base:
        next_week = day(found if found.date() > base.date() else found + timedelta(days=7), base)
        raise Trouble(
            f"“{text.strip()}” can mean today or {next_week}.",
            f"Write “today {at:%H:%M}” or “{next_week} {at:%H:%M}”.",
        )


def _date(day: Day, base: datetime, at: time) -> date:
    """The next such day whose hour is still ahead; a day that names its year is just that one."""
    today = base.date()
    if day.ahead is not None:
        return today + timedelta(days=day.ahead)
    if day.weekday is not None and day.date is None:
        from dateutil.relativedelta import relativedelta, weekday

        earliest = today if at > base.time() else today + timedelta(days=1)
        return earliest + relativedelta(weekday=weekday(day.weekday))
    if day.date is None:
        return today
    year, month, month_day = day.date
    if year is not None:
        return date(year, month, month_day)
    for year in range(base.year, base.year + _LEAP_YEARS_APART + 1):
        with contextlib.suppress(ValueError):  # 29 February
            found = date(year, month, month_day)
            if datetime.combine(found, at) > base:
                return found
    raise Bug(f"{day.date} is in no year")


def _month_day(number: int, text: str, base: datetime, at: time, repeats: Repeat) -> date:
    """The next such day of a month whose hour is still ahead."""
    from dateutil.relativedelta import relativedelta

    is_monthly = repeats is Repeat.MONTHLY
    found = base.date() + relativedelta(day=number)  # or the last day of a shorter month
    is_over = found < base.date() or datetime.combine(found, at) <= base
    if is_over and (is_monthly or found != base.date()):
        found = base.date() + relativedelta(months=1, day=number)
    if found.day != number and not is_monthly:
        raise Trouble(
            f"“{text.strip()}”: {MONTHS[found.month - 1]} has {found.day} days.",
            "Write the date, such as “26 Nov”.",
        )
    return found


def in_zone(local: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which a clock in the zone shows that time (`now` is in UTC), in the zone."""
    # Through UTC and back: an hour that the clocks skip comes out moved on by the skip.
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    # (In a skipped hour the "second" lies before the first, and is never wanted.)
    return (second if first <= now < second else first).astimezone(zone)
