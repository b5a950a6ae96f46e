"""Where the agent stands in a contact, and how they came there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.errors import Bug, Trouble
from desktop.guide.conditions import ALWAYS
from desktop.guide.model import RETURN, Branch, Place, Playbook, Step

Find = Callable[[str], Playbook | None]
"""Gives a playbook by its id, as `Library.playbook` does."""


def _find_none(_: str) -> Playbook | None:
    return None


def following(playbook: Playbook, step: Step) -> Step | None:
    """The next step of the file, where a step goes on there; None where its path ends or forks.

    It goes on there when a branch that is always offered leads there. Without one it does only
    if nothing else says where to go: no contact may end here, and no other such branch leads to
    a step or back. A branch into another playbook is a side trip.
    """
    return following_at(playbook, playbook.number_of(step.id) - 1)


def following_at(playbook: Playbook, number: int) -> Step | None:
    """The same for the step of this number (from 0), which need not be looked for."""
    if not 0 <= number < len(playbook.steps) - 1:
        return None
    step, after = playbook.steps[number], playbook.steps[number + 1]
    said = {branch.step for branch in step.branches if branch.step and branch.when == ALWAYS}
    if after.id in said:
        return after
    return None if said or step.outcomes else after


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps walked, oldest first; the last one is where the agent stands. Never empty."""

    path: tuple[Place, ...]

    def __post_init__(self) -> None:
        if not self.path:
            raise Bug("A walk has at least one place.")

    @classmethod
    def start(cls, playbook: Playbook) -> Walk:
        """At the first step of a playbook."""
        return cls((Place(playbook.id, playbook.steps[0].id),))

    @property
    def current(self) -> Place:
        """Where the agent stands."""
        return self.path[-1]

    @property
    def caller(self) -> Place | None:
        """The step of another playbook from which this one was entered, if it was."""
        stack: list[Place] = []
        for place in self.path:
            if stack and stack[-1].playbook == place.playbook:
                stack[-1] = place
            elif len(stack) > 1 and stack[-2] == place:
                stack.pop()
            else:
                stack.append(place)
        return stack[-2] if len(stack) > 1 else None

    @property
    def can_go_back(self) -> bool:
        """Whether there was a step before this one."""
        return len(self.path) > 1

    def can_go_next(self, playbook: Playbook) -> bool:
        """Whether `advance` without a branch leads anywhere."""
        step = playbook.step(self.current.step)
        return step is not None and following(playbook, step) is not None

    def advance(
        self, playbook: Playbook, branch_id: str | None = None, find: Find = _find_none
    ) -> Walk:
        """Go on: along a branch, or to the step that follows (see `following`).

        Args:
            playbook: The one the agent stands in, as it is now.
            branch_id: None for the step that follows, even where there are branches.
            find: Gives the other playbook when the branch leads into one.

        Raises:
            Trouble: There is no next step, no such branch, or nothing at its end.
        """
        step = self._step(playbook)
        if branch_id is None:
            after = following(playbook, step)
            if after is None:
                raise _no_way_on(playbook, step)
            return self._to(playbook, after.id)
        branch = next((each for each in step.branches if each.id == branch_id), None)
        if branch is None:
            names = ", ".join(each.id for each in step.branches)
            remedy = f"It has: {names}." if names else "It has none; go to the next step."
            raise Trouble(f"The step {step.title} has no branch {branch_id}.", remedy)
        return self._along(branch, playbook, find)

    def enter(self, playbook: Playbook) -> Walk:
        """Go into another playbook at its first step; `back` leads here again."""
        return self._to(playbook, playbook.steps[0].id)

    def back(self) -> Walk:
        """One step back on the way that was walked.

        Raises:
            Trouble: This is where the walk began.
        """
        if not self.can_go_back:
            raise Trouble("This is the first step.", "There is nothing before it.")
        return Walk(self.path[:-1])

    def _step(self, playbook: Playbook) -> Step:
        if playbook.id != self.current.playbook:
            raise Bug("A walk was advanced with a playbook it does not stand in.")
        step = playbook.step(self.current.step)
        if step is None:
            what = f"The step {self.current.step} is no longer in {playbook.title}."
            raise Trouble(what, "Go back, or start the playbook again.")
        return step

    def _along(self, branch: Branch, playbook: Playbook, find: Find) -> Walk:
        if branch.step == RETURN:
            caller = self.caller
            if caller is not None:
                return Walk((*self.path, caller))
            if not branch.playbook:
                what = f"This contact began with {playbook.title}: there is no way back."
                raise Trouble(what, "Start the playbook that fits.")
        elif branch.step:
            return self._to(playbook, branch.step)
        other = find(branch.playbook)
        if other is None:
            what = f"The playbook {branch.playbook} is not there."
            raise Trouble(what, "Run `poise check` on your playbooks.")
        return self.enter(other)

    def _to(self, playbook: Playbook, step_id: str) -> Walk:
        return Walk((*self.path, Place(playbook.id, step_id)))


def _no_way_on(playbook: Playbook, step: Step) -> Trouble:
    if step.outcomes or step is playbook.steps[-1]:
        what = f"This is the last step of {playbook.title}."
        other = "choose a branch" if step.branches else "go into another playbook"
        return Trouble(what, f"End the contact, or {other}.")
    labels = ", ".join(branch.label for branch in step.branches)
    return Trouble(f"{step.title} does not simply go on.", f"Choose a branch: {labels}.")
