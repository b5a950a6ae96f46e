"""A chord such as Ctrl+Shift+1: parse it, print it, and say why one would be a bad idea."""

from __future__ import annotations

from dataclasses import dataclass

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
"""Modifiers in the order in which they are printed. Meta is the Windows or Command key."""

_MODIFIER_NAMES = {
    "ctrl": "Ctrl",
    "control": "Ctrl",
    "alt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "meta": "Meta",
    "win": "Meta",
    "super": "Meta",
    "cmd": "Meta",
    "command": "Meta",
}

CHARACTER_KEYS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
NAMED_KEYS = frozenset(
    ["Space", "PageUp", "PageDown", "Home", "End", "Insert", "Delete", "Up", "Down", "Left"]
    + ["Right", "Pause", "ScrollLock", "Print", "Menu"]
    + [f"F{number}" for number in range(1, 25)]
)
_SUBMITTING_KEYS = frozenset(["enter", "return", "tab", "escape", "esc", "backspace"])
_NAMED_BY_LOWER = {name.lower(): name for name in NAMED_KEYS}
_NAMED_BY_LOWER |= {"pgup": "PageUp", "pgdown": "PageDown", "pgdn": "PageDown", "del": "Delete"}

_EDITING_WITH_CTRL = frozenset("ACVXZYSFNOPTWBIUK") | {"Insert", "Delete", "Home", "End"}
_EDITING_WITH_CTRL |= {"Left", "Right", "Up", "Down"}


class ChordError(ValueError):
    """The text is no chord; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers plus one key.

    Args:
        modifiers: Members of `MODIFIERS`.
        key: A member of `CHARACTER_KEYS` or `NAMED_KEYS`.
    """

    modifiers: frozenset[str]
    key: str

    @classmethod
    def parse(cls, text: str) -> Chord:
        """Read `Ctrl+Shift+1`; case and spaces do not matter.

        Raises:
            ChordError: The text names no key, an unknown one, or one that submits text.
        """
        parts = [part.strip() for part in text.split("+")]
        if not all(parts):
            raise ChordError(f"'{text}' is not a chord. Write it like Ctrl+Shift+1.")
        *names, key_name = parts
        modifiers = set()
        for name in names:
            modifier = _MODIFIER_NAMES.get(name.lower())
            if modifier is None:
                known = ", ".join(MODIFIERS)
                raise ChordError(f"'{name}' in '{text}' is no modifier. Use one of {known}.")
            modifiers.add(modifier)
        return cls(frozenset(modifiers), _key(key_name, text))

    def __str__(self) -> str:
        names = [name for name in MODIFIERS if name in self.modifiers]
        return "+".join([*names, self.key])

    def objection(self) -> str:
        """Why this chord must not be a global hotkey; "" when it may be one.

        A global hotkey is taken away from every program, so it must never be something that
        people type or edit with. Ctrl+Alt+character is AltGr on Windows keyboards.
        """
        if not self.modifiers & {"Ctrl", "Alt", "Meta"}:
            return f"{self} would swallow ordinary typing. Add Ctrl, Alt or Meta."
        if {"Ctrl", "Alt"} <= self.modifiers and self.key in CHARACTER_KEYS:
            return f"{self} types a character on keyboards with AltGr. Use Ctrl+Shift instead."
        if self.modifiers == {"Ctrl"} and self.key in _EDITING_WITH_CTRL:
            return f"{self} is used for editing text. Add Shift, or choose another key."
        if self.modifiers == {"Alt"} and self.key in CHARACTER_KEYS:
            return f"{self} opens menus in many programs. Use Ctrl+Shift instead."
        if self.modifiers == {"Alt", "Shift"} and self.key in CHARACTER_KEYS:
            return f"{self} types a character on some keyboards. Use Ctrl+Shift instead."
        if self.modifiers <= {"Ctrl", "Shift"} and self.key in {"Left", "Right", "Up", "Down"}:
            return f"{self} is used for editing text. Choose another key."
        return ""


def _key(name: str, text: str) -> str:
    if len(name) == 1 and name.upper() in CHARACTER_KEYS:
        return name.upper()
    if name.lower() in _SUBMITTING_KEYS:
        raise ChordError(f"'{name}' in '{text}' can submit or leave a form. Choose another key.")
    key = _NAMED_BY_LOWER.get(name.lower())
    if key is None:
        raise ChordError(
            f"'{name}' in '{text}' is no key Poise knows. "
            "Use a letter, a digit, F1 to F24, Space, PageUp, PageDown, Home or End."
        )
    return key
