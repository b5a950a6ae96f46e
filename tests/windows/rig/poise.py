"""The real program on Windows, started and driven as on any other desktop (tests.rig.driving)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tests.rig.driving import FROM_SOURCE, REPOSITORY, DrivenPoise, State

__all__ = ["REPOSITORY", "Poise", "State"]


class Poise(DrivenPoise):
    """One Poise on this desktop.

    Args:
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
    """

    def __init__(self, home: Path, command: Sequence[str | Path] = FROM_SOURCE) -> None:
        super().__init__(home, command, os.environ)

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
