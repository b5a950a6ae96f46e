"""Another keyboard layout while programs run, and keys by their place instead of their name."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import XK, X, display
from Xlib.ext import xtest

from tests.rig import wait
from tests.rig.xserver import Desk

# Keycodes of the standard PC keyboard: places, whatever the layout makes of them.
CTRL, SHIFT, MENU = 37, 50, 135
KEY_1 = 10
KEY_A = 38


def tap(desk: Desk, *codes: int, into: int) -> None:
    """Press keys by their places, the last one after all others, and let go of them.

    Not by xdotool, which goes back to the first layout while it presses a key.
    """
    desk.windows.assert_focus(into)
    connection = display.Display(desk.display)
    try:
        for code in codes:
            xtest.fake_input(connection, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(connection, X.KeyRelease, code)
        connection.sync()
    finally:
        connection.close()


@contextmanager
def layout(desk: Desk, *words: str) -> Iterator[None]:
    """Another keyboard layout (arguments of setxkbmap) for the length of a block, then `us`."""
    _set(desk, *words)
    try:
        yield
    finally:
        _set(desk, "us", "-option", "")


def place_of(desk: Desk, character: str) -> int:
    """The keycode of the key that bears this character in the present layout."""
    connection = display.Display(desk.display)
    try:
        return int(connection.keysym_to_keycode(XK.string_to_keysym(character)))
    finally:
        connection.close()


def _set(desk: Desk, *words: str) -> None:
    subprocess.run(["setxkbmap", *words], env=desk.env, check=True, timeout=10)
    wait.pass_by(0.3)  # every program has to hear of it, and none says when it has
