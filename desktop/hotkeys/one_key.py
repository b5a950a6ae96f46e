"""One-key mode: after one chord, bare keys for three seconds, and one of them does one thing.

They are registered with the OS like chords, never listened for. Each stays registered until no
finger is on it any more, so that neither it nor its repeats reach the program in front; what it
stands for is done only then, when a key that Poise types itself can no longer meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import HotkeyRegistry

OPEN_MS = 3000
LOOK_MS = 10
"""How often it is looked whether a finger has left its key."""

DIGITS = tuple("123456789")
NEXT, BACK, LEAVE = "N", "B", "Escape"

_BARE = "bare-"
_WAYS = (frozenset[str](), frozenset({"Shift"}))
"""Shift too: French keyboards have the digits there, and it may be down still from the chord."""

Deed = Callable[[], object]


class Clock(Protocol):
    """Time and timers of the running program."""

    def later(self, delay_ms: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call back once after the delay; the returned function cancels it."""


class OneKey:
    """Holds bare keys for a moment.

    Args:
        registry: Reserves them.
        held: Tells which of these keys are physically down (and maybe others).
        clock: For the three seconds.
    """

    def __init__(
        self, registry: HotkeyRegistry, held: Callable[[Sequence[str]], Iterable[str]], clock: Clock
    ) -> None:
        self._registry = registry
        self._held = held
        self._clock = clock
        self._deeds: Mapping[str, Deed] = {}
        self._registered: set[str] = set()
        self._under_fingers: set[str] = set()  # of those registered: down, and must come up first
        self._due: tuple[str, Deed] | None = None
        self._cancel_end: Callable[[], None] = lambda: None
        self._is_looking = False
        self._on_changed: Callable[[], None] = lambda: None
        self.refused: frozenset[str] = frozenset()
        """Keys of the open mode that other programs hold, or that this keyboard has not."""

    def on_changed(self, call: Callable[[], None]) -> None:
        """Call when the mode opens (also when it opens anew) and when it ends."""
        self._on_changed = call

    @property
    def is_open(self) -> bool:
        """Whether a bare key would do something now."""
        return bool(self._deeds)

    def open(self, deeds: Mapping[str, Deed]) -> Cannot | None:
        """Lend these keys for three seconds, counted anew when it is open already.

        Args:
            deeds: What each key does; all of them are bare.

        Returns:
            Why no key at all can be had. One that cannot is in `refused`.
        """
        if self._due is not None:
            return None  # the finger is still on the key of the last time
        self._release(self._registered - set(deeds) - self._under_fingers)
        # One that is down already belongs to the chord, or to what is being typed.
        self._under_fingers |= self._down(deeds)
        refusals = self._register(deeds)
        self._under_fingers &= self._registered
        had = self._registered & set(deeds)
        self.refused = frozenset(deeds) - had
        if not had - {LEAVE}:
            self.drop()
            return next(iter(refusals.values()), Cannot("There is no key to press."))
        self._deeds = {key: deed for key, deed in deeds.items() if key in had}
        self._cancel_end()
        self._cancel_end = self._clock.later(OPEN_MS, self.close)
        self._look_soon()
        self._on_changed()
        return None

    def pressed(self, action: str) -> bool:
        """A registered chord went down; whether it was a bare key."""
        if not action.startswith(_BARE):
            return False
        key = action.removeprefix(_BARE)
        if key in self._deeds and key not in self._under_fingers:
            self._due = (key, self._deeds[key])
            self._end({key})
        return True

    def close(self) -> None:
        """End the mode; a key that is down right now comes back to other programs when it is up."""
        if self.is_open:
            self._end(self._down(self._registered))

    def abandon(self) -> None:
        """End the mode because Poise is leaving: a deed that waits for its key is not done."""
        self._due = None
        self.close()

    def drop(self) -> None:
        """Give every key back at once, except one whose deed is still to be done."""
        due = {self._due[0]} if self._due is not None else set[str]()
        if self._registered - due:
            self._end(due)

    def _end(self, under_fingers: set[str]) -> None:
        was_open = self.is_open
        self._deeds, self.refused = {}, frozenset()
        self._cancel_end()
        self._under_fingers = under_fingers & self._registered
        self._release(self._registered - self._under_fingers)
        self._look_soon()
        if was_open:
            self._on_changed()

    def _register(self, keys: Iterable[str]) -> dict[str, Cannot]:
        refusals: dict[str, Cannot] = {}
        for key in keys:
            if key in self._registered:
                continue
            bare, *others = (Chord(modifiers, key) for modifiers in _WAYS)
            answer = self._registry.register(_BARE + key, bare)
            if isinstance(answer, Cannot):
                refusals[key] = answer
                continue
            self._registered.add(key)
            for chord in others:
                self._registry.register(_BARE + key, chord)  # without it, the bare one will do
        return refusals

    def _release(self, keys: Iterable[str]) -> None:
        for key in tuple(keys):
            self._registry.release(_BARE + key)
            self._registered.discard(key)

    def _down(self, keys: Iterable[str]) -> set[str]:
        asked = tuple(keys)
        return set(asked).intersection(self._held(asked)) if asked else set()

    def _look_soon(self) -> None:
        if self._under_fingers and not self._is_looking:
            self._is_looking = True
            self._clock.later(LOOK_MS, self._look)

    def _look(self) -> None:
        self._is_looking = False
        up = self._under_fingers - self._down(self._under_fingers)
        self._under_fingers -= up
        self._release(up - set(self._deeds))
        self._look_soon()
        if self._due is not None and self._due[0] in up:
            (_key, deed), self._due = self._due, None
            deed()
