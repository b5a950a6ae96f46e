"""The ways an agent may walk through one playbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from desktop.guide.model import RETURN, Playbook, Step
from desktop.guide.walk import following_at


class Paths:
    """Which step of a playbook leads to which.

    A branch into another playbook is a side trip: the agent comes back to the same step. So a
    step goes on where its branches lead within the playbook, and where `walk.following` says.
    """

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._numbers = {step.id: number for number, step in enumerate(playbook.steps)}
        self.ways = tuple(tuple(self._ways_of(*each)) for each in enumerate(playbook.steps))

    @cached_property
    def reached(self) -> frozenset[int]:
        """The numbers (from 0) of the steps that an agent can come to."""
        return frozenset({0, *self.after(0)})

    def after(self, number: int) -> frozenset[int]:
        """The steps that can follow a step, however much later; itself where a way leads round."""
        found: set[int] = set()
        pending = list(self.ways[number])
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                pending += self.ways[each]
        return frozenset(found)

    def are_on_one(self, first: int, second: int) -> bool:
        """Whether an agent can come through both steps in one walk."""
        if not {first, second} <= self.reached:
            return False
        return first == second or second in self.after(first) or first in self.after(second)

    def _ways_of(self, number: int, step: Step) -> Iterator[int]:
        for branch in step.branches:
            if branch.step in self._numbers:
                yield self._numbers[branch.step]
        if following_at(self._playbook, number) is not None:
            yield number + 1


def does_return(playbook: Playbook) -> bool:
    """Whether an agent who came from another playbook can go back there."""
    reached = Paths(playbook).reached
    return any(
        branch.step == RETURN
        for number, step in enumerate(playbook.steps)
        if number in reached
        for branch in step.branches
    )


def can_end(playbook: Playbook) -> bool:
    """Whether a contact may end somewhere in the playbook."""
    reached = Paths(playbook).reached
    return any(step.outcomes for number, step in enumerate(playbook.steps) if number in reached)
