"""Which window has the keyboard, and giving it back."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from collections.abc import Callable
from ctypes import byref, wintypes

from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.oslayer.windows import elevation
from desktop.oslayer.windows.api import declare

_desktop = declare("user32", "GetDesktopWindow", wintypes.HWND)
_foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
_set_foreground = declare("user32", "SetForegroundWindow", wintypes.BOOL, wintypes.HWND)
_is_window = declare("user32", "IsWindow", wintypes.BOOL, wintypes.HWND)
_is_minimised = declare("user32", "IsIconic", wintypes.BOOL, wintypes.HWND)
_show = declare("user32", "ShowWindow", wintypes.BOOL, wintypes.HWND, wintypes.INT)
_thread_of = declare(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD),
    *(wintypes.HWND, ctypes.POINTER(wintypes.DWORD)),
)
_thread_info = declare("user32", "GetGUIThreadInfo", wintypes.BOOL, wintypes.DWORD, wintypes.LPVOID)
_attach = declare(
    "user32", "AttachThreadInput", wintypes.BOOL, wintypes.DWORD, wintypes.DWORD, wintypes.BOOL
)
_find_child = declare(
    *("user32", "FindWindowExW", wintypes.HWND),
    *(wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR),
)
_class_name = declare(
    "user32", "GetClassNameW", wintypes.INT, wintypes.HWND, wintypes.LPWSTR, wintypes.INT
)
_window_text = declare(
    "user32", "GetWindowTextW", wintypes.INT, wintypes.HWND, wintypes.LPWSTR, wintypes.INT
)
_own_thread = declare("kernel32", "GetCurrentThreadId", wintypes.DWORD)
_open_process = declare(
    "kernel32", "OpenProcess", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.DWORD
)
_image_name = declare(
    *("kernel32", "QueryFullProcessImageNameW", wintypes.BOOL),
    *(wintypes.HANDLE, wintypes.DWORD, wintypes.LPWSTR, ctypes.POINTER(wintypes.DWORD)),
)
_close_handle = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_EVENT_PROCEDURE = ctypes.WINFUNCTYPE(
    None,
    *(wintypes.HANDLE, wintypes.DWORD, wintypes.HWND),
    *(wintypes.LONG, wintypes.LONG, wintypes.DWORD, wintypes.DWORD),
)
_set_hook = declare(
    *("user32", "SetWinEventHook", wintypes.HANDLE),
    *(wintypes.DWORD, wintypes.DWORD, wintypes.HMODULE, _EVENT_PROCEDURE),
    *(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD),
)
_unhook = declare("user32", "UnhookWinEvent", wintypes.BOOL, wintypes.HANDLE)

_LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_RESTORE = 9  # SW_RESTORE
_TO_THE_FRONT = 3  # EVENT_SYSTEM_FOREGROUND
_SKIP_OWN = 0x2  # WINEVENT_OUTOFCONTEXT | WINEVENT_SKIPOWNPROCESS
_LATE: list[object] = []  # procedures of closed hooks: news under way still calls them
_IN_A_MENU = 0x2 | 0x4 | 0x8 | 0x10  # moving or sizing; a menu of any kind is open
_CONSOLE_CLASS, _CONSOLE = "ConsoleWindowClass", "conhost"
_STORE_FRAME = "applicationframehost"  # shows the windows of programs from the Store


class _ThreadInfo(ctypes.Structure):
    """GUITHREADINFO"""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("active", wintypes.HWND),
        ("focus", wintypes.HWND),
        ("capture", wintypes.HWND),
        ("menu_owner", wintypes.HWND),
        ("move_size", wintypes.HWND),
        ("caret", wintypes.HWND),
        ("caret_box", wintypes.RECT),
    ]


class WindowsForeground:
    """Implements `insertion.ports.Foreground`."""

    def __init__(self) -> None:
        self._on_changed: Callable[[], None] = lambda: None
        self._procedure = _EVENT_PROCEDURE(lambda *_: self._on_changed())  # kept alive
        self._hook = 0
        self._names: dict[int, str] = {}

    def on_changed(self, call: Callable[[], None]) -> None:
        """Call when another program's window comes to the front."""
        self._on_changed = call
        if not self._hook:
            event = _TO_THE_FRONT
            self._hook = _set_hook(event, event, None, self._procedure, 0, 0, _SKIP_OWN)

    def close(self) -> None:
        """Hear no more."""
        if self._hook:
            _unhook(self._hook)
            self._hook = 0
            self._on_changed = lambda: None
            _LATE.append(self._procedure)

    def current(self) -> Target | Cannot:
        window = _foreground()
        if not window or window == _desktop():
            return Cannot("No window has the keyboard.", "Click into the text field first.")
        thread, pid = _owner(window)
        if pid == os.getpid():
            return Cannot("A window of Poise is in front.", "Click into the text field first.")
        if _is_in_a_menu(thread):
            return Cannot(
                "The keyboard is not in the window at the front (a menu may be open).",
                "Click into the text field first.",
            )
        return Target(window, self._program(window, pid), pid)

    def is_in_front(self, target: Target) -> bool:
        window = _foreground()
        if window != target.window:
            return False
        thread, pid = _owner(window)
        return pid == target.pid and not _is_in_a_menu(thread)  # numbers of windows are reused

    def title(self, target: Target) -> str:
        # Of another program's window, Windows answers by itself: one that hangs delays nobody.
        buffer = ctypes.create_unicode_buffer(512)
        if _owner(target.window)[1] == target.pid:  # numbers of windows are reused
            _window_text(target.window, buffer, len(buffer))
        return buffer.value

    def barrier(self, target: Target) -> Cannot | None:
        return elevation.blocks(target.pid)

    def take(self, window: int) -> None:
        _bring_forward(window)

    def activate(self, target: Target) -> Cannot | None:
        if not _is_window(target.window) or _owner(target.window)[1] != target.pid:
            return Cannot("The window is closed.", "Open the chat again.")
        if _is_minimised(target.window):
            _show(target.window, _RESTORE)
        _bring_forward(target.window)
        return None

    def _program(self, window: int, pid: int) -> str:
        if _class(window) == _CONSOLE_CLASS:
            # Windows names the program inside, such as python; the window takes the keys, and a
            # pasted line break would be Enter.
            return _CONSOLE
        name = self._name(pid)
        if name == _STORE_FRAME:
            child = _find_child(window, None, "Windows.UI.Core.CoreWindow", None)
            if child:
                return self._name(_owner(child)[1])
        return name

    def _name(self, pid: int) -> str:
        """The executable's name in lower case, without `.exe`."""
        if pid not in self._names:
            if len(self._names) > 64:  # numbers of processes are reused: remember few
                self._names.clear()
            self._names[pid] = _image(pid)
        return self._names[pid]


