"""What one input may cost, and what is kept of one that breaks a promise."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

MAX_S, MAX_MB = 5.0, 200
"""Of computing, and of memory for the whole run: what a single input takes is less."""


class Trial:
    """Puts inputs to work one after the other and measures them.

    Args:
        suffix: Of the file in which an input that breaks a promise is kept.
    """

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self.outcomes: Counter[str] = Counter()
        self._slowest = (0.0, "")

    def examine(self, kind: str, data: bytes, work: Callable[[bytes], str]) -> None:
        """Put one input to work.

        Args:
            kind: Where it comes from, for the report.
            data: The input.
            work: What is done to it; it answers in a word what came of it.

        Raises:
            AssertionError: It took too long, or too much memory.
            Exception: What the work raised; the input is kept in a file.
        """
        begun = time.process_time()
        try:
            self.outcomes[work(data)] += 1
            took_s = time.process_time() - begun
            assert took_s <= MAX_S, f"{took_s:.1f} s"
            assert peak_mb() <= MAX_MB, f"{peak_mb():.0f} MB"
        except BaseException:
            with tempfile.NamedTemporaryFile("wb", suffix=self._suffix, delete=False) as file:
                file.write(data)
            print(f"{kind} broke a promise; the input is in {file.name}", file=sys.stderr)
            raise
        if took_s > self._slowest[0]:
            self._slowest = (took_s, f"{kind}: {data[:50]!r}")

    def report(self, what: str) -> None:
        """Print how it went."""
        outcomes = ", ".join(f"{count:,} {word}" for word, count in sorted(self.outcomes.items()))
        print(f"{self.outcomes.total():,} {what}: {outcomes}")
        print(f"slowest {self._slowest[0]:.2f} s ({self._slowest[1]}), peak {peak_mb():.0f} MB")


def peak_mb() -> float:
    """The most memory this process ever had; 0 where the system does not say."""
    # Not getrusage: its figure may be that of the program which started this one.
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def repository() -> Path:
    """The checkout whose playbooks are damaged."""
    return Path(__file__).parents[2]
