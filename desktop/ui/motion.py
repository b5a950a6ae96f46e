"""Whether things may move by themselves: the agent's setting, or else what the desktop asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(slots=True)
class Motion:
    """What is known about motion.

    Args:
        choice: The agent's: "full", "less", or "auto", which follows the desktop.
        is_unwanted: Asks the desktop; False where it does not say.
    """

    choice: str = "auto"
    is_unwanted: Callable[[], bool] = lambda: False


def wants_less_motion(widget: QWidget, motion: Motion) -> bool:
    """Whether a widget should not move by itself; asks the desktop, so not at each painting."""
    if motion.choice != "auto":
        return motion.choice == "less"
    from PySide6.QtWidgets import QStyle  # its 600 terms cost half a megabyte

    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return motion.is_unwanted() or widget.style().styleHint(hint, None, widget) == 0
