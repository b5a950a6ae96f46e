"""What a picture of a playbook shows: its steps, and the ways on from each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from desktop.guide.model import RETURN, Branch, Playbook
from desktop.guide.walk import following_at


class Goes(Enum):
    """Where a way leads."""

    TO_STEP = "to another step"
    INTO_PLAYBOOK = "into another playbook"
    BACK = "back into the playbook the agent came from"
    TO_END = "to the end of the contact"


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a step.

    Args:
        goes: Where to.
        label: What has happened; "" where it simply goes on.
        step: The number of the step, from 0, where it leads to one.
        place: In words, where it leads anywhere else.
        when: Its condition in words, "" for none.
    """

    goes: Goes
    label: str = ""
    step: int = -1
    place: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step with its ways on; `supervisor` is what it says to a supervisor."""

    title: str
    goal: str
    ways: tuple[Way, ...]
    supervisor: tuple[str, ...] = ()


def stops_of(playbook: Playbook, titles: Mapping[str, str]) -> tuple[Stop, ...]:
    """The steps of a playbook in the order of the file.

    Args:
        playbook: Read without mistakes, so that every branch to a step finds it.
        titles: Those of other playbooks by their ids; the id serves where one is missing.
    """
    numbers = {step.id: number for number, step in enumerate(playbook.steps)}
    return tuple(
        Stop(step.title, step.goal, _ways(number, playbook, numbers, titles), step.supervisor)
        for number, step in enumerate(playbook.steps)
    )


def _ways(
    number: int, playbook: Playbook, numbers: Mapping[str, int], titles: Mapping[str, str]
) -> tuple[Way, ...]:
    step = playbook.steps[number]
    ways = [_along(branch, numbers, titles) for branch in step.branches]
    is_drawn = any(way.step == number + 1 and not way.when for way in ways)
    if following_at(playbook, number) is not None and not is_drawn:
        ways.append(Way(Goes.TO_STEP, step=number + 1))
    if step.outcomes:
        words = ", ".join(each.label.lower() for each in step.outcomes)
        ways.append(Way(Goes.TO_END, place=f"Contact ends: {words}"))
    elif all(way.goes is Goes.INTO_PLAYBOOK or way.when for way in ways):
        ways.append(Way(Goes.TO_END, place="Ends here"))
    return tuple(ways)


def _along(branch: Branch, numbers: Mapping[str, int], titles: Mapping[str, str]) -> Way:
    label, when = branch.label, str(branch.when)
    title = titles.get(branch.playbook, branch.playbook)
    if branch.step == RETURN:
        place = "Back to where they came from"
        if branch.playbook:
            place = f"Back, or into {title}"
        return Way(Goes.BACK, label, place=place, when=when)
    if branch.playbook:
        return Way(Goes.INTO_PLAYBOOK, label, place=f"Into {title}", when=when)
    return Way(Goes.TO_STEP, label, numbers[branch.step], when=when)
