"""Card, account and social security numbers, taken out of a text before it is written.

What stands in for a number names its kind and, for cards and accounts, the last four characters:
enough to recognise it by, and what PCI DSS 4.0 (requirement 3.4.1) lets anybody see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.privacy.patterns import OwnPattern

# What stands between the groups of a number: any space or dash, a dot, a slash.
_GAP = r"[\s.\-‐-―−/]"
_RUN = re.compile(rf"(?<!\d)\d(?:{_GAP}?\d){{8,}}(?!\d)")
_ACCOUNT = re.compile(
    rf"(?<![0-9A-Za-z])[A-Za-z]{{2}}{_GAP}?\d{_GAP}?\d(?:{_GAP}?[0-9A-Za-z]){{11,42}}"
)
_CARD_DIGITS = range(12, 20)  # ISO/IEC 7812-1: 19 at most; the shortest in use has 12
_ACCOUNT_CHARS = range(15, 35)  # ISO 13616: Norway's have 15, none has more than 34

# Beginnings of card numbers (ISO/IEC 7812-1) with the lengths they are issued in. One long number
# in ten passes the check digit by chance: order numbers are left alone by these.
_ISSUERS: tuple[tuple[range, frozenset[int]], ...] = (
    (range(400_000, 500_000), frozenset((13, 16, 19))),
    (range(510_000, 560_000), frozenset((16,))),
    (range(222_100, 272_100), frozenset((16,))),
    (range(340_000, 350_000), frozenset((15,))),
    (range(370_000, 380_000), frozenset((15,))),
    (range(300_000, 306_000), frozenset((14, 16))),
    (range(309_500, 309_600), frozenset((14, 16))),
    (range(360_000, 370_000), frozenset((14, 16))),
    (range(380_000, 400_000), frozenset((14, 16))),
    (range(352_800, 359_000), frozenset((16, 19))),
    (range(500_000, 510_000), frozenset(range(12, 20))),
    (range(560_000, 590_000), frozenset(range(12, 20))),
    (range(600_000, 700_000), frozenset((12, 13, 14, 15, 16, 17, 18, 19))),
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets.

    Args:
        text: What may be written.
        kinds: What was taken out, in words ("a card number"), in the order of the text.
    """

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    kind: str
    stand_in: str


def mask(text: str, own: Sequence[OwnPattern] = ()) -> Masked:
    """The text with a stand-in for every number that must not be kept.

    Args:
        text: As it was typed.
        own: What the team keeps out besides.

    Masking what is masked changes nothing.
    """
    # Digits of other scripts count as what they are; each has the length of one character.
    plain = _with_ascii_digits(text)
    finds = sorted(_all(plain, own), key=lambda find: (find.start, -find.end))
    parts, kinds, done = [], [], 0
    for find in finds:
        if find.start < done:
            continue  # inside the one before
        parts += [text[done : find.start], find.stand_in]
        kinds.append(find.kind)
        done = find.end
    return Masked("".join([*parts, text[done:]]), tuple(kinds))


def _all(plain: str, own: Sequence[OwnPattern]) -> Iterator[_Find]:
    # Most texts have no digit at all: nothing is imported for them.
    if any(char.isdigit() for char in plain):
        yield from _accounts(plain)
        for run in _RUN.finditer(plain):
            yield from _cards(plain, run.start(), run.end())
        yield from _social_security(plain)
    for pattern in own:
        for start, end in pattern.places(plain):
            yield _Find(start, end, pattern.kind, f"[{pattern.name}]")


def _cards(plain: str, start: int, end: int) -> Iterator[_Find]:
    """Card numbers in a run of digits, which may begin with something else, such as a date."""
    from stdnum import luhn

    digits = [place for place in range(start, end) if plain[place].isdigit()]
    # A number begins and ends where a group does.
    begins = [n for n, place in enumerate(digits) if n == 0 or digits[n - 1] != place - 1]
    ends = [n for n, place in enumerate(digits, 1) if n == len(digits) or digits[n] != place + 1]
    done = 0
    for first in begins:
        if first < done:
            continue
        for last in reversed(ends):
            number = "".join(plain[place] for place in digits[first:last])
            if len(number) in _CARD_DIGITS and _is_issued(number) and luhn.is_valid(number):
                stand_in = f"[card …{number[-4:]}]"
                yield _Find(digits[first], digits[last - 1] + 1, "a card number", stand_in)
                done = last
                break


def _is_issued(number: str) -> bool:
    beginning = int(number[:6])
    return any(beginning in issuer and len(number) in lengths for issuer, lengths in _ISSUERS)


def _accounts(plain: str) -> Iterator[_Find]:
    """International bank account numbers, whatever words come after them."""
    for found in _ACCOUNT.finditer(plain):
        from stdnum import iban

        chars = [at for at in range(found.start(), found.end()) if plain[at].isalnum()]
        for length in reversed(_ACCOUNT_CHARS):
            if length > len(chars):
                continue
            number = "".join(plain[at] for at in chars[:length]).upper()
            if iban.is_valid(number, check_country=False):
                stand_in = f"[account …{number[-4:]}]"
                yield _Find(chars[0], chars[length - 1] + 1, "a bank account number", stand_in)
                break


_SOCIAL_SECURITY = re.compile(
    rf"(?<![\w-])\d{{3}}({_GAP})\d{{2}}\1\d{{4}}(?![\w-])"
)  # without gaps it is any number of nine digits


def _social_security(plain: str) -> Iterator[_Find]:
    """Social security numbers of the United States, written as they are there."""
    for found in _SOCIAL_SECURITY.finditer(plain):
        from stdnum.us import ssn

        number = "".join(char for char in found.group() if char.isdigit())
        if ssn.is_valid(number):
            kind = "a social security number"
            yield _Find(found.start(), found.end(), kind, "[social security number]")


def _with_ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in text
    )
