"""Giving native windows what Qt cannot, each time Qt makes one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.oslayer.backend import Backend

_ON_TOP_AGAIN_MS = 1000


class Dressing(QObject):
    """Tells the backend of every native window that stands for one of our widgets.

    Args:
        backend: Dresses them.
        is_hidden_from_sharing: Whether screen sharing should leave our windows out.
    """

    def __init__(self, backend: Backend, *, is_hidden_from_sharing: bool) -> None:
        super().__init__()
        self._backend = backend
        self._is_hidden = is_hidden_from_sharing
        self._widgets: dict[QWidget, bool] = {}
        self._timer = QTimer(self, interval=_ON_TOP_AGAIN_MS)
        self._timer.timeout.connect(self._on_top_again)

    def watch(self, widget: QWidget, *, takes_keyboard: bool) -> None:
        """Dress a top-level widget now and whenever its native window is made anew."""
        self._widgets[widget] = takes_keyboard
        widget.installEventFilter(self)
        if widget.internalWinId():
            self._dress(widget)
        if self._backend.forgets_on_top and not self._timer.isActive():
            self._timer.start()

    def hide_from_sharing(self, is_hidden: bool) -> None:
        """Leave our windows out of screen sharing from now on, or show them there."""
        if is_hidden != self._is_hidden:
            self._is_hidden = is_hidden
            self.dress_again()

    def dress_again(self) -> None:
        """After the desktop has changed (another screen, another session)."""
        for widget in self._widgets:
            if widget.internalWinId():
                self._dress(widget)

    def stop(self) -> None:
        """Dress nothing any more."""
        self._timer.stop()
        for widget in self._widgets:
            widget.removeEventFilter(self)
        self._widgets.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a new native window."""
        is_new = event.type() == QEvent.Type.WinIdChange
        if is_new and isinstance(watched, QWidget) and watched.internalWinId():
            self._dress(watched)
        return False

    def _dress(self, widget: QWidget) -> None:
        self._backend.dress(
            int(widget.internalWinId()),
            takes_keyboard=self._widgets[widget],
            is_hidden_from_sharing=self._is_hidden,
        )

    def _on_top_again(self) -> None:
        for widget in self._widgets:
            if widget.isVisible():
                self._backend.keep_on_top(int(widget.internalWinId()))
