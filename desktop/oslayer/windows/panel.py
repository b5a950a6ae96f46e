"""What Windows must know of the panel's window and Qt does not tell it.

To be repeated after every native re-creation, because Qt makes each new window with its own
styles.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from ctypes import byref, wintypes

from desktop.errors import Cannot
from desktop.oslayer.windows.api import declare, explain, last_error
from desktop.oslayer.windows.power import is_remote_session

_get_long = declare("user32", "GetWindowLongPtrW", ctypes.c_ssize_t, wintypes.HWND, ctypes.c_int)
_set_long = declare(
    *("user32", "SetWindowLongPtrW", ctypes.c_ssize_t),
    *(wintypes.HWND, ctypes.c_int, ctypes.c_ssize_t),
)
_place = declare(
    *("user32", "SetWindowPos", wintypes.BOOL),
    *(wintypes.HWND, wintypes.HWND),
    *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int, wintypes.UINT),
)
_is_visible = declare("user32", "IsWindowVisible", wintypes.BOOL, wintypes.HWND)
_neighbour = declare("user32", "GetWindow", wintypes.HWND, wintypes.HWND, wintypes.UINT)
_rectangle = declare("user32", "GetWindowRect", wintypes.BOOL, wintypes.HWND, wintypes.LPRECT)
_overlap = declare(
    *("user32", "IntersectRect", wintypes.BOOL),
    *(wintypes.LPRECT, wintypes.LPRECT, wintypes.LPRECT),
)
_thread_of = declare(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD), *(wintypes.HWND, wintypes.LPDWORD)
)
_class_name = declare(
    "user32", "GetClassNameW", ctypes.c_int, wintypes.HWND, wintypes.LPWSTR, ctypes.c_int
)
_own_pid = declare("kernel32", "GetCurrentProcessId", wintypes.DWORD)
_set_affinity = declare(
    "user32", "SetWindowDisplayAffinity", wintypes.BOOL, wintypes.HWND, wintypes.DWORD
)
_get_affinity = declare(
    "user32", "GetWindowDisplayAffinity", wintypes.BOOL, wintypes.HWND, wintypes.LPDWORD
)
_version = declare("ntdll", "RtlGetVersion", wintypes.LONG, wintypes.LPVOID)

_EX_STYLE = -20  # GWL_EXSTYLE
_TOPMOST_BIT = 0x8  # WS_EX_TOPMOST
_TOOL_WINDOW = 0x80  # WS_EX_TOOLWINDOW
_NO_ACTIVATE = 0x08000000  # WS_EX_NOACTIVATE
_TOPMOST = -1  # HWND_TOPMOST
_ONLY_ORDER = 0x0001 | 0x0002 | 0x0010  # SWP_NOSIZE | SWP_NOMOVE | SWP_NOACTIVATE
_FRAME_CHANGED = 0x0020  # SWP_FRAMECHANGED
_NO_OWNER = 0x0200  # SWP_NOOWNERZORDER
_ABOVE = 3  # GW_HWNDPREV
_MOST_WINDOWS = 500  # the order may change under our steps, and they must come to an end
_PASSING = frozenset({"#32768", "tooltips_class32"})  # menus and tooltips go away by themselves

_SHOWN, _EXCLUDED = 0x00, 0x11  # WDA_NONE, WDA_EXCLUDEFROMCAPTURE
_FIRST_BUILD = 19041  # Windows 10 2004; an older one would show a black box (Microsoft's page)

_HIDE_YOURSELF = "Hide the panel before you share your screen."


def dress(window: int, takes_keyboard: bool) -> Cannot | None:
    """Give a window of ours its native style and its place above the others.

    Only SetWindowPos moves a window between the bands: WS_EX_TOPMOST written into the style
    word takes it out of the topmost band while the bit still reads as set (alpha-osk #35).

    Args:
        window: HWND.
        takes_keyboard: False for the panel, which must never take the keyboard from the chat.
    """
    style = _get_long(window, _EX_STYLE)
    wanted = style | _TOOL_WINDOW
    wanted = wanted & ~_NO_ACTIVATE if takes_keyboard else wanted | _NO_ACTIVATE
    if wanted != style:
        ctypes.set_last_error(0)
        if not _set_long(window, _EX_STYLE, wanted & ~_TOPMOST_BIT) and last_error():
            return _refusal("does not let the panel be a panel", "Start Poise again.")
    if not _place(window, _TOPMOST, 0, 0, 0, 0, _ONLY_ORDER | _FRAME_CHANGED):
        return _refusal("does not keep the panel above other windows", "Start Poise again.")
    return None


def stay_on_top(window: int) -> bool:
    """Go above the windows that came over ours; to be called each second.

    All topmost windows share one band, and the taskbar or a full-screen program overtakes in it
    without a word (DesktopClock #159). Menus, tooltips and our own windows may stay above.

    Returns:
        Whether it was necessary.
    """
    if not _is_visible(window):
        return False
    own = _own_pid()
    above = list(_over(window))
    if any(pid == own for pid, _kind in above):
        return False
    is_topmost = _get_long(window, _EX_STYLE) & _TOPMOST_BIT
    if is_topmost and all(kind in _PASSING for _pid, kind in above):
        return False
    _place(window, _TOPMOST, 0, 0, 0, 0, _ONLY_ORDER | _NO_OWNER)
    return True


def _over(window: int) -> Iterator[tuple[int, str]]:
    """Process id and class of each visible window that covers a part of this one."""
    ours, theirs, common = wintypes.RECT(), wintypes.RECT(), wintypes.RECT()
    _rectangle(window, byref(ours))
    pid = wintypes.DWORD()
    name = ctypes.create_unicode_buffer(64)
    above = window
    for _step in range(_MOST_WINDOWS):
        above = _neighbour(above, _ABOVE)
        if not above:
            return
        if (
            _is_visible(above)
            and _rectangle(above, byref(theirs))
            and _overlap(byref(common), byref(ours), byref(theirs))
        ):
            _thread_of(above, byref(pid))
            _class_name(above, name, len(name))
            yield pid.value, name.value


def hide_from_capture(window: int, is_hidden: bool) -> Cannot | None:
    """Keep a window out of screenshots and shared screens, or show it there again.

    Layered windows (Qt: translucent, or with an opacity) may stay visible although Windows
    agrees (Win32CaptureSample #51).

    Returns:
        Why it is not hidden although it should be.
    """
    refusal = capture_exclusion() if is_hidden else None
    wanted = _EXCLUDED if is_hidden and refusal is None else _SHOWN
    if not _set_affinity(window, wanted) and refusal is None and is_hidden:
        return _refusal("does not hide the panel from shared screens", _HIDE_YOURSELF)
    if refusal is None and is_hidden and not is_hidden_from_capture(window):
        return Cannot(
            "Windows agreed to hide the panel from shared screens, but did not.", _HIDE_YOURSELF
        )
    return refusal


def is_hidden_from_capture(window: int) -> bool:
    """Whether Windows leaves this window out of what it hands to others."""
    found = wintypes.DWORD()
    return bool(_get_affinity(window, byref(found))) and found.value == _EXCLUDED


def capture_exclusion() -> Cannot | None:
    """Why windows cannot be hidden from shared screens on this machine now."""
    if is_remote_session():
        return Cannot(
            "In a remote session, hiding the panel from captures would hide it from you, too.",
            _HIDE_YOURSELF,
        )
    if windows_build() < _FIRST_BUILD:
        return Cannot(
            "This Windows is older than version 2004 and would show a black box instead.",
            "Update Windows, or hide the panel before you share your screen.",
        )
    return None


class _VersionInfo(ctypes.Structure):
    """RTL_OSVERSIONINFOW"""

    _fields_ = [
        ("size", wintypes.ULONG),
        ("major", wintypes.ULONG),
        ("minor", wintypes.ULONG),
        ("build", wintypes.ULONG),
        ("platform", wintypes.ULONG),
        ("pack", wintypes.WCHAR * 128),
    ]


def windows_build() -> int:
    """The build number as it is, whatever compatibility mode we run in."""
    info = _VersionInfo(size=ctypes.sizeof(_VersionInfo))
    _version(byref(info))
    return int(info.build)


def _refusal(what: str, remedy: str) -> Cannot:
    return Cannot(f"Windows {what} ({explain(last_error())}).", remedy)
