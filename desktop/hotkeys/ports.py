"""What the bindings need from the OS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord


@dataclass(frozen=True, slots=True)
class Taken(Cannot):
    """The OS works, but another program holds this chord."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The OS refuses the chord, but it fires all the same, in the way that `note` tells."""

    note: str


class HotkeyRegistry(Protocol):
    """Reserves single chords with the OS; sees no other key, unless the agent asked for that.

    A press is reported once, however long the key is held.
    """

    def register(self, action: str, chord: Chord) -> Cannot | Heard | None:
        """Reserve `chord` for `action`; `Taken` or another Cannot says why not."""

    def release(self, action: str) -> None:
        """Give every chord of one action back, if it has any; none of them fires afterwards."""

    def release_all(self) -> None:
        """Give every chord back; none fires afterwards."""
