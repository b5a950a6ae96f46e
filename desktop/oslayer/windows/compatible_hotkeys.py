"""Hotkeys for machines where other programs hold Poise's chords, if the agent wants that.

RegisterHotKey stays the first choice. Only what it refuses, and only with the setting
`compatibility_hotkeys`, is listened for by a process of its own (key_listener.py).
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import logging
import os
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Heard, Taken
from desktop.oslayer.windows.helper_process import HelperProcess, helper_command
from desktop.oslayer.windows.hotkeys import Hotkeys
from desktop.oslayer.windows.messages import MessageWindow

log = logging.getLogger(__name__)

REST_S = 60.0
"""How long a listener that ended by itself is not started again."""

_NOTE = (
    "Windows refuses {chord} to Poise, so compatibility hotkeys listen for it: "
    "their process sees every key, keeps none, and rests in password fields that say so."
)


class CompatibleHotkeys:
    """Implements `hotkeys.ports.HotkeyRegistry`.

    Args:
        window: Of this thread; the listener's news arrive there.
        command: How to start the listener, when not in the usual way.
        now: A clock in seconds.
    """

    def __init__(
        self,
        window: MessageWindow,
        command: Sequence[str] = (),
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._window = window
        self._command = command or helper_command("key_listener", "--key-listener")
        self._now = now
        self._registered = Hotkeys(window)
        self._is_wanted = False
        self._chords: dict[str, str] = {}  # that are listened for, with their actions
        self._is_order_due = False
        self._listener: HelperProcess | None = None
        self._rests_until = 0.0
        self._on_pressed: Callable[[str], None] = lambda _action: None
        self._on_lost: Callable[[], None] = lambda: None

    def on_pressed(self, call: Callable[[str], None]) -> None:
        """Call with the action each time its chord goes down."""
        self._on_pressed = call
        self._registered.on_pressed(call)

    def on_lost(self, call: Callable[[], None]) -> None:
        """Call when chords no longer fire as they were registered, and must be again."""
        self._on_lost = call

    def listen_where_refused(self, is_wanted: bool) -> None:
        """Whether to listen for what Windows refuses; for the chords registered from now on."""
        self._is_wanted = is_wanted

    @property
    def note(self) -> str:
        """How chords are heard, for `poise doctor`."""
        if self._is_wanted:
            return "registered with Windows; those it refuses have a listener that sees every key"
        return "registered with Windows, no listener"

    def register(self, action: str, chord: Chord) -> Cannot | Heard | None:
        refusal = self._registered.register(action, chord)
        if refusal is None or not self._is_wanted or not chord.modifiers:
            return refusal  # for bare keys nobody ever listens
        if self._now() < self._rests_until:
            return Taken(
                f"{refusal.reason} The listener for such keys ended unexpectedly.",
                "Choose another chord, or start Poise again.",
            )
        self._chords[str(chord)] = action
        self._order_soon()
        return Heard(_NOTE.format(chord=chord))

    def release(self, action: str) -> None:
        self._registered.release(action)
        if action in self._chords.values():
            self._chords = {chord: each for chord, each in self._chords.items() if each != action}
            self._order_soon()  # meanwhile its answers count for nothing

    def release_all(self) -> None:
        self._registered.release_all()
        self._chords.clear()
        if self._listener is not None:
            self._send()
            self._order_soon()

    def close(self) -> None:
        """Leave; the listener ends."""
        self.release_all()
        self._let_go()

    # -- the listener ----------------------------------------------------------------------

    def _order_soon(self) -> None:
        if not self._is_order_due:  # once for all chords that are registered in a row
            self._is_order_due = True
            self._window.soon(self._order)

    def _order(self) -> None:
        self._is_order_due = False
        if not self._chords:
            self._let_go()
            return
        if self._listener is None:
            try:
                self._listener = HelperProcess(self._command, self._on_line, self._on_end)
            except OSError as problem:
                log.error("the key listener did not start: %s", problem.strerror)
                self._rest()
                return
        self._send()

    def _send(self) -> None:
        assert self._listener is not None
        self._listener.send({"do": "listen", "chords": self._chords, "owner": os.getpid()})

    def _let_go(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.let_go()

    def _rest(self) -> None:
        self._listener = None
        self._rests_until = self._now() + REST_S
        self._on_lost()

    def _on_line(self, listener: HelperProcess, answer: dict[str, Any]) -> None:
        """In the listener's thread."""
        self._window.soon(lambda: self._on_answer(listener, answer))

    def _on_answer(self, listener: HelperProcess, answer: dict[str, Any]) -> None:
        if answer["do"] == "broken":
            log.error("the key listener broke: %s", answer["why"])
        elif listener is self._listener and answer["action"] in self._chords.values():
            self._on_pressed(answer["action"])

    def _on_end(self, listener: HelperProcess, code: int) -> None:
        """In the listener's thread."""
        self._window.soon(lambda: self._on_ended(listener, code))

    def _on_ended(self, listener: HelperProcess, code: int) -> None:
        if listener is self._listener:
            log.error("the key listener ended unexpectedly (%s)", code)
            self._rest()
