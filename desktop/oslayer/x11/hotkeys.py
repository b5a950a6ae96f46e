"""Hotkeys through XGrabKey: the server hands us these chords and no other key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from Xlib import X, error

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from desktop.oslayer.x11.keysyms import MODIFIER_MASKS, keycode, lock_masks
from desktop.oslayer.x11.session import Session

_CHORD_BITS = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod4Mask


_Place = tuple[int, int]
"""A physical key and the modifiers of a chord."""


class Hotkeys:
    """Implements `hotkeys.ports.HotkeyRegistry`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._hearing = session.hearing
        self._actions: dict[_Place, str] = {}
        self._chords: dict[Chord, _Place] = {}
        self._masks: dict[_Place, list[int]] = {}  # as grabbed: lock keys may have moved since
        self._locks: tuple[int, ...] = (0,)
        self._released_at: dict[int, int | None] = {}
        self._on_pressed: Callable[[str], None] = lambda _action: None
        self._on_keymap_changed: Callable[[], None] = lambda: None
        session.hear(X.KeyPress, self._on_key_press)
        session.hear(X.KeyRelease, self._on_key_release)
        session.hear(X.MappingNotify, self._on_mapping)

    def on_pressed(self, call: Callable[[str], None]) -> None:
        """Call with the action each time its chord goes down."""
        self._on_pressed = call

    def on_keymap_changed(self, call: Callable[[], None]) -> None:
        """Call when keys have moved, so that the chords can be registered anew."""
        self._on_keymap_changed = call

    def register(self, action: str, chord: Chord) -> Cannot | None:
        code = keycode(self._hearing, chord.key)
        if code == 0:
            return Cannot(f"This keyboard has no {chord.key} key.", "Choose another chord.")
        modifiers = 0
        for name in chord.modifiers:
            modifiers |= MODIFIER_MASKS[name]
        self._locks = lock_masks(self._hearing)
        masks = [modifiers | lock for lock in self._locks]
        catchers = []
        for mask in masks:
            catcher = error.CatchError(error.BadAccess)
            self._session.root.grab_key(
                code, mask, False, X.GrabModeAsync, X.GrabModeAsync, onerror=catcher
            )
            catchers.append(catcher)
        self._session.sync_hearing()
        if any(catcher.get_error() for catcher in catchers):
            for mask in masks:
                self._session.root.ungrab_key(code, mask)
            self._hearing.flush()
            return Taken(f"{chord} is taken by another program.", "Choose another chord.")
        place = (code, modifiers)
        self._actions[place], self._chords[chord], self._masks[place] = action, place, masks
        return None

    def release(self, action: str) -> None:
        places = [place for place, each in self._actions.items() if each == action]
        if not places:
            return
        for place in places:
            self._ungrab(place)
            del self._actions[place]
        self._chords = {
            chord: place for chord, place in self._chords.items() if place in self._actions
        }
        for code, _modifiers in places:
            if all(code != each for each, _others in self._actions):
                self._released_at.pop(code, None)
        self._session.sync_hearing()

    def release_all(self) -> None:
        for place in self._actions:
            self._ungrab(place)
        self._actions.clear()
        self._chords.clear()
        self._released_at.clear()
        self._session.sync_hearing()

    def _ungrab(self, place: _Place) -> None:
        for mask in self._masks.pop(place):
            self._session.root.ungrab_key(place[0], mask)

    def _on_key_press(self, event: Any) -> None:
        # Auto-repeat arrives as a release and a press with the same time stamp.
        code = event.detail
        if code in self._released_at and self._released_at[code] in (None, event.time):
            return
        action = self._actions.get((code, event.state & _CHORD_BITS))
        if action is not None:
            self._released_at[code] = None
            self._on_pressed(action)

    def _on_key_release(self, event: Any) -> None:
        if event.detail in self._released_at:
            self._released_at[event.detail] = event.time

    def _on_mapping(self, event: Any) -> None:
        # The server also sends this when typing goes from one keyboard to another; grabbing
        # anew for nothing would lose a chord that is pressed in that moment.
        is_moved = any(
            keycode(self._hearing, chord.key) != code for chord, (code, _) in self._chords.items()
        )
        if event.request != X.MappingPointer and (
            is_moved or lock_masks(self._hearing) != self._locks
        ):
            self._on_keymap_changed()
