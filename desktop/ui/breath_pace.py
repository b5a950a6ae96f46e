"""Where in a round of paced breathing one is at a moment: no clock, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from desktop.ui.view import BreathingView

READY_S = 4
"""Before the first breath in: time to look up, and to let out the air that is in."""


class Part(Enum):
    """What one does at a moment."""

    READY = "ready"
    IN = "in"
    HOLD = "hold"
    OUT = "out"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of paced breathing.

    Args:
        part: What one does.
        fullness: How much breath there is, from 0 to 1; it turns softly at both ends.
        count: Seconds of the part, the one that runs counted; 0 where nothing is counted.
        rounds_left: Breaths to come, the one that runs counted.
        change_s: Seconds until the part or its count is another one; 0 where neither changes.
    """

    part: Part
    fullness: float
    count: int
    rounds_left: int
    change_s: float


def moment(pace: BreathingView, rounds: int, at_s: float) -> Moment:
    """Where one is.

    Args:
        pace: The rhythm.
        rounds: How many breaths there are from the beginning on.
        at_s: Since the beginning, the time to get ready included.
    """
    at_s = max(0.0, at_s)
    if rounds <= 0:
        return Moment(Part.DONE, 0.0, 0, 0, 0.0)
    if at_s < READY_S:
        return Moment(Part.READY, 0.0, 0, rounds, READY_S - at_s)
    whole_s = pace.in_s + pace.hold_s + pace.out_s
    number, within_s = divmod(at_s - READY_S, whole_s)
    left = rounds - int(number)
    if left <= 0:
        return Moment(Part.DONE, 0.0, 0, 0, 0.0)
    if within_s < pace.in_s:
        return _counted(Part.IN, _soft(within_s / pace.in_s), within_s, left)
    within_s -= pace.in_s
    if within_s < pace.hold_s:
        return _counted(Part.HOLD, 1.0, within_s, left)
    within_s -= pace.hold_s
    return _counted(Part.OUT, 1.0 - _soft(within_s / pace.out_s), within_s, left)


def _counted(part: Part, fullness: float, within_s: float, left: int) -> Moment:
    count = int(within_s) + 1
    return Moment(part, fullness, count, left, count - within_s)


def _soft(share: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, share))
