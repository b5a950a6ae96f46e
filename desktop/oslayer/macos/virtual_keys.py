"""From the names of chords to virtual key codes (HIToolbox, Events.h, kVK_…).

The codes name places on the keyboard; what is printed there depends on the layout.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

MODIFIERS = {
    "Ctrl": (0x3B, 0x3E),
    "Alt": (0x3A, 0x3D),
    "Shift": (0x38, 0x3C),
    "Meta": (0x37, 0x36),
}
"""Left and right; Alt is Option and Meta is Command."""

CAPS_LOCK = 0x39
CODES = range(0x80)
"""Every code there is."""

ANSI_V = 0x09
"""Where V is on the keyboards of most layouts."""

_LETTERS = {
    "A": 0x00,
    "S": 0x01,
    "D": 0x02,
    "F": 0x03,
    "H": 0x04,
    "G": 0x05,
    "Z": 0x06,
    "X": 0x07,
    "C": 0x08,
    "V": ANSI_V,
    "B": 0x0B,
    "Q": 0x0C,
    "W": 0x0D,
    "E": 0x0E,
    "R": 0x0F,
    "Y": 0x10,
    "T": 0x11,
    "O": 0x1F,
    "U": 0x20,
    "I": 0x22,
    "P": 0x23,
    "L": 0x25,
    "J": 0x26,
    "K": 0x28,
    "N": 0x2D,
    "M": 0x2E,
}
_DIGITS = {
    "1": 0x12,
    "2": 0x13,
    "3": 0x14,
    "4": 0x15,
    "5": 0x17,
    "6": 0x16,
    "7": 0x1A,
    "8": 0x1C,
    "9": 0x19,
    "0": 0x1D,
}
_NAMED = {
    "Enter": 0x24,
    "Space": 0x31,
    "Escape": 0x35,
    "KpEnter": 0x4C,
    "Home": 0x73,
    "PageUp": 0x74,
    "Delete": 0x75,
    "End": 0x77,
    "PageDown": 0x79,
    "Left": 0x7B,
    "Right": 0x7C,
    "Down": 0x7D,
    "Up": 0x7E,
    "Insert": 0x72,
    "Menu": 0x6E,
    # Where these stand on a PC's keyboard, a Mac sees keys of its own.
    "Print": 0x69,
    "ScrollLock": 0x6B,
    "Pause": 0x71,
    "F1": 0x7A,
    "F2": 0x78,
    "F3": 0x63,
    "F4": 0x76,
    "F5": 0x60,
    "F6": 0x61,
    "F7": 0x62,
    "F8": 0x64,
    "F9": 0x65,
    "F10": 0x6D,
    "F11": 0x67,
    "F12": 0x6F,
    "F13": 0x69,
    "F14": 0x6B,
    "F15": 0x71,
    "F16": 0x6A,
    "F17": 0x40,
    "F18": 0x4F,
    "F19": 0x50,
    "F20": 0x5A,
}


def ansi_code(key: str) -> int | None:
    """The code of a chord's key on an American keyboard; None for a key that no Mac has.

    Digits are the keys of the upper row on every layout, also where they need Shift.
    """
    return _LETTERS.get(key, _DIGITS.get(key, _NAMED.get(key)))
