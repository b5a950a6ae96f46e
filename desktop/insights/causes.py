"""Root causes as agents write them: the same words, however they were typed, are one cause."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_AROUND = " \t\r\n.,;:!?…\"'“”„«»()[]-–—"
_SPACES = re.compile(r"\s+")


def cause_key(words: str) -> str:
    """What two writings of one cause have in common; "" for one without words."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return _SPACES.sub(" ", plain).strip(_AROUND)


class Causes:
    """Counts causes, each in all its writings."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._writings: dict[str, Counter[str]] = {}

    def add(self, words: str) -> None:
        """Count a cause once; nothing where there are no words."""
        key = cause_key(words)
        if key:
            self._counts[key] += 1
            writing = _SPACES.sub(" ", words).strip().rstrip(".,;: ")
            self._writings.setdefault(key, Counter())[writing] += 1

    def counted(self) -> list[tuple[str, int]]:
        """Each cause in its most frequent writing and how often it came, the most first."""
        named = ((_usual(self._writings[key]), count) for key, count in self._counts.items())
        return sorted(named, key=lambda each: (-each[1], each[0]))


def _usual(writings: Counter[str]) -> str:
    return min(writings, key=lambda each: (-writings[each], each))
