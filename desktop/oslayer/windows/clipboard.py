"""The clipboard during an insertion: our text on offer, the agent's own content kept safe.

All work at the clipboard is the keeper's (keeper.py); here are the port and the watch over it.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import logging
from collections.abc import Sequence
from ctypes import byref, wintypes
from time import monotonic
from typing import Any

from desktop.errors import Cannot
from desktop.insertion.ports import ClipboardListener, Reader, Target
from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.helper_process import HelperProcess, helper_command
from desktop.oslayer.windows.messages import TIMER, MessageWindow, kill_timer, set_timer

log = logging.getLogger(__name__)

_GONE = Cannot(
    "The helper that keeps your clipboard safe could not be started, so nothing was inserted.",
    "Restart Poise; `poise doctor` says more.",
)
_STUCK = Cannot(
    "The program that owns the clipboard does not answer.",
    "Nothing was inserted, so that your clipboard is not lost.",
)
_LOST = Cannot("The helper that kept your earlier clipboard has ended.", "Copy it again.")
_NOT_KEPT = Cannot("Your clipboard was not kept safe, so nothing was inserted.", "Try again.")
_NO_ANSWER = Cannot("The helper that holds the clipboard does not answer.", "Try again.")

SILENCE_S = 2.5
"""A keeper that owes an answer and says nothing for so long is stuck."""
START_S = 7.0
"""The same for its first word: a virus scanner may look at it first."""
ANSWER_S = 0.8
"""How long an offer may hold up the panel; longer than the keeper waits for the clipboard."""

_TIMER = 0x504F  # an id of ours among the window's timers
_TIMER_MS = 250
_SENT_MESSAGES = 0x40  # QS_SENDMESSAGE
_PEEK_SENT = _SENT_MESSAGES << 16  # PM_QS_SENDMESSAGE, and PM_NOREMOVE
_WAIT_MESSAGE = 1

_create_event = declare(
    *("kernel32", "CreateEventW", wintypes.HANDLE),
    *(wintypes.LPVOID, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR),
)
_set_event = declare("kernel32", "SetEvent", wintypes.BOOL, wintypes.HANDLE)
_reset_event = declare("kernel32", "ResetEvent", wintypes.BOOL, wintypes.HANDLE)
_close_handle = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_wait = declare(
    *("user32", "MsgWaitForMultipleObjectsEx", wintypes.DWORD),
    *(wintypes.DWORD, wintypes.LPHANDLE, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD),
)
_peek = declare(
    *("user32", "PeekMessageW", wintypes.BOOL),
    *(wintypes.LPMSG, wintypes.HWND, wintypes.UINT, wintypes.UINT, wintypes.UINT),
)


class KeptClipboard:
    """Implements `insertion.ports.Clipboard`.

    The keeper process starts with the first insertion, or earlier by `warm_up`. Windows has one
    clipboard: "primary" means the same.

    Args:
        window: Of this thread; the keeper's news arrive there.
        command: How to start the keeper, when not in the usual way.
    """

    def __init__(self, window: MessageWindow, command: Sequence[str] | None = None) -> None:
        self._window = window
        self._command = command or helper_command("keeper", "--clipboard-keeper")
        self._listener: ClipboardListener | None = None
        self._keeper: HelperProcess | None = None
        self._number = 0
        self._offered = 0  # number of the order that put our text on the clipboard
        self._is_kept = False
        self._kept_sequence = 0  # of the clipboard when it was kept, 0 when not known
        self._keeping = 0  # number of the order whose answer tells, 0 when none does
        self._is_asked_again = False
        self._has_said_hello = False
        self._is_reading = False  # the keeper waits for the program that owns the clipboard
        self._unanswered: dict[int, str] = {}
        self._heard_at = 0.0
        self._awaited = 0
        self._answer: dict[str, Any] | None = None
        self._answered = _create_event(None, True, False, None)
        window.hear(TIMER, self._on_timer)

    def listen(self, listener: ClipboardListener) -> None:
        self._listener = listener

    def warm_up(self) -> None:
        """Start the keeper before it is needed."""
        self._start_keeper()

    def keep(self, selection: str) -> None:
        del selection
        if self._keeping:
            self._is_asked_again = True  # its answer shows whether that was soon enough
        elif self._is_unchanged():
            self._tell_kept(None)
        else:
            self._keep_anew()

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        del selection
        if not self._is_kept:
            return _NOT_KEPT
        self._kept_sequence = 0
        answer = self._ask("offer", text=text, window=target.window, pid=target.pid)
        if answer is None:
            return _NO_ANSWER
        if not answer["offered"]:
            return Cannot(answer["reason"], "Try again.")
        self._offered = answer["number"]
        return None

    def give_back(self, *, is_read: bool) -> None:
        self._forget_kept()
        if self._keeper is None or not self._order("give back", is_read=is_read):
            self._tell_given_back(_LOST)

    def forget(self) -> None:
        self._forget_kept()
        if self._keeper is not None:
            self._order("forget")

    def put(self, text: str) -> Cannot | None:
        self._offered = 0
        if self._has_said_hello:
            answer = self._ask("put", text=text)
            if answer is None:
                return _NO_ANSWER
            return None if answer["put"] else Cannot(answer["reason"], "Try again.")
        if not self._order("put", text=text):
            return Cannot("The helper that holds the clipboard could not be started.", "")
        return None

    def close(self) -> None:
        """Leave; the keeper puts back what is not back yet, and ends."""
        self._let_go()
        if self._answered:
            _close_handle(self._answered)
            self._answered = None

    # -- the keeper process ----------------------------------------------------------------

    def _start_keeper(self) -> bool:
        if self._keeper is not None:
            return True
        self._has_said_hello = False
        try:
            self._keeper = HelperProcess(self._command, self._on_line, self._on_end)
        except OSError as problem:
            log.error("the clipboard keeper did not start: %s", problem.strerror)
            return False
        return True

    def _let_go(self) -> None:
        keeper, self._keeper = self._keeper, None
        self._unanswered.clear()
        self._forget_kept()
        self._is_reading = False
        kill_timer(self._window.handle, _TIMER)
        if keeper is not None:
            keeper.let_go()

    def _order(self, deed: str, **more: Any) -> bool:
        if not self._start_keeper() or self._keeper is None:
            return False
        self._number += 1
        is_idle = self._has_said_hello and not self._unanswered
        if not self._unanswered:
            self._heard_at = monotonic()
            set_timer(self._window.handle, _TIMER, _TIMER_MS, None)
        self._unanswered[self._number] = deed
        self._keeper.send({"do": deed, "number": self._number, **more}, is_idle=is_idle)
        return True

    def _ask(self, deed: str, **more: Any) -> dict[str, Any] | None:
        """Order, and wait for the answer; None when it does not come in time.

        The paste key must not go out before the text is there. Meanwhile other programs' messages
        to our windows are taken: the keeper empties a clipboard that may be Qt's.
        """
        _reset_event(self._answered)
        self._answer = None
        self._awaited = self._number + 1
        if not self._order(deed, **more):
            return None
        events = (wintypes.HANDLE * 1)(self._answered)
        message = wintypes.MSG()
        until = monotonic() + ANSWER_S
        while self._answer is None:
            left_ms = round((until - monotonic()) * 1000)
            if left_ms <= 0:
                break
            if _wait(1, events, left_ms, _SENT_MESSAGES, 0) == _WAIT_MESSAGE:
                _peek(byref(message), None, 0, 0, _PEEK_SENT)
        answer, self._awaited = self._answer, 0
        if answer is not None:
            self._note(answer)
        return answer

    def _on_line(self, keeper: HelperProcess, answer: dict[str, Any]) -> None:
        """In the keeper's thread."""
        if answer.get("number", -1) == self._awaited:
            self._answer = answer
            _set_event(self._answered)
        else:
            self._window.soon(lambda: self._on_answer(keeper, answer))

    def _on_end(self, keeper: HelperProcess, code: int) -> None:
        """In the keeper's thread."""
        self._window.soon(lambda: self._on_ended(keeper, code))

    def _on_ended(self, keeper: HelperProcess, code: int) -> None:
        if keeper is self._keeper:
            log.error("the clipboard keeper ended unexpectedly (%s)", code)
            self._give_up(_GONE)

    def _note(self, answer: dict[str, Any]) -> None:
        self._has_said_hello = True
        self._heard_at = monotonic()
        self._unanswered.pop(answer.get("number", 0), None)
        if not self._unanswered:
            kill_timer(self._window.handle, _TIMER)

    def _on_answer(self, keeper: HelperProcess, answer: dict[str, Any]) -> None:
        if keeper is not self._keeper:
            return
        self._note(answer)
        deed = answer["do"]
        self._is_reading = deed == "reading" or (self._is_reading and deed != "keep")
        if deed == "keep":
            if answer["number"] == self._keeping:
                self._on_kept(answer)
        elif deed == "give back":
            self._offered = 0
            self._tell_given_back(None if answer["given_back"] else Cannot(answer["reason"]))
        elif deed == "put" and not answer["put"]:
            log.warning("a phrase could not be copied")
        elif deed in ("read", "lost") and answer["offer"] == self._offered and self._listener:
            if deed == "lost":
                self._listener.on_lost()
            else:
                self._listener.on_read(Reader(answer["reader"]))

    def _on_kept(self, answer: dict[str, Any]) -> None:
        self._keeping = 0
        self._is_kept = answer["kept"]
        self._kept_sequence = answer.get("sequence", 0)
        if self._is_asked_again and not self._is_unchanged():
            self._keep_anew()
            return
        self._is_asked_again = False
        remedy = "Nothing was inserted, so that your clipboard is not lost."
        self._tell_kept(None if self._is_kept else Cannot(answer["reason"], remedy))

    def _on_timer(self, timer: int, _lparam: int) -> int | None:
        if timer != _TIMER:
            return None
        limit_s = SILENCE_S if self._has_said_hello else START_S
        if self._unanswered and monotonic() - self._heard_at > limit_s:
            log.error("the clipboard keeper does not answer; the next insertion starts another")
            if self._keeper is not None and self._is_reading:
                self._keeper.kill()  # it has the clipboard open, and nothing of the agent's
            self._give_up(_STUCK if self._has_said_hello else _GONE)
        return 0

    def _keep_anew(self) -> None:
        self._forget_kept()
        if self._order("keep"):
            self._keeping = self._number
        else:
            self._tell_kept(_GONE)

    def _is_unchanged(self) -> bool:
        """Whether what was kept is on the clipboard now, as far as Windows' count tells."""
        return self._is_kept and self._kept_sequence == access.sequence_number() != 0

    def _forget_kept(self) -> None:
        self._is_kept = self._is_asked_again = False
        self._kept_sequence = self._keeping = 0

    def _give_up(self, why: Cannot) -> None:
        """Go on without this keeper, and answer for it."""
        is_keeping, is_returning = bool(self._keeping), "give back" in self._unanswered.values()
        is_offered, self._offered = bool(self._offered), 0
        self._let_go()
        if is_keeping:
            self._tell_kept(why)
        if is_offered or is_returning:
            self._tell_given_back(_LOST)

    def _tell_kept(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_kept(refusal)

    def _tell_given_back(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_given_back(refusal)
