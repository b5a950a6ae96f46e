"""Finding the right words by a few letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from desktop.phrases.column import Column

# What a word of the query is worth where it is found. A word start in the title always
# outweighs hits in all the other places together.
_TITLE_START, _TAG_START, _TEXT_START, _TITLE_INSIDE, _TEXT_INSIDE = 100, 40, 15, 10, 4
_WHOLE_PREFIX = 1000  # the title begins with just what was typed
_NEAR = 50  # more than a tag is worth, less than a title
_LIKENESS_WORD = 70.0  # below this, rapidfuzz' likeness (0–100) is chance rather than a typo
_SPELLINGS = 3  # how many known words a mistyped one may stand for
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_FUZZY_FROM = 3  # letters; shorter queries resemble everything


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found, by any of its words."""

    title: str
    text: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the agent stands, as numbers of entries.

    Args:
        near: Of the step in hand: they come before what fits a little better elsewhere.
        here: Of the playbook in hand: they come before what fits as well elsewhere.
        hidden: Not to be found now.
    """

    near: frozenset[int] = frozenset()
    here: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()

    def in_turn(self, numbers: Iterable[int]) -> Iterator[int]:
        """Those that fit equally well, one after the other, without the hidden ones."""
        left = set(numbers) - self.hidden
        for first in (self.near, self.here):
            yield from sorted(left & first)
            left -= first
        yield from sorted(left)


ANYWHERE = Moment()


def fold(text: str) -> str:
    """The text without case and accents, punctuation turned into single spaces."""
    plain = text.lower() if text.isascii() else _unaccented(text)
    if not plain.isalnum():
        plain = _BETWEEN_WORDS.sub(" ", plain.replace("'", "").replace("’", ""))
    return plain.strip()


class Index:
    """Entries, ready to be searched at each key press; it knows them by their numbers, from 0.

    Args:
        entries: In the order in which those that fit equally well are found.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._count = 0
        self._titles, self._tags, self._texts = Column(), Column(), Column()
        self._known_spellings: dict[tuple[str, bool], list[tuple[str, float]]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in one more."""
        self._count += 1
        self._titles.add(_spaced(entry.title))
        self._tags.add(_spaced(" ".join(entry.tags)))
        self._texts.add(_spaced(entry.text))
        self._known_spellings.clear()

    def rank(self, query: str, limit: int, moment: Moment = ANYWHERE) -> list[int]:
        """The entries that fit the query, best first, at most `limit`.

        Words that begin like the query come first, then words that contain it, then likenesses
        (typing mistakes). The title weighs most, then tags, then text. Entries that fit equally
        well keep the order in which they were given, those of the moment before all others; an
        empty query gives the first `limit`.
        """
        if limit <= 0:
            return []
        folded = fold(query)
        if not folded:
            return list(islice(moment.in_turn(range(self._count)), limit))
        telling, short = _told_apart(folded.split())
        near = self._near(folded, telling, moment)
        others = self._levels(folded, telling, moment.near)
        found: list[int] = []
        best = 0.0
        for worth, numbers in merge(near, others, key=lambda level: -level[0]):
            for number in moment.in_turn(numbers):
                if all(self._has(word, number) for word in short):
                    best = best or worth
                    found.append(number)
                    if len(found) == limit:
                        return found
        # Where a word begins as typed, it was not mistyped.
        if best >= _TEXT_START or len(folded) < _FUZZY_FROM:
            return found
        seen = set(found)
        likely = self._respelled(telling)
        if not found and not any(numbers - moment.hidden for _, numbers in likely):
            likely = self._alike(telling)
        for _, numbers in likely:
            found += islice(moment.in_turn(numbers - seen), limit - len(found))
        return found

    def _near(self, folded: str, telling: list[str], moment: Moment) -> list[_Level]:
        """The entries of the step in hand, by their worth: the most first."""
        levels: dict[float, set[int]] = defaultdict(set)
        for number in moment.near:
            worths = [self._worth(word, number) for word in telling]
            if all(worths):
                whole = _WHOLE_PREFIX if self._titles.begins(f" {folded}", number) else 0
                levels[sum(worths) + whole + _NEAR].add(number)
        return _falling(levels)

    def _levels(
        self, folded: str, telling: list[str], leave_out: frozenset[int]
    ) -> Iterator[_Level]:
        """The entries with all telling words, by their worth: the most first."""
        if len(telling) == 1:
            return self._of_one_word(folded, telling[0], leave_out)
        return iter(self._of_all(folded, telling, leave_out))

    def _of_one_word(self, folded: str, word: str, leave_out: frozenset[int]) -> Iterator[_Level]:
        """Each level is made only when those before were not enough: a letter is everywhere."""
        seen = set(leave_out)
        for worth, numbers in self._worths(word):
            left = numbers - seen
            if worth == _TITLE_START:
                whole = {n for n in left if self._titles.begins(f" {folded}", n)}
                yield worth + _WHOLE_PREFIX, whole
                left -= whole
            yield worth, left
            seen |= numbers

    def _of_all(self, folded: str, words: list[str], leave_out: frozenset[int]) -> list[_Level]:
        found = [list(self._worths(word)) for word in words]
        everywhere = [set[int]().union(*(numbers for _, numbers in places)) for places in found]
        worth_of = dict.fromkeys(set.intersection(*everywhere) - leave_out, 0.0)
        for places in found:
            rest = set(worth_of)
            for worth, numbers in places:
                for number in rest & numbers:
                    worth_of[number] += worth
                rest -= numbers
        levels: dict[float, set[int]] = defaultdict(set)
        for number, worth in worth_of.items():
            levels[worth].add(number)
        for number in self._titles.starting(words[0]) & worth_of.keys():
            if self._titles.begins(f" {folded}", number):
                worth = worth_of[number]
                levels[worth].discard(number)
                levels[worth + _WHOLE_PREFIX].add(number)
        return _falling(levels)

    def _worths(self, word: str) -> Iterator[_Level]:
        """What the word is worth in its best places, and where these are, not yet told apart."""
        yield _TITLE_START, self._titles.starting(word)
        yield _TAG_START, self._tags.starting(word)
        yield _TEXT_START, self._texts.starting(word)
        yield _TITLE_INSIDE, self._titles.holding(word)
        yield _TEXT_INSIDE, self._texts.holding(word)

    def _worth(self, word: str, number: int) -> int:
        start = " " + word
        if self._titles.has(start, number):
            return _TITLE_START
        if self._tags.has(start, number):
            return _TAG_START
        if self._texts.has(start, number):
            return _TEXT_START
        if self._titles.has(word, number):
            return _TITLE_INSIDE
        return _TEXT_INSIDE if self._texts.has(word, number) else 0

    def _has(self, word: str, number: int) -> bool:
        return (
            self._texts.has(word, number)
            or self._titles.has(word, number)
            or self._tags.has(f" {word}", number)
        )

    def _respelled(self, words: list[str]) -> list[_Level]:
        """Entries with at least half of the words, mistyped ones included: the likest first.

        Looks at titles and tags only: half of some words are in nearly every text.
        """
        found: dict[int, float] = defaultdict(float)
        for word in words:
            seen: set[int] = set()
            for known, likeness in self._spellings(word, in_texts=False):
                # The closest one has the first word.
                for column, factor in ((self._titles, 1.0), (self._tags, 0.9)):
                    numbers = column.starting(known)
                    for number in numbers - seen:
                        found[number] += likeness * factor
                    seen |= numbers
        least = 45.0 * len(words) if len(words) > 1 else 0.0  # half of the words, in tags at least
        levels: dict[float, set[int]] = defaultdict(set)
        for number, likeness in found.items():
            if likeness >= least:
                levels[likeness].add(number)
        return _falling(levels)

    def _alike(self, words: list[str]) -> list[_Level]:
        """Texts that hold all the words, mistyped ones included: the last resort."""
        found: dict[int, float] | None = None
        for word in words:
            here: dict[int, float] = {}
            for known, likeness in reversed(self._spellings(word, in_texts=True)):
                here |= dict.fromkeys(self._texts.starting(known), likeness)
            before = found if found is not None else dict.fromkeys(here, 0.0)
            found = {number: before[number] + here[number] for number in before.keys() & here}
        levels: dict[float, set[int]] = defaultdict(set)
        for number, likeness in (found or {}).items():
            levels[likeness].add(number)
        return _falling(levels)

    def _spellings(self, word: str, *, in_texts: bool) -> list[tuple[str, float]]:
        """The known words that a word may stand for, each with its likeness, the closest first."""
        columns = (self._texts,) if in_texts else (self._titles, self._tags)
        if any(column.knows(word) for column in columns):
            return [(word, 100.0)]
        if len(word) < _FUZZY_FROM:
            return []
        if (word, in_texts) not in self._known_spellings:
            self._known_spellings[word, in_texts] = _closest(word, columns)
        return self._known_spellings[word, in_texts]


_Level = tuple[float, set[int]]


def _falling(levels: dict[float, set[int]]) -> list[_Level]:
    return [(worth, levels[worth]) for worth in sorted(levels, reverse=True)]


def _closest(word: str, columns: tuple[Column, ...]) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process  # 20 ms to import: not before it is needed

    hits = process.extract(
        word,
        list(dict.fromkeys(known for column in columns for known in column.words())),
        scorer=fuzz.ratio,
        processor=None,
        score_cutoff=_LIKENESS_WORD,
        limit=_SPELLINGS,
    )
    return [(known, likeness) for known, likeness, _ in hits]


def _told_apart(words: list[str]) -> tuple[list[str], list[str]]:
    """The words that say something, and the short ones: of these it says little where they are."""
    longest = max(words, key=len)
    telling = [word for word in words if len(word) >= _FUZZY_FROM] or [longest]
    return telling, [word for word in words if word not in telling]


def _spaced(text: str) -> str:
    """Folded, with a space before every word: a word start is then found by one `in`."""
    folded = fold(text)
    return " " + folded if folded else ""


def _unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    for char in set(plain):
        if unicodedata.combining(char):
            plain = plain.replace(char, "")
    return plain
