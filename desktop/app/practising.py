"""The practice window: inside a running Poise, or alone. Neither touches the record."""

from __future__ import annotations

import signal
from collections.abc import Callable

from PySide6.QtCore import QLoggingCategory, QRect
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.app import QT_ARGUMENTS
from desktop.app.rehearsal import session_alone, settings_alone
from desktop.paths import Paths, resource
from desktop.practice.session import Session
from desktop.ui.asking import Held, none_held
from desktop.ui.practice_window import PracticeWindow
from desktop.ui.theme import Theme, apply_theme, load_tokens


class Practising:
    """Opens the practice window, one at a time.

    Args:
        theme: The look.
        new_session: Makes a sitting from the files as they are now.
        held: Which keys are physically down.
        panel: What the panel covers, an empty rectangle for nothing.
    """

    def __init__(
        self,
        theme: Theme,
        new_session: Callable[[], Session],
        held: Held = none_held,
        panel: Callable[[], QRect] = QRect,
    ) -> None:
        self._theme = theme
        self._new_session = new_session
        self._held = held
        self._panel = panel
        self._window: PracticeWindow | None = None

    @property
    def window(self) -> PracticeWindow | None:
        """The window, when there was one already."""
        return self._window

    def open(self, customer: str = "") -> None:
        """Show the window; one that is open comes to the front with its talk as it is.

        Args:
            customer: Whom to talk with; "" lets the agent choose.

        Raises:
            Trouble: There is nobody with this id.
        """
        is_open = self._window is not None and self._window.isVisible()
        if not is_open or customer:
            session = self._new_session()
            if customer:
                session.choose(customer)
            if self._window is None:
                self._window = PracticeWindow(self._theme, self._held)
            self._window.begin(session)
        assert self._window is not None
        self._window.open_on(room_beside(self._panel(), _screen()))

    def close(self) -> None:
        """Take the window away."""
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
            self._window = None


def run_alone(paths: Paths, customer: str) -> int:
    """Show the practice window without a running Poise until it is closed; the exit code.

    Raises:
        Trouble: No window can be shown, or there is nobody with this id.
    """
    from desktop.app.start import check_binding, check_display
    from desktop.oslayer.select import prepare_environment

    check_binding()
    prepare_environment()
    check_display()
    settings = settings_alone(paths)
    # There is no log here, and a desktop without portals is none of the agent's business.
    QLoggingCategory.setFilterRules("qt.qpa.services=false")
    QApplication.setDesktopFileName("poise")
    application = QApplication([*QT_ARGUMENTS])
    application.setApplicationName("Poise")
    theme = apply_theme(
        application,
        load_tokens(resource("theme.yaml")),
        settings.theme,  # type: ignore[arg-type]  # the table allows the theme's choices
        settings.text_percent,
    )
    practising = Practising(theme, lambda: session_alone(paths))
    practising.open(customer)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is kept that an end could lose
    application.exec()
    practising.close()
    return 0


def _screen() -> QRect:
    """The screen the agent works on: where the pointer is."""
    screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def room_beside(panel: QRect, screen: QRect) -> QRect:
    """The wider part of a screen that the panel leaves free; all of it where that is too narrow.

    The panel stays above all other windows, so it would cover what it stands on.
    """
    if not panel.intersects(screen):
        return screen
    left, right = QRect(screen), QRect(screen)
    left.setRight(panel.left() - 1)
    right.setLeft(panel.right() + 1)
    room = max((left, right), key=QRect.width)
    return room if room.width() >= screen.width() // 2 else screen
