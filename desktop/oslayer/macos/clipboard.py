"""The clipboard during an insertion: our text on offer, the agent's own content kept safe.

The phrase is promised by Poise itself, whose main loop macOS asks for it; the keeper (keeper.py)
holds what the agent had copied and puts it back. macOS does not tell who reads.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop.errors import Cannot
from desktop.insertion.ports import ClipboardListener, Reader, Target
from desktop.oslayer.backend import MainLoop
from desktop.oslayer.keeper_process import Answer, KeeperProcess
from desktop.oslayer.macos import pasteboard as board

_GONE = Cannot(
    "The helper that keeps your clipboard safe could not be started, so nothing was inserted.",
    "Restart Poise; `poise doctor` says more.",
)
_LOST = Cannot("The helper that kept your earlier clipboard has ended.", "Copy it again.")
_CHANGED = Cannot("The clipboard changed at that moment; your new copy is kept.", "Try again.")
_NOT_KEPT = Cannot("Your clipboard was not kept safe, so nothing was inserted.", "Try again.")
_REFUSED = Cannot("macOS did not take the text for the clipboard.", "Try again.")
_NOTHING_LOST = "Nothing was inserted, so that your clipboard is not lost."


def keeper_command() -> list[str]:
    """How to start the clipboard keeper from a checkout, a wheel or a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--clipboard-keeper"]
    return [sys.executable, "-P", "-OO", "-m", "desktop.oslayer.macos.keeper"]


class KeptClipboard:
    """Implements `insertion.ports.Clipboard`.

    The keeper process starts with the first insertion, or earlier by `warm_up`. A Mac has one
    clipboard: "primary" means the same.

    Args:
        keeper_with: Makes the keeper of who is told its answers, and of its end.
    """

    def __init__(self, keeper_with: Callable[..., KeeperProcess] | None = None) -> None:
        self._pasteboard = board.general()
        keeper_with = keeper_with or partial(KeeperProcess, keeper_command())
        self._keeper = keeper_with(self._on_answer, self._on_keeper_gone)
        self._soon: Callable[[Callable[[], None]], None] = lambda call: call()
        self._listener: ClipboardListener | None = None
        self._kept: int | None = None  # the pasteboard's count of changes when all was saved
        self._offered = 0  # the same while our phrase stands there
        self._phrase: Any = None
        self._standing: list[Any] = []  # kept alive: macOS may still ask them

    def start(self, loop: MainLoop) -> None:
        """Begin to hear the keeper."""
        self._keeper.watch_with(loop.watch)
        self._soon = loop.soon

    def listen(self, listener: ClipboardListener) -> None:
        self._listener = listener

    def warm_up(self) -> None:
        """Start the keeper before it is needed."""
        self._keeper.start()

    def let_macos_ask(self) -> None:
        """Have it read once for nothing: where macOS has a question, it asks now. The keeper waits
        for the answer, Poise does not. An insertion that has just begun is refused then, and one
        that has come further is left alone."""
        if self._offered:
            return
        self._kept = None
        if self._keeper.order("keep"):
            self._keeper.order("forget")

    def keep(self, selection: str) -> None:
        del selection
        self._kept = None
        if not self._keeper.order("keep"):
            self._tell_kept(_GONE)

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        del selection, target
        if self._kept is None or not self._keeper.is_running:
            return _NOT_KEPT
        if int(self._pasteboard.changeCount()) not in (self._kept, self._offered):
            return _CHANGED
        phrase = board.PoisePhrase.alloc().init()
        # What follows from either waits until macOS has its answer.
        phrase.prepare(
            text,
            lambda: self._soon(lambda: self._on_read(phrase)),
            lambda: self._soon(lambda: self._on_done(phrase)),
        )
        self._phrase = phrase
        self._standing.append(phrase)
        self._offered = board.offer(self._pasteboard, phrase)
        if not self._offered:
            # It may be empty now; it is the agent's again at once.
            self._keeper.order("guard", count=int(self._pasteboard.changeCount()))
            self._keeper.order("give back")
            return _REFUSED
        self._keeper.order("guard", count=self._offered)
        return None

    def give_back(self, *, is_read: bool) -> None:
        # Whether it was read makes no difference: a late read cannot be told from any other.
        del is_read
        self._phrase, self._offered, self._kept = None, 0, None
        if not self._keeper.order("give back"):
            self._tell_given_back(_LOST)

    def forget(self) -> None:
        self._kept = None
        self._phrase, self._offered = None, 0
        self._keeper.order("forget")

    def put(self, text: str) -> Cannot | None:
        self._phrase, self._offered, self._kept = None, 0, None
        return None if board.put_text(self._pasteboard, text) else _REFUSED

    def close(self) -> None:
        """Leave; the keeper puts back what is not back yet, and ends."""
        self._keeper.let_go()

    def _on_answer(self, answer: Answer) -> None:
        if answer["do"] == "keep":
            if answer["kept"]:
                self._kept = answer["count"]
                self._tell_kept(None)
            else:
                remedy = f"{answer['remedy']} {_NOTHING_LOST}".strip()
                self._tell_kept(Cannot(answer["reason"], remedy))
        elif answer["do"] == "give back":
            self._tell_given_back(None if answer["given_back"] else Cannot(answer["reason"]))

    def _on_keeper_gone(self, is_keeping: bool) -> None:
        """It has ended, and with it what the agent had copied."""
        self._kept = None
        if is_keeping:
            self._tell_kept(_GONE)
        self._tell_given_back(_LOST)

    def _on_read(self, phrase: Any) -> None:
        if phrase is self._phrase and self._listener is not None:
            self._listener.on_read(Reader.UNKNOWN)

    def _on_done(self, phrase: Any) -> None:
        """Everything was given, or something else was copied: the count of changes tells."""
        self._standing.remove(phrase)
        is_lost = int(self._pasteboard.changeCount()) != self._offered
        if phrase is self._phrase and is_lost:
            self._phrase, self._offered = None, 0
            if self._listener is not None:
                self._listener.on_lost()

    def _tell_kept(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_kept(refusal)

    def _tell_given_back(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_given_back(refusal)
