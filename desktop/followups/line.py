"""A promise in one line: “call Rivera tomorrow 15:00 re refund”. Pure.

Nothing is guessed: what is not understood, ambiguous or past is said with what is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.errors import Trouble
from desktop.followups.promise import Repeat, Side, Terms, headline
from desktop.followups.when_words import EXAMPLES, NotATime
from desktop.guide.vocabulary import Way
from desktop.phrases.template import clean

_LONGEST = 300

_BEGINNINGS: tuple[tuple[str, Way, Side], ...] = (
    (r"wait(?:ing)? (?:for|on)", Way.OTHER, Side.THEIRS),
    (r"(?:call|phone|ring)(?: back)?", Way.CALL, Side.MINE),
    (r"(?:e-?mail|mail)", Way.EMAIL, Side.MINE),
    (r"(?:write to|write|chat with|message)", Way.CHAT, Side.MINE),
    (r"remind me(?: to| of| about)?", Way.OTHER, Side.MINE),
)
_STARTS = tuple(
    (re.compile(rf"{words}(?=\s)", re.IGNORECASE), way, side) for words, way, side in _BEGINNINGS
)
_TOPIC = re.compile(r"\s(?:re|re:|about|regarding)\s+(?=\S)", re.IGNORECASE)
_LEADS = re.compile(
    r"\d|(?:on|at|by|until|in|the|this|next|today|tomorrow|tonight|day|noon|midday|morning|"
    r"afternoon|evening|first|after|end|eod|cob|close|half|an?|"
    r"mon|tues?|wed|thu|thurs?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
"""With what words for a time begin."""

_REPEATS: tuple[tuple[re.Pattern[str], Repeat], ...] = tuple(
    (re.compile(rf"\b{words}\b", re.IGNORECASE), repeat)
    for words, repeat in (
        (r"every (?:working|business|week) ?day", Repeat.WORKING_DAYS),
        (r"(?:every day|daily)", Repeat.DAILY),
        (r"(?:every week|weekly)", Repeat.WEEKLY),
        (r"(?:every month|monthly)", Repeat.MONTHLY),
        (r"every (?=(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)", Repeat.WEEKLY),
    )
)

Read = Callable[[str], datetime]
"""What words for a time mean; raises `Trouble`."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was understood of one line.

    Args:
        text: What it is about; "" where whom and how say it all.
        terms: To whom, how, who owes it, whether it repeats.
        when: The words of the time, "" where none were found.
        moment: What they mean; None where that is not clear.
        objection: What is wrong with the time, "" where nothing is.
    """

    text: str
    terms: Terms
    when: str
    moment: datetime | None
    objection: str

    @property
    def headline(self) -> str:
        """The promise without its time."""
        return headline(self.text, self.terms)


def begins_one(text: str) -> bool:
    """Whether a line may be a promise; cheap, asked at each key."""
    return any(pattern.match(text) for pattern, _, _ in _STARTS)


def read_line(text: str, read: Read) -> Line | None:
    """Take a line apart; None where it is no promise.

    Args:
        text: What was typed.
        read: Says what words for a time mean.
    """
    line = " ".join(clean(text, _LONGEST).split())
    for pattern, way, side in _STARTS:
        if (found := pattern.match(line)) is not None:
            rest, repeat = _repeat(line[found.end() :].strip())
            if not rest:
                return None
            # “remind me” is told what to do, the others whom it is about.
            is_deed = pattern.pattern.startswith("remind")
            return _line(rest, is_deed, Terms("", way, side, repeat), read)
    return None


def _line(rest: str, is_deed: bool, terms: Terms, read: Read) -> Line:
    head, topic = rest, ""
    if not is_deed and (found := _TOPIC.search(rest)) is not None:
        head, topic = rest[: found.start()], rest[found.end() :]
    name, when, moment, objection = time_at_end(head, read)
    if not when and topic:
        topic, when, moment, objection = time_at_end(topic, read)
    if not when:
        objection = f"When? {EXAMPLES}"
    whom, text = ("", name) if is_deed else (name, topic)
    terms = Terms(whom, terms.way, terms.side, terms.repeats)
    return Line(text, terms, when, moment, objection)


def time_at_end(words: str, read: Read) -> tuple[str, str, datetime | None, str]:
    """What stands before a time, its words, what they mean, and what is wrong with them.

    The longest end that is a time counts: “friday 15:00”, not “15:00” with a Friday before it.
    """
    parts = words.split()
    for place in range(len(parts)):
        if not _LEADS.match(parts[place]):
            continue  # “Rivera at 4” is no more a time than “at 4” alone
        when = " ".join(parts[place:])
        try:
            moment = read(when)
        except NotATime:
            continue
        except Trouble as trouble:
            return _before(parts[:place]), when, None, str(trouble)
        return _before(parts[:place]), when, moment, ""
    return words, "", None, ""


def _before(parts: list[str]) -> str:
    """The words before a time, without the one that leads to it: “Rivera on”."""
    while len(parts) > 1 and parts[-1].lower() in ("on", "at", "by", "until", "for"):
        parts = parts[:-1]
    return " ".join(parts).rstrip(",")


def _repeat(rest: str) -> tuple[str, Repeat]:
    for pattern, repeat in _REPEATS:
        if (found := pattern.search(rest)) is not None:
            words = f"{rest[: found.start()]} {rest[found.end() :]}"
            return " ".join(words.split()), repeat
    return rest, Repeat.NEVER
