"""Whether the field that has the keyboard is a password field, told as soon as that changes."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from ctypes import byref, wintypes

from desktop.insertion.ports import PasswordField
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.messages import TIMER, MessageWindow, kill_timer, set_timer
from desktop.oslayer.windows.secure_input import BUDGET_S, SecureInput, by_style

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

_TIMER = 0x504B  # an id of ours among the window's timers
_EVENTS = (0x0003, 0x8005)  # EVENT_SYSTEM_FOREGROUND, EVENT_OBJECT_FOCUS
_KEPT: list[object] = []  # for good: news under way calls a procedure after its hook is gone
_OUT_OF_CONTEXT = 0  # WINEVENT_OUTOFCONTEXT: nothing of ours runs inside other programs


class FocusWatch:
    """Follows the keyboard from field to field.

    A Win32 field is judged at once, every other one by UI Automation, which may take its time:
    a field of which nothing is known after `BUDGET_S` counts as a password field until it is.
    Where a program says nothing of its field, or has no UI Automation, it counts as none.

    Args:
        window: Of this thread, whose message loop must run.
        on_judged: Called with each verdict: whether it is a password field.
        fields: Who asks UI Automation.
    """

    def __init__(
        self,
        window: MessageWindow,
        on_judged: Callable[[bool], None],
        fields: SecureInput | None = None,
    ) -> None:
        self.is_password = True
        self._window = window
        self._on_judged = on_judged
        self._fields = fields or SecureInput()
        self._owner = 0
        self._hooks: list[int] = []
        self._procedure = _EVENT_PROCEDURE(lambda *_: self._look())
        _KEPT.append(self._procedure)
        self._looks = 0
        self._judged = 0  # the number of the look that was judged last
        window.hear(TIMER, self._on_timer)

    def begin(self, owner: int) -> None:
        """Watch, and judge the present field.

        Args:
            owner: The process whose windows hold no passwords: Poise.

        Raises:
            OSError: Windows tells nothing of the keyboard's whereabouts.
        """
        self._owner = owner
        if not self._hooks:
            self.is_password = True  # until it is known
            hooks = [
                _set_hook(each, each, None, self._procedure, 0, 0, _OUT_OF_CONTEXT)
                for each in _EVENTS
            ]
            if not all(hooks):
                raise OSError("Windows does not tell where the keyboard is.")
            self._hooks = hooks
            self._fields.warm_up()
        self._look()

    def end(self) -> None:
        """Watch no more."""
        for each in self._hooks:
            _unhook(each)
        self._hooks = []
        self._looks += 1  # no verdict that is still to come counts
        kill_timer(self._window.handle, _TIMER)

    def close(self) -> None:
        """End for good."""
        self.end()
        self._fields.close()

    def _look(self) -> None:
        if not self._hooks:
            return  # late news
        self._looks += 1
        look = self._looks
        window = _foreground() or 0
        pid = wintypes.DWORD()
        _thread_of(window, byref(pid))
        answer = by_style(window)
        if answer is not PasswordField.UNKNOWN or not window or pid.value == self._owner:
            self._judge(look, answer)
            return
        set_timer(self._window.handle, _TIMER, round(BUDGET_S * 1000), None)
        with suppress(TimeoutError):  # the last one is open still; its answer looks again
            self._fields.question().add_done_callback(
                lambda answered: self._window.soon(lambda: self._on_answer(look, answered))
            )

    def _on_answer(self, look: int, answered: Future[PasswordField]) -> None:
        if look != self._looks:
            if self._judged != self._looks:
                self._look()  # the keyboard has moved on, and nobody could be asked then
            return
        self._judge(look, PasswordField.UNKNOWN if answered.exception() else answered.result())

    def _on_timer(self, timer: int, _lparam: int) -> int | None:
        if timer != _TIMER:
            return None
        kill_timer(self._window.handle, _TIMER)
        if self._hooks and self._judged != self._looks:
            self._tell(True)
        return 0

    def _judge(self, look: int, answer: PasswordField) -> None:
        if look == self._looks and self._hooks:
            self._judged = look
            self._tell(answer is PasswordField.YES)

    def _tell(self, is_password: bool) -> None:
        self.is_password = is_password
        self._on_judged(is_password)
