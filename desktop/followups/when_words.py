"""Taking the words of a time apart, so that nothing in them is guessed or passed over.

dateparser reads generously: it drops what it does not know (“tomorrow 25:00” becomes tomorrow,
now) and takes a lone number for a day or a year (“friday 10” becomes next October). So every
word must be known here before the day is handed on to it, and the hour is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from desktop.errors import Trouble
from desktop.followups.calendar_words import MONTHS, WEEKDAYS

EXAMPLES = "Write for example “tomorrow 10:00”, “in 20 min”, “friday 15:00” or “26 Nov 10:00”."

MORNING = time(9)
_PARTS = {
    "morning": (MORNING, range(5, 12)),
    "noon": (time(12), range(12, 13)),
    "midday": (time(12), range(12, 13)),
    "afternoon": (time(14), range(12, 19)),
    "evening": (time(18), range(17, 24)),
    "tonight": (time(20), range(17, 24)),
}
"""What a part of the day means without an hour, and the hours that can be in it."""

_BARE_HOURS = range(7, 24)
"""Hours that are clear without minutes, am or pm: nobody means 4 in the morning by “at 4”."""

_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
}
_AMOUNT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?|half an?|an?) ?([a-z]+)(?: and)? ?")

_CLOCK = re.compile(
    r"(?:\bat )?(?<![\d.:])(\d{1,2})([:.])(\d{2})(?::00)?(?: ?([ap])\.?m\b\.?)?(?![\d.:])"
)
_HOUR_AM = re.compile(r"(?:\bat )?(?<![\d.:])(\d{1,2}) ?([ap])\.?m\b\.?")
_AT_HOUR = re.compile(r"\bat (\d{1,2})(?![\d.:/-])(?: o['’]?clock\b)?")
_LAST_HOUR = re.compile(r"(?<=[a-z]) (\d{1,2})(?: o['’]?clock)?$")
_PART = re.compile(r"\b(?:(this) |in the |at )?(" + "|".join(_PARTS) + r")\b")

_LEAP_YEAR = 2028
"""Any will do: has 29 February, for dates without a year."""

_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")


@dataclass(frozen=True, slots=True)
class Day:
    """Which day was meant.

    Args:
        words: How dateparser is asked for it ("" when no day was named).
        weekday: 0 is Monday; None when none was named.
        date: (year or None, month, day); None when none was named.
    """

    words: str = ""
    weekday: int | None = None
    date: tuple[int | None, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the words say, before it is known which moment that is.

    Args:
        day: The day; empty for a span or when only an hour was named.
        clock: The hour by the wall clock, None when none was named.
        span: A time from now such as `in 1 hours 30 minutes`, or "".
        is_span_of_days: Whether the span counts days or more (by the calendar, not in hours).
    """

    day: Day = Day()
    clock: time | None = None
    span: str = ""
    is_span_of_days: bool = False


def read_words(text: str) -> Wish:
    """Take the words apart.

    Raises:
        Trouble: something in them is not known, or can be read in two ways.
    """
    words = re.sub(r",(?=\s|$)", " ", text.lower()).replace("\N{NO-BREAK SPACE}", " ")
    words = re.sub(r"(?<=\d)t(?=\d)", " ", " ".join(words.split())).rstrip("!")
    words = re.sub(r"(?<=[a-z])\.$", "", words)
    words = re.sub(r"^(?:on|by|until) ", "", words)
    rest, clock, is_today = _take_clock(words, text)
    span = _span(rest)
    if span is not None:
        unit_words, has_days = span
        if clock is not None and not has_days:
            raise not_understood(text)
        return Wish(clock=clock, span=unit_words, is_span_of_days=has_days)
    day = _day(rest, text)
    if is_today and day.words in ("", "today"):
        day = Day("today")
    elif not day.words and clock is None:
        raise not_understood(text)
    return Wish(day, clock)


def not_understood(text: str) -> Trouble:
    """Nothing in particular is wrong with it, it just is no time."""
    return Trouble(f"“{text.strip()}” is not a time I understand.", EXAMPLES)


def _take_clock(words: str, text: str) -> tuple[str, time | None, bool]:
    """The words without the hour, the hour, and whether they say it is today's."""
    rest, part, is_today = words, "", False
    if (found := _PART.search(rest)) is not None:
        part = found[2]
        is_today = bool(found[1]) or part == "tonight"
        rest = _without(rest, found)
    hour, minute, half, is_bare = -1, 0, "", False
    if (found := _CLOCK.search(rest)) is not None:
        hour, minute, half = int(found[1]), int(found[3]), found[4] or ""
        rest = _without(rest, found)
        if found[2] == "." and minute <= 12 and not rest:
            raise Trouble(f"“{text}” can be a time or a date.", EXAMPLES)
    elif (found := _HOUR_AM.search(rest)) is not None:
        hour, half = int(found[1]), found[2]
        rest = _without(rest, found)
    elif (found := _AT_HOUR.search(rest) or _after_a_day(rest)) is not None:
        hour, is_bare = int(found[1]), True
        rest = _without(rest, found)
    if hour < 0:
        return rest, _PARTS[part][0] if part else None, is_today
    hour = _hour(hour, half, part, is_bare, text)
    if minute > 59:
        raise Trouble(f"There is no such hour as in “{text}”.", EXAMPLES)
    return rest, time(hour, minute), is_today


