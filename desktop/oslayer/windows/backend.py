"""The Windows desktop behind the ports."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from desktop.oslayer.backend import Listeners, MainLoop
from desktop.oslayer.windows.clipboard import KeptClipboard
from desktop.oslayer.windows.foreground import WindowsForeground
from desktop.oslayer.windows.hotkeys import Hotkeys
from desktop.oslayer.windows.keys import Keys
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.power import Power

_INPUT_LANGUAGE_CHANGED = 0x51  # WM_INPUTLANGCHANGE


class WindowsBackend:
    """Implements `oslayer.backend.Backend`.

    Raises:
        OSError: Windows makes no window for us (the session ends).
    """

    name = "windows"

    def __init__(self) -> None:
        self._window = MessageWindow("PoiseMessages")
        self.hotkeys = Hotkeys(self._window)
        self.keys = Keys()
        self.foreground = WindowsForeground()
        self.clipboard = KeptClipboard(self._window)
        self._power: Power | None = None

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        del loop  # Windows calls our window; there is nothing to watch
        self.hotkeys.on_pressed(listeners.hotkey_pressed)
        self.foreground.on_changed(listeners.foreground_changed)
        self._power = Power(self._window, listeners.came_back)
