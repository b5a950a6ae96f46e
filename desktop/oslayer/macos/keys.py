"""The real state of the keyboard, and the paste key through CGEventPost."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable, Sequence

import Quartz

from desktop.errors import Cannot
from desktop.hotkeys.chord import MODIFIERS as MODIFIER_NAMES
from desktop.hotkeys.chord import Chord
from desktop.oslayer.macos.layout import Layout
from desktop.oslayer.macos.virtual_keys import ANSI_V, CAPS_LOCK, CODES

PASTE = Chord(frozenset({"Meta"}), "V")

_LOOK = "Look at the field."
_PASTE_ELSEWHERE = frozenset({"Ctrl+V", "Ctrl+Shift+V", "Shift+Insert"})
"""What pastes on other desktops; the quirks of programs are written with these."""

_FLAGS = {
    "Ctrl": Quartz.kCGEventFlagMaskControl,
    "Alt": Quartz.kCGEventFlagMaskAlternate,
    "Shift": Quartz.kCGEventFlagMaskShift,
    "Meta": Quartz.kCGEventFlagMaskCommand,
}
_OF_THE_KEY = (
    Quartz.kCGEventFlagMaskNumericPad | Quartz.kCGEventFlagMaskSecondaryFn
)  # arrows and the like carry them always
_LEFT_KEYS = {"Ctrl": 0x1, "Shift": 0x2, "Meta": 0x8, "Alt": 0x20}
"""Which key of the two it was, as real keyboards say (IOLLEvent.h, NX_DEVICEL…MASK): some
programs look at nothing else."""


class Keys:
    """Implements `insertion.ports.KeySender`.

    Args:
        layout: Says where V is.
        barrier: Why no key of ours would arrive anywhere; None when they do.
    """

    def __init__(self, layout: Layout, barrier: Callable[[], Cannot | None]) -> None:
        self._layout = layout
        self._barrier = barrier

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        flags = int(Quartz.CGEventSourceFlagsState(Quartz.kCGEventSourceStateHIDSystemState))
        found = [name for name in MODIFIER_NAMES if flags & _FLAGS[name]]
        for key in keys:
            code = self._layout.code(key)
            if code is not None and _is_down(code):
                found.append(key)
        return tuple(found)

    def is_any_down(self) -> bool:
        return any(_is_down(code) for code in CODES if code != CAPS_LOCK)

    def press(self, chord: Chord) -> Cannot | None:
        refusal = self._barrier()
        if refusal is not None:
            return refusal
        if str(chord) in _PASTE_ELSEWHERE:
            chord = PASTE
        code = self._code(chord)
        if code is None:
            return Cannot(f"A Mac's keyboard has no key {chord.key}.", "Paste the text yourself.")
        flags = 0
        for name in chord.modifiers:
            flags |= _FLAGS[name] | _LEFT_KEYS[name]
        strokes = [_stroke(code, is_down, flags) for is_down in (True, False)]
        if None in strokes:
            return Cannot("macOS made no key event.", "Paste the text yourself.")
        for stroke in strokes:
            Quartz.CGEventPost(Quartz.kCGHIDEventTap, stroke)
        return None

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        if any(character < " " or "\x7f" <= character < "\xa0" for character in text):
            return Cannot("A line break or a control character is never typed.", "Paste the text.")
        refusal = self._barrier()
        if refusal is not None:
            return refusal
        for number, character in enumerate(text):
            if not may_go_on():
                return Cannot(
                    f"Typing stopped after {number} of {len(text)} characters, because a key "
                    "was pressed or another window came to the front.",
                    _LOOK,
                )
            # One character an event: both halves of one beyond 16 bits stay together, and
            # nothing comes near the 20 units after which macOS cuts an event's text.
            units = len(character.encode("utf-16-le")) // 2
            for is_down in (True, False):
                stroke = _stroke(0, is_down, 0)
                if stroke is None:
                    return Cannot(f"macOS made no key event after {number} characters.", _LOOK)
                Quartz.CGEventKeyboardSetUnicodeString(stroke, units, character)
                Quartz.CGEventPost(Quartz.kCGHIDEventTap, stroke)
        return None

    def _code(self, chord: Chord) -> int | None:
        if chord == PASTE:
            found = self._layout.code_with_command("v")
            return ANSI_V if found is None else found
        return self._layout.code(chord.key)


def _is_down(code: int) -> bool:
    """Whether a key is physically down."""
    return bool(Quartz.CGEventSourceKeyState(Quartz.kCGEventSourceStateHIDSystemState, code))


def _stroke(code: int, is_down: bool, flags: int) -> object:
    """A key event with flags of its own: without them it takes over those of the keyboard."""
    made: object = Quartz.CGEventCreateKeyboardEvent(None, code, is_down)
    if made is not None:
        own = int(Quartz.CGEventGetFlags(made)) & _OF_THE_KEY
        Quartz.CGEventSetFlags(made, flags | own)
    return made
