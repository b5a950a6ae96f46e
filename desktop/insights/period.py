"""Which days a report is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from desktop.errors import Trouble
from desktop.years import YEARS

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LONGEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, as they pass where the agent is.

    Args:
        first, last: Both days belong to it.
        zone: Where the days begin and end.
    """

    first: date
    last: date
    zone: tzinfo

    @property
    def begins_at(self) -> datetime:
        """The aware moment of its beginning."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def ends_at(self) -> datetime:
        """The aware moment after its end."""
        return datetime.combine(self.last + _DAY, time(), self.zone)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether it is one calendar month."""
        return self.first.day == 1 and self.last == _last_of_month(self.first)

    @property
    def label(self) -> str:
        """How a person says it: "October 2026", "3 to 21 November 2026"."""
        first, last = self.first, self.last
        if self.is_month:
            return f"{_MONTHS[first.month - 1]} {first.year}"
        end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
        if first == last:
            return end
        if first.year != last.year:
            return f"{first.day} {_MONTHS[first.month - 1]} {first.year} to {end}"
        if first.month != last.month:
            return f"{first.day} {_MONTHS[first.month - 1]} to {end}"
        return f"{first.day} to {end}"

    def before(self) -> Period:
        """The period just before it: the month before a month, otherwise as many days."""
        last = self.first - _DAY
        first = last.replace(day=1) if self.is_month else self.first - timedelta(days=self.days)
        return Period(first, last, self.zone)

    def year_before(self) -> Period:
        """The same days a year earlier."""
        first = _year_back(self.first)
        last = _last_of_month(first) if self.is_month else _year_back(self.last)
        return Period(first, last, self.zone)


def last_days(days: int, today: date, zone: tzinfo) -> Period:
    """The days up to today.

    Raises:
        Trouble: fewer than 1, or more than anybody has records of.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Trouble(f"A report cannot be about {days} days.", f"Use 1 to {LONGEST_DAYS}.")
    return Period(today - timedelta(days=days - 1), today, zone)


def month_named(text: str, zone: tzinfo) -> Period:
    """A month written as `2026-10`.

    Raises:
        Trouble: it is no month, or one of a year of which there are no records.
    """
    match = _MONTH.fullmatch(text.strip())
    if match and 1 <= int(match[2]) <= 12:
        _check_year(int(match[1]), text)
        first = date(int(match[1]), int(match[2]), 1)
        return Period(first, _last_of_month(first), zone)
    raise Trouble(f"“{text}” is no month.", "Write it as year-month, like 2026-10.")


def days_named(first: str, last: str, today: date, zone: tzinfo) -> Period:
    """From one day to another, both written as `2026-10-31`.

    Args:
        first: Needed.
        last: "" for today.
        today: The day it is in the zone.
        zone: Where the days begin and end.

    Raises:
        Trouble: one is no day, or they are the wrong way round.
    """
    begin, end = day_named(first), day_named(last) if last else today
    if end < begin:
        raise Trouble(f"The last day ({end}) is before the first ({begin}).", "Turn them round.")
    if (end - begin).days >= LONGEST_DAYS:
        raise Trouble("That is more than ten years.", "Choose fewer days.")
    return Period(begin, end, zone)


def day_named(text: str) -> date:
    """A day written as `2026-10-31`.

    Raises:
        Trouble: it is no day, or one of a year of which there are no records.
    """
    try:
        day = date.fromisoformat(text.strip()) if _DATE.fullmatch(text.strip()) else None
    except ValueError:
        day = None  # there is no such day
    if day is None:
        raise Trouble(f"“{text}” is no day.", "Write it as year-month-day, like 2026-10-31.")
    _check_year(day.year, text)
    return day


def _check_year(year: int, text: str) -> None:
    if year not in YEARS:
        remedy = f"Choose one of the years {YEARS[0]} to {YEARS[-1]}."
        raise Trouble(f"There are no records of “{text.strip()}”.", remedy)


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
