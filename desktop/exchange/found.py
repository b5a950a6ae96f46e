"""What an import found: phrases, the placeholders they use, and what could not come along."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.guide.model import Phrase, Placeholder


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that could not be carried over.

    Args:
        place: Where it stands in the source: "base.yml:12", "macros.json, macro 3".
        what: What it was, in the words of the source.
        why: One plain sentence.
    """

    place: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Found:
    """The harvest of one import.

    Args:
        phrases: With ids of their own and texts that are templates.
        placeholders: Those that the phrases use besides the built-in ones.
        left_out: In the order of the sources.
    """

    phrases: tuple[Phrase, ...]
    placeholders: tuple[Placeholder, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
