"""Whether the agent is typing a password: yes, no, or nobody can tell.

The style of a Win32 edit field answers at once. Every other program is asked through UI
Automation, which is COM into that program and waits as long as it pleases; so it is asked from
a thread of its own, and who waits for the answer waits 150 ms and no longer.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import ctypes
import logging
import os
import queue
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from ctypes import byref, wintypes
from typing import Protocol

from desktop.errors import Cannot
from desktop.insertion.ports import PasswordField
from desktop.oslayer.windows.api import declare, explain

log = logging.getLogger(__name__)

_thread_of = declare(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD), *(wintypes.HWND, wintypes.LPDWORD)
)
_thread_info = declare(
    *("user32", "GetGUIThreadInfo", wintypes.BOOL), *(wintypes.DWORD, wintypes.LPVOID)
)
_class_name = declare(
    "user32", "GetClassNameW", ctypes.c_int, wintypes.HWND, wintypes.LPWSTR, ctypes.c_int
)
_style_of = declare("user32", "GetWindowLongPtrW", ctypes.c_ssize_t, wintypes.HWND, ctypes.c_int)
_foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
_enter_com = declare("ole32", "CoInitializeEx", ctypes.c_long, wintypes.LPVOID, wintypes.DWORD)
_leave_com = declare("ole32", "CoUninitialize", None)
_create = declare(
    *("ole32", "CoCreateInstance", ctypes.HRESULT),
    *(wintypes.LPVOID, wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID),
)
_clear = declare("oleaut32", "VariantClear", ctypes.HRESULT, wintypes.LPVOID)

_GWL_STYLE, _ES_PASSWORD = -16, 0x20
_IN_PROCESS = 1  # CLSCTX_INPROC_SERVER
_OTHER_MODE = -0x7FFEFEFA  # RPC_E_CHANGED_MODE
_ANY_THREAD = 0  # COINIT_MULTITHREADED, as Microsoft asks of UI Automation's clients
_WITHOUT_DEFAULT = True
_WIDTHS = {3: 0xFFFFFFFF, 11: 0xFFFF}  # VT_I4, VT_BOOL

BUDGET_S = 0.15
"""How long an insertion waits for UI Automation's answer."""

REPLACE_AFTER_S = 60.0
"""How long a thread that hangs in another program is left alone before a new one is made."""


class _ThreadInfo(ctypes.Structure):
    """GUITHREADINFO"""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("windows", wintypes.HWND * 6),  # active, focus, capture, menu owner, moving, caret
        ("caret_place", wintypes.RECT),
    ]


class _Variant(ctypes.Structure):
    """VARIANT, as far as it holds a number."""

    _fields_ = [
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("value", ctypes.c_int64),
        ("rest", ctypes.c_void_p),
    ]


def by_style(window: int) -> PasswordField:
    """What the style of the field with the focus in a top-level window says; never waits."""
    focus, kind = _focus_in(window)
    base = kind.removeprefix("windowsforms10.").split(".")[0]  # .NET's are Win32's, renamed
    if base != "edit" and not base.startswith("richedit"):
        return PasswordField.UNKNOWN
    hides = _style_of(focus, _GWL_STYLE) & _ES_PASSWORD
    return PasswordField.YES if hides else PasswordField.NO


def _focus_in(window: int) -> tuple[int, str]:
    """The focused child and its class in lower case; 0 and "" when there is none."""
    info = _ThreadInfo(size=ctypes.sizeof(_ThreadInfo))
    thread = _thread_of(window, None)
    if not thread or not _thread_info(thread, byref(info)) or not info.windows[1]:
        return 0, ""
    name = ctypes.create_unicode_buffer(256)
    _class_name(info.windows[1], name, len(name))
    return info.windows[1], name.value.lower()


class UiAutomation:
    """A connection to UI Automation; belongs to the thread that makes it.

    The numbers in front of the methods' names are their places in the tables of
    UIAutomationClient.idl, counted from IUnknown's three.

    Raises:
        OSError: COM's refusal.
    """

    _release = ctypes.WINFUNCTYPE(ctypes.c_ulong)(2, "Release")
    _focused = ctypes.WINFUNCTYPE(ctypes.HRESULT, wintypes.LPVOID)(8, "GetFocusedElement")
    _property = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_int, wintypes.BOOL, wintypes.LPVOID)(
        11, "GetCurrentPropertyValueEx"
    )
    _CLASS = uuid.UUID("ff48dba4-60ef-4201-aa87-54103eef594e").bytes_le  # CUIAutomation
    _INTERFACE = uuid.UUID("30cbe57d-d9d0-452a-ab13-7ac5ac4825ee").bytes_le  # IUIAutomation

    _CONTROL_TYPE = 30003  # UIA_ControlTypePropertyId
    _IS_PASSWORD = 30019  # UIA_IsPasswordPropertyId
    _FIELDS = frozenset({50003, 50004})  # UIA_ComboBox-, UIA_EditControlTypeId

    def __init__(self) -> None:
        entered = _enter_com(None, _ANY_THREAD)
        if entered < 0 and entered != _OTHER_MODE:
            raise OSError(f"COM cannot be used: {explain(entered)}")
        self._has_entered = entered != _OTHER_MODE  # else somebody else is in this thread's COM
        self._client = ctypes.c_void_p()
        try:
            _create(self._CLASS, None, _IN_PROCESS, self._INTERFACE, byref(self._client))
        except OSError:
            self._leave()
            raise

    def password_field(self) -> PasswordField:
        """What the focused element, wherever it is, says of itself."""
        element = ctypes.c_void_p()
        UiAutomation._focused(self._client, byref(element))
        if element.value is None:
            return PasswordField.UNKNOWN
        try:
            return self.judge(element)
        finally:
            UiAutomation._release(element)

    def judge(self, element: ctypes.c_void_p) -> PasswordField:
        """What an element says of itself.

        A "no" counts only from a text field: a browser that keeps its accessibility switched
        off shows one empty document, and a terminal never tells that a password is asked.
        """
        is_password = self._number(element, self._IS_PASSWORD)
        if is_password:
            return PasswordField.YES
        is_field = self._number(element, self._CONTROL_TYPE) in self._FIELDS
        is_sure = is_field and is_password is not None
        return PasswordField.NO if is_sure else PasswordField.UNKNOWN

    def close(self) -> None:
        """Leave COM."""
        UiAutomation._release(self._client)
        self._leave()

    def _leave(self) -> None:
        if self._has_entered:
            _leave_com()

    @staticmethod
    def _number(element: ctypes.c_void_p, number: int) -> int | None:
        """A property; None when the program says nothing of it (no default is taken for a no)."""
        value = _Variant()
        UiAutomation._property(element, number, _WITHOUT_DEFAULT, byref(value))
        width, found = _WIDTHS.get(value.kind), value.value
        _clear(byref(value))
        return None if width is None else found & width


