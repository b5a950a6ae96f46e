"""The X11 desktop behind the ports."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from Xlib.error import ConnectionClosedError

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability, Listeners, MainLoop, UntoldFields
from desktop.oslayer.x11.clipboard import KeptClipboard
from desktop.oslayer.x11.foreground import X11Foreground
from desktop.oslayer.x11.hotkeys import Hotkeys
from desktop.oslayer.x11.keys import Keys
from desktop.oslayer.x11.session import Session


class X11Backend:
    """Implements `oslayer.backend.Backend`.

    Raises:
        OSError: No X server answers.
    """

    name = "x11"
    forgets_on_top = False
    notifier = None
    permissions = None

    def __init__(self, display_name: str | None = None) -> None:
        self._session = Session(display_name)
        self.hotkeys = Hotkeys(self._session)
        self.keys = Keys(self._session)
        self.foreground = X11Foreground(self._session)
        self.clipboard = KeptClipboard(self._session)
        self.secure_input = UntoldFields()
        self._unwatch: Callable[[], None] = lambda: None

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        self.hotkeys.on_pressed(listeners.hotkey_pressed)
        self.hotkeys.on_keymap_changed(listeners.keymap_changed)
        self.foreground.on_changed(listeners.foreground_changed)
        self._session.on_lost(listeners.desktop_lost)
        self._session.nudge_with(lambda: loop.soon(self._session.pump))
        self.clipboard.watch_with(loop.watch)
        self._unwatch = loop.watch(self._session.fileno(), self._session.pump)
        loop.soon(self._session.pump)

    def listen_for_refused_hotkeys(self, is_wanted: bool) -> None:
        """A chord that another program has grabbed can be changed in that program here."""

    def warm_up(self) -> None:
        self.clipboard.warm_up()

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        """Qt's own flags are enough here."""

    def keep_on_top(self, window: int) -> None:
        """The window manager keeps it there."""

    def wants_less_motion(self) -> bool:
        from desktop.oslayer.x11.motion import wants_less_motion  # not before something may move

        return wants_less_motion(self._session)

    def abilities(self) -> tuple[Ability, ...]:
        connection = self._session.asking
        no_xtest = Cannot("The X server has no XTEST extension.", "Phrases can only be copied.")
        no_manager = Cannot(
            "No window manager says which window is active.",
            "Start one that follows EWMH (openbox, xfwm4, KWin, Mutter …).",
        )
        return (
            Ability("Global hotkeys", note="registered with the X server, no listener"),
            Ability("Paste key", None if connection.query_extension("XTEST") else no_xtest),
            Ability("Target window", None if self.foreground.is_managed() else no_manager),
            Ability("Clipboard kept in every format", note="by a helper process of its own"),
            Ability(
                "Hidden from screen sharing",
                Cannot("X11 has no such thing.", "Hide the panel before you share your screen."),
                is_needed=False,
            ),
        )

    def close(self) -> None:
        with contextlib.suppress(ConnectionClosedError):  # the X server may be gone already
            self.hotkeys.release_all()
        self._unwatch()
        self.clipboard.close()
        self._session.close()
