"""The real program on the private desktop, and what it costs."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.rig import process, wait
from tests.rig.driving import FROM_SOURCE, REPOSITORY, DrivenPoise, State, playbook
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk

__all__ = ["REPOSITORY", "Poise", "State", "cpu_s", "now_ns", "playbook", "pss_mb"]

_PRESSURE = Path("/proc/pressure")
"""How long programs waited for processors, memory and disks lately."""


class Poise(DrivenPoise):
    """One Poise on a private desktop.

    Args:
        desk: Where it appears.
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
    """

    def __init__(self, desk: Desk, home: Path, command: Sequence[str | Path] = FROM_SOURCE) -> None:
        super().__init__(home, command, desk.env)
        self.desk = desk
        self._prefix: list[str | Path] = []

    # ------------------------------------------------------------------- its life
    def launch(self, *extra: str, prefix: Sequence[str | Path] = ()) -> None:
        """Start the program without waiting for it; `prefix` may be strace."""
        self._prefix = list(prefix)
        super().launch(*extra)

    def run(self, *extra: str, prefix: Sequence[str | Path] = ()) -> None:
        """Start the program and wait until it answers and its panel is on the screen."""
        self.launch(*extra, prefix=prefix)
        self.wait_ready()

    def _spawn(self, words: Sequence[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        command = [*self._prefix, *self.command, *words]
        return process.spawn(command, self.env, stderr=errors, cwd=REPOSITORY)

    def is_alive(self) -> bool:
        """Whether it runs."""
        return super().is_alive() and not (self._prefix and self._has_left())

    def wait_end(self) -> None:
        """Wait for it to end by itself, with success."""
        if self._prefix:
            # strace stays as long as the clipboard keeper does: look at the program itself.
            wait.until(self._has_left, "Poise to take its socket away")
        else:
            super().wait_end()

    def _has_left(self) -> bool:
        return not (self.home / "runtime" / "endpoint").exists()

    def _end_for_sure(self) -> None:
        assert self.process is not None
        # Without its strace the clipboard keeper would own the clipboard and hang:
        # the kernel refuses the calls that nobody traces any more.
        traced = self.family() if self._prefix else []
        process.end(self.process)
        for pid in traced:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    # ---------------------------------------------------------------- talking to it
    def where_it_stands(self) -> str:
        if not self.is_alive():
            return ""
        waits = [f"{each.name} {_told(each)}" for each in sorted(_PRESSURE.glob("*"))]
        threads = [
            f"{_told(task / 'comm')} {_told(task / 'syscall')} {_told(task / 'stack')}"
            for task in sorted(Path(f"/proc/{self.pid}/task").glob("*"))
        ]
        return "\n".join([*waits, *threads])

    def panel_geometry(self) -> Geometry:
        """Where the panel is."""
        told = self.state()["panel"]["geometry"]
        return Geometry(**told) if isinstance(told, dict) else Geometry(*told)

    # ------------------------------------------------------------------ its cost
    def family(self) -> list[int]:
        """All of its processes that are alive, the clipboard keeper included."""
        mark = f"POISE_HOME={self.home}".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environ.read_bytes().split(b"\0"):
                    found.append(int(environ.parent.name))
            except OSError:
                continue
        return found


def _told(file: Path) -> str:
    """What a file of the kernel's says, on one line; "" where it is not for us."""
    try:
        return " ".join(file.read_text().split())
    except OSError:
        return ""


def pss_mb(pids: Sequence[int]) -> float:
    """The memory these processes cost, shared pages counted once (PSS), in MB."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def cpu_s(pids: Sequence[int]) -> float:
    """Processor time these processes used so far, in seconds."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def now_ns() -> int:
    """The clock the timed fields print."""
    return time.monotonic_ns()
