"""Taking the words of a time apart, so that nothing in them is guessed or passed over.

A promise to a customer hangs on it: every word must be known here, and words that can mean two
moments are refused with the question that settles it (decision 0007).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from desktop.errors import Trouble
from desktop.followups.calendar_words import MONTHS, WEEKDAYS
from desktop.followups.hours import Hours

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
FROM = re.compile(r"\s*(?:from|starting(?: on| from)?|beginning(?: on)?) ", re.IGNORECASE)
"""What leads to the first time of what repeats."""

_AMOUNT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?|half an?|an?) ?([a-z]+)(?: and)? ?")

_CLOCK = re.compile(
    r"(?:\bat )?(?<![\d.:])(\d{1,2})([:.])(\d{2})(?::00)?(?: ?([ap])\.?m\b\.?)?(?![\d.:])"
)
_HOUR_AM = re.compile(r"(?:\bat )?(?<![\d.:])(\d{1,2}) ?([ap])\.?m\b\.?")
_AT_HOUR = re.compile(r"\bat (\d{1,2})(?![\d.:/-])(?: o['’]?clock\b)?")
_LAST_HOUR = re.compile(r"(?<=[a-z]) (\d{1,2})(?: o['’]?clock)?$")
_PART = re.compile(r"\b(?:(this) |in the |at )?(" + "|".join(_PARTS) + r")\b")

_FIRST_THING = re.compile(r"\b(?:at )?first thing(?: in the morning)?\b")
_AFTER_LUNCH = re.compile(r"\bafter lunch\b")
_END_OF_DAY = re.compile(
    r"\b(?:at )?(?:the )?(?:end of (?:the )?(?:working )?day|eod|close of business|cob)\b"
)
_WORKING_DAY = re.compile(r"\b(?:the )?next (?:working|business) day\b")

_AHEAD = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}

_LEAP_YEAR = 2028
"""Any will do: has 29 February, for dates without a year."""

_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_MONTH_DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?: of the month)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")


@dataclass(frozen=True, slots=True)
class Day:
    """Which day was meant; false when none was named.

    Args:
        ahead: Days from today, for “today”, “tomorrow” and “yesterday”, which is refused later.
        weekday: 0 is Monday.
        date: (year or None, month, day).
        working: 1 for the first working day after today; 0 where that may be today, as long as
            the hour is ahead.
        month_day: “the 15th” of no named month.
    """

    ahead: int | None = None
    weekday: int | None = None
    date: tuple[int | None, int, int] | None = None
    working: int | None = None
    month_day: int | None = None

    def __bool__(self) -> bool:
        return self != Day()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the words say, before it is known which moment that is.

    Args:
        day: The day; false for a span or when only an hour was named.
        clock: The hour by the wall clock, None when none was named.
        span: A time from now; None when a day or an hour was named instead.
        months: To be added to the span.
        is_span_of_days: Whether the span counts days or more (by the calendar, not in hours).
    """

    day: Day = Day()
    clock: time | None = None
    span: timedelta | None = None
    months: int = 0
    is_span_of_days: bool = False


class NotATime(Trouble):
    """Words in which no time was meant, as far as one can see; any other trouble is about one."""


