"""Finding the right words by a few letters."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, islice

# What a word of the query is worth where it is found. A word start in the title always
# outweighs hits in all the other places together.
_TITLE_START, _TAG_START, _TEXT_START, _TITLE_INSIDE, _TEXT_INSIDE = 100, 40, 15, 10, 4
_SHORT = 1  # a word of one or two letters beside longer ones, wherever it is found
_WHOLE_PREFIX = 1000  # the title begins with just what was typed
_NEAR = 50  # more than a tag is worth, less than a title
_LIKENESS_WORD = 70.0  # below this, rapidfuzz' likeness (0–100) is chance rather than a typo
_SPELLINGS = 3  # how many known words a mistyped one may stand for
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

    def turn(self, number: int) -> int:
        """Whose turn it is among those that fit equally well: 0 for the first ones."""
        return 0 if number in self.near else 1 if number in self.here else 2


ANYWHERE = Moment()


def fold(text: str) -> str:
    """The text without case and accents, punctuation turned into single spaces."""
    plain = text.lower() if text.isascii() else _unaccented(text)
    if not plain.isalnum():
        plain = plain.replace("'", "").replace("’", "")
        plain = "".join(char if char.isalnum() else " " for char in plain)
    return " ".join(plain.split())


class Index:
    """Entries, ready to be searched at each key press; it knows them by their numbers, from 0.

    Args:
        entries: In the order in which those that fit equally well are found.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        titles, tags, texts = [], [], []
        for entry in entries:
            titles.append(_spaced(entry.title))
            tags.append(_spaced(" ".join(entry.tags)))
            texts.append(_spaced(entry.text))
        self._count = len(titles)
        self._titles = _Column(titles)
        self._tags = _Column(tags)
        self._texts = _Column(texts)

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
            return self._first(limit, moment)
        words = folded.split()
        telling = _telling(words)
        found = (
            self._of_one_word(folded, limit, moment)
            if len(words) == 1
            else self._of_all(words, limit, moment)
        )
        scored: list[tuple[float, int, int]] = []
        for number in (found | moment.near | moment.here) - moment.hidden:
            score = self._direct(folded, words, telling, number)
            if score:
                score += _NEAR if number in moment.near else 0
                scored.append((-score, moment.turn(number), number))
        # Where a word begins as typed, it was not mistyped.
        is_sure = any(-score >= _TEXT_START for score, _, _ in scored)
        if not is_sure and len(folded) >= _FUZZY_FROM:
            matched = {number for _, _, number in scored} | moment.hidden
            likely = [each for each in self._respelled(telling) if each[1] not in matched]
            if not scored and not likely:
                likely = [each for each in self._alike(telling) if each[1] not in matched]
            scored += ((score, moment.turn(number), number) for score, number in likely)
        return [number for _, _, number in sorted(scored)[:limit]]

    def _first(self, limit: int, moment: Moment) -> list[int]:
        order = chain(sorted(moment.near), sorted(moment.here), range(self._count))
        awake = (number for number in dict.fromkeys(order) if number not in moment.hidden)
        return list(islice(awake, limit))

    def _of_one_word(self, word: str, limit: int, moment: Moment) -> set[int]:
        """Enough of the entries with a word to have the best `limit` among them.

        From the worthiest place to the least worthy one: what comes later is worth less.
        """
        found: set[int] = set()
        for column, needle in (
            (self._titles, f"\n {word}"),
            (self._titles, f" {word}"),
            (self._tags, f" {word}"),
            (self._texts, f" {word}"),
            (self._titles, word),
            (self._texts, word),
        ):
            for number in column.with_text(needle):
                if len(found) >= limit:
                    return found
                if number not in moment.hidden:
                    found.add(number)
        return found

    def _of_all(self, words: list[str], limit: int, moment: Moment) -> set[int]:
        """Enough of the entries with all words to have the best `limit` among them.

        First those where one of the long words begins a word of a title or tag: they are worth
        most. Then those whose text has all words as beginnings, which are worth the same. Only
        where these are too few, everything else.
        """
        telling = _telling(words)
        rarest = min(telling, key=self._texts.text.count)
        starts = [f" {word}" for word in words]
        found: set[int] = set()
        for word in telling:
            for column in (self._titles, self._tags):
                found.update(n for n in column.with_text(f" {word}") if self._has(rarest, n))
        enough = len(found) + limit
        for number in self._texts.with_text(f" {rarest}"):
            if number not in moment.hidden and self._texts.has_all(starts, number):
                found.add(number)
                if len(found) >= enough:
                    return found
        found.update(self._titles.with_text(rarest))
        return found.union(self._texts.with_text(rarest))

    def _has(self, word: str, number: int) -> bool:
        return (
            self._texts.has(word, number)
            or self._titles.has(word, number)
            or self._tags.has(f" {word}", number)
        )

    def _direct(self, folded: str, words: list[str], telling: list[str], number: int) -> float:
        """What the entry is worth when every word of the query occurs in it; else 0."""
        total = _WHOLE_PREFIX if self._titles.begins(f" {folded}", number) else 0
        for word in words:
            worth = self._worth(word, number)
            if not worth:
                return 0.0
            total += worth if word in telling else _SHORT
        return float(total)

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

    def _respelled(self, words: list[str]) -> list[tuple[float, int]]:
        """Scores below 1 for entries with at least half of the words, mistyped ones included.

        Looks at titles and tags only: half of some words are in nearly every text.
        """
        found: dict[int, float] = {}
        for word in words:
            here: dict[int, float] = {}
            for known, likeness in reversed(self._spellings(word, (self._titles, self._tags))):
                # The closest one has the last word.
                here |= dict.fromkeys(self._tags.with_text(f" {known}"), likeness * 0.9)
                here |= dict.fromkeys(self._titles.with_text(f" {known}"), likeness)
            for number, likeness in here.items():
                found[number] = found.get(number, 0.0) + likeness
        least = 45.0 * len(words) if len(words) > 1 else 0.0  # half of the words, in tags at least
        full = 101.0 * len(words)
        return [(-score / full, number) for number, score in found.items() if score >= least]

    def _alike(self, words: list[str]) -> list[tuple[float, int]]:
        """Scores for texts that hold all the words, mistyped ones included: the last resort."""
        found: dict[int, float] | None = None
        for word in sorted(words, key=len, reverse=True):  # few entries have a long one
            here: dict[int, float] = {}
            for known, likeness in reversed(self._spellings(word, (self._texts,))):
                start = f" {known}"
                if found is None:
                    numbers = self._texts.with_text(start)
                else:
                    numbers = (number for number in found if self._texts.has(start, number))
                here |= dict.fromkeys(numbers, likeness)
            before = found if found is not None else {}
            found = {number: before.get(number, 0.0) + score for number, score in here.items()}
        return [(-score, number) for number, score in (found or {}).items()]

    def _spellings(self, word: str, columns: tuple[_Column, ...]) -> list[tuple[str, float]]:
        """The known words that a word may stand for, each with its likeness, the closest first."""
        if any(f" {word}" in column.text for column in columns):
            return [(word, 100.0)]
        if len(word) < _FUZZY_FROM:
            return []
        from rapidfuzz import fuzz, process  # 20 ms to import: not before it is needed

        hits = process.extract(
            word,
            [known for column in columns for known in column.words()],
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=_LIKENESS_WORD,
            limit=_SPELLINGS,
        )
        return [(known, likeness) for known, likeness, _ in hits]


