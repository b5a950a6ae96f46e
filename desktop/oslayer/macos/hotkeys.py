"""Hotkeys through Carbon's RegisterEventHotKey: macOS hands us these chords and no other key.

Needs no permission, and works while a password is typed (secure input), unlike an event tap. What
another program has registered is not refused: both hear it, and nobody is told. What macOS has for
itself is not refused either, and only macOS hears it; those chords it tells.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable
from time import monotonic

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from desktop.oslayer.macos.carbon import COMMAND, CONTROL, EXISTS, INTERNAL, OPTION, SHIFT, Carbon
from desktop.oslayer.macos.layout import Layout

_MODIFIERS = {"Ctrl": CONTROL, "Alt": OPTION, "Shift": SHIFT, "Meta": COMMAND}
_CHOOSE = "Choose another chord."
_OF_SYSTEM_KEPT_S = 1.0  # all of ours are registered one after the other


class Hotkeys:
    """Implements `hotkeys.ports.HotkeyRegistry`.

    Args:
        carbon: Registers.
        layout: Says where a letter is.
    """

    def __init__(self, carbon: Carbon, layout: Layout) -> None:
        self._carbon = carbon
        self._layout = layout
        self._held: dict[int, tuple[str, int]] = {}  # action and hotkey, by our number
        self._next_number = 1
        self._of_system: frozenset[tuple[int, int]] = frozenset()
        self._of_system_until_s = -1.0
        self._on_pressed: Callable[[str], None] = lambda _action: None
        self._status = carbon.hear_hotkeys(self._on_hotkey)

    def on_pressed(self, call: Callable[[str], None]) -> None:
        """Call with the action each time its chord goes down."""
        self._on_pressed = call

    def register(self, action: str, chord: Chord) -> Cannot | None:
        if self._status:
            return Cannot(f"macOS hands Poise no hotkeys ({self._status}).", "Start Poise again.")
        if "Alt" in chord.modifiers <= {"Alt", "Shift"}:
            # macOS 15.0 refuses these, and everywhere they type characters.
            return Cannot(f"{chord} types a character.", "Add Ctrl or Command.")
        code = self._layout.code(chord.key)
        if code is None:
            return Cannot(f"This Mac's keyboard has no key {chord.key}.", _CHOOSE)
        modifiers = sum(_MODIFIERS[name] for name in chord.modifiers)
        if (code, modifiers) in self._chords_of_system():
            return Taken(
                f"macOS has {chord} for itself.",
                "Choose another chord, or switch it off in System Settings, Keyboard Shortcuts.",
            )
        number = self._next_number
        status, hotkey = self._carbon.register(code, modifiers, number)
        if status == EXISTS:
            return Cannot(f"{chord} is used twice in Poise.", _CHOOSE)
        if status == INTERNAL:
            return Cannot(f"macOS does not allow {chord}.", "Use it with Ctrl or Command.")
        if status or not hotkey:
            return Cannot(f"macOS refuses {chord} ({status}).", _CHOOSE)
        self._next_number += 1  # never again: a press that waits in line stays its action's
        self._held[number] = (action, hotkey)
        return None

    def release(self, action: str) -> None:
        for number in [number for number, each in self._held.items() if each[0] == action]:
            self._carbon.unregister(self._held.pop(number)[1])

    def release_all(self) -> None:
        for _action, hotkey in self._held.values():
            self._carbon.unregister(hotkey)
        self._held.clear()

    def close(self) -> None:
        """Give every chord back and hear no more."""
        self.release_all()
        self._carbon.hear_no_hotkeys()

    def _chords_of_system(self) -> frozenset[tuple[int, int]]:
        if monotonic() > self._of_system_until_s:
            self._of_system = self._carbon.of_system()
            self._of_system_until_s = monotonic() + _OF_SYSTEM_KEPT_S
        return self._of_system

    def _on_hotkey(self, number: int) -> None:
        action, _hotkey = self._held.get(number, ("", 0))
        if action:
            self._on_pressed(action)
