"""The real state of the keyboard, and the paste key through XTEST."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from Xlib import XK, X
from Xlib.ext import xtest

from desktop.errors import Cannot
from desktop.hotkeys.chord import MODIFIERS, Chord
from desktop.insertion.quirks import CTRL_V
from desktop.oslayer.x11.connection import send_all
from desktop.oslayer.x11.keysyms import MODIFIER_KEYSYMS, keycode, keysym, modifier_keycodes
from desktop.oslayer.x11.session import Session

_INSTEAD = {CTRL_V: Chord(frozenset({"Shift"}), "Insert")}


class Keys:
    """Implements `insertion.ports.KeySender`."""

    def __init__(self, session: Session) -> None:
        self._asking = session.asking
        self._modifiers = modifier_keycodes(self._asking)
        self._can_press = bool(self._asking.query_extension("XTEST"))
        session.hear(X.MappingNotify, lambda _event: self._read_modifiers())

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        wanted = dict(self._modifiers)
        wanted.update({keycode(self._asking, key): key for key in keys})
        wanted.pop(0, None)
        down = self._asking.query_keymap()
        names = [name for code, name in wanted.items() if down[code >> 3] & (1 << (code & 7))]
        return tuple(dict.fromkeys(names))

    def is_any_down(self) -> bool:
        return any(self._asking.query_keymap())

    def press(self, chord: Chord) -> Cannot | None:
        if not self._can_press:
            return Cannot("This X server has no XTEST.", "Paste the text yourself.")
        if not self._asking.keysym_to_keycode(keysym(chord.key)):
            # A layout without Latin letters: most programs also paste with Shift+Insert.
            chord = _INSTEAD.get(chord, chord)
        names = [name for name in MODIFIERS if name in chord.modifiers]
        codes = [
            self._asking.keysym_to_keycode(XK.string_to_keysym(MODIFIER_KEYSYMS[name]))
            for name in names
        ]
        codes.append(keycode(self._asking, chord.key))
        if not all(codes):
            return Cannot(f"This keyboard has no {chord}.", "Paste the text yourself.")
        self._tap(codes)
        return None

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        if not self._can_press:
            return Cannot("This X server has no XTEST.", "Paste the text yourself.")
        shift = self._asking.keysym_to_keycode(XK.XK_Shift_L)
        strokes: list[list[int]] = []
        for character in text:
            stroke = self._stroke(character, shift)
            if stroke is None:
                return Cannot(
                    f"This keyboard has no key for '{character}', so nothing was typed.",
                    "Copy the phrase and paste it by hand.",
                )
            strokes.append(stroke)
        for number, stroke in enumerate(strokes):
            if not may_go_on():
                return Cannot(
                    f"Typing stopped after {number} of {len(text)} characters, because a key "
                    "was pressed or another window came to the front.",
                    "Look at the field.",
                )
            self._tap(stroke)
            self._asking.sync()
        return None

    def _stroke(self, character: str, shift: int) -> list[int] | None:
        point = ord(character)
        symbol = point if point < 0x100 else 0x01000000 | point
        if point < 0x20 or 0x7F <= point < 0xA0:
            return None
        for code, level in self._asking.keysym_to_keycodes(symbol):
            if level == 0:
                return [code]
            if level == 1:
                return [shift, code]
        return None

    def _tap(self, codes: list[int]) -> None:
        """All presses and releases as one: nobody's request gets between them.

        A server that is busy with others after the press would repeat the key, and the phrase
        would be pasted twice.
        """
        self._asking.grab_server()
        for code in codes:
            xtest.fake_input(self._asking, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._asking, X.KeyRelease, code)
        self._asking.ungrab_server()
        send_all(self._asking)

    def _read_modifiers(self) -> None:
        self._modifiers = modifier_keycodes(self._asking)
