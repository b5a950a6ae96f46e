"""A hidden window of our own: where Windows delivers hotkeys and news to this thread.

A window procedure and not a filter over Qt's messages: Windows calls it for our messages only,
also while some other code runs a message loop of its own (a menu, a drag), and no Python runs
for the thousands of messages that are none of our business. The window is a real top-level one,
because message-only windows get no broadcasts.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections import defaultdict, deque
from collections.abc import Callable
from ctypes import byref, wintypes

from desktop.oslayer.windows.api import LRESULT, WNDPROC, WindowClass, declare, explain, last_error

Hear = Callable[[int, int], int | None]
"""Given wParam and lParam; what it returns is the answer to the message (None: the usual one)."""

_register_class = declare("user32", "RegisterClassW", wintypes.ATOM, wintypes.LPVOID)
_unregister_class = declare(
    "user32", "UnregisterClassW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.HINSTANCE
)
_create_window = declare(
    *("user32", "CreateWindowExW", wintypes.HWND),
    *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
    *(wintypes.INT, wintypes.INT, wintypes.INT, wintypes.INT),
    *(wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID),
)
_destroy_window = declare("user32", "DestroyWindow", wintypes.BOOL, wintypes.HWND)
_default = declare(
    *("user32", "DefWindowProcW", LRESULT),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM),
)
_post = declare(
    *("user32", "PostMessageW", wintypes.BOOL),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM),
)
set_timer = declare(
    *("user32", "SetTimer", wintypes.WPARAM),
    *(wintypes.HWND, wintypes.WPARAM, wintypes.UINT, wintypes.LPVOID),
)
"""Given a window, an id, milliseconds and None; TIMER then comes with the id until it is killed."""
kill_timer = declare("user32", "KillTimer", wintypes.BOOL, wintypes.HWND, wintypes.WPARAM)
_module = declare("kernel32", "GetModuleHandleW", wintypes.HINSTANCE, wintypes.LPCWSTR)

TIMER = 0x113  # WM_TIMER

_TOOL_WINDOW = 0x80  # WS_EX_TOOLWINDOW: never in the taskbar or Alt+Tab
_NO_ACTIVATE = 0x08000000  # WS_EX_NOACTIVATE
_POPUP = 0x80000000  # WS_POPUP
_OWN = 0x8000  # WM_APP: posted by `soon`


class MessageWindow:
    """Hears messages; lives in the thread that makes it, whose message loop must run.

    Args:
        name: Of the window class; one of a name for each process.

    Raises:
        OSError: Windows makes no window (the session ends).
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._listeners: dict[int, list[Hear]] = defaultdict(list)
        self._soon: deque[Callable[[], None]] = deque()
        self._procedure = WNDPROC(self._on_message)  # must live as long as the window
        self._instance = _module(None)
        made = WindowClass(
            procedure=self._procedure, instance=self._instance, class_name=name, style=0
        )
        if not _register_class(byref(made)):
            raise OSError(f"no window class: {explain(last_error())}")
        style = _TOOL_WINDOW | _NO_ACTIVATE
        self.handle: int = (
            _create_window(style, name, name, _POPUP, 0, 0, 0, 0, None, None, self._instance, None)
            or 0
        )
        if not self.handle:
            raise OSError(f"no window: {explain(last_error())}")

    def hear(self, message: int, call: Hear) -> None:
        """Call for each such message, after those who asked before."""
        self._listeners[message].append(call)

    def soon(self, call: Callable[[], None]) -> None:
        """Call in this window's thread as soon as it is back in its loop; from any thread."""
        self._soon.append(call)
        _post(self.handle, _OWN, 0, 0)

    def close(self) -> None:
        """Take the window away."""
        if self.handle:
            _destroy_window(self.handle)
            _unregister_class(self._name, self._instance)
            self.handle = 0

    def _on_message(self, window: int, message: int, wparam: int, lparam: int) -> int:
        try:
            if message == _OWN:
                for _ in range(len(self._soon)):  # what they ask for soon has its own message
                    self._soon.popleft()()
                return 0
            for hear in self._listeners.get(message, ()):
                answer = hear(wparam, lparam)
                if answer is not None:
                    return answer
        except Exception:  # noqa: BLE001 - reported, see below
            sys.excepthook(*sys.exc_info())  # Windows calls us: nobody else would hear of it
        answer = _default(window, message, wparam, lparam)
        return int(answer)
