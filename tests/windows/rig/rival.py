"""Another program that wants the same hotkeys, as a process of its own.

Run as `python -m tests.windows.rig.rival`: takes the chords that come in, a line each, and
answers whether it got them; lets go of all when there are no more.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import subprocess
from ctypes import wintypes
from types import TracebackType
from typing import Self

from tests.rig.driving import REPOSITORY
from tests.windows.rig.hands import virtual_key
from tests.windows.rig.windows import function

MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}

_register = function(
    *("user32", "RegisterHotKey", wintypes.BOOL),
    *(wintypes.HWND, wintypes.INT, wintypes.UINT, wintypes.UINT),
)


class Rival:
    """Holds the chords it took until the end of the block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.windows.rig.rival"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.let_go()

    def take(self, chord: str) -> bool:
        """Register a chord; False when another program has it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{chord}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("taken", "refused"), f"the rival said {answer!r}"
        return answer == "taken"

    def let_go(self) -> None:
        """Give everything back by ending, and wait for it."""
        self._process.communicate(timeout=20)


def main() -> None:
    """Take what is asked for."""
    for number, line in enumerate(sys.stdin, 1):
        *modifiers, key = line.strip().split("+")
        flags = sum(MODIFIERS[name] for name in modifiers)
        is_taken = _register(None, number, flags, virtual_key(key))
        print("taken" if is_taken else "refused", flush=True)


if __name__ == "__main__":
    main()
