"""A clipboard keeper as Poise sees it, where file descriptors can be watched.

Orders go out as lines of JSON, answers come in as lines. The keeper outlives Poise as long as it
has to: closing its standard input tells it that Poise is gone, however that came about.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from desktop.oslayer.backend import Watch

log = logging.getLogger(__name__)

SILENCE_S = 2.5
"""A keeper that owes an answer and says nothing for so long is stuck."""

Answer = dict[str, Any]

_BEGINNINGS = frozenset({"keep", "put"})
"""The others are about what a keeper has: a fresh one would know nothing of it."""


class KeeperProcess:
    """Starts the keeper when something is to be kept, and another one when it is stuck.

    Args:
        command: That starts it.
        on_answer: Told each answer, on the main loop; to "keep" only the last one that counts:
            not what another order has overtaken.
        on_gone: Told when it has ended although it should not have, and whether it owed the
            answer to a "keep" then.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_answer: Callable[[Answer], None],
        on_gone: Callable[[bool], None],
    ) -> None:
        self._command = command
        self._on_answer = on_answer
        self._on_gone = on_gone
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._unwatch: Callable[[], None] = lambda: None
        self._answers = b""
        self._number = 0
        self._keeping = 0  # number of the order to keep whose answer counts, 0 when none does
        self._unanswered_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is one, stuck or not."""
        return self._process is not None and self._process.poll() is None

    def watch_with(self, watch: Watch) -> None:
        """Give the main loop's way to watch a file descriptor."""
        self._watch = watch

    def start(self) -> bool:
        """See to it that one runs; whether it does."""
        if self.is_running:
            if self._unanswered_at is None or monotonic() - self._unanswered_at < SILENCE_S:
                return True
            log.error("the clipboard keeper does not answer; another one is started")
        self.let_go()
        if self._watch is None:
            return False
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as problem:
            log.error("the clipboard keeper did not start: %s", problem.strerror)
            return False
        assert self._process.stdout is not None
        self._unwatch = self._watch(self._process.stdout.fileno(), self._on_readable)
        return True

    def order(self, deed: str, **more: Any) -> bool:
        """Order something; False when nobody is there to do it."""
        self._keeping = 0
        is_there = self.start() if deed in _BEGINNINGS else self.is_running
        if not is_there or self._process is None or self._process.stdin is None:
            return False
        self._number += 1
        line = json.dumps({"do": deed, "number": self._number, **more}).encode() + b"\n"
        try:
            self._process.stdin.write(line)
        except OSError:
            return False
        if self._unanswered_at is None:
            self._unanswered_at = monotonic()
        if deed == "keep":
            self._keeping = self._number
        return True

    def let_go(self) -> None:
        """Let it bring what it has begun to its end without us; the next order starts another."""
        self._unwatch()
        self._unwatch = lambda: None
        process, self._process = self._process, None
        self._unanswered_at, self._answers = None, b""
        if process is not None and process.stdin and process.stdout:
            process.stdin.close()
            process.stdout.close()
            process.returncode = 0  # it outlives us on purpose; nobody waits for it

    def _on_readable(self) -> None:
        if self._process is None or self._process.stdout is None:
            return
        chunk = os.read(self._process.stdout.fileno(), 65536)  # readable, so it does not wait
        if not chunk:
            log.error("the clipboard keeper ended unexpectedly (%s)", self._process.poll())
            is_keeping, self._keeping = bool(self._keeping), 0
            self.let_go()
            self._on_gone(is_keeping)
            return
        *lines, self._answers = (self._answers + chunk).split(b"\n")
        for line in lines:
            answer = json.loads(line)
            if answer["number"] == self._number:
                self._unanswered_at = None
            if answer["do"] == "keep":
                if answer["number"] != self._keeping:
                    continue
                self._keeping = 0
            self._on_answer(answer)
