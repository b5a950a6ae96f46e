"""One text of every entry of an index, searched by its words."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

_AFTER_ALL = "\U0010ffff"  # sorts behind every letter


class Column:
    """Texts by their numbers, from 0: folded, with a space before every word, without line breaks.

    The words stand in alphabetical order, and of each the numbers of the texts that hold it, all
    in one row: those of all words with one beginning are one piece of it. They are put in order
    at the first question after something was added.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        self._words: list[str] = []
        self._joined = ""  # all words, to find those that hold some letters
        self._joined_starts = array("L")
        self._numbers = array("L")
        self._offsets = array("L", [0])  # where a word's numbers begin

    def add(self, text: str) -> None:
        """Take in the text of the next number."""
        number = len(self._texts)
        self._texts.append(text)
        for word in set(text.split()):
            self._places[word].append(number)

    def has(self, needle: str, number: int) -> bool:
        """Whether it is in the text of this number."""
        return needle in self._texts[number]

    def begins(self, needle: str, number: int) -> bool:
        """Whether the text of this number begins so."""
        return self._texts[number].startswith(needle)

    def starting(self, beginning: str) -> set[int]:
        """The numbers of the texts with a word that begins so."""
        self._seal()
        first = bisect_left(self._words, beginning)
        behind = bisect_left(self._words, beginning + _AFTER_ALL, first)
        return set(self._numbers[self._offsets[first] : self._offsets[behind]])

    def holding(self, letters: str) -> set[int]:
        """The numbers of the texts with a word that holds these letters anywhere."""
        self._seal()
        found: set[int] = set()
        for place in self._words_with(letters):
            found.update(self._numbers[self._offsets[place] : self._offsets[place + 1]])
        return found

    def knows(self, beginning: str) -> bool:
        """Whether any word begins so."""
        self._seal()
        place = bisect_left(self._words, beginning)
        return place < len(self._words) and self._words[place].startswith(beginning)

    def words(self) -> list[str]:
        """Every word once, in alphabetical order."""
        self._seal()
        return self._words

    def _words_with(self, letters: str) -> Iterator[int]:
        at = self._joined.find(letters)
        while at >= 0:
            place = bisect_right(self._joined_starts, at) - 1
            yield place
            at = self._joined.find(letters, self._joined_starts[place + 1])

    def _seal(self) -> None:
        """Put the words in order, if texts came since."""
        if not self._places:
            return
        for place, word in enumerate(self._words):
            earlier = self._numbers[self._offsets[place] : self._offsets[place + 1]]
            self._places[word][:0] = earlier
        self._words = sorted(self._places)
        self._joined = "".join(f"{word}\n" for word in self._words)
        self._joined_starts, self._numbers = array("L", [0]), array("L")
        self._offsets, ending = array("L", [0]), 0
        for word in self._words:
            ending += len(word) + 1
            self._joined_starts.append(ending)
            self._numbers.extend(self._places[word])
            self._offsets.append(len(self._numbers))
        self._places.clear()
