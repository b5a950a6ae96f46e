"""Which process started which: programs made of web pages read in a process of their own."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import byref, wintypes

from desktop.oslayer.windows.api import declare

_LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_BASIC = 0  # ProcessBasicInformation
_STARTED_BY = 5  # InheritedFromUniqueProcessId, the last of six fields of a pointer's size
_GENERATIONS = 3

_open = declare(
    "kernel32", "OpenProcess", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD
)
_close = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_query = declare(
    *("ntdll", "NtQueryInformationProcess", wintypes.LONG),
    *(wintypes.HANDLE, wintypes.ULONG, wintypes.LPVOID, wintypes.ULONG, wintypes.LPVOID),
)


def belongs_to(pid: int, program: int) -> bool:
    """Whether a process is the program, or was started by it (children of children too).

    New Teams, Outlook and WhatsApp show a WebView2, whose browser is their child.
    """
    for _generation in range(_GENERATIONS):
        if pid == program:
            return True
        pid = _parent(pid)
    return pid == program and pid != 0


def _parent(pid: int) -> int:
    """0 when it is gone or does not let itself be asked."""
    process = _open(_LIMITED, False, pid) if pid else 0
    if not process:
        return 0
    try:
        found = (ctypes.c_size_t * 6)()
        status = _query(process, _BASIC, byref(found), ctypes.sizeof(found), None)
        return int(found[_STARTED_BY]) if status == 0 else 0
    finally:
        _close(process)
