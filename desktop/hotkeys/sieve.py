"""What a keyboard hook does with each key: keep back Poise's own chords, let everything else by.

Only for compatibility hotkeys (docs/decisions/0011): registered chords never come through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

ALTGR = "AltGr"
"""Held as well as Ctrl and Alt where that is how a system shows the AltGr key."""


REPEATS_MS = 1200
"""A key that is down repeats sooner than this (Windows' longest delay is one second)."""

_WRAPS_MS = 2**32


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to one key event: whether the program in front gets it, and what it starts."""

    is_kept_back: bool
    action: str = ""


_PASSES = Verdict(False)
_KEPT_BACK = Verdict(True)


class Sieve:
    """Remembers which keys it keeps back until they are released; nothing of any other key."""

    def __init__(self) -> None:
        self._actions: dict[tuple[frozenset[str], int], str] = {}
        self._keys: frozenset[int] = frozenset()
        self._kept_back: dict[int, int] = {}  # with the time of the last press

    def keep_back(self, actions: Mapping[tuple[frozenset[str], int], str]) -> None:
        """Keep other chords back from now on; a key that is down stays kept back.

        Args:
            actions: For each chord, as its modifiers and the number of its key, what it starts.
        """
        self._actions = dict(actions)
        self._keys = frozenset(key for _modifiers, key in self._actions)

    def press(self, key: int, time_ms: int, held: Callable[[], Iterable[str]]) -> Verdict:
        """A key went down, or repeats because it is still down.

        Args:
            key: Its number.
            time_ms: When, by a clock that may wrap around.
            held: Tells the modifiers that are down; asked only about keys of chords.
        """
        before_ms = self._kept_back.get(key)
        if before_ms is not None and (time_ms - before_ms) % _WRAPS_MS < REPEATS_MS:
            self._kept_back[key] = time_ms
            return _KEPT_BACK  # also when the modifiers were let go first: no stray character
        self._kept_back.pop(key, None)  # its release was not heard, over an administrator's window
        if key not in self._keys:
            return _PASSES
        action = self._actions.get((frozenset(held()), key))
        if action is None:
            return _PASSES
        self._kept_back[key] = time_ms
        return Verdict(True, action)

    def release(self, key: int) -> Verdict:
        """A key came up; the program that did not see it go down does not see this either."""
        if key not in self._kept_back:
            return _PASSES
        del self._kept_back[key]
        return _KEPT_BACK

    def forget(self) -> None:
        """No release will be heard for a while: what goes down next is a new press."""
        self._kept_back.clear()
