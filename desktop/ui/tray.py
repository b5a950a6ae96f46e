"""The tray icon, where the desktop has a tray; never the only way to do anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.ui.icons import app_icon

_TOGGLE = "toggle-panel"


class Tray(QObject):
    """Icon with a menu, and notifications for reminders.

    Signals:
        action_chosen: An action of the panel's was chosen, by its name; a click on the icon shows
            or hides the panel.
        login_start_asked: "Start at login" was switched on or off.

    Args:
        parent: Whose life it shares.
        starts_at_login: Asked each time the menu opens; None where that cannot be switched.
        has_permissions: Whether the system has any to give.
    """

    action_chosen = Signal(str)
    login_start_asked = Signal(bool)

    def __init__(
        self,
        parent: QObject,
        starts_at_login: Callable[[], bool] | None = None,
        *,
        has_permissions: bool = False,
    ) -> None:
        super().__init__(parent)
        self._menu = QMenu()
        for name, text in (
            (_TOGGLE, self.tr("Show or hide the panel")),
            ("palette", self.tr("Search phrases")),
            ("log", self.tr("Contact log")),
            ("day", self.tr("What is promised")),
            ("phrases", self.tr("My phrases")),
            ("practice", self.tr("Practice…")),
            *([("permissions", self.tr("Permissions…"))] if has_permissions else []),
            ("quit", self.tr("Quit Poise")),
        ):
            chosen = partial(self.action_chosen.emit, name)
            self._menu.addAction(text).triggered.connect(lambda _=False, tell=chosen: tell())
        self._menu.setAccessibleName("Poise")
        if starts_at_login is not None:
            self._add_login_switch(starts_at_login)
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setToolTip("Poise")
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.show()

    def _add_login_switch(self, is_on: Callable[[], bool]) -> None:
        switch = QAction(self.tr("Start at login"), self._menu, checkable=True)
        switch.triggered.connect(self.login_start_asked)
        # Task Manager may have changed it meanwhile.
        self._menu.aboutToShow.connect(lambda: switch.setChecked(is_on()))
        self._menu.insertAction(self._menu.actions()[-1], switch)

    def notify(self, title: str, text: str) -> None:
        """Show a notification of the desktop; clicks on it do nothing."""
        self._icon.showMessage(title, text, app_icon())

    def withdraw(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()
        self._menu.deleteLater()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.action_chosen.emit(_TOGGLE)


def make_tray(
    parent: QObject,
    starts_at_login: Callable[[], bool] | None = None,
    *,
    has_permissions: bool = False,
) -> Tray | None:
    """The tray icon, or None where the desktop has no tray. Call it after the panel is shown."""
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return None
    return Tray(parent, starts_at_login, has_permissions=has_permissions)