def read_words(text: str, hours: Hours) -> Wish:
    """Take the words apart.

    Args:
        text: What the agent wrote.
        hours: What “first thing” and the like mean.

    Raises:
        Trouble: something in them is not known, or can be read in two ways.
    """
    words = re.sub(r",(?=\s|$)", " ", text.lower()).replace("\N{NO-BREAK SPACE}", " ")
    words = re.sub(r"(?<=\d)t(?=\d)", " ", " ".join(words.split())).rstrip("!")
    words = re.sub(r"(?<=[a-z])\.$", "", words)
    words = re.sub(r"^(?:on|by|until) ", "", words)
    words, day = _by_hours(words, hours)
    rest, clock, is_today = _take_clock(words, text)
    if rest.endswith(" ago") and _span(rest.removesuffix(" ago")):
        raise Trouble(f"“{text.strip()}” is past.", EXAMPLES)
    if day and not rest:
        return Wish(day, clock)
    span = _span(rest)
    if span:
        has_days = not span.keys() <= {"hours", "minutes"}
        if clock is not None and not has_days:
            raise not_understood(text)
        months = span.pop("months", 0)
        try:
            return Wish(Day(), clock, timedelta(**span), int(months), has_days)
        except OverflowError as error:
            raise not_understood(text) from error
    if day.working == 1:
        raise not_understood(text)
    day = _day(rest, text)
    if is_today and not day:
        day = Day(ahead=0)
    elif not day and clock is None:
        raise not_understood(text)
    return Wish(day, clock)


def not_understood(text: str) -> NotATime:
    """Nothing in particular is wrong with it, it just is no time."""
    return NotATime(f"“{text.strip()}” is not a time I understand.", EXAMPLES)


def _by_hours(words: str, hours: Hours) -> tuple[str, Day]:
    """The words with hours for “first thing” and the like, and the day these alone would mean."""
    day = Day()
    for pattern, clock, alone in (
        (_FIRST_THING, hours.start, Day(working=0)),
        (_AFTER_LUNCH, hours.lunch_end, Day(ahead=0)),
        (_END_OF_DAY, hours.end, Day(ahead=0)),
    ):
        if (found := pattern.search(words)) is not None:
            words, day = f"{_without(words, found)} {clock:%H:%M}".strip(), alone
    if (found := _WORKING_DAY.search(words)) is not None:
        words, day = _without(words, found), Day(working=1)
    return words, day


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
    is_day = before in _AHEAD or _weekday(before) is not None
    return found if is_day else None


def _without(words: str, found: re.Match[str]) -> str:
    return " ".join(f"{words[: found.start()]} {words[found.end() :]}".split())


def _span(rest: str) -> dict[str, float]:
    """`{"minutes": 20}` for “20 min”; empty when it is no span."""
    body = rest.removeprefix("in ").removesuffix(" from now")
    if body == rest and re.fullmatch(r"(?:[7-9]|\d\d) ?h", body):
        return {}  # “15h” may be an hour of the day
    span: dict[str, float] = {}
    position = 0
    while position < len(body):
        found = _AMOUNT.match(body, position)
        unit = _UNITS.get(found[2]) if found is not None else None
        if found is None or unit is None:
            return {}
        amount = found[1]
        if amount.startswith("half"):
            if unit != "hours":
                return {}
            amount, unit = "30", "minutes"
        if unit in span or (unit == "months" and "." in amount):
            return {}
        span[unit] = 1 if amount in ("a", "an") else _number(amount)
        position = found.end()
    return span


def _number(digits: str) -> float:
    return float(digits) if "." in digits else int(digits)


def _day(rest: str, text: str) -> Day:
    words = re.sub(r"^(?:on|this|at|the) |(?: at| on| by)$", "", rest)
    if words.isdecimal() and len(words) <= 2:
        raise Trouble(f"“{text}” can be an hour, a day or minutes.", EXAMPLES)
    if not words:
        return Day()
    if words in _AHEAD:
        return Day(ahead=_AHEAD[words])
    weekday = _weekday(words)
    if weekday is not None:
        return Day(weekday=weekday)
    if (found := _MONTH_DAY_ALONE.fullmatch(words)) is not None:
        if not 1 <= int(found[1]) <= 31:
            raise Trouble(f"There is no such day as in “{text}”.", EXAMPLES)
        return Day(month_day=int(found[1]))
    if words.startswith("next "):
        raise Trouble(f"“{text}” can mean more than one day.", "Write the date, such as “26 Nov”.")
    first, _, others = words.partition(" ")
    weekday = _weekday(first)  # "thu 26 nov"
    return Day(weekday=weekday, date=_date(words if weekday is None else others, text))


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
