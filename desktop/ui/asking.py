"""What the windows that take the keyboard have in common.

They come forward without `raise_` (which would activate the whole program on a Mac), commit on the
*release* of Enter, so that the key never reaches the program that gets the focus back, and forget
a key that was pressed elsewhere. What Qt calls a release can be a step of auto-repeat on a busy
machine; only the real keyboard says when the finger is off.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.theme import Theme

_COMMIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REAL_NAMES = ("Enter", "KpEnter", "Escape")
_LOOK_MS = 8
FRAME = 36
"""What the desktop puts around a window, at most; nobody knows it before the window is shown."""
_NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


Held = Callable[[tuple[str, ...]], tuple[str, ...]]


def none_held(_keys: tuple[str, ...]) -> tuple[str, ...]:
    """For desktops where nobody can ask the real keyboard."""
    return ()


class AskingWindow(QWidget):
    """A small window above all others that may have the focus; made once, hidden, reused.

    Args:
        theme: The look.
        held: Which of the named keys are physically down, as `KeySender.held` says.

    Signals:
        leaving: About to hide. Only a window that still has the keyboard can pass it on.
    """

    leaving = Signal()

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._theme = theme
        self._held = held
        self._armed: int | None = None
        self._released: int | None = None  # decided, but the real key may still be down
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._decide_when_up)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)

    def on_committed(self) -> None:
        """Enter was pressed and let go here; it presses the button that has the focus."""
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()

    def on_abandoned(self) -> None:
        """Esc was pressed and let go here."""
        self.close()

    def fit(self) -> None:
        """Take the size the content needs now."""
        raise NotImplementedError

    def on_moving_key(self, _key: int) -> bool:
        """A key without modifiers went down; True when it was used and goes no further."""
        return False

    def come_forward(self, screen: QRect, from_top: float, edge: int = 8) -> None:
        """Show the window centred on a screen, its top at a part of the height, with the focus.

        Args:
            edge: Room to leave above and below; `FRAME` for a window with a frame.
        """
        self._forget_keys()
        self.fit()
        x = screen.left() + (screen.width() - self.width()) // 2
        lowest = screen.top() + screen.height() - self.height() - edge
        y = max(screen.top() + edge, min(screen.top() + int(screen.height() * from_top), lowest))
        self.move(x, y)
        self.show()
        self.activateWindow()

    def watch_keys_of(self, *widgets: QWidget) -> None:
        """See the keys of these widgets before they do."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_ours = isinstance(event, QKeyEvent) and self._took(event)
        return is_ours or super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._took(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._took(event):
            super().keyReleaseEvent(event)

    def hideEvent(self, _event: QEvent) -> None:
        self._forget_keys()

    def _forget_keys(self) -> None:
        self._armed = self._released = None
        self._look.stop()

    def _took(self, event: QKeyEvent) -> bool:
        if self._released is not None:
            return True  # decided; nothing may change any more
        key = event.key()
        is_deciding = key in _COMMIT_KEYS or key == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.KeyPress:
            if is_deciding:
                if event.modifiers() in _NO_MODIFIER and not event.isAutoRepeat():
                    self._armed = key
                return True
            return event.modifiers() in _NO_MODIFIER and self.on_moving_key(key)
        if event.type() != QEvent.Type.KeyRelease or not is_deciding:
            return False
        if event.isAutoRepeat() or key != self._armed:
            return True
        self._armed = None
        self._released = key
        self._decide_when_up()
        return True

    def _decide_when_up(self) -> None:
        """Act on Enter or Esc once the finger is off: hiding sooner would send the key's repeats
        to the program behind, where Enter is the end of a message."""
        if self._held(_REAL_NAMES):
            self._look.start()
            return
        key = self._released
        self._forget_keys()
        if key == Qt.Key.Key_Escape:
            self.on_abandoned()
        elif key is not None:
            self.on_committed()
