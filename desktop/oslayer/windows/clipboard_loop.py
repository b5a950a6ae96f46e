"""A helper process's message loop, with calls at a later time."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from ctypes import byref, wintypes
from heapq import heappop, heappush
from itertools import count
from time import perf_counter

from desktop.oslayer.windows.api import declare

_ALL_INPUT = 0x4FF  # QS_ALLINPUT
_INPUT_AVAILABLE = 0x4  # MWMO_INPUTAVAILABLE: also what has been looked at before
_REMOVE = 0x1  # PM_REMOVE
_FOREVER = 0xFFFFFFFF

_wait = declare(
    *("user32", "MsgWaitForMultipleObjectsEx", wintypes.DWORD),
    *(wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD),
)
_peek = declare(
    *("user32", "PeekMessageW", wintypes.BOOL),
    *(wintypes.LPMSG, wintypes.HWND, wintypes.UINT, wintypes.UINT, wintypes.UINT),
)
_dispatch = declare("user32", "DispatchMessageW", wintypes.LPARAM, wintypes.LPMSG)


class Loop:
    """Runs this thread's windows until it is stopped."""

    def __init__(self) -> None:
        self._calls: list[tuple[float, int, Callable[[], None]]] = []
        self._count = count()
        self._is_over = False

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once, as soon as the time is over and no message waits."""
        heappush(self._calls, (perf_counter() + seconds, next(self._count), call))

    def stop(self) -> None:
        """End `run` after the present message."""
        self._is_over = True

    def run(self) -> None:
        """Deliver messages and make calls, until `stop`."""
        message = wintypes.MSG()
        while not self._is_over:
            wait_ms = _FOREVER
            if self._calls:
                wait_ms = max(0, round((self._calls[0][0] - perf_counter()) * 1000))
            _wait(0, None, wait_ms, _ALL_INPUT, _INPUT_AVAILABLE)
            while _peek(byref(message), None, 0, 0, _REMOVE):
                _dispatch(byref(message))
            now = perf_counter()
            while self._calls and self._calls[0][0] <= now and not self._is_over:
                heappop(self._calls)[2]()
