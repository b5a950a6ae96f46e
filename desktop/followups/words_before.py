"""Whether the words before a time are a name or a deed, or belong to a time themselves. Pure.

Only words that can be a name are taken for one where a mistake would move the promise: where an
hour is said and no day, “Ana tomorow” would be today. So it need not be known how a time can be
said wrongly: what is no name is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.errors import Trouble
from desktop.followups.hours import Hours
from desktop.followups.promise import Repeat
from desktop.followups.when_words import FROM, Wish, read_words

_DAY = (
    r"(?:mon|tues?|wed|thurs?|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"today|tomorrow|tonight|yesterday)"
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
    r"beginning|before|after|between|to|of|and|or|once|twice|except|not|never|within|than|least|"
    r"around|ago|(?:the|at|by) (?:end|start))"
)
_LEADS = r"(?:\b(?:on|at|in|the|every|each|last|next|other|first|second|third|fourth|until|from) )*"
_ANYWHERE = re.compile(rf"{_LEADS}(?:{_OF_A_TIME}|\bend$|{_LEADING_NOWHERE}$)", re.IGNORECASE)
_AT_THE_END = re.compile(rf"{_LEADS}(?:{_OF_A_TIME}|{_LEADING_NOWHERE})$", re.IGNORECASE)
_DAY_ALONE = re.compile(_DAY, re.IGNORECASE)
_SAYS_TODAY = re.compile(r"\b(?:today|tonight|this)\b", re.IGNORECASE)


def _these(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OF_TIME = _these(
    "yesterday today tomorrow tonight ago within end start beginning middle week weeks weekend "
    "weekends weekday weekdays month months quarter year years day days hour hours minute minutes "
    "min mins hrs fortnight soon later earlier next last every each until till before after since "
    "between once twice not never except starting from following coming morning mornings afternoon "
    "evening evenings noon midday midnight night asap sometime someday eod eow eom cob"
)
_SURNAMES = frozenset(("day", "noon"))
"""Words of a time that are surnames more often where they have a capital."""

_CLEAR = _these("tomorrow yesterday thursday wednesday saturday fortnight afternoon")
_UNCLEAR = _these("monday tuesday friday sunday today tonight weekend month morning evening")
"""How words are misspelled; near the first there are no names, near these Frida and Mondal."""

_SHORTEST = 4
"""With fewer letters anything is near anything."""

_LEADING = _these("on at in by the a an of this and")

_TITLES = _these("mr mrs ms miss mx dr prof sir madam herr frau señor señora mme")
_JOINING = _TITLES | _these(
    "the a an my our your his her their and & + de la las los del der den dem des van von vom zu "
    "zum zur da das do dos di du el al bin bint ibn abu ben le les ter ten te y e i af av o und et "
    "san santa st mac"
)
"""After these a name goes on with a small letter: “my boss”, “ana de la cruz”."""

_HARMLESS = frozenset(("back", "again"))
_MARKS = ".,;:!?()[]\"“”„'’…-–"
_PHONE = re.compile(r"(?<!\S)(?:\+\d|0\d\d)[\d ()/-]{4,}\d(?!\S)")
_SMALL_NUMBER = re.compile(r"\d{1,2}[a-z]{0,4}")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that may belong to the time.

    Args:
        before: The words that are left before it.
        when: The time, with those that surely are no name.
        objection: What is wrong.
    """

    before: str
    when: str
    objection: str


def has_a_day(when: str) -> bool:
    """Whether words that `read_words` understands say a day too, or a time from now."""
    return _says_day(read_words(FROM.sub("", when), Hours()), when)


def doubt(
    before: str, when: str, repeats: Repeat, *, is_name: bool, is_known: bool = False
) -> Doubt | None:
    """What may be wrong with the words before a time; None where nothing is.

    Args:
        before: A name, a deed, or what it is about.
        when: The words of the time, which `read_words` understands.
        repeats: What was said of how often.
        is_name: Whether they should be a name; a deed may be any words.
        is_known: Whether somebody is called that.
    """
    if not before or (is_known and repeats is Repeat.NEVER):
        return None
    wish = read_words(FROM.sub("", when), Hours())
    says_day = _says_day(wish, when)
    words = before.split()
    pattern = _AT_THE_END if repeats is Repeat.NEVER and says_day else _ANYWHERE
    found = pattern.search(before)
    if found is not None and not _may_be_meant(before, found, wish, repeats, is_name):
        return _no_time(words, len(before[: found.start()].split()), when, repeats)
    if is_known:
        return None
    if not says_day and is_name:
        return _in_name(before, when, repeats)
    place = _at_the_end(words, wish, is_name) if says_day else _time_in_deed(words)
    return None if place is None else _no_time(words, _start(words, place), when, repeats)


def misspelled(word: str) -> bool:
    """Whether a word is nearly one of a day or its parts."""
    return _is_near(word.strip(_MARKS).lower(), is_sure=False)


def is_title(word: str) -> bool:
    """Whether a word with a capital is said before a name: “Mr”."""
    return word[:1].isupper() and word.strip(_MARKS).lower() in _TITLES


def _says_day(wish: Wish, when: str) -> bool:
    if wish.span is not None:
        return True
    # “after lunch” is today's only because no other day is said.
    is_implied = wish.day.working == 0 or (wish.day.ahead == 0 and not _SAYS_TODAY.search(when))
    return bool(wish.day) and not is_implied


