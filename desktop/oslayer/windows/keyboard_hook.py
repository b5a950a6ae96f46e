"""The keyboard hook of the compatibility hotkeys: the `keyboard` library's, without its listener.

The library's declarations of the hook and of what it delivers are used, except that of the
procedure: it promises 32 bits where Windows reads 64, so that a key is let by or swallowed as
whatever lay in memory decides. Nothing that it builds on them is used: its listener can never be
taken off again, keeps lists of keys, hides who made a key, and asks ToUnicode for names, which
can cost an accent that is being typed. See docs/decisions/0011.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any

from keyboard import _winkeyboard as library  # only the listener's process comes here

from desktop.oslayer.windows.api import LRESULT, explain, last_error

_LOW_LEVEL_KEYBOARD = 13  # WH_KEYBOARD_LL
_ACTION = 0  # HC_ACTION
_KEPT_BACK = 1
_PROCEDURE = ctypes.WINFUNCTYPE(
    LRESULT, ctypes.c_int, wintypes.WPARAM, ctypes.POINTER(library.KBDLLHOOKSTRUCT)
)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key event before any program gets it.

    Args:
        key: Virtual-key code, as Windows makes it of the present layout: that of RegisterHotKey.
        scan: Scan code.
        is_press: Else it came up.
        mark: What a program that made the event wrote into it; 0 for real keys.
        time_ms: When, by Windows' clock, which wraps around.
    """

    key: int
    scan: int
    is_press: bool
    mark: int
    time_ms: int


class KeyboardHook:
    """Sees every key of the session while it is on; lives in a thread with a message loop.

    Args:
        hear: Called with each event; answers whether it is kept back. Windows waits for it.
    """

    def __init__(self, hear: Callable[[Stroke], bool]) -> None:
        self._hear = hear
        self._procedure = _PROCEDURE(self._on_event)  # kept alive
        self._hook = 0

    @property
    def is_on(self) -> bool:
        """Whether it sees keys."""
        return bool(self._hook)

    def put_on(self) -> None:
        """See keys from now on, before every hook that is there.

        Raises:
            OSError: Windows refuses.
        """
        procedure = ctypes.cast(self._procedure, library.LowLevelKeyboardProc)
        module = library.GetModuleHandleW(None)
        hook = library.SetWindowsHookEx(_LOW_LEVEL_KEYBOARD, procedure, module, 0)
        if not hook:
            raise OSError(explain(last_error()))
        self._hook = hook

    def take_off(self) -> None:
        """See no key any more."""
        if self._hook:
            library.UnhookWindowsHookEx(self._hook)
            self._hook = 0

    def _on_event(self, code: int, message: int, event: Any) -> int:
        try:
            if code == _ACTION and self._hear(_stroke(message, event.contents)):
                return _KEPT_BACK
        except Exception:  # noqa: BLE001 - reported, see below
            sys.excepthook(*sys.exc_info())  # Windows calls us: nobody else would hear of it
        return int(library.CallNextHookEx(None, code, message, event))


def _stroke(message: int, event: Any) -> Stroke:
    is_press = library.keyboard_event_types[message] == library.KEY_DOWN
    mark = ctypes.cast(event.dwExtraInfo, ctypes.c_void_p).value or 0
    time_ms = int(event.time)
    return Stroke(int(event.vk_code), int(event.scan_code), is_press, mark, time_ms)
