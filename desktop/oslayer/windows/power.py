"""Sleep, lock, session and clock: what may silently have cost us hotkeys or a reminder.

Rules from Microsoft's pages on WM_POWERBROADCAST, WM_WTSSESSION_CHANGE and WM_ENDSESSION.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from ctypes import byref, wintypes
from dataclasses import dataclass

from desktop.errors import Cannot
from desktop.oslayer.windows.api import declare, explain, last_error
from desktop.oslayer.windows.messages import MessageWindow

_register = declare(
    *("wtsapi32", "WTSRegisterSessionNotification", wintypes.BOOL),
    *(wintypes.HWND, wintypes.DWORD),
)
_unregister = declare("wtsapi32", "WTSUnRegisterSessionNotification", wintypes.BOOL, wintypes.HWND)
_query_session = declare(
    *("wtsapi32", "WTSQuerySessionInformationW", wintypes.BOOL),
    *(wintypes.HANDLE, wintypes.DWORD, ctypes.c_int, wintypes.LPVOID, wintypes.LPDWORD),
)
_free = declare("wtsapi32", "WTSFreeMemory", None, wintypes.LPVOID)
_metric = declare("user32", "GetSystemMetrics", ctypes.c_int, ctypes.c_int)

_QUERY_END_SESSION = 0x0011
_END_SESSION = 0x0016
_TIME_CHANGE = 0x001E
_POWER_BROADCAST = 0x0218
_SESSION_CHANGE = 0x02B1

_SUSPEND = 4  # PBT_APMSUSPEND
_RESUMES = frozenset({6, 7, 18})  # PBT_APMRESUMECRITICAL, -SUSPEND, -AUTOMATIC
_CONNECTS = frozenset({1, 3})  # WTS_CONSOLE_CONNECT, WTS_REMOTE_CONNECT
_DISCONNECTS = frozenset({2, 4})
_LOCK, _UNLOCK = 7, 8  # WTS_SESSION_LOCK, WTS_SESSION_UNLOCK
_DONE = 1

_OF_THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION
_CURRENT_SESSION = 0xFFFFFFFF
_SESSION_INFO_EX = 25  # WTSSessionInfoEx
_REMOTE_SESSION = 0x1000  # SM_REMOTESESSION


def _nobody() -> None:
    """Nobody asked to be told."""


@dataclass(frozen=True, slots=True)
class PowerListeners:
    """Whom to tell. Windows repeats itself, so each may be called twice for one event.

    Args:
        asleep: The machine goes to sleep now; there are two seconds left.
        awake: It is awake again.
        locked: Nobody can use this session: locked, or its screen was taken away.
        unlocked: Somebody can again; hotkeys may be dead and must be registered anew.
        moved: The session has another screen, here or over the network (see
            `is_remote_session`).
        clock_changed: The wall clock was set.
        session_ends: Log-off or shutdown; Windows kills us soon after this returns.
    """

    asleep: Callable[[], None] = _nobody
    awake: Callable[[], None] = _nobody
    locked: Callable[[], None] = _nobody
    unlocked: Callable[[], None] = _nobody
    moved: Callable[[], None] = _nobody
    clock_changed: Callable[[], None] = _nobody
    session_ends: Callable[[], None] = _nobody


class Power:
    """Hears the news of the machine and the session.

    Args:
        window: Where they arrive; must outlive this object.
        listeners: Whom to tell, in the window's thread.
    """

    def __init__(self, window: MessageWindow, listeners: PowerListeners) -> None:
        self._window = window
        self._tell = listeners
        self._is_locked = is_session_locked() is True
        window.hear(_POWER_BROADCAST, self._on_power)
        window.hear(_SESSION_CHANGE, self._on_session)
        window.hear(_TIME_CHANGE, self._on_clock)
        window.hear(_QUERY_END_SESSION, self._on_question)
        window.hear(_END_SESSION, self._on_end)
        self.refusal: Cannot | None = None
        """Why lock and unlock cannot be heard, if so."""
        if not _register(window.handle, _OF_THIS_SESSION):
            self.refusal = Cannot(
                f"Windows does not tell when the screen is locked ({explain(last_error())}).",
                "Start Poise again; until then, hotkeys may be dead after an unlock.",
            )

    def close(self) -> None:
        """Hear nothing any more; before the window is closed."""
        self._tell = PowerListeners()
        if self.refusal is None:
            _unregister(self._window.handle)

    def _on_power(self, event: int, _data: int) -> int:
        if event == _SUSPEND:
            self._tell.asleep()
        elif event in _RESUMES:
            self._tell.awake()
        return _DONE

    def _on_session(self, event: int, _session: int) -> None:
        if event == _LOCK:
            self._is_locked = True
            self._tell.locked()
        elif event in _DISCONNECTS:
            self._tell.locked()
        elif event in _CONNECTS:
            self._tell.moved()
            if not self._is_locked:
                self._tell.unlocked()
        elif event == _UNLOCK:
            self._is_locked = False
            self._tell.unlocked()

    def _on_clock(self, _wparam: int, _lparam: int) -> None:
        self._tell.clock_changed()

    def _on_question(self, _wparam: int, _lparam: int) -> int:
        return _DONE  # the session may end; whether it does is said by the next message

    def _on_end(self, is_ending: int, _reason: int) -> int:
        if is_ending:
            self._tell.session_ends()
        return 0


def is_remote_session() -> bool:
    """Whether the agent sees this session over the network (Remote Desktop)."""
    return bool(_metric(_REMOTE_SESSION))


class _SessionInfo(ctypes.Structure):
    """WTSINFOEXW, its beginning"""

    _fields_ = [
        ("level", wintypes.DWORD),
        ("padding", wintypes.DWORD),  # the union behind holds 64-bit times
        ("session", wintypes.ULONG),
        ("state", ctypes.c_int),
        ("flags", wintypes.LONG),
    ]


def is_session_locked() -> bool | None:
    """Whether the lock screen is up; None when Windows does not say."""
    found = ctypes.POINTER(_SessionInfo)()
    size = wintypes.DWORD()
    if not _query_session(None, _CURRENT_SESSION, _SESSION_INFO_EX, byref(found), byref(size)):
        return None
    flags = int(found.contents.flags)
    _free(found)
    return {0: True, 1: False}.get(flags)  # WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK
