"""Keys and clicks as a person makes them; every one first looks where it would land.

In the laboratory they are pressed at the X server, outside of Windows, and take the way of real
keys; on Windows itself with SendInput, the nearest that a program can do.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path
from typing import Protocol

from tests.windows.rig import outside, windows
from tests.windows.rig.windows import Input, function


class Presser(Protocol):
    """Presses without looking."""

    def tap(self, chord: str) -> None:
        """Press and release a chord such as Ctrl+Alt+PageDown."""

    def down(self, keys: Sequence[str]) -> None:
        """Press keys and leave them down."""

    def up(self, keys: Sequence[str]) -> None:
        """Release keys."""

    def type(self, text: str) -> None:
        """Type ASCII letters."""

    def move(self, x: int, y: int) -> None:
        """Move the mouse."""

    def click(self, x: int, y: int) -> None:
        """Move the mouse and click its left button."""

    def screenshot(self, name: str) -> Path:
        """Save a picture of the screen; the PNG file."""


class Hands:
    """A person's hands.

    Args:
        presser: How they press; by default what suits this machine.
    """

    MODIFIERS = ("Ctrl", "Shift", "Alt", "Meta")

    def __init__(self, presser: Presser | None = None) -> None:
        self._presser = presser or (OutsideHands() if outside.folder() else InsideHands())

    def tap(self, chord: str, into: int) -> None:
        """Press and release a chord while the window `into` is in front."""
        windows.assert_foreground(into)
        self._presser.tap(chord)

    def hold(self, *keys: str, into: int) -> None:
        """Press keys and leave them down."""
        windows.assert_foreground(into)
        self._presser.down(keys)

    def release(self, *keys: str) -> None:
        """Release keys; harmless for keys that are up."""
        self._presser.up(keys)

    @contextmanager
    def held(self, *keys: str, into: int) -> Iterator[None]:
        """Keep keys down for the length of a block."""
        self.hold(*keys, into=into)
        try:
            yield
        finally:
            self.release(*keys)

    def type(self, text: str, into: int) -> None:
        """Type ASCII letters."""
        windows.assert_foreground(into)
        self._presser.type(text)

    def move(self, x: int, y: int) -> None:
        """Move the mouse to a place of the screen."""
        self._presser.move(x, y)

    def click(self, x: int, y: int, *, focus: int) -> None:
        """Click at a place of the screen; `focus` must be in front before."""
        windows.assert_foreground(focus)
        self._presser.click(x, y)

    def release_all(self) -> None:
        """Let go of every modifier a failed test may have left down."""
        self.release(*self.MODIFIERS)

    def screenshot(self, name: str) -> Path:
        """Save a picture of the screen and return the file."""
        return self._presser.screenshot(name)


# ---------------------------------------------------------------------- in the laboratory
class OutsideHands:
    """Presses at the X server, outside of Wine."""

    def tap(self, chord: str) -> None:
        outside.ask("tap", chord)

    def down(self, keys: Sequence[str]) -> None:
        outside.ask("down", *keys)

    def up(self, keys: Sequence[str]) -> None:
        outside.ask("up", *keys)

    def type(self, text: str) -> None:
        outside.ask("type", text)

    def move(self, x: int, y: int) -> None:
        outside.ask("move", x, y)

    def click(self, x: int, y: int) -> None:
        outside.ask("click", x, y)

    def screenshot(self, name: str) -> Path:
        shared = outside.folder()
        assert shared is not None
        outside.ask("screenshot", name)
        return shared / f"{name}.png"


# ---------------------------------------------------------------------------- on Windows
_scan_of_key = function("user32", "MapVirtualKeyW", wintypes.UINT, wintypes.UINT, wintypes.UINT)
_key_of_letter = function("user32", "VkKeyScanW", ctypes.c_short, wintypes.WCHAR)
_set_cursor = function("user32", "SetCursorPos", wintypes.BOOL, wintypes.INT, wintypes.INT)

_KEYS = {
    "backspace": 0x08,
    "tab": 0x09,
    "enter": 0x0D,
    "capslock": 0x14,
    "shift": 0x10,
    "ctrl": 0x11,
    "alt": 0x12,
    "esc": 0x1B,
    "escape": 0x1B,
    "space": 0x20,
    "pageup": 0x21,
    "pagedown": 0x22,
    "end": 0x23,
    "home": 0x24,
    "left": 0x25,
    "up": 0x26,
    "right": 0x27,
    "down": 0x28,
    "insert": 0x2D,
    "del": 0x2E,
    "meta": 0x5B,
    "numlock": 0x90,
    **{f"f{number}": 0x6F + number for number in range(1, 25)},
}
_EXTENDED = frozenset({*range(0x21, 0x29), 0x2D, 0x2E, 0x5B, 0x90})
_EXTENDED_FLAG, _UP_FLAG = 0x01, 0x02  # KEYEVENTF_EXTENDEDKEY, KEYEVENTF_KEYUP
_LEFT_DOWN, _LEFT_UP = 0x02, 0x04  # MOUSEEVENTF_LEFTDOWN, MOUSEEVENTF_LEFTUP

_TAKE_PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(not application.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


def modifiers_down() -> list[str]:
    """Which modifiers Windows takes for held; of what is pressed outside it hears later."""
    return [name for name in Hands.MODIFIERS if windows.is_down(virtual_key(name))]


class InsideHands:
    """Presses by SendInput, from this process."""

    def tap(self, chord: str) -> None:
        keys = [virtual_key(name) for name in chord.split("+")]
        windows.send_input([_event(k, 0) for k in keys] + [_event(k, _UP_FLAG) for k in keys[::-1]])

    def down(self, keys: Sequence[str]) -> None:
        windows.send_input([_event(virtual_key(name), 0) for name in keys])

    def up(self, keys: Sequence[str]) -> None:
        windows.send_input([_event(virtual_key(name), _UP_FLAG) for name in keys])

    def type(self, text: str) -> None:
        shift = _KEYS["shift"]
        for letter in text:
            key = virtual_key(letter)
            events = [_event(key, 0), _event(key, _UP_FLAG)]
            if _key_of_letter(letter) & 0x100:
                events = [_event(shift, 0), *events, _event(shift, _UP_FLAG)]
            windows.send_input(events)

    def move(self, x: int, y: int) -> None:
        assert _set_cursor(x, y), "the mouse cannot be moved"

    def click(self, x: int, y: int) -> None:
        self.move(x, y)
        windows.send_input([Input.mouse(_LEFT_DOWN), Input.mouse(_LEFT_UP)])

    def screenshot(self, name: str) -> Path:
        # In a process of its own: this one's Qt, if there is any, belongs to the tests.
        path = Path(tempfile.gettempdir(), f"{name}.png")
        subprocess.run([sys.executable, "-c", _TAKE_PICTURE, str(path)], check=True, timeout=30)
        return path


def virtual_key(name: str) -> int:
    """The code of a key by its name in a chord, or by its letter on this keyboard."""
    if len(name) > 1:
        return _KEYS[name.lower()]
    found: int = _key_of_letter(name.lower() if name.isalpha() else name)
    assert found != -1, f"this keyboard has no key for {name!r}"
    return found & 0xFF


def _event(key: int, flags: int) -> Input:
    extended = _EXTENDED_FLAG if key in _EXTENDED else 0
    return Input.key(key, _scan_of_key(key, 0), flags | extended)
