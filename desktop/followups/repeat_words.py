"""How often a promise in one line comes again. Pure."""

from __future__ import annotations

import re

from desktop.errors import Trouble
from desktop.followups.hours import Hours
from desktop.followups.promise import Repeat
from desktop.followups.when_words import FROM, read_words

_REPEATS: tuple[tuple[re.Pattern[str], Repeat], ...] = tuple(
    (re.compile(rf"\b{words}(?!['’])\b", re.IGNORECASE), repeat)
    for words, repeat in (
        (r"(?:every|each) (?:working|business|week) ?day", Repeat.WORKING_DAYS),
        (r"(?:(?:every|each) day|daily)", Repeat.DAILY),
        (r"(?:(?:every|each) week|weekly)", Repeat.WEEKLY),
        (r"(?:(?:of )?(?:every|each) month|monthly)", Repeat.MONTHLY),
        (r"(?:every|each) (?=(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)", Repeat.WEEKLY),
    )
)


def take_repeat(rest: str) -> tuple[str, Repeat]:
    """The words without those that say how often, and how often that is."""
    for pattern, repeat in _REPEATS:
        if (found := pattern.search(rest)) is not None:
            words = f"{rest[: found.start()]} {rest[found.end() :]}"
            return " ".join(words.split()), repeat
    return rest, Repeat.NEVER


def misfit(when: str, repeats: Repeat) -> str:
    """What is wrong where a day and how often it comes do not fit; "" where they do."""
    if repeats is Repeat.NEVER or FROM.match(when):
        return ""
    day = read_words(when, Hours()).day
    if day.month_day is not None and repeats is not Repeat.MONTHLY:
        remedy = f"Write “every month”, or “from {when.removeprefix('on ')}” for the first of them."
    elif day.weekday is not None and day.date is None and repeats is not Repeat.WEEKLY:
        remedy = f"Write “every week”, or “from {when.removeprefix('on ')}” for the first of them."
    else:
        return ""
    return str(Trouble(f"“{when}” does not come {repeats.words}.", remedy))
