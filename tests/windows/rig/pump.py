"""Windows' message loop in the test's own thread, for windows of the test's own process."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import time
from collections.abc import Callable
from ctypes import byref, wintypes

from tests.rig.wait import TooLate
from tests.windows.rig.windows import function

_wait = function(
    *("user32", "MsgWaitForMultipleObjectsEx", wintypes.DWORD),
    *(wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD),
)
_peek = function(
    *("user32", "PeekMessageW", wintypes.BOOL),
    *(wintypes.LPMSG, wintypes.HWND, wintypes.UINT, wintypes.UINT, wintypes.UINT),
)
_dispatch = function("user32", "DispatchMessageW", ctypes.c_ssize_t, wintypes.LPMSG)
_sequence = function("user32", "GetClipboardSequenceNumber", wintypes.DWORD)

_LOOK_MS = 5
_ANY_INPUT, _ALSO_OLD = 0x4FF, 0x4  # QS_ALLINPUT, MWMO_INPUTAVAILABLE
_REMOVE = 0x1  # PM_REMOVE


def until(is_true: Callable[[], object], what: str, timeout_s: float = 20.0) -> None:
    """Take messages until something is true.

    Raises:
        TooLate: It did not come true in time.
    """
    deadline = time.monotonic() + timeout_s
    while not is_true():
        if time.monotonic() > deadline:
            raise TooLate(f"waited {timeout_s:g} s for {what}")
        _turn()


def pass_by(seconds: float) -> None:
    """Take messages for a while, where nothing is expected to happen; at least all there are."""
    deadline = time.monotonic() + seconds
    _turn()
    while time.monotonic() < deadline:
        _turn()


def until_clipboard_rests() -> None:
    """Until nobody changes the clipboard: a paste finds it closed then, as a person's does."""
    seen, since = _sequence(), time.monotonic()

    def is_quiet() -> bool:
        nonlocal seen, since
        if seen != _sequence():
            seen, since = _sequence(), time.monotonic()
        return time.monotonic() - since > 0.1

    until(is_quiet, "a quiet clipboard")


def _turn() -> None:
    message = wintypes.MSG()
    _wait(0, None, _LOOK_MS, _ANY_INPUT, _ALSO_OLD)
    while _peek(byref(message), None, 0, 0, _REMOVE):
        _dispatch(byref(message))