def _owner(window: int) -> tuple[int, int]:
    """(thread, process) of a window; zeros when it is gone."""
    pid = wintypes.DWORD()
    thread = _thread_of(window, byref(pid))
    return int(thread), int(pid.value)


def _bring_forward(window: int) -> None:
    if _foreground() == window or (_set_foreground(window) and _foreground() == window):
        return
    # Windows lets only the program in front pass the keyboard on; ask on its behalf.
    front_thread, own = _owner(_foreground())[0], _own_thread()
    if front_thread and front_thread != own and _attach(own, front_thread, True):
        try:
            _set_foreground(window)
        finally:
            _attach(own, front_thread, False)


def _class(window: int) -> str:
    buffer = ctypes.create_unicode_buffer(256)
    _class_name(window, buffer, len(buffer))
    return buffer.value


def _is_in_a_menu(thread: int) -> bool:
    info = _ThreadInfo(size=ctypes.sizeof(_ThreadInfo))
    return bool(_thread_info(thread, byref(info)) and info.flags & _IN_A_MENU)


def _image(pid: int) -> str:
    process = _open_process(_LIMITED, False, pid)
    if not process:
        return f"process {pid}"
    try:
        length = wintypes.DWORD(1024)
        buffer = ctypes.create_unicode_buffer(length.value)
        if not _image_name(process, 0, buffer, byref(length)):
            return f"process {pid}"
    finally:
        _close_handle(process)
    return os.path.basename(buffer.value).lower().removesuffix(".exe")
