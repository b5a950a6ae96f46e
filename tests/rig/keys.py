"""Keys and clicks as a person makes them; every one first looks where it would land."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.rig.windows import Windows

# xdotool's names for the words a chord is printed with.
NAMES = {
    "pageup": "Prior",
    "pagedown": "Next",
    "enter": "Return",
    "esc": "Escape",
    "space": "space",
    "home": "Home",
    "end": "End",
    "del": "Delete",
    "insert": "Insert",
    "ctrl": "ctrl",
    "shift": "shift",
    "alt": "alt",
    "meta": "super",
    "numlock": "Num_Lock",
    "capslock": "Caps_Lock",
}


def xdotool_name(chord: str) -> str:
    """`Ctrl+Alt+PageDown` as xdotool wants it: `ctrl+alt+Next`.

    A letter is its key: xdotool would hold Shift for a capital.
    """
    parts = [part.lower() if len(part) == 1 else part for part in chord.split("+")]
    return "+".join(NAMES.get(part.lower(), part) for part in parts)


class Keys:
    """Real key and button events through the server's test extension."""

    def __init__(self, env: Mapping[str, str], windows: Windows) -> None:
        self._env = dict(env)
        self._windows = windows

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=10)

    def tap(self, chord: str, into: int) -> None:
        """Press and release a chord while `into` has the focus."""
        self._windows.assert_focus(into)
        self._xdotool("key", xdotool_name(chord))

    def down(self, *keys: str, into: int) -> None:
        """Press keys and leave them down."""
        self._windows.assert_focus(into)
        self._xdotool("keydown", *(xdotool_name(key) for key in keys))

    def up(self, *keys: str) -> None:
        """Release keys; harmless for keys that are up."""
        self._xdotool("keyup", *(xdotool_name(key) for key in keys))

    @contextmanager
    def held(self, *keys: str, into: int) -> Iterator[None]:
        """Keep keys down for the length of a block."""
        self.down(*keys, into=into)
        try:
            yield
        finally:
            self.up(*keys)

    def type(self, text: str, into: int) -> None:
        """Type plain letters."""
        self._windows.assert_focus(into)
        self._xdotool("type", "--delay", "8", text)

    def click(self, x: int, y: int, *, focus: int) -> None:
        """Click at a place of the screen; `focus` must have the keys before."""
        self._windows.assert_focus(focus)
        self._xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def drag(self, start: tuple[int, int], stop: tuple[int, int], *, focus: int) -> None:
        """Press at one place, move, release at another."""
        self._windows.assert_focus(focus)
        middle = ((start[0] + stop[0]) // 2, (start[1] + stop[1]) // 2)
        self._xdotool("mousemove", "--sync", *map(str, start), "mousedown", "1")
        self._xdotool("mousemove", "--sync", *map(str, middle))
        self._xdotool("mousemove", "--sync", *map(str, stop), "mouseup", "1")

    def release_all(self) -> None:
        """Let go of every modifier a failed test may have left down."""
        self._xdotool("keyup", "ctrl", "shift", "alt", "super", "Return")
