"""Card, account and social security numbers, taken out of a text before it is written.

What stands in for a number names its kind and, for cards and accounts, the last four characters:
enough to recognise it by, and what PCI DSS 4.0 (requirement 3.4.1) lets anybody see.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.privacy.check_digits import (
    CARD_DIGITS,
    account_length,
    is_account,
    is_card,
    is_social_security,
)
from desktop.privacy.patterns import OwnPattern

# What stands between the groups of a number: spaces, dashes and dots of all kinds, and signs that
# nobody sees; three at most.
_SIGNS = r"\s.,\-‐-―−/_|·•*\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff"
_GAP = rf"[{_SIGNS}]{{0,3}}"
_RUN = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{8,}}")
# Where the groups are as long as those on a card, they may stand further apart, and in brackets.
# A match is as long as a card at most: no text makes the search slow.
# Signs of sums, paths and tables part them too, but only where each gap is the same one.
_LISTING = r"'’‘´`=+~;\\"
_FAR = rf"(?:[{_SIGNS}()]{{1,8}}|\s?[:{_LISTING}]\s?)"
_LISTED = re.compile(rf"[:{_LISTING}]")
_GROUPS = re.compile(
    rf"(?<!\d)(?<!\d:)(?<!::)(?=(\d{{4}}(?:{_FAR}\d{{4}}){{3}}(?:{_FAR}\d{{3}})?"
    rf"|\d{{4}}{_FAR}\d{{6}}{_FAR}\d{{4,5}})(?![\d:]))"
)
_ACCOUNT_HEAD = re.compile(rf"(?:(?<![0-9A-Za-z])|(?i:(?<=iban)))[A-Za-z]{{2}}{_GAP}\d{_GAP}\d")
_ACCOUNT_NEXT = re.compile(rf"{_GAP}([0-9A-Za-z])")
_DASH = r"\-‐-―−"
_SOCIAL_SECURITY = re.compile(
    rf"(?<![\w-])(?<!\d\s-\s)(\d{{3}})([\s./_]|\s?[{_DASH}]\s?)(\d{{2}})\2(\d{{4}})"
    r"(?!\w|-\w|\s-\s\d)"
)  # without gaps it is any number of nine digits
_CALLED_SOCIAL_SECURITY = re.compile(
    r"(?:ssn|social[ -]?security(?: number| no\.?)?)[\s_:#=.\-]{0,3}"
    rf"(\d{{3}})([\s._/{_DASH}]{{1,3}})(\d{{2}})[\s._/{_DASH}]{{1,3}}(\d{{4}})(?!\d|-\d)",
    re.IGNORECASE,
)  # said to be one, its gaps may differ
_CALLED_SO_WITHOUT_GAPS = re.compile(
    r"(?<![^\W\d_])(?:ssn|social[ -]?security)(?:\s(?:is|number|no\.?))?[\s_:#=.\-]{0,3}"
    rf"(\d{{3}})([\s._/{_DASH}]{{0,3}})(\d{{2}})[\s._/{_DASH}]{{0,3}}(\d{{4}})(?![^\W_]|-\d)",
    re.IGNORECASE,
)  # and be none

_SOCIAL_SECURITY_PATTERNS = (
    *(_SOCIAL_SECURITY, _CALLED_SOCIAL_SECURITY),
    _CALLED_SO_WITHOUT_GAPS,
)

_SHORTEST_GROUP = 2
_CALLED_FROM_ABROAD = re.compile(r"\+\d{1,3}\s?\(0\)\s?$")  # +49 (0) 30 …
_LONGEST_CALL = 15  # digits of a telephone number with its country (ITU-T E.164)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets.

    Args:
        text: What may be written.
        kinds: What was taken out, in words ("a card number"), in the order of the text.
        stand_ins: What stands in the text instead, in the same order.
    """

    text: str
    kinds: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    kind: str
    stand_in: str


def mask(text: str, own: Sequence[OwnPattern] = (), never: Sequence[OwnPattern] = ()) -> Masked:
    """The text with a stand-in for every number that must not be kept.

    Args:
        text: As it was typed.
        own: What the team keeps out besides.
        never: Numbers of the team's own that only look like one of a card or an account.

    Masking what is masked changes nothing.
    """
    # Digits of other scripts count as what they are; each has the length of one character.
    plain = _with_ascii_signs(text)
    spared = [place for pattern in never for place in pattern.places(plain)]
    finds = [
        each
        for each in _numbers(plain)
        if not any(start <= each.start and each.end <= end for start, end in spared)
    ]
    finds += [
        _Find(start, end, each.kind, f"[{each.name}]")
        for each in own
        for start, end in each.places(plain)
    ]
    parts, kept, done = [], [], 0
    for find in sorted(finds, key=lambda find: (find.start, -find.end)):
        if find.end <= done:
            continue  # inside the one before
        parts += [text[done : find.start], find.stand_in]
        kept.append(find)
        done = find.end
    return Masked(
        "".join([*parts, text[done:]]),
        tuple(find.kind for find in kept),
        tuple(find.stand_in for find in kept),
    )


