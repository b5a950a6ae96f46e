"""From the names of chords to what X calls keys and modifiers."""

from __future__ import annotations

from typing import Any

from Xlib import XK, X

_SPECIAL = {
    "Space": "space",
    "PageUp": "Prior",
    "PageDown": "Next",
    "ScrollLock": "Scroll_Lock",
    "Enter": "Return",
    "KpEnter": "KP_Enter",
}
_ROWS = {24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}
_US_POSITIONS = {
    **{letter: first + n for first, row in _ROWS.items() for n, letter in enumerate(row)},
    "Insert": 118,
}
"""Keycodes of the standard PC keyboard, for layouts that hold no Latin letters at all."""

MODIFIER_KEYSYMS = {"Shift": "Shift_L", "Ctrl": "Control_L", "Alt": "Alt_L", "Meta": "Super_L"}
MODIFIER_MASKS = {
    "Shift": X.ShiftMask,
    "Ctrl": X.ControlMask,
    "Alt": X.Mod1Mask,
    "Meta": X.Mod4Mask,
}
_MODIFIER_ROWS = {0: "Shift", 2: "Ctrl", 3: "Alt", 6: "Meta"}
_LATCH_KEYSYMS = {"ISO_Level3_Shift": "AltGr", "Mode_switch": "AltGr", "Super_L": "Meta"}


def keysym(key: str) -> int:
    """X's number for a chord's key."""
    name = _SPECIAL.get(key, key.lower() if len(key) == 1 else key)
    return int(XK.string_to_keysym(name))


def keycode(connection: Any, key: str) -> int:
    """The physical key for a chord's key in the present keyboard map; 0 when there is none."""
    code = int(connection.keysym_to_keycode(keysym(key)))
    return code if code else _US_POSITIONS.get(key, 0)


def modifier_keycodes(connection: Any) -> dict[int, str]:
    """Physical keys that act as modifiers, with the name a person knows them by.

    Lock keys are left out: Caps Lock and Num Lock do not change what a paste key does.
    """
    found: dict[int, str] = {}
    for row, codes in enumerate(connection.get_modifier_mapping()):
        name = _MODIFIER_ROWS.get(row)
        if name is not None:
            found.update({code: name for code in codes if code})
    for symbol, name in _LATCH_KEYSYMS.items():
        code = int(connection.keysym_to_keycode(_latch_keysym(symbol)))
        if code:
            found.setdefault(code, name)
    return found


def _latch_keysym(symbol: str) -> int:
    value = int(XK.string_to_keysym(symbol))
    return value if value else {"ISO_Level3_Shift": 0xFE03, "Mode_switch": 0xFF7E}.get(symbol, 0)


def lock_masks(connection: Any) -> tuple[int, ...]:
    """Every combination of Caps Lock, Num Lock and Scroll Lock as modifier bits."""
    bits = [X.LockMask]
    mapping = connection.get_modifier_mapping()
    for symbol in ("Num_Lock", "Scroll_Lock"):
        code = int(connection.keysym_to_keycode(XK.string_to_keysym(symbol)))
        for row, codes in enumerate(mapping):
            if code and code in codes and row > X.LockMapIndex:
                bits.append(1 << row)
    masks = {0}
    for bit in bits:
        masks |= {mask | bit for mask in masks}
    return tuple(sorted(masks))
