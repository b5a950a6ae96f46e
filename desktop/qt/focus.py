"""Giving the keyboard back to the field it came from, after a window of ours had it."""

from __future__ import annotations

from collections.abc import Callable

from desktop.errors import Cannot
from desktop.insertion.inserter import Clock
from desktop.insertion.ports import Foreground, Target

_POLL_MS = 4
_PATIENCE_MS = 700


def give_focus_back(
    foreground: Foreground, target: Target, clock: Clock, then: Callable[[Cannot | None], None]
) -> None:
    """Activate the target and call `then` once it is in front, or with why it is not.

    Args:
        foreground: The desktop's windows.
        target: Captured before our window opened.
        clock: For the waiting; nothing blocks.
        then: Told None when keys reach the target now.
    """
    begun = clock.now_ms()
    refusal = foreground.activate(target)
    if refusal is not None:
        then(refusal)
        return

    def look() -> None:
        if foreground.is_in_front(target):
            then(None)
        elif clock.now_ms() - begun > _PATIENCE_MS:
            then(Cannot("The chat did not get the keyboard back.", "Click into its text field."))
        else:
            clock.later(_POLL_MS, look)

    look()
