"""The key listener: a small process of its own that hears the chords Windows refuses to Poise.

It exists only while the agent has switched compatibility hotkeys on and a chord is refused. It
sees every key, so it keeps nothing, writes nothing to disk, and tells Poise one thing: the name
of an action whose chord went down. Poise drives it by lines of JSON on its standard input; it
ends at once, and its hook with it, when they end. See docs/decisions/0011.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from threading import Thread
from typing import Any, NoReturn

from desktop.hotkeys.chord import Chord
from desktop.hotkeys.sieve import ALTGR, Sieve
from desktop.oslayer.windows.clipboard_loop import Loop
from desktop.oslayer.windows.focus_watch import FocusWatch
from desktop.oslayer.windows.keyboard_hook import KeyboardHook, Stroke
from desktop.oslayer.windows.keys import OWN_MARK, Keys, is_down, tap_nothing
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.virtual_keys import virtual_key

Answer = dict[str, Any]

WINDOW_CLASS = "PoiseKeyListener"
_LEFT_CTRL, _RIGHT_ALT = 0xA2, 0xA5  # VK_LCONTROL, VK_RMENU
_FAKE_CTRL = 0x21D
"""Scan code of the left Ctrl that Windows puts before each right Alt where that is AltGr."""


class KeyListener:
    """Hears chords, except while a password is typed.

    Args:
        window: Of this thread.
        say: Passes an answer on to Poise; returns at once.
    """

    def __init__(self, window: MessageWindow, say: Callable[[Answer], None]) -> None:
        self._window = window
        self._say = say
        self._keys = Keys()
        self._sieve = Sieve()
        self._has_chords = False
        self._is_altgr_down = False
        self._hook = KeyboardHook(self._hear)
        self._focus = FocusWatch(window, self._on_focus)

    @property
    def is_on(self) -> bool:
        """Whether it sees keys now."""
        return self._hook.is_on

    def obey(self, order: Answer) -> None:
        """Listen for other chords, with a fresh hook: Windows may have dropped the old one.

        Raises:
            OSError: Windows gives us no hook.
        """
        self._sieve.keep_back(_numbered(order["chords"]))
        self._is_altgr_down = False
        self._has_chords = bool(order["chords"])
        self._hook.take_off()
        if self._has_chords:
            self._focus.begin(order["owner"])
            self._use(self._focus.is_password)
        else:
            self._focus.end()

    def close(self) -> None:
        """Hear nothing any more."""
        self._hook.take_off()
        self._focus.close()

    def _on_focus(self, is_password: bool) -> None:
        if self._has_chords:
            self._use(is_password)

    def _use(self, is_password: bool) -> None:
        if is_password and self._hook.is_on:
            self._hook.take_off()
            self._sieve.forget()
            self._is_altgr_down = False
        elif not is_password and not self._hook.is_on:
            self._hook.put_on()

    def _hear(self, stroke: Stroke) -> bool:
        if stroke.mark == OWN_MARK:
            return False  # the paste key goes by, whatever the agent's chords are
        if (stroke.key, stroke.scan) == (_LEFT_CTRL, _FAKE_CTRL):
            self._is_altgr_down = stroke.is_press
        if not stroke.is_press:
            return self._sieve.release(stroke.key).is_kept_back
        verdict = self._sieve.press(stroke.key, stroke.time_ms, self._held)
        if verdict.action:
            self._say({"do": "pressed", "action": verdict.action})
            # The program in front has seen the modifiers alone. So that they do not open a menu,
            # Start, or change the layout when they come up, a key that does nothing follows;
            # afterwards, because Windows waits for our verdict.
            self._window.soon(tap_nothing)
        return verdict.is_kept_back

    def _held(self) -> tuple[str, ...]:
        held = self._keys.held()
        return (*held, ALTGR) if self._is_altgr_down and is_down(_RIGHT_ALT) else held


def _numbered(chords: Mapping[str, str]) -> dict[tuple[frozenset[str], int], str]:
    """The chords' actions by modifiers and virtual-key code."""
    parsed = {Chord.parse(text): action for text, action in chords.items()}
    return {(each.modifiers, virtual_key(each.key)): action for each, action in parsed.items()}


def main(_arguments: list[str]) -> int:
    """Run until Poise is gone.

    Args:
        _arguments: None are known; every helper is called alike.
    """
    answers: SimpleQueue[bytes] = SimpleQueue()
    loop = Loop()
    window = MessageWindow(WINDOW_CLASS)
    listener = KeyListener(window, lambda each: answers.put(json.dumps(each).encode() + b"\n"))

    def give_answers() -> None:  # in a thread: a Poise that does not read holds up no key
        while True:
            try:
                os.write(1, answers.get())
            except OSError:
                return  # Poise is gone; the end of its orders tells

    def hear_orders() -> None:
        buffer = b""
        try:
            while chunk := os.read(0, 65536):
                *lines, buffer = (buffer + chunk).split(b"\n")
                for line in lines:
                    order = json.loads(line)
                    window.soon(lambda order=order: listener.obey(order))  # type: ignore[misc]
        finally:
            os._exit(0)  # without Poise at once: with the process, Windows ends its hook

    sys.excepthook = lambda kind, _error, _trace: _leave(kind)
    sys.unraisablehook = lambda seen: _leave(seen.exc_type)  # from what Windows calls
    threading.excepthook = lambda seen: _leave(seen.exc_type)
    for work in (give_answers, hear_orders):
        Thread(target=work, daemon=True).start()
    loop.run()
    return 0


def _leave(kind: type[BaseException]) -> NoReturn:
    """After a mistake no key may depend on this process; Poise hears of its kind only."""
    try:
        os.write(1, json.dumps({"do": "broken", "why": kind.__name__}).encode() + b"\n")
    finally:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
