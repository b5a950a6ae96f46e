"""How the files of this folder declare the Win32 functions they call, and the shared structures.

Each file declares what it needs at its top, with the types of the Windows SDK; an undeclared
argument would be passed as a 32-bit number and cut a handle in half.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

LRESULT = ctypes.c_ssize_t
WNDPROC = ctypes.WINFUNCTYPE(
    LRESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)


def declare(library: str, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of a system library; `last_error` tells why it failed.

    Args:
        library: Such as "user32".
        name: As exported.
        result: ctypes type of the result, None for void.
        arguments: ctypes types of the arguments.

    Raises:
        AttributeError: This Windows does not have it.
    """
    function = getattr(ctypes.WinDLL(library, use_last_error=True), name)
    function.restype = result
    function.argtypes = arguments
    return function  # type: ignore[no-any-return]


def last_error() -> int:
    """The system's error number of this thread's last declared call."""
    return ctypes.get_last_error()


def explain(number: int) -> str:
    """Windows' own words for an error number, without the full stop."""
    return ctypes.FormatError(number).strip().rstrip(".")


class WindowClass(ctypes.Structure):
    """WNDCLASSW"""

    _fields_ = [
        ("style", wintypes.UINT),
        ("procedure", WNDPROC),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HICON),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HBRUSH),
        ("menu_name", wintypes.LPCWSTR),
        ("class_name", wintypes.LPCWSTR),
    ]