def _hour(hour: int, half: str, part: str, is_bare: bool, text: str) -> int:
    """The hour from 0 to 23 that was meant."""
    if half:
        if not 1 <= hour <= 12:
            raise Trouble(f"There is no such hour as in “{text}”.", EXAMPLES)
        hour = hour % 12 + (12 if half == "p" else 0)
    if part:
        _, hours = _PARTS[part]
        if hour not in hours and not half and hour + 12 in hours:
            hour += 12  # "tomorrow afternoon at 3"
        if hour not in hours:
            raise Trouble(f"“{text}” does not fit together: {hour}:00 is not {part}.", EXAMPLES)
    elif is_bare and hour < _BARE_HOURS.start:
        raise Trouble(f"“{text}” can mean {hour}:00 or {hour + 12}:00.", "Write am or pm with it.")
    if hour > 23:
        raise Trouble(f"There is no such hour as in “{text}”.", EXAMPLES)
    return hour


def _after_a_day(rest: str) -> re.Match[str] | None:
    """A lone number after a day's name (“friday 10”) is an hour; after a month it is not."""
    found = _LAST_HOUR.search(rest)
    if found is None:
        return None
    before = rest[: found.start()].split()[-1]
    is_day = before in ("today", "tomorrow") or _weekday(before) is not None
    return found if is_day else None


def _without(words: str, found: re.Match[str]) -> str:
    return " ".join(f"{words[: found.start()]} {words[found.end() :]}".split())


def _span(rest: str) -> tuple[str, bool] | None:
    """`in 20 minutes` for “20 min”, and whether it counts days; None when it is no span."""
    body = rest.removeprefix("in ").removesuffix(" from now")
    parts: list[str] = []
    units: list[str] = []
    position = 0
    while position < len(body):
        found = _AMOUNT.match(body, position)
        unit = _UNITS.get(found[2]) if found is not None else None
        if found is None or unit is None or unit in units:
            return None
        amount = found[1]
        if amount.startswith("half"):
            if unit != "hours":
                return None
            amount, unit = "30", "minutes"
        parts.append(f"{'1' if amount in ('a', 'an') else amount} {unit}")
        units.append(unit)
        position = found.end()
    if not parts or (body == rest and re.fullmatch(r"(?:[7-9]|\d\d) ?h", body)):
        return None  # "15h" may be an hour of the day
    return "in " + " ".join(parts), any(unit in ("days", "weeks", "months") for unit in units)


def _day(rest: str, text: str) -> Day:
    words = re.sub(r"^(?:on|this|at|the) |(?: at| on| by)$", "", rest)
    if words.isdecimal() and len(words) <= 2:
        raise Trouble(f"“{text}” can be an hour, a day or minutes.", EXAMPLES)
    if words in ("", "today", "tomorrow", "day after tomorrow"):
        return Day(words)
    weekday = _weekday(words)
    if weekday is not None:
        return Day(WEEKDAYS[weekday].lower(), weekday)
    if words.startswith("next "):
        raise Trouble(f"“{text}” can mean more than one day.", "Write the date, such as “26 Nov”.")
    first, _, others = words.partition(" ")
    weekday = _weekday(first)  # "thu 26 nov"
    year, month, day = _date(words if weekday is None else others, text)
    named = f"{day} {MONTHS[month - 1].lower()}" + (f" {year}" if year else "")
    return Day(named, weekday, (year, month, day))


def _date(words: str, text: str) -> tuple[int | None, int, int]:
    """(year or None, month, day)"""
    year: str | None
    if (found := _ISO.fullmatch(words)) is not None:
        year, month, day = found[1], int(found[2]), int(found[3])
    elif (found := _NUMBERS.fullmatch(words)) is not None:
        one, two, year = int(found[1]), int(found[2]), found[3]
        if one <= 12 and two <= 12 and one != two:
            raise Trouble(
                f"“{text}” can be {one} {MONTHS[two - 1]} or {two} {MONTHS[one - 1]}.",
                "Write the month as a word, such as “26 Nov”.",
            )
        day, month = max(one, two), min(one, two)
    elif (found := _DOTTED.fullmatch(words)) is not None:  # where dots are used, days come first
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _DAY_MONTH.fullmatch(words)) is not None:
        day, month, year = int(found[1]), _month(found[2], text), found[3]
    elif (found := _MONTH_DAY.fullmatch(words)) is not None:
        day, month, year = int(found[2]), _month(found[1], text), found[3]
    else:
        raise not_understood(text)
    try:
        date(int(year or _LEAP_YEAR), month, day)
    except ValueError:
        raise Trouble(f"There is no such day as in “{text}”.", EXAMPLES) from None
    return (int(year) if year else None), month, day


def _month(word: str, text: str) -> int:
    for number, name in enumerate(MONTHS, 1):
        if name.lower().startswith(word) or (number == 9 and word == "sept"):
            return number
    raise not_understood(text)


def _weekday(word: str) -> int | None:
    """0 for “mon” and “monday”; None for anything that is no weekday."""
    if _WEEKDAY.fullmatch(word) is None:
        return None
    short = {"tues": 1, "thur": 3, "thurs": 3}
    names = [name.lower() for name in WEEKDAYS]
    number = next((n for n, name in enumerate(names) if word in (name, name[:3])), None)
    return short.get(word) if number is None else number
