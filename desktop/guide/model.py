"""A playbook as values: what a team lead wrote, checked and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMAT_VERSION = 1
"""The playbook format this program reads (the top-level key `poise:` of a file)."""

BUILT_IN_PLACEHOLDERS = ("customer", "agent", "reference")
"""Placeholders every phrase may use without declaring them."""

RETURN = "return"
"""The `to:` of a branch that leads back to where the agent came from; no step is called so."""


@dataclass(frozen=True, slots=True)
class Place:
    """One step of one playbook, by ids: where an agent stands or has been."""

    playbook: str
    step: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word the agent fills in once per contact, such as `{callback_time}`."""

    name: str
    label: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ready sentence. `text` is a template (see `phrases.template`), never code."""

    id: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A way on from a step: to another step of this playbook, or into another playbook.

    Exactly one of `step` and `playbook` is set, except where `step` is `RETURN`: there
    `playbook` says where to go when the contact began in this playbook.
    """

    id: str
    label: str
    step: str = ""
    playbook: str = ""


@dataclass(frozen=True, slots=True)
class StepTimer:
    """How long to give a step, shown as a quiet countdown ("let them speak")."""

    seconds: int
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One screenful of guidance."""

    id: str
    title: str
    goal: str
    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    branches: tuple[Branch, ...] = ()
    timer: StepTimer | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """A method, walked step by step."""

    id: str
    title: str
    summary: str
    steps: tuple[Step, ...]
    placeholders: tuple[Placeholder, ...] = ()
    source: Path = Path()

    def step(self, step_id: str) -> Step | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number_of(self, step_id: str) -> int:
        """The step's place in the playbook, counted from 1; 0 when there is none."""
        return next((n for n, step in enumerate(self.steps, 1) if step.id == step_id), 0)

    def phrase(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id anywhere in the playbook, or None."""
        return next(
            (phrase for step in self.steps for phrase in step.phrases if phrase.id == phrase_id),
            None,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file, at a place a person can go to (`line` and `column` from 1)."""

    path: Path
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what} {self.remedy}".rstrip()
