"""Which action has which chord, and whether it really works on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import HotkeyRegistry, Taken

INSERT_ACTIONS = tuple(f"insert-{slot}" for slot in range(1, 10))
ACTIONS = (
    *INSERT_ACTIONS,
    *("palette", "next", "back", "toggle-panel", "stop-lines", "switch", "reset"),
    *("day", "log", "one-key"),
)
"""Every action a hotkey can have, in the order in which they are listed; one that is off by
default is not listed before it is given a chord."""

DEFAULT_CHORDS: Mapping[str, str] = {
    **{action: f"Ctrl+Shift+{slot}" for slot, action in enumerate(INSERT_ACTIONS, 1)},
    "palette": "Ctrl+Shift+Space",
    "next": "Ctrl+Alt+PageDown",
    "back": "Ctrl+Alt+PageUp",
    "toggle-panel": "Ctrl+Alt+Home",
    "stop-lines": "Ctrl+Alt+End",
    "switch": "Ctrl+Shift+F10",
    "reset": "Ctrl+Shift+F11",
    "day": "off",
    "log": "off",
    "one-key": "Ctrl+Shift+F9",
}


class State(StrEnum):
    """Whether a chord will fire."""

    ACTIVE = "active"
    TAKEN = "taken"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Binding:
    """One action, its chord, and whether it fires.

    `reason` says why it does not; of an active one, in which unusual way it is heard.
    """

    action: str
    chord: Chord | None
    state: State
    reason: str = ""


def wanted_chords(
    overrides: Mapping[str, str], *, has_one_key: bool = False
) -> dict[str, Chord | None]:
    """The defaults with the settings' `hotkeys` laid over them; `off` is None.

    Args:
        overrides: Chords by action, or `off`.
        has_one_key: Whether the one-key mode is switched on; else it has no chord at all.

    Raises:
        ChordError: An override is no chord. Settings check this first.
    """
    wanted: dict[str, Chord | None] = {}
    for action in ACTIONS:
        if action == "one-key" and not has_one_key:
            continue
        text = overrides.get(action, DEFAULT_CHORDS[action])
        if action not in overrides and text == "off":
            continue  # nobody asked for one
        wanted[action] = None if text.strip().lower() == "off" else Chord.parse(text)
    return wanted


def chord_objection(text: str) -> str:
    """What is wrong with a chord written in the settings; "" when nothing is."""
    if text.strip().lower() == "off":
        return ""
    try:
        return Chord.parse(text).objection()
    except ValueError as error:
        return str(error)


class Bindings:
    """The table of actions and chords, as it stands with the OS."""

    def __init__(self, registry: HotkeyRegistry, wanted: Mapping[str, Chord | None]) -> None:
        self._registry = registry
        self._wanted = dict(wanted)
        self._table: dict[str, Binding] = {
            action: Binding(action, chord, State.OFF) for action, chord in wanted.items()
        }

    def rewrite(self, wanted: Mapping[str, Chord | None]) -> None:
        """Use other chords from now on (the settings file changed)."""
        self._wanted = dict(wanted)
        self.register_all()

    def register_all(self) -> None:
        """Release every chord and register those that are wanted again.

        Called at start, when the keyboard map changes, and after unlock or resume.
        """
        self._release()
        owner: dict[Chord, str] = {}
        table: dict[str, Binding] = {}
        for action, chord in self._wanted.items():
            table[action] = self._register(action, chord, owner)
        self._table = table

    def release_all(self) -> None:
        """Give every chord back to the OS."""
        self._release()
        self._table = {
            action: Binding(action, chord, State.OFF) for action, chord in self._wanted.items()
        }

    def _release(self) -> None:
        # One by one: a bare key with a finger on it stays with the one-key mode.
        for action in self._table:
            self._registry.release(action)

    def _register(self, action: str, chord: Chord | None, owner: dict[Chord, str]) -> Binding:
        if chord is None:
            return Binding(action, None, State.OFF, "Switched off in the settings.")
        if chord in owner:
            reason = f"{chord} is already used for {owner[chord]} in your settings."
            return Binding(action, chord, State.TAKEN, reason)
        answer = self._registry.register(action, chord)
        if isinstance(answer, Cannot):
            state = State.TAKEN if isinstance(answer, Taken) else State.OFF
            return Binding(action, chord, state, str(answer))
        owner[chord] = action
        return Binding(action, chord, State.ACTIVE, answer.note if answer is not None else "")

    def __getitem__(self, action: str) -> Binding:
        return self._table[action]

    def all(self) -> tuple[Binding, ...]:
        """Every binding in the order of `ACTIONS`."""
        return tuple(self._table.values())
