"""Noticing that another chat came to the front, where the desktop tells of windows only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.cockpit.chats import Chats

_LOOK_MS = 1000


class ChatWatch(QObject):
    """Looks once a second, and only while a waiting contact's chat is remembered.

    A browser shows another tab, and so another chat, without another window coming to the front.

    Args:
        chats: Whose chat is in front.
        on_changed: Called when that is another one than at the last look.
    """

    def __init__(self, chats: Chats, on_changed: Callable[[], None]) -> None:
        super().__init__()
        self._chats = chats
        self._on_changed = on_changed
        self._seen: tuple[str, bool] = ("", False)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def arm(self) -> None:
        """Look from now on, or look no more: contacts have changed."""
        if not self._chats.is_worth_a_look:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def look(self) -> None:
        """Tell when another chat is in front."""
        seen = self._chats.offered(), self._chats.question is not None
        if seen != self._seen:
            self._seen = seen
            self._on_changed()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
