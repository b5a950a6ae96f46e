"""What people call the playbooks, steps, phrases and words that the record names by ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.guide.model import PhraseFile, Playbook
from desktop.guide.vocabulary import Ending, RecordField

OPEN = "Still open"
NOBODY_SAID = "Nobody said"


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by id, of the playbooks as they are now; what is gone is called by its id.

    Args:
        playbooks: Titles.
        phrases: Titles, with that of their playbook or phrase file.
        steps: Titles by the ids of playbook and step.
        causes: Names of the placeholders that mean a root cause.
    """

    playbooks: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[tuple[str, str], str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    causes: frozenset[str] = frozenset()

    def playbook(self, playbook_id: str) -> str:
        """A playbook's title."""
        return self.playbooks.get(playbook_id, playbook_id)

    def step(self, playbook_id: str, step_id: str) -> str:
        """A step's title, with its playbook's."""
        step = self.steps.get((playbook_id, step_id), step_id)
        return f"{self.playbook(playbook_id)} · {step}"

    def phrase(self, phrase_id: str) -> str:
        """A phrase's title."""
        return self.phrases.get(phrase_id, phrase_id)

    def wording(self, phrase_id: str, number: int) -> str:
        """A phrase's title, and which of its wordings where that is not the first."""
        return self.phrase(phrase_id) + (f" (wording {number + 1})" if number else "")


def names_of(playbooks: Iterable[Playbook], files: Iterable[PhraseFile]) -> Names:
    """The names in these; private playbooks have none, because nothing of them is recorded."""
    books = [each for each in playbooks if not each.is_private]
    both = [*books, *(each.as_playbook() for each in files)]
    return Names(
        {each.id: each.title for each in books},
        {(book.id, step.id): step.title for book in books for step in book.steps},
        {
            each.id: f"{book.title} · {each.title}"
            for book in both
            for step in book.steps
            for each in step.phrases
        },
        frozenset(
            each.name
            for book in both
            for each in book.placeholders
            if each.record is RecordField.ROOT_CAUSE
        ),
    )


def word(value: str) -> str:
    """A word of the record as people read it; also one that only a newer Poise knows."""
    return value.replace("-", " ").capitalize() or NOBODY_SAID


def outcome(value: str) -> str:
    """An outcome as people read it; "" is a contact that has not ended."""
    return word(value) if value else OPEN


def outcomes_in_order(found: Iterable[str]) -> list[str]:
    """Outcomes in the order of the vocabulary, then unknown ones, then the open ones."""
    known = [each.value for each in Ending]
    rest = set(found)
    return [
        *(each for each in known if each in rest),
        *sorted(rest - {*known, ""}),
        *([""] if "" in rest else []),
    ]


def length(seconds: float | None) -> str:
    """How long something took: "45 s", "4 min 10 s", "2 h 5 min"; "–" when nobody knows."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, left = divmod(whole, 60)
    if minutes < 10:
        return f"{minutes} min {left} s" if left else f"{minutes} min"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{round(seconds / 86400)} days"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as "42 %"; "–" when there is nothing to divide by."""
    return "–" if share is None else f"{round(share * 100)} %"