def _numbers(plain: str) -> Iterator[_Find]:
    yield from _accounts(plain)
    for run in _RUN.finditer(plain):
        yield from _cards(plain, run.start(), run.end())
    yield from _cards_in_groups(plain)
    yield from _social_security(plain)


def _cards(plain: str, start: int, end: int) -> Iterator[_Find]:
    """Card numbers in a run of digits, which may begin with something else, such as a date."""
    places = [place for place in range(start, end) if plain[place].isdigit()]
    digits = "".join(plain[place] for place in places)
    is_call = plain[max(0, start - 1) : start] == "+" or digits.startswith("00")
    is_call = is_call or _CALLED_FROM_ABROAD.search(plain, max(0, start - 9), start) is not None
    if is_call and len(digits.removeprefix("00")) <= _LONGEST_CALL and not _is_amex(digits):
        return
    # A number begins and ends where a group does.
    begins = [n for n, place in enumerate(places) if n == 0 or places[n - 1] != place - 1]
    ends = {n for n, place in enumerate(places, 1) if n == len(places) or places[n] != place + 1}
    done = 0
    for place, first in enumerate(begins):
        if first < done:
            continue
        for length in reversed(CARD_DIGITS):
            last = first + length
            if last not in ends:
                continue
            groups = begins[place : bisect_left(begins, last, place)]
            if _is_written_as_card([*groups, last]) and is_card(digits[first:last]):
                stand_in = f"[card …{digits[last - 4 : last]}]"
                yield _Find(places[first], places[last - 1] + 1, "a card number", stand_in)
                done = last
                break


def _is_amex(digits: str) -> bool:
    """Whether all of these are one card of 15 digits: no telephone number behind a plus with 34 or
    37 is as long."""
    return len(digits) == _LONGEST_CALL and digits[:2] in ("34", "37") and is_card(digits)


def _cards_in_groups(plain: str) -> Iterator[_Find]:
    """Card numbers in the groups that are printed on cards, with gaps that no other number has."""
    for found in _GROUPS.finditer(plain):
        groups = list(re.finditer(r"\d+", found[1]))
        digits = "".join(group[0] for group in groups)
        if len(groups) == 5 and not is_card(digits):  # the last may be something else
            groups, digits = groups[:-1], digits[:-3]
        gaps = {found[1][one.end() : two.start()] for one, two in pairwise(groups)}
        if any(_LISTED.search(gap) for gap in gaps):
            end = found.start(1) + groups[-1].end()
            if len(gaps) > 1 or _goes_on(plain, found.start(1), end, gaps.pop()):
                continue
        if is_card(digits):
            start = found.start(1)
            stand_in = f"[card …{digits[-4:]}]"
            yield _Find(start, start + groups[-1].end(), "a card number", stand_in)


def _goes_on(plain: str, start: int, end: int, gap: str) -> bool:
    """Whether groups of four digits with this gap between them are only a part of a longer list."""
    before = plain[max(0, start - len(gap) - 4) : start]
    behind = plain[end : end + len(gap) + 5]
    group = r"\d{4}"
    return bool(
        re.fullmatch(group + re.escape(gap), before)
        or re.match(re.escape(gap) + group + r"(?!\d)", behind)
    )


def _is_written_as_card(bounds: Sequence[int]) -> bool:
    """Whether people part a card's digits so: all groups of one length, or each but the last of
    two digits and more. A version or a fraction behind a count is parted otherwise."""
    lengths = [end - begin for begin, end in pairwise(bounds)]
    return len(set(lengths)) == 1 or min(lengths[:-1]) >= _SHORTEST_GROUP


def _accounts(plain: str) -> Iterator[_Find]:
    """International bank account numbers, whatever words come after them."""
    for head in _ACCOUNT_HEAD.finditer(plain):
        number = "".join(sign for sign in head.group() if sign.isalnum()).upper()
        end, length = head.end(), account_length(number[:2])
        while len(number) < length and (more := _ACCOUNT_NEXT.match(plain, end)) is not None:
            number += more[1].upper()
            end = more.end()
        if is_account(number):
            stand_in = f"[account …{number[-4:]}]"
            yield _Find(head.start(), end, "a bank account number", stand_in)


def _social_security(plain: str) -> Iterator[_Find]:
    """Social security numbers of the United States, written as they are there."""
    for pattern in _SOCIAL_SECURITY_PATTERNS:
        for found in pattern.finditer(plain):
            if is_social_security(found[1] + found[3] + found[4]):
                kind = "a social security number"
                yield _Find(found.start(1), found.end(), kind, "[social security number]")


def _with_ascii_signs(text: str) -> str:
    return text if text.isascii() else "".join(map(_ascii_sign, text))


def _ascii_sign(char: str) -> str:
    if char.isascii():
        return char
    if char.isdigit():
        return str(unicodedata.digit(char))
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() else char
