"""Names and references in the form in which they are compared and looked for."""

from __future__ import annotations

import re
import unicodedata

_ASCII_WORD = re.compile("[a-z0-9]+")


def folded(text: str) -> str:
    """The text without case, accents and compatible forms: `Ångström` → `angstrom`, `ﬁ` → `fi`."""
    if text.isascii():
        return text.lower()
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in taken_apart if not unicodedata.combining(each)).casefold()


def tokens(text: str) -> list[str]:
    """The words of a text, folded; what is no letter, digit or vowel sign parts them."""
    line = folded(text)
    if line.isascii():
        return _ASCII_WORD.findall(line)
    # Marks that are no accents are vowels in many scripts, and belong to the word.
    return "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" else " " for each in line
    ).split()


def customer_key(name: str) -> str:
    """What is equal for one name written in two ways; "" when it has no letter or digit.

    `Rivera,  ANA` and `rivera ana` are equal; `Ana Rivera` is not: nobody knows which of the
    two is the family name.
    """
    return " ".join(tokens(name))


def reference_key(reference: str) -> str:
    """What is equal for one reference written in two ways: `#T-104 b`, `t104B`; "" as above."""
    return "".join(tokens(reference))


def has_words(text: str) -> bool:
    """Whether a name or key has a letter or digit. Those of signs alone (`---`, `🌸🌸`) have no key
    that tells them apart: what is left of an emoji may be the mark behind it."""
    return any(each.isalnum() for each in text)


def exact_name(name: str) -> str:
    """What is equal for one name of signs alone, written in two ways."""
    return " ".join(folded(name).split())
