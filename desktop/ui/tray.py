"""The tray icon, where the desktop has a tray; never the only way to do anything."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.ui.icons import app_icon


class Tray(QObject):
    """Icon with a menu, and notifications for reminders.

    Signals:
        panel_toggled: The icon or "Show or hide the panel" was clicked.
        palette_asked: Search was chosen.
        quit_asked: Quit was chosen.
    """

    panel_toggled = Signal()
    palette_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = QMenu()
        for text, signal in (
            (self.tr("Show or hide the panel"), self.panel_toggled),
            (self.tr("Search phrases"), self.palette_asked),
            (self.tr("Quit Poise"), self.quit_asked),
        ):
            self._menu.addAction(text).triggered.connect(lambda _=False, news=signal: news.emit())
        self._menu.setAccessibleName("Poise")
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setToolTip("Poise")
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.show()

    def notify(self, title: str, text: str) -> None:
        """Show a notification of the desktop; clicks on it do nothing."""
        self._icon.showMessage(title, text, app_icon())

    def withdraw(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()
        self._menu.deleteLater()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.panel_toggled.emit()


def make_tray(parent: QObject) -> Tray | None:
    """The tray icon, or None where the desktop has no tray. Call it after the panel is shown."""
    return Tray(parent) if QSystemTrayIcon.isSystemTrayAvailable() else None
