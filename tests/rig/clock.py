"""The wall clock of one program, moved while it runs (libfaketime)."""

from __future__ import annotations

import glob
from pathlib import Path
from types import TracebackType
from typing import Self

# Its other build reads the file unlocked: with two threads, one read in a hundred is the true time.
LIBRARY = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class WallClock:
    """A clock that can be put forward and back; timers and the monotonic clock stay true.

    Use as a context manager, around the life of the programs that read it.

    Args:
        file: Where the difference to the true time stands; made here.
    """

    def __init__(self, file: Path) -> None:
        found = glob.glob(LIBRARY)
        assert found, "libfaketime is not installed; `make setup` installs it"
        self._file = file
        self.env = {
            "LD_PRELOAD": found[0],
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Else each timed wait for the monotonic clock takes 30 ms at least, and Python waits so
            # for its lock: beside a busy thread, Poise was silent for seconds on a busy computer.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "FAKETIME_DONT_RESET": "1",
            "NO_FAKE_STAT": "1",  # else every .pyc looks stale and Python compiles all anew
        }
        self.put(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The library forgets its shared memory when a program calls exec. Other rigs may run
        # beside this one: what belongs to a process that lives is theirs.
        for left in _shared_memory():
            if not Path(f"/proc/{left.rsplit('_', 1)[1]}").exists():
                Path(left).unlink(missing_ok=True)

    def put(self, seconds: float) -> None:
        """Let it be this many seconds later (earlier, if negative) than it truly is."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}\n", encoding="ascii")
        new.replace(self._file)


def _shared_memory() -> list[str]:
    return glob.glob("/dev/shm/faketime_shm_*") + glob.glob("/dev/shm/sem.faketime_sem_*")
