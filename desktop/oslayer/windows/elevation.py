"""Whether Windows would swallow what we type, because the target has more rights than we have.

User Interface Privilege Isolation drops input sent to a process of a higher integrity level,
and neither the result of SendInput nor the last error tells (Microsoft's page on SendInput). So
the levels are compared before anything is sent. A program with uiAccess (an on-screen keyboard,
a screen reader) runs above ordinary ones without being an administrator's; it is blocked too.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import byref, wintypes
from functools import cache

from desktop.errors import Cannot
from desktop.oslayer.windows.api import declare, last_error

_open = declare(
    *("kernel32", "OpenProcess", wintypes.HANDLE),
    *(wintypes.DWORD, wintypes.BOOL, wintypes.DWORD),
)
_close = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_own_process = declare("kernel32", "GetCurrentProcess", wintypes.HANDLE)
_open_token = declare(
    *("advapi32", "OpenProcessToken", wintypes.BOOL),
    *(wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID),
)
_token_information = declare(
    *("advapi32", "GetTokenInformation", wintypes.BOOL),
    *(wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID),
)
_count_of = declare(
    "advapi32", "GetSidSubAuthorityCount", ctypes.POINTER(ctypes.c_ubyte), wintypes.LPVOID
)
_part_of = declare(
    *("advapi32", "GetSidSubAuthority", wintypes.LPDWORD),
    *(wintypes.LPVOID, wintypes.DWORD),
)

_LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_QUERY = 8  # TOKEN_QUERY
_INTEGRITY = 25  # TokenIntegrityLevel
_DENIED = 5  # ERROR_ACCESS_DENIED

MEDIUM = 0x2000
"""SECURITY_MANDATORY_MEDIUM_RID: an ordinary program."""

HIGH = 0x3000
"""SECURITY_MANDATORY_HIGH_RID: a program run as administrator."""

_REMEDY = "Copy the phrase and paste it there with Ctrl+V."


class _Label(ctypes.Structure):
    """TOKEN_MANDATORY_LABEL with room for its SID"""

    _fields_ = [
        ("sid", wintypes.LPVOID),
        ("attributes", wintypes.DWORD),
        ("room", ctypes.c_byte * 68),  # SECURITY_MAX_SID_SIZE
    ]


def blocks(pid: int, program: str = "", *, own: int | None = None) -> Cannot | None:
    """Why keys sent to this process would be lost; None when they would arrive.

    Takes about a tenth of a millisecond. A process that has ended blocks nothing: that its
    window is gone is found out elsewhere.

    Args:
        pid: The target's process id.
        program: What the person calls it.
        own: Our integrity level, when it is not to be asked.
    """
    who = program or "The program in front"
    try:
        level = _level_of(pid)
    except PermissionError:
        return Cannot(
            f"{who} is protected (it may run as administrator), "
            "and Windows lets no ordinary program type into it.",
            _REMEDY,
        )
    except OSError:
        return None
    if level <= (own_level() if own is None else own):
        return None
    rights = "runs as administrator" if level >= HIGH else "runs with more rights than Poise"
    return Cannot(f"{who} {rights}, and Windows lets no ordinary program type into it.", _REMEDY)


@cache
def own_level() -> int:
    """Our own integrity level, such as `MEDIUM`; it never changes while we run."""
    try:
        return _level_in(_own_process())
    except OSError:
        return MEDIUM  # what almost every program has


def _level_of(pid: int) -> int:
    process = _open(_LIMITED, False, pid)
    if not process:
        raise _error()
    try:
        return _level_in(process)
    finally:
        _close(process)


def _level_in(process: int) -> int:
    token = wintypes.HANDLE()
    if not _open_token(process, _QUERY, byref(token)):
        raise _error()
    try:
        label, size = _Label(), wintypes.DWORD()
        if not _token_information(
            token, _INTEGRITY, byref(label), ctypes.sizeof(label), byref(size)
        ):
            raise _error()
        last = _count_of(label.sid)[0] - 1
        return int(_part_of(label.sid, last)[0])
    finally:
        _close(token)


def _error() -> OSError:
    return PermissionError() if last_error() == _DENIED else ProcessLookupError()
