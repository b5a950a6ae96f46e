"""A scripted customer as values: what a trainer wrote, checked and frozen."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.guide.vocabulary import Channel, Ending, Manner, Term, Trigger

FORMAT_VERSION = 1
"""The format this program reads (the top-level key `practice:` of a file)."""

BEST_POINTS = 3
"""What an answer is worth at most; the least is 0."""

FEWEST_ANSWERS, MOST_ANSWERS = 3, 4
"""Answers to choose from at each turn: enough to think about, few enough for the keys 1 to 4."""


class Effect(Term):
    """What an answer does to the customer."""

    CALMER = "calmer"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a ready phrase stands on the panel.

    Args:
        playbook: The title of its playbook.
        step: The title of its step.
        slot: Its number there, from 1.
    """

    playbook: str
    step: str
    slot: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Something the agent may say.

    Args:
        text: As the customer reads it.
        effect: What it does to them.
        points: From 0 to BEST_POINTS.
        why: What the method says about it, in one or two sentences.
        to: The id of the turn or the end that follows.
        origin: Where a ready phrase stands; None for words of one's own.
    """

    text: str
    effect: Effect
    points: int
    why: str
    to: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The customer says something, and waits for an answer."""

    id: str
    says: str
    answers: tuple[Answer, ...]

    @property
    def best(self) -> Answer:
        """The answer that the method would give."""
        return max(self.answers, key=lambda answer: answer.points)


@dataclass(frozen=True, slots=True)
class End:
    """How a talk can end.

    Args:
        id: Of its own in the file, among the turns too.
        outcome: What the record of such a contact would say.
        is_right: Whether it is a good end for this customer and this agent.
        says: The customer's last words; "" where they say nothing more.
        story: What happened then, in one or two sentences.
    """

    id: str
    outcome: Ending
    is_right: bool
    says: str
    story: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody to practise with. Every way through the turns comes to an end.

    Args:
        id: What one may name them by.
        title: What it is about, as a headline.
        name: What the agent calls them.
        manner: How they come across.
        trigger: What they are upset about.
        channel: How they talk to the agent.
        briefing: Who they are and what has happened, for the agent to read first.
        playbooks: The ids of those that help here, the best first.
        turns: The first one opens the talk.
        ends: All the ways in which it may end.
    """

    id: str
    title: str
    name: str
    manner: Manner
    trigger: Trigger
    channel: Channel
    briefing: str
    playbooks: tuple[str, ...]
    turns: tuple[Turn, ...]
    ends: tuple[End, ...]

    def place(self, place_id: str) -> Turn | End:
        """The turn or the end with an id that one of the answers leads to."""
        places: tuple[Turn | End, ...] = (*self.turns, *self.ends)
        return next(each for each in places if each.id == place_id)