class Automation(Protocol):
    """What `SecureInput` asks in its thread."""

    def password_field(self) -> PasswordField:
        """What the focused element says of itself; may take any time, may raise OSError."""

    def close(self) -> None:
        """Leave the thread."""


_Questions = queue.SimpleQueue[Future[PasswordField] | None]


def _answer(questions: _Questions, connect: Callable[[], Automation]) -> None:
    """Connect, and answer until None comes: a thread's work."""
    automation: Automation | None = None
    with contextlib.suppress(OSError):  # tried again, and told, at the first question
        automation = connect()
    while (question := questions.get()) is not None:
        try:
            if automation is None:
                automation = connect()
            question.set_result(automation.password_field())
        except Exception as problem:  # noqa: BLE001 - it travels to the one who asked
            question.set_exception(problem)
    if automation is not None:
        automation.close()


class SecureInput:
    """Implements `insertion.ports.SecureInput`, for one thread.

    Args:
        connect: Reaches UI Automation; called in a thread of its own.
        now: A clock that never goes back, in seconds.
    """

    def __init__(
        self,
        connect: Callable[[], Automation] = UiAutomation,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._now = now
        self._thread: threading.Thread | None = None
        self._questions = _Questions()
        self._pending: Future[PasswordField] | None = None
        self._asked_at = 0.0
        self._open: Future[PasswordField] | None = None  # asked and not yet looked at

    def ask(self, window: int) -> None:
        self._open = None
        # Our own window could not answer while we wait for it.
        if by_style(window) is PasswordField.UNKNOWN and not _is_ours(window):
            with contextlib.suppress(TimeoutError):
                self._open = self.question()

    def answer(self, window: int) -> PasswordField:
        """Returns within `BUDGET_S` of the question; UNKNOWN when the program does not say."""
        known, question = by_style(window), self._open
        if known is not PasswordField.UNKNOWN or question is None:
            return known
        if question.done() and self._now() - self._asked_at > BUDGET_S:
            self.ask(window)  # the keyboard may have moved on in the same window
            question = self._open or question
        try:
            found = question.result(max(0.0, self._asked_at + BUDGET_S - self._now()))
        except TimeoutError:
            return PasswordField.UNKNOWN
        except Exception as problem:  # noqa: BLE001 - no insertion may fail because of it
            log.warning("UI Automation failed: %s", problem)
            return PasswordField.UNKNOWN
        return found if _foreground() == window else PasswordField.UNKNOWN

    def warm_up(self) -> None:
        """Connect, so that the first answer comes as fast as the second; asks no program."""
        if self._thread is None:
            self._questions = _Questions()
            work = (self._questions, self._connect)
            # A daemon, because it may hang in another program for ever, and Poise must end.
            self._thread = threading.Thread(
                target=_answer, args=work, name="password fields", daemon=True
            )
            self._thread.start()

    def examine(self, wait_s: float = 2.0) -> Cannot | None:
        """Why UI Automation does not work here; for `poise doctor`, which has time to wait."""
        remedy = "Password fields are recognised in simple Windows programs only."
        try:
            self.question().result(wait_s)
        except TimeoutError:
            return Cannot("The program in front does not answer UI Automation.", remedy)
        except OSError as problem:
            return Cannot(f"UI Automation does not work ({problem.strerror}).", remedy)
        return None

    def close(self, wait_s: float = 0.2) -> None:
        """Let the thread end; one that hangs is left to Windows."""
        self._questions.put(None)
        if self._thread is not None:
            self._thread.join(wait_s)
        self._thread = None

    def question(self) -> Future[PasswordField]:
        """Ask UI Automation of the focused field, unless the last question is still open.

        Raises:
            TimeoutError: It is, and it is too early for another thread.
        """
        if self._pending is not None and not self._pending.done():
            if self._now() - self._asked_at < REPLACE_AFTER_S:
                raise TimeoutError
            log.warning("UI Automation hangs in another program; asking from a new thread")
            self.close(wait_s=0)
        self.warm_up()
        self._asked_at = self._now()
        self._pending = Future()
        self._questions.put(self._pending)
        return self._pending


def _is_ours(window: int) -> bool:
    pid = wintypes.DWORD()
    _thread_of(window, byref(pid))
    return int(pid.value) == os.getpid()
