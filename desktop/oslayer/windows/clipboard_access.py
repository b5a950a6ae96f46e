"""Who holds, owns and reads the Windows clipboard, and the memory that is passed through it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import byref, wintypes

from desktop.oslayer.windows.api import declare, last_error

_GMEM_MOVEABLE = 0x2
_QUERY_LIMITED_INFORMATION = 0x1000
_WM_NULL = 0x0
_SMTO_ABORTIFHUNG = 0x2
_ERROR_TIMEOUT = 1460

open_clipboard = declare("user32", "OpenClipboard", wintypes.BOOL, wintypes.HWND)
close_clipboard = declare("user32", "CloseClipboard", wintypes.BOOL)
empty_clipboard = declare("user32", "EmptyClipboard", wintypes.BOOL)
sequence_number = declare("user32", "GetClipboardSequenceNumber", wintypes.DWORD)
get_data = declare("user32", "GetClipboardData", wintypes.HANDLE, wintypes.UINT)
set_data = declare("user32", "SetClipboardData", wintypes.HANDLE, wintypes.UINT, wintypes.HANDLE)
next_format = declare("user32", "EnumClipboardFormats", wintypes.UINT, wintypes.UINT)
register_format = declare("user32", "RegisterClipboardFormatW", wintypes.UINT, wintypes.LPCWSTR)
_format_name = declare(
    *("user32", "GetClipboardFormatNameW", wintypes.INT),
    *(wintypes.UINT, wintypes.LPWSTR, wintypes.INT),
)
_clipboard_owner = declare("user32", "GetClipboardOwner", wintypes.HWND)
_open_window = declare("user32", "GetOpenClipboardWindow", wintypes.HWND)
_foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
_window_thread = declare(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD),
    *(wintypes.HWND, wintypes.LPDWORD),
)
_send_with_limit = declare(
    *("user32", "SendMessageTimeoutW", wintypes.LPARAM),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM),
    *(wintypes.UINT, wintypes.UINT, wintypes.LPVOID),
)
_open_process = declare(
    *("kernel32", "OpenProcess", wintypes.HANDLE),
    *(wintypes.DWORD, wintypes.BOOL, wintypes.DWORD),
)
_close_handle = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_image_name = declare(
    *("kernel32", "QueryFullProcessImageNameW", wintypes.BOOL),
    *(wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR, wintypes.LPDWORD),
)
_alloc = declare("kernel32", "GlobalAlloc", wintypes.HGLOBAL, wintypes.UINT, ctypes.c_size_t)
_free = declare("kernel32", "GlobalFree", wintypes.HGLOBAL, wintypes.HGLOBAL)
_lock = declare("kernel32", "GlobalLock", wintypes.LPVOID, wintypes.HGLOBAL)
_unlock = declare("kernel32", "GlobalUnlock", wintypes.BOOL, wintypes.HGLOBAL)
_size = declare("kernel32", "GlobalSize", ctypes.c_size_t, wintypes.HGLOBAL)


def owner() -> int:
    """Window of the program that filled the clipboard last, 0 when it has none."""
    return _clipboard_owner() or 0


def pid_of(window: int) -> int:
    """Process id of a window, 0 when it is gone."""
    pid = wintypes.DWORD()
    _window_thread(window, byref(pid))
    return int(pid.value)


def reader_pid() -> int:
    """Process that has the clipboard open; 0 when it opened it without naming a window."""
    window = _open_window()
    return pid_of(window) if window else 0


def foreground_pid() -> int:
    """Process whose window has the keyboard."""
    window = _foreground()
    return pid_of(window) if window else 0


def answers(window: int, limit_ms: int) -> bool:
    """Whether a window's program takes messages at present; waits for that, up to a limit.

    One that Windows does not let us ask, or that is gone, does not hang as far as we know.
    """
    ctypes.set_last_error(0)
    if _send_with_limit(window, _WM_NULL, 0, 0, _SMTO_ABORTIFHUNG, limit_ms, None):
        return True
    return last_error() not in (0, _ERROR_TIMEOUT)


def holder() -> str:
    """File name of the program that has the clipboard open, "" when Windows does not tell."""
    pid = reader_pid()
    process = _open_process(_QUERY_LIMITED_INFORMATION, False, pid) if pid else None
    if not process:
        return ""
    try:
        length = wintypes.DWORD(1024)
        name = ctypes.create_unicode_buffer(length.value)
        if not _image_name(process, 0, name, byref(length)):
            return ""
        return name.value.rpartition("\\")[2]
    finally:
        _close_handle(process)


def format_name(number: int) -> str:
    """Name of a registered format, "" for the system's own."""
    name = ctypes.create_unicode_buffer(256)
    _format_name(number, name, len(name))
    return name.value


def memory_size(handle: int) -> int:
    """Bytes in a block of global memory, 0 when the handle is none."""
    return int(_size(handle))


def memory_bytes(handle: int) -> bytes:
    """A copy of a block of global memory."""
    size = memory_size(handle)
    address = _lock(handle) if size else None
    if not address:
        return b""
    try:
        return ctypes.string_at(address, size)
    finally:
        _unlock(handle)


def memory_with(data: bytes) -> int:
    """A new block of global memory, 0 when there is none left.

    It is one byte long at least: Windows takes an empty block for a discarded one.
    """
    handle = _alloc(_GMEM_MOVEABLE, max(1, len(data)))
    address = _lock(handle) if handle else None
    if not address:
        return 0
    ctypes.memmove(address, data or b"\0", max(1, len(data)))
    _unlock(handle)
    return int(handle)


def free_memory(handle: int) -> None:
    """Give back a block that the clipboard did not take."""
    _free(handle)
