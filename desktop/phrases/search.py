"""Finding the right words by a few letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
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


def rank(query: str, entries: Sequence[Entry], limit: int) -> list[Entry]:
    """The entries that fit the query, best first, at most `limit`.

    Words that begin like the query come first, then words that contain it, then likenesses
    (typing mistakes). The title weighs most, then tags, then text. Entries that fit equally
    well keep the order in which they were given; an empty query gives the first `limit`.
    """
    if limit <= 0:
        return []
    folded = fold(query)
    if not folded:
        return list(entries[:limit])
    words = folded.split()
    scored: list[tuple[float, int]] = []
    unmatched: list[int] = []
    for index, entry in enumerate(entries):
        score = _direct(folded, words, entry)
        if score:
            scored.append((-score, index))
        else:
            unmatched.append(index)
    # Where a word begins as typed, it was not mistyped.
    is_sure = any(-score >= _TEXT_START for score, _ in scored)
    if not is_sure and len(folded) >= _FUZZY_FROM:
        scored += _respelled(words, entries, unmatched)
        if not scored:
            scored = _alike(folded, entries)
    return [entries[index] for _, index in sorted(scored)[:limit]]


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


def _respelled(
    words: list[str], entries: Sequence[Entry], unmatched: list[int]
) -> list[tuple[float, int]]:
    """Scores below 1 for entries with at least half of the words, mistyped ones included.

    Looks at titles and tags only: half of some words are in nearly every text.
    """
    from rapidfuzz import fuzz, process  # 20 ms to import: not before it is needed

    heads = [entry.folded_title + entry.folded_tags for entry in entries]
    everything = "".join(heads)
    vocabulary: list[str] = []
    found: dict[int, float] = {}
    for word in words:
        spellings = [(word, 100.0)]
        if " " + word not in everything and len(word) >= _FUZZY_FROM:
            vocabulary = vocabulary or list(dict.fromkeys(everything.split()))
            hits = process.extract(
                word,
                vocabulary,
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=_LIKENESS_WORD,
                limit=_SPELLINGS,
            )
            spellings = [(known, likeness) for known, likeness, _ in hits]
        here: dict[int, float] = {}
        for known, likeness in reversed(spellings):  # the closest spelling has the last word
            start = " " + known
            for index in unmatched:
                if start in heads[index]:
                    is_title = start in entries[index].folded_title
                    here[index] = likeness if is_title else likeness * 0.9
        for index, likeness in here.items():
            found[index] = found.get(index, 0.0) + likeness
    least = 45.0 * len(words) if len(words) > 1 else 0.0  # half of the words, in tags at least
    full = 101.0 * len(words)
    return [(-score / full, index) for index, score in found.items() if score >= least]


def _alike(folded: str, entries: Sequence[Entry]) -> list[tuple[float, int]]:
    """Scores for texts that hold something like the query: the last resort."""
    from rapidfuzz import fuzz, process

    hits = process.extract(
        folded,
        [entry.folded_text for entry in entries],
        scorer=fuzz.partial_ratio,
        processor=None,
        score_cutoff=_LIKENESS_TEXT,
        limit=None,
    )
    return [(-likeness, index) for _, likeness, index in hits]


def _spaced(text: str) -> str:
    """Folded, with a space before every word: a word start is then found by one `in`."""
    folded = fold(text)
    return " " + folded if folded else ""


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
