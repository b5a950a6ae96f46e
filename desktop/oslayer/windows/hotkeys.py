"""Hotkeys through RegisterHotKey: Windows hands us these chords and no other key."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from ctypes import wintypes

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from desktop.oslayer.windows.api import declare, explain, last_error
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.virtual_keys import virtual_key

_register = declare(
    *("user32", "RegisterHotKey", wintypes.BOOL),
    *(wintypes.HWND, wintypes.INT, wintypes.UINT, wintypes.UINT),
)
_unregister = declare("user32", "UnregisterHotKey", wintypes.BOOL, wintypes.HWND, wintypes.INT)

_HOTKEY = 0x0312  # WM_HOTKEY
_MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}
_NO_REPEAT = 0x4000  # MOD_NOREPEAT
_LAST_NUMBER = 0xBFFF  # of those a program may use
_ALREADY_REGISTERED = 1409  # ERROR_HOTKEY_ALREADY_REGISTERED


class Hotkeys:
    """Implements `hotkeys.ports.HotkeyRegistry`."""

    def __init__(self, window: MessageWindow) -> None:
        self._window = window
        self._actions: dict[int, str] = {}
        self._next_number = 1
        self._on_pressed: Callable[[str], None] = lambda _action: None
        window.hear(_HOTKEY, self._on_hotkey)

    def on_pressed(self, call: Callable[[str], None]) -> None:
        """Call with the action each time its chord goes down."""
        self._on_pressed = call

    def register(self, action: str, chord: Chord) -> Cannot | None:
        modifiers = sum(_MODIFIERS[name] for name in chord.modifiers) | _NO_REPEAT
        number = self._free_number()
        if _register(self._window.handle, number, modifiers, virtual_key(chord.key)):
            self._next_number = _after(number)
            self._actions[number] = action
            return None
        problem = last_error()
        if problem == _ALREADY_REGISTERED:
            return Taken(f"{chord} is taken by another program.", "Choose another chord.")
        return Cannot(f"Windows refuses {chord}: {explain(problem)}.", "Choose another chord.")

    def release(self, action: str) -> None:
        for number in [number for number, each in self._actions.items() if each == action]:
            _unregister(self._window.handle, number)
            del self._actions[number]

    def release_all(self) -> None:
        for number in self._actions:
            _unregister(self._window.handle, number)
        self._actions.clear()

    def _free_number(self) -> int:
        """One that was not used lately: a press that waits in line must not become another's."""
        number = self._next_number
        while number in self._actions:
            number = _after(number)
        return number

    def _on_hotkey(self, number: int, _chord: int) -> int:
        action = self._actions.get(number)
        if action is not None:
            self._on_pressed(action)
        return 0


def _after(number: int) -> int:
    return number % _LAST_NUMBER + 1
