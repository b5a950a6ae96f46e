"""What a keyboard hook does with each key: keep back Poise's own chords, let everything else by.

Only for compatibility hotkeys (docs/decisions/0011): registered chords never come through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

ALTGR = "AltGr"
"""Held as well as Ctrl and Alt where that is how a system shows the AltGr key."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to one key event: whether the program in front gets it, and what it starts."""

    is_kept_back: bool
    action: str = ""


_PASSES = Verdict(False)
_KEPT_BACK = Verdict(True)


class Sieve:
    """Remembers which keys it keeps back until they are released; nothing of any other key.

    Args:
        actions: For each chord, as its modifiers and the number of its key, what it starts.
    """

    def __init__(self, actions: Mapping[tuple[frozenset[str], int], str]) -> None:
        self._actions = dict(actions)
        self._keys = frozenset(key for _modifiers, key in self._actions)
        self._kept_back: set[int] = set()

    def press(self, key: int, held: Callable[[], Iterable[str]]) -> Verdict:
        """A key went down, or repeats because it is still down.

        Args:
            key: Its number.
            held: Tells the modifiers that are down; asked only about keys of chords.
        """
        if key in self._kept_back:
            return _KEPT_BACK  # also when the modifiers were let go first: no stray character
        if key not in self._keys:
            return _PASSES
        action = self._actions.get((frozenset(held()), key))
        if action is None:
            return _PASSES
        self._kept_back.add(key)
        return Verdict(True, action)

    def release(self, key: int) -> Verdict:
        """A key came up; the program that did not see it go down does not see this either."""
        if key not in self._kept_back:
            return _PASSES
        self._kept_back.remove(key)
        return _KEPT_BACK

    def forget(self) -> None:
        """No release will be heard for a while: what goes down next is a new press."""
        self._kept_back.clear()
