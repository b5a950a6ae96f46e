"""A main loop of a dozen lines, so that backends are tried without Qt."""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable

from desktop.oslayer.backend import MainLoop
from tests.rig.wait import TooLate


class TinyLoop:
    """Watches descriptors and runs calls, while the test spins it."""

    def __init__(self) -> None:
        self._watched: dict[int, Callable[[], None]] = {}
        self._soon: deque[Callable[[], None]] = deque()
        self.main_loop = MainLoop(self._watch, self._soon.append)

    def _watch(self, descriptor: int, call: Callable[[], None]) -> Callable[[], None]:
        self._watched[descriptor] = call

        def stop() -> None:
            self._watched.pop(descriptor, None)

        return stop

    def spin_until(self, is_true: Callable[[], object], what: str, timeout_s: float = 5) -> None:
        """Run until the predicate holds.

        Raises:
            TooLate: It did not hold in time.
        """
        deadline = time.monotonic() + timeout_s
        while not is_true():
            if time.monotonic() > deadline:
                raise TooLate(f"waited {timeout_s:g} s for {what}")
            self._turn()

    def spin_for(self, seconds: float) -> None:
        """Run for a while, where nothing is expected to happen."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._turn()

    def _turn(self) -> None:
        while self._soon:
            self._soon.popleft()()
        for descriptor in select.select(list(self._watched), [], [], 0.01)[0]:
            call = self._watched.get(descriptor)
            if call is not None:
                call()
