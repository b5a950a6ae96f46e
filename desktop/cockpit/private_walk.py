"""Walking a private playbook, of which nothing is written down."""

from __future__ import annotations

from desktop.errors import Trouble
from desktop.guide.library import Library
from desktop.guide.model import RETURN, Branch, Playbook, Step
from desktop.guide.walk import Walk


def private_behind(library: Library, step: Step | None, branch_id: str | None) -> Playbook | None:
    """The private playbook that a branch of a step leads into; None where it leads into none."""
    branch = _branch(step, branch_id)
    found = library.playbook(branch.playbook) if branch is not None else None
    return found if found is not None and found.is_private else None


def next_aside(
    walk: Walk, playbook: Playbook | None, step: Step | None, branch_id: str | None
) -> Walk | None:
    """A private walk one step on, or along a branch; None where it is over.

    Args:
        walk: As it stands.
        playbook, step: Where it stands; None for what is gone from its file.
        branch_id: The way on; None for the next step.

    Raises:
        Trouble: There is no such way on, or it would begin a contact.
    """
    if playbook is None or (branch_id is None and not walk.can_go_next(playbook)):
        return None
    branch = _branch(step, branch_id)
    if branch is not None and not branch.step:
        raise Trouble("No contact begins in a private playbook.", "Go back first.")
    if branch is not None and branch.step == RETURN:
        return None
    return walk.advance(playbook, branch_id)


def _branch(step: Step | None, branch_id: str | None) -> Branch | None:
    branches = step.branches if step is not None else ()
    return next((each for each in branches if each.id == branch_id), None)