def _may_be_meant(
    before: str, found: re.Match[str], wish: Wish, repeats: Repeat, is_name: bool
) -> bool:
    """Whether words that could lead to a time do not: somebody called Sun, “ask Ben first”."""
    words = before.split()
    if repeats is not Repeat.NEVER:
        return False
    if is_name and len(words) == 1:  # whom the agent calls may be called Sun
        is_a_name = before[:1].isupper() and before.lower() not in _OF_TIME
        return is_a_name or _DAY_ALONE.fullmatch(before) is not None
    if is_name and is_title(words[-2]) and words[-1][:1].isupper():
        return found.start() >= len(before) - len(words[-1])  # “Mr Monday”
    # There is a first Friday, but no first tomorrow.
    is_counted = (wish.day.weekday, wish.day.working, wish.day.month_day) != (None, None, None)
    is_adverb = found[0].lower() == "first" and (bool(wish.day) or wish.span is not None)
    return not is_name and is_adverb and not is_counted


def _in_name(before: str, when: str, repeats: Repeat) -> Doubt | None:
    """The first word that no name has at its place."""
    # A number to be called is no time.
    words = _PHONE.sub(lambda found: " ".join("N" for _ in found[0].split()), before).split()
    may_go_on, odd = True, ""
    for place, word in enumerate(words):
        bare = word.strip(_MARKS)
        small = bare.lower()
        has_capital = not bare[:1].islower()
        is_first = place == 0
        if any(letter.isdigit() for letter in bare):
            return _no_time(before.split(), _start(words, place), when, repeats)
        if small in _OF_TIME or _is_near(small, is_sure=is_first and has_capital):
            is_surname = has_capital and small in _SURNAMES
            if not is_surname and not (is_first and _DAY_ALONE.fullmatch(bare)):
                return _no_time(before.split(), _start(words, place), when, repeats)
        if small in _JOINING and not has_capital:
            may_go_on = True
        elif small in _HARMLESS:
            continue
        elif not has_capital and not may_go_on:
            odd = odd or word
        elif not is_first and has_capital and _DAY_ALONE.fullmatch(bare):
            odd = odd or word  # “Mr Monday 10:00”
        else:
            may_go_on = is_first and is_title(word)
    last = words[-1]
    if len(words) > 1 and last in _JOINING - _TITLES:
        odd = odd or last
    return _unsure(before, odd, when, repeats) if odd else None


def _at_the_end(words: list[str], wish: Wish, is_name: bool) -> int | None:
    """The place of the last word where it changes the day that follows; None where it does not."""
    last, place = words[-1].strip(_MARKS), len(words) - 1
    if not last[:1].islower() or (is_name and place == 0):
        return None
    leads = is_name and last in ("in", "on")
    counts = wish.day.weekday is not None and _is_nearly_counting(last)
    return place if leads or counts or _is_of_time(last) else None


def _time_in_deed(words: list[str]) -> int | None:
    """Where in a deed the words of a time begin that lead up to its hour."""
    bare = [word.strip(_MARKS).lower() for word in words]
    if _is_of_time(bare[-1]):
        return len(words) - 1
    near = len(words) - (3 if _YEAR.fullmatch(bare[-1]) else 2)
    for place in range(max(near, 0), len(words)):
        if _SMALL_NUMBER.fullmatch(bare[place]):
            return place
    return None


def _start(words: list[str], place: int) -> int:
    """The same, with the words that lead to it: the place of “in” in “in two weeks”."""
    while place > 0:
        before = words[place - 1].strip(_MARKS).lower()
        if before not in _LEADING and not _is_of_time(before):
            break
        place -= 1
    return place


def _is_of_time(word: str) -> bool:
    small = word.lower()
    return small in _OF_TIME or _is_near(small, is_sure=False)


def _is_near(word: str, *, is_sure: bool) -> bool:
    """Whether a word is nearly one of a day or its parts.

    Args:
        word: In small letters.
        is_sure: Leave out what can be a name.
    """
    if len(word) < _SHORTEST or not word.isalpha() or word in _OF_TIME:
        return False
    from rapidfuzz.distance import OSA  # not before a promise is typed

    lists = ((_CLEAR, 2),) if is_sure else ((_CLEAR, 2), (_UNCLEAR, 1))
    return any(
        0 < OSA.distance(word, known, score_cutoff=most) <= most
        for every, most in lists
        for known in every
        if abs(len(word) - len(known)) <= most
    )


def _is_nearly_counting(word: str) -> bool:
    """“nxt” and “lsat”: a letter is missing or two are swapped."""
    from rapidfuzz.distance import OSA

    return any(
        OSA.distance(word, known) == 1 and (len(word) < len(known) or sorted(word) == sorted(known))
        for known in ("next", "last", "every", "each", "other")
    )


def _no_time(words: list[str], place: int, when: str, repeats: Repeat) -> Doubt:
    """The words from a place on count as the time's, which nobody understands with them."""
    whole = " ".join((*words[place:], when))
    remedy = (
        "Write the day and the hour, such as “tomorrow 10:00” or “26 Nov 10:00”; what it is about "
        "comes after “re”."
        if repeats is Repeat.NEVER
        else "Write one day and hour, such as “every friday 10:00” or “every month on the 15th”; "
        "the last day of each month is “on the 31st”."
    )
    objection = str(Trouble(f"“{whole}” is not a time I understand.", remedy))
    return Doubt(" ".join(words[:place]).rstrip(","), whole, objection)


def _unsure(before: str, word: str, when: str, repeats: Repeat) -> Doubt:
    what = f"“{word}” may belong to the name or to the time."
    clear = f"tomorrow {when}" if repeats is Repeat.NEVER else f"from tomorrow {when}"
    remedy = f"Write the day too, such as “{clear}”; what it is about comes after “re”."
    return Doubt(before, when, str(Trouble(what, remedy)))
