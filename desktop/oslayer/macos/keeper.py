"""The clipboard keeper: a small process of its own that holds what the agent had copied.

While a phrase is on offer, the agent's own clipboard exists nowhere but in a memory: in this
one, so that Poise may die. And a program that is slow to give what it promised holds up this
process and never the panel. It is driven by lines of JSON on its standard input, answers with
lines on standard output, and writes nothing to disk.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import contextlib
import json
import os
from collections.abc import Callable
from typing import Any

import objc

from desktop.oslayer.macos import pasteboard as board

Answer = dict[str, Any]
_TRIES = 4


class Keeper:
    """Saves and gives back for one running Poise.

    Args:
        pasteboard: NSPasteboard.
    """

    def __init__(self, pasteboard: Any) -> None:
        self._pasteboard = pasteboard
        self._kept: board.Items | None = None
        self._kept_at = 0  # the pasteboard's count of changes when it was saved
        self._offered = 0  # the same while Poise's phrase stands there; 0: none does

    def obey(self, order: dict[str, Any]) -> Answer:
        """Carry an order of Poise's out; what to answer."""
        match order["do"]:
            case "keep":
                answer = self._keep()
            case "guard":
                self._offered = order["count"]
                answer = {"guarded": True}
            case "give back":
                answer = self._give_back()
            case _:
                self._kept, self._offered = None, 0
                answer = {"forgotten": True}
        return {"do": order["do"], "number": order["number"], **answer}

    def leave(self) -> None:
        """Poise is gone: what it had not given back comes back now."""
        if self._offered:
            self._give_back()

    def _keep(self) -> Answer:
        reason = "The clipboard keeps changing."
        for _ in range(_TRIES):
            count = int(self._pasteboard.changeCount())
            if self._kept is not None and count in (self._offered, self._kept_at):
                return {"kept": True, "count": count}
            self._kept = None
            refusal = board.access(self._pasteboard)
            if refusal is not None:
                return {"kept": False, "reason": refusal.reason, "remedy": refusal.remedy}
            try:
                found = board.take_all(self._pasteboard)
            except board.Unreadable as unreadable:
                reason = str(unreadable)
            else:
                self._kept, self._kept_at, self._offered = found, count, 0
            # If something was copied meanwhile, that is what is to be kept.
            if int(self._pasteboard.changeCount()) == count:
                break
        if self._kept is None:
            return {"kept": False, "reason": reason, "remedy": ""}
        return {"kept": True, "count": self._kept_at}

    def _give_back(self) -> Answer:
        kept, self._kept = self._kept, None
        offered, self._offered = self._offered, 0
        if int(self._pasteboard.changeCount()) != offered:
            return {"given_back": True, "by": "newer copy"}
        if kept is None:
            return {"given_back": False, "reason": "Nothing was kept."}
        if board.put_back(self._pasteboard, kept):
            return {"given_back": True}
        return {"given_back": False, "reason": "macOS did not take your clipboard back."}


def hear_orders(keeper: Keeper, read: Callable[[], bytes], say: Callable[[bytes], object]) -> None:
    """Carry orders out until there are no more: then Poise is gone.

    Args:
        read: Waits for a part of them; b"" at their end.
        say: Takes each answer.
    """
    buffer = b""
    while chunk := read():
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            with objc.autorelease_pool():  # no main loop empties one here
                answer = keeper.obey(json.loads(line))
            # Poise may have died since it ordered this; then the end of its orders comes next,
            # and what the agent had copied must outlive this write.
            with contextlib.suppress(BrokenPipeError):
                say(json.dumps(answer).encode() + b"\n")
    keeper.leave()


def main(_arguments: list[str]) -> int:
    """Run until Poise is gone and the agent's clipboard is back.

    Args:
        _arguments: None are known; every desktop's keeper is called alike.
    """
    with contextlib.suppress(KeyboardInterrupt):
        keeper = Keeper(board.general())
        hear_orders(keeper, lambda: os.read(0, 65536), lambda line: os.write(1, line))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
