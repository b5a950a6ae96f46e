"""Another program that wants the same hotkeys."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from Xlib import XK, X, display, error

MASKS = {"Ctrl": X.ControlMask, "Shift": X.ShiftMask, "Alt": X.Mod1Mask, "Meta": X.Mod4Mask}
KEYSYMS = {"PageDown": "Next", "PageUp": "Prior", "Space": "space"}


class Rival:
    """A program with hotkeys of its own, as a connection of its own."""

    def __init__(self, display_name: str) -> None:
        self._x = display.Display(display_name)
        self._root = self._x.screen().root

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error_: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._x.close()

    def take(self, chord: str) -> bool:
        """Grab a chord; False when another program has it."""
        *modifiers, key = chord.split("+")
        keysym = XK.string_to_keysym(KEYSYMS.get(key, key))
        assert keysym, f"the rig does not know the key {key}"
        mask = sum(MASKS[name] for name in modifiers)
        refused = error.CatchError(error.BadAccess)
        code = self._x.keysym_to_keycode(keysym)
        self._root.grab_key(code, mask, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._x.sync()
        return refused.get_error() is None
