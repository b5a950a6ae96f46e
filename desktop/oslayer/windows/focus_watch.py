"""Whether the field that has the keyboard is a password field, told as soon as that changes."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from ctypes import byref, wintypes
from queue import SimpleQueue
from threading import Thread

from desktop.insertion.ports import PasswordField
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.secure_input import SecureInput, by_style

_foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
_thread_of = declare(
    *("user32", "GetWindowThreadProcessId", wintypes.DWORD), *(wintypes.HWND, wintypes.LPDWORD)
)
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

_EVENTS = (0x0003, 0x8005)  # EVENT_SYSTEM_FOREGROUND, EVENT_OBJECT_FOCUS
_KEPT: list[object] = []  # for good: news under way calls a procedure after its hook is gone
_OUT_OF_CONTEXT = 0  # WINEVENT_OUTOFCONTEXT: nothing of ours runs inside other programs


class FocusWatch:
    """Follows the keyboard from field to field.

    A Win32 field is judged in this thread, which that never holds up; every other one by UI
    Automation from a thread of its own.

    Args:
        window: Of this thread, whose message loop must run.
        on_judged: Called with each verdict; where nobody can tell, it is no password field.
    """

    def __init__(self, window: MessageWindow, on_judged: Callable[[bool], None]) -> None:
        self.is_password = False
        self._window = window
        self._on_judged = on_judged
        self._owner = 0
        self._hooks: list[int] = []
        self._procedure = _EVENT_PROCEDURE(lambda *_: self._look())
        _KEPT.append(self._procedure)
        self._looks = 0
        self._questions: SimpleQueue[tuple[int, int] | None] = SimpleQueue()

    def begin(self, owner: int) -> None:
        """Watch, and judge the present field at once as far as its style tells.

        Args:
            owner: The process whose windows hold no passwords: Poise.
        """
        self._owner = owner
        if not self._hooks:
            self._hooks = [
                _set_hook(each, each, None, self._procedure, 0, 0, _OUT_OF_CONTEXT)
                for each in _EVENTS
            ]
            self._questions = SimpleQueue()
            # A daemon: the program that it asks may hang.
            Thread(target=self._ask, args=(self._questions,), daemon=True).start()
        self._look()

    def end(self) -> None:
        """Watch no more."""
        if self._hooks:
            for each in self._hooks:
                _unhook(each)
            self._hooks = []
            self._looks += 1  # no verdict that is still to come counts
            self._questions.put(None)

    def _look(self) -> None:
        if not self._hooks:
            return  # late news
        self._looks += 1
        window = _foreground() or 0
        pid = wintypes.DWORD()
        _thread_of(window, byref(pid))
        answer = by_style(window)
        if answer is PasswordField.UNKNOWN and window and pid.value != self._owner:
            self._questions.put((self._looks, window))  # until it is answered, all stays as it is
        else:
            self._judge(self._looks, answer)

    def _ask(self, questions: SimpleQueue[tuple[int, int] | None]) -> None:
        """Ask for one window after the other: a thread's work."""
        fields = SecureInput()
        fields.warm_up()
        while (question := questions.get()) is not None:
            look, window = question
            if look == self._looks:  # else the keyboard has moved on
                fields.ask(window)
                answer = fields.answer(window)
                self._window.soon(lambda look=look, answer=answer: self._judge(look, answer))  # type: ignore[misc]
        fields.close()

    def _judge(self, look: int, answer: PasswordField) -> None:
        if look == self._looks and self._hooks:
            self.is_password = answer is PasswordField.YES
            self._on_judged(self.is_password)
