"""What the format is described with: parts, their keys, and what is written behind each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop.guide.vocabulary import Term


class Kind(Enum):
    """What is written behind a key; the values are for the guide."""

    FORMAT = "the number 1"
    ID = "an id"
    LINE = "a short text"
    LINES = "a list of short texts"
    PHRASE = "a text"
    PHRASES = "a text, or a list of texts"
    LANGUAGE = "its short name, like `en` or `de-AT`"
    DAY = "a day: year-month-day"
    FLAG = "yes or no"
    RUNG = "1, 2 or 3"
    LENGTH = "a time, like `90 s`, `2 min` or `1:30`"
    BREATH = "a time up to 20 seconds, like `4 s`"
    ROUNDS = "a whole number, 1 to 60"
    KEY = "a letter other than n and b"
    CONDITION = "a condition"
    NAMES = "a list of placeholder names"
    SHARED = "the file's id, a slash, the phrase's id"
    TERM = "a fixed word"
    TERMS = "a list of fixed words"
    MAP = "its keys below it, indented"
    MAPS = "a list, each entry with its keys"
    NAMED = "a name on each line, its keys below it"
    LANGUAGES = "a language on each line, its texts behind it"


@dataclass(frozen=True, slots=True)
class Key:
    """One key that an author may write.

    Args:
        name: As it stands in the file.
        kind: What is written behind it.
        meaning: One sentence.
        example: As it could stand behind the key and a colon, in YAML.
        is_required: Whether the file is wrong without it.
        terms: The fixed list, for TERM and TERMS.
        parts: The names of the parts below it, for MAP, MAPS and NAMED.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    is_required: bool = False
    terms: type[Term] | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file that has keys.

    Args:
        name: What people call it: "step".
        meaning: One sentence.
        keys: In the order in which they are best written.
    """

    name: str
    meaning: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key:
        """The key with this name.

        Raises:
            KeyError: There is none.
        """
        for key in self.keys:
            if key.name == name:
                return key
        raise KeyError(name)


ONLY_WHILE = "it stands there only while this holds; without it, always."
"""How the meaning of a condition's key ends."""
