"""Asking Windows about its windows: who has the keys, who owns which, what stands in a field."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable, Sequence
from ctypes import wintypes
from typing import Any, NamedTuple

from tests.rig import wait
from tests.windows.rig import outside

ANSWER_MS = 2000  # how long a window may take to answer a message before it counts as hung


class Rectangle(NamedTuple):
    """A place on the screen in pixels; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2


class _ThreadState(ctypes.Structure):
    """GUITHREADINFO"""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        *((name, wintypes.HWND) for name in ("active", "focus", "capture", "menu", "move")),
        ("caret", wintypes.HWND),
        ("caret_place", wintypes.RECT),
    ]


class _MouseInput(ctypes.Structure):
    _fields_ = [
        ("x", wintypes.LONG),
        ("y", wintypes.LONG),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _KeyInput(ctypes.Structure):
    _fields_ = [
        ("key", wintypes.WORD),
        ("scan", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _EitherInput(ctypes.Union):
    _fields_ = [("mouse", _MouseInput), ("key", _KeyInput)]


class Input(ctypes.Structure):
    """INPUT: one event of the mouse or the keyboard."""

    _fields_ = [("kind", wintypes.DWORD), ("of", _EitherInput)]

    @classmethod
    def mouse(cls, flags: int) -> Input:
        """A button, or with 0 nothing at all."""
        return cls(kind=0, of=_EitherInput(mouse=_MouseInput(flags=flags)))

    @classmethod
    def key(cls, virtual_key: int, scan: int, flags: int) -> Input:
        """A key going down or up."""
        return cls(kind=1, of=_EitherInput(key=_KeyInput(key=virtual_key, scan=scan, flags=flags)))


def function(library: str, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of a system library with its types."""
    found: Any = getattr(ctypes.WinDLL(library, use_last_error=True), name)
    found.restype = result
    found.argtypes = arguments
    return found  # type: ignore[no-any-return]


_ON_EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

_foreground = function("user32", "GetForegroundWindow", wintypes.HWND)
_set_foreground = function("user32", "SetForegroundWindow", wintypes.BOOL, wintypes.HWND)
_each_window = function("user32", "EnumWindows", wintypes.BOOL, _ON_EACH, wintypes.LPARAM)
_each_child = function(
    "user32", "EnumChildWindows", wintypes.BOOL, wintypes.HWND, _ON_EACH, wintypes.LPARAM
)
_is_visible = function("user32", "IsWindowVisible", wintypes.BOOL, wintypes.HWND)
_is_window = function("user32", "IsWindow", wintypes.BOOL, wintypes.HWND)
_class_name = function(
    "user32", "GetClassNameW", wintypes.INT, wintypes.HWND, wintypes.LPWSTR, wintypes.INT
)
_title = function(
    "user32", "GetWindowTextW", wintypes.INT, wintypes.HWND, wintypes.LPWSTR, wintypes.INT
)
_thread = function(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD),
    *(wintypes.HWND, ctypes.POINTER(wintypes.DWORD)),
)
_thread_state = function(
    *("user32", "GetGUIThreadInfo", wintypes.BOOL), wintypes.DWORD, ctypes.POINTER(_ThreadState)
)
_rectangle = function(
    "user32", "GetWindowRect", wintypes.BOOL, wintypes.HWND, ctypes.POINTER(wintypes.RECT)
)
_set_place = function(
    *("user32", "SetWindowPos", wintypes.BOOL, wintypes.HWND, wintypes.HWND),
    *(wintypes.INT, wintypes.INT, wintypes.INT, wintypes.INT, wintypes.UINT),
)
_send = function(
    *("user32", "SendMessageTimeoutW", wintypes.LPARAM),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPVOID),
    *(wintypes.UINT, wintypes.UINT, ctypes.POINTER(ctypes.c_size_t)),
)
_post = function(
    *("user32", "PostMessageW", wintypes.BOOL),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM),
)
_key_state = function("user32", "GetAsyncKeyState", wintypes.SHORT, wintypes.INT)
_send_input = function(
    *("user32", "SendInput", wintypes.UINT), wintypes.UINT, ctypes.POINTER(Input), wintypes.INT
)

_WM_NULL, _WM_SETTEXT, _WM_GETTEXT, _WM_GETTEXTLENGTH, _WM_CLOSE = 0x00, 0x0C, 0x0D, 0x0E, 0x10
_ABORT_IF_HUNG = 0x02  # SMTO_ABORTIFHUNG
_NO_ORDER, _NO_ACTIVATE = 0x04, 0x10  # SWP_NOZORDER, SWP_NOACTIVATE


# --------------------------------------------------------------------- who has the keys
def foreground() -> int:
    """The window that gets the keys; 0 while none does."""
    return int(_foreground() or 0)


def focused() -> int:
    """The control of the foreground window that gets the keys; 0 when unknown."""
    state = _ThreadState(size=ctypes.sizeof(_ThreadState))
    thread = _thread(foreground(), None)
    return int(state.focus or 0) if thread and _thread_state(thread, ctypes.byref(state)) else 0


def assert_foreground(window: int) -> None:
    """Fail unless exactly this window would get a key pressed now."""
    front = foreground()
    assert front == window, (
        f"the keys should go to {describe(window)}, but in front is {describe(front)}"
    )


def activate(window: int) -> None:
    """Bring a window to the front the way a taskbar does, and wait until it is there."""
    if outside.folder() is not None:
        # Wine's SetForegroundWindow leaves the X focus where it was; X's takes Wine along.
        outside.ask("activate", title_of(window))

    def is_there() -> bool:
        if foreground() == window:
            return True
        # Windows lets the process come forward that caused the last input event: a mouse
        # event that does nothing is enough.
        send_input([Input.mouse(0)])
        _set_foreground(window)
        return False

    wait.until(is_there, f"{describe(window)} to come to the front")


def send_input(events: Sequence[Input]) -> None:
    """Put events into the input stream, all or none."""
    batch = (Input * len(events))(*events)
    sent = _send_input(len(batch), batch, ctypes.sizeof(Input))
    assert sent == len(batch), f"SendInput took {sent} of {len(batch)} events"


def is_down(virtual_key: int) -> bool:
    """Whether a key is down, as far as Windows has heard."""
    return bool(_key_state(virtual_key) & 0x8000)


# ------------------------------------------------------------------------ which are there
def top_windows() -> list[int]:
    """All visible top-level windows, the uppermost first."""
    return [window for window in _collect(_each_window) if _is_visible(window)]


def children(window: int) -> list[int]:
    """All windows inside a window, however deep."""
    return _collect(lambda call, extra: _each_child(window, call, extra))


def _collect(each: Callable[..., Any]) -> list[int]:
    found: list[int] = []

    def on_each(window: int, _extra: int) -> bool:
        found.append(window)
        return True

    each(_ON_EACH(on_each), 0)
    return found


def find(*, pid: int = 0, title: str = "", class_name: str = "") -> int:
    """The uppermost visible window of this process, title (a part) and class; 0 when none."""
    for window in top_windows():
        if pid and pid_of(window) != pid:
            continue
        if title in title_of(window) and class_name in ("", class_of(window)):
            return window
    return 0


def find_hidden(class_name: str, *, pid: int = 0) -> int:
    """A window that is never shown, by its class and process; it must be there."""
    for window in _collect(_each_window):
        if class_of(window) == class_name and pid in (0, pid_of(window)):
            return window
    raise AssertionError(f"process {pid or 'any'} has no window of the class {class_name}")


def wait_for(*, pid: int = 0, title: str = "", class_name: str = "", timeout_s: float = 20) -> int:
    """Wait until such a window is there and return it."""
    what = f"a window {title!r} of process {pid or 'any'}, class {class_name or 'any'}"
    return wait.until(lambda: find(pid=pid, title=title, class_name=class_name), what, timeout_s)


def exists(window: int) -> bool:
    """Whether the window is still there."""
    return bool(_is_window(window))


def is_visible(window: int) -> bool:
    """Whether the window is shown."""
    return bool(_is_visible(window))


def title_of(window: int) -> str:
    """The title, without asking the program."""
    buffer = ctypes.create_unicode_buffer(512)
    _title(window, buffer, len(buffer))
    return buffer.value


def class_of(window: int) -> str:
    """The name of the window's class."""
    buffer = ctypes.create_unicode_buffer(257)
    _class_name(window, buffer, len(buffer))
    return buffer.value


def pid_of(window: int) -> int:
    """The process that owns the window; 0 for none."""
    pid = wintypes.DWORD()
    _thread(window, ctypes.byref(pid))
    return pid.value


def rectangle(window: int) -> Rectangle:
    """Where the window is, frame included."""
    place = wintypes.RECT()
    _rectangle(window, ctypes.byref(place))
    return Rectangle(place.left, place.top, place.right, place.bottom)


def move(window: int, place: Rectangle) -> None:
    """Put a window somewhere, frame included; its order and the focus stay."""
    width, height = place.right - place.left, place.bottom - place.top
    _set_place(window, None, place.left, place.top, width, height, _NO_ORDER | _NO_ACTIVATE)


def describe(window: int) -> str:
    """A window in words, for messages."""
    if not window:
        return "no window"
    who = f"{class_of(window)} {title_of(window)!r} of process {pid_of(window)}"
    return f"window {window:#x} {who}"


# --------------------------------------------------------------------- what stands in them
def send(window: int, message: int, wparam: int = 0, lparam: Any = None) -> int:
    """Send a message and return the answer.

    Raises:
        AssertionError: The window does not answer.
    """
    answer = ctypes.c_size_t()
    done = _send(window, message, wparam, lparam, _ABORT_IF_HUNG, ANSWER_MS, ctypes.byref(answer))
    assert done, f"{describe(window)} does not answer message {message:#x}"
    return answer.value


def answers(window: int, within_ms: int) -> bool:
    """Whether the window looks at its messages."""
    unused = ctypes.c_size_t()
    return bool(_send(window, _WM_NULL, 0, None, 0, within_ms, ctypes.byref(unused)))


def post(window: int, message: int, wparam: int = 0, lparam: int = 0) -> None:
    """Leave a message for a window and go on."""
    assert _post(window, message, wparam, lparam), f"{describe(window)} takes no messages"


def close_politely(window: int) -> None:
    """Click the window's X, so to speak."""
    post(window, _WM_CLOSE)


def text_of(field: int) -> str:
    """What stands in a field, exactly as Win32 tells it (lines end with CR LF)."""
    length = send(field, _WM_GETTEXTLENGTH) + 1
    # A rich edit counts more than it has; none is given less room than it asked for.
    buffer = ctypes.create_unicode_buffer(length + 1)
    send(field, _WM_GETTEXT, len(buffer), ctypes.addressof(buffer))
    return buffer.value


def set_text(field: int, text: str) -> None:
    """Replace what stands in a field."""
    buffer = ctypes.create_unicode_buffer(text)
    send(field, _WM_SETTEXT, 0, ctypes.addressof(buffer))
