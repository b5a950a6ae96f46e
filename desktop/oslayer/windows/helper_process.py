"""A helper as Poise sees it: a process of our own that takes orders and gives answers."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import subprocess
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Any

_NO_WINDOW = subprocess.CREATE_NO_WINDOW
_OWN_JOB = subprocess.CREATE_BREAKAWAY_FROM_JOB
_FITS_BYTES = 4096  # what CreatePipe sets aside unless it is told otherwise


def helper_command(module: str, word: str) -> list[str]:
    """How to start a helper from a checkout, a wheel or a bundle.

    Args:
        module: Of this folder, that is run.
        word: By which a bundle's executable knows the helper (`desktop.cli`).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, word]
    return [sys.executable, "-P", "-m", f"desktop.oslayer.windows.{module}"]


class HelperProcess:
    """Writes and reads in threads of its own, so that a stuck helper never holds up the caller.

    Args:
        command: That starts it.
        on_line: Called in a thread with each answer.
        on_end: Called in a thread when it has ended, with its exit code.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_line: Callable[[HelperProcess, dict[str, Any]], None],
        on_end: Callable[[HelperProcess, int], None],
    ) -> None:
        self._process = _start(command)
        self._on_line = on_line
        self._on_end = on_end
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        Thread(target=self._write, name="helper orders", daemon=True).start()
        Thread(target=self._read, name="helper answers", daemon=True).start()

    def send(self, order: dict[str, Any], *, is_idle: bool = False) -> None:
        """Give an order; returns at once.

        Args:
            order: What to do.
            is_idle: Whether every earlier order was answered. Then the pipe is empty, a short
                order fits into it, and need not wait for the writing thread to wake.
        """
        line = json.dumps(order).encode() + b"\n"
        if is_idle and len(line) <= _FITS_BYTES and self._process.stdin is not None:
            try:
                self._process.stdin.write(line)
                self._process.stdin.flush()
            except (OSError, ValueError):
                return  # it has ended, or was let go: the reading thread tells
        else:
            self._orders.put(line)

    def let_go(self) -> None:
        """No more orders: it finishes what it has begun and ends by itself."""
        self._orders.put(None)

    def kill(self) -> None:
        """End it at once; what it holds is lost."""
        self._process.kill()

    def _write(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as pipe:
                while order := self._orders.get():
                    pipe.write(order)
                    pipe.flush()
        except OSError:
            return  # it has ended, which the other thread notices

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            with self._process.stdout as pipe:
                for line in pipe:
                    self._on_line(self, json.loads(line))
        except ValueError:
            self.kill()  # half a line: it was ended in the middle of it, or it is no helper
        self._orders.put(None)
        self._on_end(self, self._process.wait())


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    def start(flags: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )

    try:
        return start(_NO_WINDOW | _OWN_JOB)  # so that whoever ends Poise's job does not end it
    except PermissionError:
        return start(_NO_WINDOW)
