"""How often a promise in one line comes again, and words of a time that nobody understood. Pure."""

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

_DAY = (
    r"(?:mon|tues?|wed|thurs?|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"today|tomorrow|tonight)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_UNIT = r"(?:minute|hour|(?:working |business )?day|week|weekend|weekday|month|quarter|year)s?"
_COUNT = (
    r"(?:every|each|other|last|next|this|first|second|third|fourth|half an?|an?|\d+|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|few|couple of)"
)
_OF_A_TIME = (
    rf"\b(?:{_DAY}|\d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}[:.]\d\d|\d+[-/.]\d{{1,2}}[-/.]\d+|"
    rf"\d{{1,2}}\.? {_MONTH}|{_MONTH} \d{{1,2}}|{_COUNT} {_UNIT}|until|till)\b(?!['’])"
)
_LEADING_NOWHERE = (
    r"\b(?:every|each|other|last|next|first|second|third|fourth|until|till|from|since|starting|"
    r"beginning|before|after|between|to|of|and|or|once|twice|except|(?:the|at|by) (?:end|start))"
)
_LEADS = r"(?:\b(?:on|at|in|the|every|each|last|next|other|first|second|third|fourth|until|from) )*"
_ANYWHERE = re.compile(rf"{_LEADS}(?:{_OF_A_TIME}|\bend$|{_LEADING_NOWHERE}$)", re.IGNORECASE)
_AT_THE_END = re.compile(rf"{_LEADS}(?:{_OF_A_TIME}|{_LEADING_NOWHERE})$", re.IGNORECASE)


def take_repeat(rest: str) -> tuple[str, Repeat]:
    """The words without those that say how often, and how often that is."""
    for pattern, repeat in _REPEATS:
        if (found := pattern.search(rest)) is not None:
            words = f"{rest[: found.start()]} {rest[found.end() :]}"
            return " ".join(words.split()), repeat
    return rest, Repeat.NEVER


def passed_over(before: str, when: str, repeats: Repeat) -> str:
    """What is wrong where words before a time belong to a time as well; "" where none do.

    Args:
        before: The words before it: a name or a deed.
        when: The words of the time, which `read_words` understands.
        repeats: What was said of how often.
    """
    wish = read_words(FROM.sub("", when), Hours())
    is_whole = repeats is Repeat.NEVER and (bool(wish.day) or wish.span is not None)
    found = (_AT_THE_END if is_whole else _ANYWHERE).search(before)
    if found is None or (repeats is Repeat.NEVER and " " not in before):
        return ""  # whom the agent calls may be called Sun
    words = f"{before[found.start() :]} {when}"
    return str(
        Trouble(
            f"“{words}” is not a time I understand.",
            "Write one day and hour, such as “every friday 10:00” or “every month on the 15th”; "
            "the last day of each month is “on the 31st”.",
        )
    )


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
