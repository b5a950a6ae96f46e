"""From the names of chords to virtual-key codes (Windows SDK, "Virtual-Key Codes")."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

MODIFIERS = {"Ctrl": (0x11,), "Alt": (0x12,), "Shift": (0x10,), "Meta": (0x5B, 0x5C)}
"""The first code is the one to press; any of them being down counts as held."""

_NAMED = {
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Print": 0x2C,
    "Insert": 0x2D,
    "Delete": 0x2E,
    "Menu": 0x5D,
    "Pause": 0x13,
    "ScrollLock": 0x91,
    "Enter": 0x0D,
    "KpEnter": 0x0D,  # the two share one code
    "Escape": 0x1B,
}
_EXTENDED = frozenset(range(0x21, 0x29)) | {0x2C, 0x2D, 0x2E, 0x5B, 0x5C, 0x5D}
_F1 = 0x70


def virtual_key(key: str) -> int:
    """The code of a chord's key, the same on every keyboard layout."""
    if len(key) == 1:
        return ord(key)
    return _NAMED.get(key) or _F1 - 1 + int(key.removeprefix("F"))


def is_extended(code: int) -> bool:
    """Whether the key's scan code has the E0 prefix (else it would be the numeric pad's twin)."""
    return code in _EXTENDED
