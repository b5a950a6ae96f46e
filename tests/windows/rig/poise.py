"""The real program on Windows, started and driven as on any other desktop (tests.rig.driving)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.rig import wait
from tests.rig.driving import FROM_SOURCE, REPOSITORY, DrivenPoise, State
from tests.windows.rig import windows
from tests.windows.rig.hands import Hands, InsideHands, modifiers_down

__all__ = ["REPOSITORY", "Poise", "State"]

STEADY_S = 0.3


class Poise(DrivenPoise):
    """One Poise on this desktop.

    Args:
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
    """

    def __init__(self, home: Path, command: Sequence[str | Path] = FROM_SOURCE) -> None:
        super().__init__(home, command, os.environ)

    def wait_palette(self) -> int:
        """Wait until the palette has the keyboard for good, with no modifier down; its window.

        Wine takes a window off the screen and puts it back when it becomes active for the first
        time. The program behind has the keyboard for that moment; and what is released outside
        while no window has the X focus, Wine never hears of.
        """

        def is_in_front() -> bool:
            return windows.pid_of(windows.foreground()) == self.pid

        def is_steady() -> bool:
            with suppress(AssertionError):
                wait.stays(is_in_front, "the palette in front", STEADY_S)
                return True
            return False

        wait.until(is_steady, "the palette in front")
        Hands(InsideHands()).release_all()
        wait.until(lambda: not modifiers_down(), "the modifiers to be up")
        return windows.foreground()

    def _spawn(self, words: Sequence[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.command, *words],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=REPOSITORY,
        )

    def _ask_state(self) -> State | None:
        # What `poise ctl state` asks, without a new process for each look: they are slow here.
        try:
            endpoint = (self.home / "runtime" / "endpoint").read_text(encoding="utf-8").strip()
            with open(endpoint, "r+b", buffering=0) as pipe:
                pipe.write(b'{"command": "state"}\n')
                line = b""
                while not line.endswith(b"\n"):
                    line += pipe.read(65536) or b"\n"
        except OSError:
            return None
        found: State | None = json.loads(line).get("state") if line.strip() else None
        return found