class _Column:
    """One text of every entry, in one string: a search in it is one in the C library.

    Args:
        texts: Without line breaks.
    """

    def __init__(self, texts: list[str]) -> None:
        self.text = "".join(f"\n{each}" for each in texts)
        self._starts = array("L", accumulate((len(each) + 1 for each in texts), initial=0))
        self._words: tuple[str, ...] = ()

    def has(self, needle: str, number: int) -> bool:
        """Whether it is in the text of this number."""
        return self.text.find(needle, self._starts[number], self._starts[number + 1]) >= 0

    def has_all(self, needles: list[str], number: int) -> bool:
        """Whether all of them are."""
        start, end = self._starts[number], self._starts[number + 1]
        find = self.text.find
        for needle in needles:  # noqa: SIM110 - quicker than `all`, thousands of times at a key
            if find(needle, start, end) < 0:
                return False
        return True

    def begins(self, needle: str, number: int) -> bool:
        """Whether the text of this number begins so."""
        return self.text.startswith(needle, self._starts[number] + 1)

    def words(self) -> tuple[str, ...]:
        """Every word once; gathered for the first mistyped one."""
        if not self._words:
            self._words = tuple(dict.fromkeys(self.text.split()))
        return self._words

    def with_text(self, needle: str) -> Iterator[int]:
        """The numbers of those that hold it, in order."""
        place = self.text.find(needle)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = self.text.find(needle, self._starts[number + 1])


def _telling(words: list[str]) -> list[str]:
    """The words that say something; of a short one it says little where it is found."""
    return [word for word in words if len(word) >= _FUZZY_FROM] or words


def _spaced(text: str) -> str:
    """Folded, with a space before every word: a word start is then found by one `in`."""
    folded = fold(text)
    return " " + folded if folded else ""


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
