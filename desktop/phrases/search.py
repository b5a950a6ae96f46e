"""Finding the right words by a few letters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

Kind = Literal["phrase", "playbook", "command"]

# What a word of the query is worth where it is found. A word start in the title always
# outweighs hits in all the other places together.
_TITLE_START, _TAG_START, _TEXT_START, _TITLE_INSIDE, _TEXT_INSIDE = 100, 40, 15, 10, 4
_WHOLE_PREFIX = 1000  # the title begins with just what was typed
_NEAR = 50  # more than a tag is worth, less than a title
_LIKENESS_WORD = 70.0  # below this, rapidfuzz' likeness (0–100) is chance rather than a typo
_LIKENESS_TEXT = 80.0
_SPELLINGS = 3  # how many known words a mistyped one may stand for
_FUZZY_FROM = 3  # letters; shorter queries resemble everything


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found; `id` is unique within its kind.

    `is_near`: it belongs to the step in hand, and comes before what fits a little better elsewhere.
    """

    kind: Kind
    id: str
    title: str
    text: str = ""
    tags: tuple[str, ...] = ()
    is_near: bool = False
    # Folded once here rather than at each key press.
    folded_title: str = field(init=False, repr=False, compare=False)
    folded_tags: str = field(init=False, repr=False, compare=False)
    folded_text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded_title", _spaced(self.title))
        object.__setattr__(self, "folded_tags", _spaced(" ".join(self.tags)))
        object.__setattr__(self, "folded_text", _spaced(self.text))


def fold(text: str) -> str:
    """The text without case and accents, punctuation turned into single spaces."""
    plain = text.lower() if text.isascii() else _unaccented(text)
    if not plain.isalnum():
        plain = plain.replace("'", "").replace("’", "")
        plain = "".join(char if char.isalnum() else " " for char in plain)
    return " ".join(plain.split())


class Index:
    """Entries, ready to be searched at each key press.

    Args:
        entries: In the order in which those that fit equally well are found.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._near = [n for n, entry in enumerate(self._entries) if entry.is_near]
        self._titles = _Column([entry.folded_title for entry in self._entries])
        self._tags = _Column([entry.folded_tags for entry in self._entries])
        self._texts = _Column([entry.folded_text for entry in self._entries])
        self._vocabulary: list[str] = []  # of titles and tags; made for the first mistyped word

    def rank(self, query: str, limit: int) -> list[Entry]:
        """The entries that fit the query, best first, at most `limit`.

        Words that begin like the query come first, then words that contain it, then likenesses
        (typing mistakes). The title weighs most, then tags, then text. Entries that fit equally
        well keep the order in which they were given; an empty query gives the first `limit`.
        """
        if limit <= 0:
            return []
        folded = fold(query)
        if not folded:
            return list(self._entries[:limit])
        words = folded.split()
        found = self._of_one_word(folded, limit) if len(words) == 1 else self._of_all(words)
        scores = {n: _direct(folded, words, self._entries[n]) for n in found}
        scored = [(-score, n) for n, score in scores.items() if score]
        # Where a word begins as typed, it was not mistyped.
        is_sure = any(-score >= _TEXT_START for score, _ in scored)
        if not is_sure and len(folded) >= _FUZZY_FROM:
            matched = {n for _, n in scored}
            respelled = self._respelled(words)
            scored += [(score, n) for score, n in respelled if n not in matched]
            if not scored:
                scored = self._alike(folded)
        return [self._entries[n] for _, n in sorted(scored)[:limit]]

    def _of_one_word(self, word: str, limit: int) -> set[int]:
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
                    break
                found.add(number)
        return found.union(self._near)

    def _of_all(self, words: list[str]) -> set[int]:
        """All entries that can have all the words: those with the longest one."""
        word = max(words, key=len)
        found = {*self._titles.with_text(word), *self._tags.with_text(f" {word}")}
        return found.union(self._texts.with_text(word))

    def _respelled(self, words: list[str]) -> list[tuple[float, int]]:
        """Scores below 1 for entries with at least half of the words, mistyped ones included.

        Looks at titles and tags only: half of some words are in nearly every text.
        """
        from rapidfuzz import fuzz, process  # 20 ms to import: not before it is needed

        found: dict[int, float] = {}
        for word in words:
            spellings = [(word, 100.0)]
            is_known = any(column.has(f" {word}") for column in (self._titles, self._tags))
            if not is_known and len(word) >= _FUZZY_FROM:
                hits = process.extract(
                    word,
                    self._words(),
                    scorer=fuzz.ratio,
                    processor=None,
                    score_cutoff=_LIKENESS_WORD,
                    limit=_SPELLINGS,
                )
                spellings = [(known, likeness) for known, likeness, _ in hits]
            here: dict[int, float] = {}
            for known, likeness in reversed(spellings):  # the closest one has the last word
                here |= dict.fromkeys(self._tags.with_text(f" {known}"), likeness * 0.9)
                here |= dict.fromkeys(self._titles.with_text(f" {known}"), likeness)
            for number, likeness in here.items():
                found[number] = found.get(number, 0.0) + likeness
        least = 45.0 * len(words) if len(words) > 1 else 0.0  # half of the words, in tags at least
        full = 101.0 * len(words)
        return [(-score / full, number) for number, score in found.items() if score >= least]

    def _words(self) -> list[str]:
        if not self._vocabulary:
            words = (self._titles.text + self._tags.text).split()
            self._vocabulary = list(dict.fromkeys(words))
        return self._vocabulary

    def _alike(self, folded: str) -> list[tuple[float, int]]:
        """Scores for texts that hold something like the query: the last resort."""
        from rapidfuzz import fuzz, process

        hits = process.extract(
            folded,
            [entry.folded_text for entry in self._entries],
            scorer=fuzz.partial_ratio,
            processor=None,
            score_cutoff=_LIKENESS_TEXT,
            limit=None,
        )
        return [(-likeness, number) for _, likeness, number in hits]


class _Column:
    """One text of every entry, in one string: a search in it is one in the C library.

    Args:
        texts: Without line breaks.
    """

    def __init__(self, texts: list[str]) -> None:
        self.text = "".join(f"\n{each}" for each in texts)
        self._starts = list(accumulate((len(each) + 1 for each in texts), initial=0))

    def has(self, needle: str) -> bool:
        """Whether it is in any."""
        return needle in self.text

    def with_text(self, needle: str) -> Iterator[int]:
        """The numbers of those that hold it, in order."""
        place = self.text.find(needle)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = self.text.find(needle, self._starts[number + 1])


def _direct(folded: str, words: list[str], entry: Entry) -> float:
    """What the entry is worth when every word of the query occurs in it; else 0."""
    total = 0
    for word in words:
        worth = _worth(word, entry)
        if not worth:
            return 0.0
        total += worth
    if entry.folded_title.startswith(" " + folded):
        total += _WHOLE_PREFIX
    if entry.is_near:
        total += _NEAR
    return float(total)


def _worth(word: str, entry: Entry) -> int:
    start = " " + word
    if start in entry.folded_title:
        return _TITLE_START
    if start in entry.folded_tags:
        return _TAG_START
    if start in entry.folded_text:
        return _TEXT_START
    if word in entry.folded_title:
        return _TITLE_INSIDE
    return _TEXT_INSIDE if word in entry.folded_text else 0


def _spaced(text: str) -> str:
    """Folded, with a space before every word: a word start is then found by one `in`."""
    folded = fold(text)
    return " " + folded if folded else ""


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
