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
from desktop.followups.repeat_words import misfit, take_repeat
from desktop.followups.when_words import EXAMPLES, NotATime
from desktop.followups.words_before import doubt, has_a_day, is_title, misspelled
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
_OVER = re.compile(r"\b(?:yesterday|ago)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"\d|(?:on|at|by|until|in|the|this|next|from|starting|beginning|today|tomorrow|tonight|yesterday|day|noon|midday|morning|"
    r"afternoon|evening|first|after|end|eod|cob|close|half|an?|"
    r"mon|tues?|wed|thu|thurs?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
"""With what words for a time begin."""

Read = Callable[[str], datetime]
"""What words for a time mean; raises `Trouble`."""

ReadFirst = Callable[[str, Repeat], datetime]
"""What words for a time mean where it comes so often; raises `Trouble`."""


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


def read_line(
    text: str, read: ReadFirst, is_known: Callable[[str], bool] = lambda _: False
) -> Line | None:
    """Take a line apart; None where it is no promise.

    Args:
        text: What was typed.
        read: Says what words for a time mean.
        is_known: Whether somebody is called that; such a name is no doubtful one.
    """
    line = " ".join(clean(text).split())
    for pattern, way, side in _STARTS:
        if (found := pattern.match(line)) is not None:
            rest, repeat = take_repeat(line[found.end() :].strip())
            if not rest:
                return None
            if len(line) > _LONGEST:  # its time may stand at the end
                what = f"The line is longer than {_LONGEST} characters."
                objection = str(Trouble(what, "Say it in fewer words."))
                return Line(rest[:_LONGEST], Terms("", way, side, repeat), "", None, objection)
            # “remind me” is told what to do, the others whom it is about.
            is_deed = pattern.pattern.startswith("remind")
            return _line(rest, is_deed, Terms("", way, side, repeat), read, is_known)
    return None


def _line(
    rest: str, is_deed: bool, terms: Terms, read_first: ReadFirst, is_known: Callable[[str], bool]
) -> Line:
    def read(words: str) -> datetime:
        return read_first(words, terms.repeats)

    head, topic = rest, ""
    if not is_deed and (found := _TOPIC.search(rest)) is not None:
        head, topic = rest[: found.start()], rest[found.end() :]
    name, when, moment, objection = time_at_end(head, read)
    is_in_topic = False
    if topic and not when:
        topic, when, moment, objection = time_at_end(topic, read)
        is_in_topic = bool(when)
        if when and not topic:
            name = name.removesuffix(" in")  # “in about 2 hours”
    elif topic:
        objection = objection or _second_time(when, topic, terms.repeats, read)
    if not when:
        objection = f"When? {EXAMPLES}"
    elif not objection:
        asked = None
        if is_in_topic:
            asked = doubt(topic, when, terms.repeats, is_name=False)
            if asked is not None:
                topic, when, objection = asked.before, asked.when, asked.objection
        if asked is None:
            known = not is_deed and is_known(name)
            asked = doubt(name, when, terms.repeats, is_name=not is_deed, is_known=known)
            if asked is not None:
                name, when, objection = asked.before, asked.when, asked.objection
        objection = objection or misfit(when, terms.repeats)
    moment = None if objection else moment
    whom, text = ("", name) if is_deed else (name, topic)
    terms = Terms(whom, terms.way, terms.side, terms.repeats)
    return Line(text, terms, when, moment, objection)


def _second_time(when: str, topic: str, repeats: Repeat, read: Read) -> str:
    """What is wrong where what it is about ends with words of a time too."""
    if repeats is Repeat.NEVER and has_a_day(when):
        return ""
    _, second, _, _ = time_at_end(topic, read)
    if not second and misspelled(topic.split()[-1]):
        second = topic.split()[-1]
    if not second or is_over(second):  # “re our call yesterday”
        return ""
    return f"“{when}” or “{second}”? Write the time once."


def is_over(when: str) -> bool:
    """Whether the words of a time speak of one gone by, whenever they are read."""
    return _OVER.search(when) is not None


def time_at_beginning(text: str, read: Read) -> str:
    """What is to be said where a line begins with a time instead of a deed; "" where it does not.

    The longest beginning that is a time counts.
    """
    parts = clean(text, _LONGEST).split()
    for length in range(len(parts), 0, -1):
        when, rest = " ".join(parts[:length]), " ".join(parts[length:])
        if when.isdecimal() or not _LEADS.match(when):
            continue  # “2 parcels”
        try:
            read(when)
        except NotATime:
            continue
        except Trouble as trouble:
            return str(trouble)
        if rest:
            deed = rest if begins_one(rest) else f"remind me to {rest}"
            return f"Write the time last: “{deed} {when}”."
        return f"What is to be done? Write it before the time: “call Rivera {when}”."
    return ""


def time_at_end(words: str, read: Read) -> tuple[str, str, datetime | None, str]:
    """What stands before a time, its words, what they mean, and what is wrong with them.

    The longest end that is a time counts: “friday 15:00”, not “15:00” with a Friday before it.
    """
    parts = words.split()
    for place in range(len(parts)):
        if not _LEADS.match(parts[place]):
            continue  # “Rivera at 4” is no more a time than “at 4” alone
        if place and parts[place][:1].isupper() and is_title(parts[place - 1]):
            continue  # “Mr Monday”
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
