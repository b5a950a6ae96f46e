"""One piece of work after the other, each with the clipboard open.

Only one program at a time can have it open, and any may hold it for a while; waiting for it must
not keep the keeper from serving its readers.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections import deque
from collections.abc import Callable, Generator
from time import perf_counter

from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows.clipboard_loop import Loop

_SPIN_S, _STEP_S = 0.02, 0.01

Answer = dict[str, object]
Steps = Generator[float, str | None, Answer]
"""Yields how many seconds it would wait to have the clipboard open, and is sent None as soon as
it has it, or why it cannot. It has it until it yields again or ends."""


class Work:
    """Does one piece of work after the other.

    Args:
        window: In whose name the clipboard is opened.
        loop: This thread's.
    """

    def __init__(self, window: int, loop: Loop) -> None:
        self._window = window
        self._loop = loop
        self._queue: deque[tuple[Steps, Callable[[Answer], None]]] = deque()
        self._is_working = False
        self._is_open = False

    def do(self, steps: Steps, done: Callable[[Answer], None]) -> None:
        """Do this after all that was asked for before; `done` gets what it returns."""
        self._queue.append((steps, done))
        if not self._is_working:
            self._begin_next()

    def close(self) -> None:
        """Let others have the clipboard, before the present piece of work ends."""
        if self._is_open:
            self._is_open = False
            access.close_clipboard()

    def _begin_next(self) -> None:
        self._is_working = bool(self._queue)
        if self._queue:
            self._go_on(*self._queue.popleft(), None)

    def _go_on(self, steps: Steps, done: Callable[[Answer], None], problem: str | None) -> None:
        try:
            patience_s = steps.send(problem)
        except StopIteration as end:
            self.close()
            done(end.value)
            self._loop.after(0, self._begin_next)
            return
        finally:
            self.close()
        self._open_for(steps, done, perf_counter(), patience_s)

    def _open_for(
        self, steps: Steps, done: Callable[[Answer], None], since: float, patience_s: float
    ) -> None:
        waited_s = perf_counter() - since
        if access.open_clipboard(self._window):
            self._is_open = True
            self._go_on(steps, done, None)
        elif waited_s < patience_s:
            # A reader has it open for a moment only, and the target comes next: no time to lose.
            step_s = 0.0 if waited_s < _SPIN_S else _STEP_S
            self._loop.after(step_s, lambda: self._open_for(steps, done, since, patience_s))
        else:
            self._go_on(steps, done, f"{access.holder() or 'Another program'} holds the clipboard.")
