"""The real state of the keyboard, and the paste key through SendInput."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable, Sequence
from ctypes import wintypes

from desktop.errors import Cannot
from desktop.hotkeys.chord import MODIFIERS as MODIFIER_NAMES
from desktop.hotkeys.chord import Chord
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.virtual_keys import MODIFIERS, is_extended, virtual_key

_state = declare("user32", "GetAsyncKeyState", wintypes.SHORT, wintypes.INT)
_scan_code = declare("user32", "MapVirtualKeyW", wintypes.UINT, wintypes.UINT, wintypes.UINT)
_send = declare("user32", "SendInput", wintypes.UINT, wintypes.UINT, wintypes.LPVOID, wintypes.INT)

OWN_MARK = 0x506F6973
"""Stands in every key event that Poise makes, so that its own listener knows them."""

_IS_DOWN = 0x8000
_EXTENDED, _UP = 0x1, 0x2  # KEYEVENTF_EXTENDEDKEY, KEYEVENTF_KEYUP
_KEYBOARD = 1  # INPUT_KEYBOARD
_FIRST_KEY, _LAST_KEY = 0x08, 0xFE  # below are the buttons of the mouse
_NO_KEY = 0xE8  # assigned to nothing (Windows SDK, "Virtual-Key Codes")


class _Key(ctypes.Structure):
    """KEYBDINPUT"""

    _fields_ = [
        ("code", wintypes.WORD),
        ("scan", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _Input(ctypes.Structure):
    """INPUT; the padding stands for MOUSEINPUT, the largest of its kinds."""

    class _Kind(ctypes.Union):
        _fields_ = [("key", _Key), ("padding", ctypes.c_byte * 32)]

    _fields_ = [("type", wintypes.DWORD), ("kind", _Kind)]


class Keys:
    """Implements `insertion.ports.KeySender`."""

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        found = [name for name in MODIFIER_NAMES if any(is_down(code) for code in MODIFIERS[name])]
        found += [key for key in keys if is_down(virtual_key(key))]
        return tuple(found)

    def is_any_down(self) -> bool:
        return any(is_down(code) for code in range(_FIRST_KEY, _LAST_KEY + 1))

    def press(self, chord: Chord) -> Cannot | None:
        codes = [MODIFIERS[name][0] for name in MODIFIER_NAMES if name in chord.modifiers]
        codes.append(virtual_key(chord.key))
        strokes = [_stroke(code, 0) for code in codes]
        strokes += [_stroke(code, _UP) for code in reversed(codes)]
        batch = (_Input * len(strokes))(*strokes)  # one call: nothing gets in between
        if _send(len(strokes), batch, ctypes.sizeof(_Input)) == len(strokes):
            return None
        releases = (_Input * len(codes))(*strokes[len(codes) :])
        _send(len(codes), releases, ctypes.sizeof(_Input))  # whatever went down comes up
        return Cannot("Windows let no key through.", "Paste the text yourself.")

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        if any(character < " " or "\x7f" <= character < "\xa0" for character in text):
            return Cannot("A line break or a control character is never typed.", "Paste the text.")
        # keyboard's own Unicode typing: any character, whatever the layout. Its listener, which
        # would see every key, only starts with the hotkeys of its own, which are never used here.
        import keyboard

        for number, character in enumerate(text):
            if not may_go_on():
                return Cannot(
                    f"Typing stopped after {number} of {len(text)} characters, because a key "
                    "was pressed or another window came to the front.",
                    "Look at the field.",
                )
            keyboard.write(character, exact=True, restore_state_after=False)
        return None


def tap_nothing() -> None:
    """Press a key that means nothing, so that modifiers held down are not alone."""
    strokes = (_Input * 2)(_stroke(_NO_KEY, 0), _stroke(_NO_KEY, _UP))
    _send(len(strokes), strokes, ctypes.sizeof(_Input))


def is_down(code: int) -> bool:
    """Whether a key is down, by its virtual-key code."""
    return bool(_state(code) & _IS_DOWN)


def _stroke(code: int, flags: int) -> _Input:
    # Scan codes too: remote desktops and some consoles look at nothing else.
    flags |= _EXTENDED if is_extended(code) else 0
    made = _Input(type=_KEYBOARD)
    made.kind.key = _Key(code, _scan_code(code, 0), flags, 0, OWN_MARK)
    return made
