"""The window with the system's permissions, which shows them as they are now while it is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from desktop.app.surface import Surface
from desktop.oslayer.backend import Permission, Permissions
from desktop.ui.permissions_window import PermissionsWindow
from desktop.ui.view import PermissionView

_LOOK_MS = 2000  # the system tells nobody when one of them is given


class PermissionsDesk:
    """Opens the window, keeps it true, and does what is chosen there.

    Args:
        permissions: The system's.
        surface: For the window; its keyboard is nobody else's.
    """

    def __init__(self, permissions: Permissions, surface: Surface) -> None:
        self._permissions = permissions
        self._keyboard = surface.keyboard
        self._screen = surface.screen
        self.window = PermissionsWindow(surface.theme, surface.held)
        surface.dressing.watch(self.window, takes_keyboard=True)
        self.window.settle_asked.connect(self._settle)
        self.window.leaving.connect(self._on_leaving)
        self._timer = QTimer(self.window, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        self._timer.start()
        self.look()
        self._keyboard.borrow()
        self.window.say("")
        self.window.open_on(self._screen())
        self._keyboard.claim(self.window)

    def look(self) -> None:
        """Show how they stand now, when the window is open."""
        if self._timer.isActive():
            self._permissions.look(self._show)

    def close(self) -> None:
        """Take the window away."""
        self._timer.stop()
        self.window.hide()
        self.window.deleteLater()

    def _show(self, found: Sequence[Permission]) -> None:
        if self._timer.isActive():  # an answer may come after the window was closed
            self.window.show_rows(
                tuple(
                    PermissionView(each.id, each.name, each.is_given, each.state, each.button)
                    for each in found
                )
            )

    def _settle(self, which: str) -> None:
        refusal = self._permissions.settle(which)
        self.window.say("" if refusal is None else str(refusal))
        self.look()

    def _on_leaving(self) -> None:
        self._timer.stop()
        self._keyboard.give_back()
