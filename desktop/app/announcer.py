"""What reaches the agent beside the panel: notifications of the desktop, and the tray icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.errors import Cannot, Trouble
from desktop.oslayer.backend import Notifier, Start, StartState
from desktop.oslayer.select import select_autostart
from desktop.ui.tray import make_tray

if TYPE_CHECKING:
    from desktop.ui.tray import Tray

_TRY_AGAIN_MS = 5_000
_TRIES = 24  # two minutes: at login, programs and the tray start in any order


class Announcer(QObject):
    """Shows the tray icon where there is a tray, and announces promises.

    Args:
        act: Does what was chosen from the tray's menu, by the name of the action.
        tell: Shows a trouble to the agent.
        notifier: The system's own notifications; None where a service on the session's bus has
            them.
        has_permissions: Whether the system has any to give, for the tray's menu.
    """

    def __init__(
        self,
        act: Callable[[str], object],
        tell: Callable[[Trouble], None],
        notifier: Notifier | None,
        *,
        has_permissions: bool = False,
    ) -> None:
        super().__init__()
        self._act = act
        self._tell = tell
        self._notifier = notifier
        self._has_permissions = has_permissions
        found = select_autostart()
        self._autostart = None if isinstance(found, Cannot) else found
        self._tray: Tray | None = None
        self._tries = 0
        self._timer = QTimer(self, interval=_TRY_AGAIN_MS)
        self._timer.timeout.connect(self.find_tray)

    def find_tray(self) -> None:
        """Put the icon into the tray, now or when there is one; call it after the first show."""
        self._tries += 1
        switch = self._starts_at_login if self._autostart else None
        self._tray = make_tray(self, switch, has_permissions=self._has_permissions)
        if self._tray is not None:
            self._tray.login_start_asked.connect(self._start_at_login)
            self._tray.action_chosen.connect(self._act)
        if self._tray is not None or self._tries >= _TRIES:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _starts_at_login(self) -> bool:
        state = self._autostart.state() if self._autostart is not None else None
        return isinstance(state, StartState) and state.start is Start.ON

    def _start_at_login(self, is_wanted: bool) -> None:
        if self._autostart is None:
            return
        change = self._autostart.switch_on if is_wanted else self._autostart.switch_off
        refusal = change()
        if refusal is not None:
            self._tell(Trouble(refusal.reason, refusal.remedy))

    def prepare(self) -> None:
        """A promise was made: what the system has to ask before it tells of one, it asks now."""
        if self._notifier is not None:
            self._notifier.prepare()

    def announce(self, texts: list[str]) -> None:
        """Tell of promises that fell due; the panel shows them anyway.

        Args:
            texts: What was promised, one or more.
        """
        title = "Poise: a promise is due" if len(texts) == 1 else f"Poise: {len(texts)} promises"
        text = "\n".join(texts)

        def otherwise() -> None:
            if self._tray is not None:
                self._tray.notify(title, text)

        if self._notifier is not None:
            notify = self._notifier.notify
        else:
            from desktop.qt.notices import notify
        try:
            refusal = notify(title, text, otherwise)
        except Exception:
            # A promise is told some other way before the mistake is looked at.
            otherwise()
            raise
        if refusal is not None:
            otherwise()

    def close(self) -> None:
        """Take the icon away."""
        self._timer.stop()
        if self._tray is not None:
            self._tray.withdraw()
