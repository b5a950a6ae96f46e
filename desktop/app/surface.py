"""What any window of ours needs to come up over the agent's work, and to make way again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor, QGuiApplication

from desktop.app.borrowed import BorrowedKeyboard

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from desktop.qt.dressing import Dressing
    from desktop.ui.asking import Held
    from desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Surface:
    """The same for every window but for the keyboard's way back.

    Args:
        dressing: Gives native windows what Qt cannot.
        theme: The look.
        held: Which keys are physically down.
        keyboard: Where the keyboard goes afterwards.
        screen: Where to show a window now.
    """

    dressing: Dressing
    theme: Theme
    held: Held
    keyboard: BorrowedKeyboard
    screen: Callable[[], QRect]


def agents_screen(window: QWidget) -> QRect:
    """The screen the agent works on: where the pointer is, or else this window."""
    screen = QGuiApplication.screenAt(QCursor.pos()) or window.screen()
    return screen.availableGeometry()
