"""What one input may cost, and what is kept of one that breaks a promise."""

from __future__ import annotations

import contextlib
import re
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MAX_S, MAX_MB = 5.0, 200
"""Of computing, and of memory for Poise's code and one input together."""

_STUCK_S = 30  # then the system ends the process, wherever it hangs
_MORE_TRIES = 2  # a busy machine computes half as fast: the best time counts
_MOST_KEPT = 20  # of one batch
_MEMORY = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")


@dataclass(slots=True)
class Outcome:
    """How some inputs went, in figures that can be written as JSON and added up."""

    words: dict[str, int] = field(default_factory=dict)
    slowest_s: float = 0.0
    slowest: str = ""
    most_mb: float = 0.0
    """What Poise's code and a single input took, without what made and remembers the inputs."""
    peak_mb: float = 0.0
    """The most the process held while an input was at work, with all of that."""
    broken: list[str] = field(default_factory=list)
    """Where each input that broke a promise is kept, and what happened."""

    @property
    def total(self) -> int:
        """How many inputs were tried."""
        return sum(self.words.values())

    def add(self, other: Outcome) -> None:
        """Put the figures of another batch to these."""
        for word, count in other.words.items():
            self.words[word] = self.words.get(word, 0) + count
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest
        self.most_mb = max(self.most_mb, other.most_mb)
        self.peak_mb = max(self.peak_mb, other.peak_mb)
        self.broken += other.broken


class Trial:
    """Puts inputs to work one after the other and measures them.

    Args:
        work: What is done to an input of a kind; it answers in a word what came of it.
        current: Where the input at work is kept, for when it takes the process with it.
        kept: The folder for inputs that break a promise.
        mark: Begins the names of what is kept by this process.
    """

    def __init__(
        self, work: Callable[[str, bytes], str], current: Path, kept: Path, mark: str
    ) -> None:
        self._work = work
        self._current = current
        self._kept = kept
        self._mark = mark
        self._base_mb = _memory_mb("VmRSS")
        self.outcome = Outcome()

    def examine(self, kind: str, data: bytes) -> None:
        """Put one input to work; one that breaks a promise is kept, and the next may come."""
        current = self._current.with_name(f"{kind}{self._current.suffix}")
        current.write_bytes(data)
        before_mb = _fresh_peak()
        word, problem, took_s = self._try(kind, data)
        for _ in range(_MORE_TRIES):
            if took_s > MAX_S and not problem:
                word, problem, again_s = self._try(kind, data)
                took_s = min(took_s, again_s)
        peak_mb = _memory_mb("VmHWM")
        cost_mb = self._base_mb + max(0.0, peak_mb - before_mb)
        if took_s > MAX_S or cost_mb > MAX_MB:
            word, problem = "broken", problem or f"{took_s:.1f} s, {cost_mb:.0f} MB\n"
        self.outcome.add(
            Outcome(
                {word: 1},
                took_s,
                f"{kind}: {data[:50]!r}",
                cost_mb,
                peak_mb,
            )
        )
        if problem:
            self._keep(current, problem)
        current.unlink()

    def _try(self, kind: str, data: bytes) -> tuple[str, str, float]:
        """The word, what was raised, and how long it took."""
        begun = time.process_time()
        problem = ""
        try:
            with _ended_if_stuck():
                word = self._work(kind, data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            word, problem = "broken", "".join(traceback.format_exception(error))
        return word, problem, time.process_time() - begun

    def _keep(self, current: Path, problem: str) -> None:
        number = len(self.outcome.broken)
        if number < _MOST_KEPT:
            file = self._kept / f"{current.stem}-{self._mark}-{number}{current.suffix}"
            file.write_bytes(current.read_bytes())
            self.outcome.broken.append(f"{file}\n{problem}")


@contextlib.contextmanager
def _ended_if_stuck() -> Iterator[None]:
    if resource is None:
        yield
        return
    usual, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + _STUCK_S, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (usual, hard))


def _fresh_peak() -> float:
    """Let the system count the most memory from here on; what is held now."""
    with contextlib.suppress(OSError):
        _FORGET_PEAK.write_text("5")
    return _memory_mb("VmRSS")


def _memory_mb(name: str) -> float:
    """What the system says of this process; 0 where it does not say."""
    # Not getrusage: its figure may be that of the program which started this one.
    try:
        status = _MEMORY.read_text()
    except OSError:
        return 0.0
    found = re.search(rf"{name}:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def repository() -> Path:
    """The checkout whose playbooks are damaged."""
    return Path(__file__).parents[2]
