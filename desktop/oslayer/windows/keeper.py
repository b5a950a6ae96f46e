"""The clipboard keeper: a small process of its own that does everything at the clipboard.

A program that hangs while it owns or reads the clipboard then holds up this process and never
the panel, and what the agent had copied survives the panel's death. Poise drives it by lines of
JSON on its standard input; it answers with lines on standard output and writes nothing to disk.
It ends with Poise, having put everything back for good. See docs/decisions/0009.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
from threading import Event, Thread

from desktop.oslayer.windows.clipboard_keeping import OPEN_S, ORPHANS_S, Keeper
from desktop.oslayer.windows.clipboard_loop import Loop
from desktop.oslayer.windows.clipboard_work import Answer
from desktop.oslayer.windows.messages import MessageWindow


def _say(answer: Answer) -> None:
    try:
        os.write(1, json.dumps(answer).encode() + b"\n")
    except OSError:
        return  # Poise is gone; the end of its orders tells


def main(_arguments: list[str]) -> int:
    """Run until Poise is gone and the agent's clipboard is back.

    Args:
        _arguments: None are known; every desktop's keeper is called alike.
    """
    loop = Loop()
    window = MessageWindow("PoiseClipboardKeeper")
    keeper = Keeper(window, loop, _say)
    is_done = Event()

    def hear_orders() -> None:
        buffer = b""
        while chunk := os.read(0, 65536):
            *lines, buffer = (buffer + chunk).split(b"\n")
            for line in lines:
                order = json.loads(line)
                window.soon(lambda order=order: keeper.obey(order))  # type: ignore[misc]
        window.soon(keeper.leave)
        if not is_done.wait(ORPHANS_S + OPEN_S):
            os._exit(1)  # stuck in a program that owns the clipboard: then nothing of ours is there

    orders = Thread(target=hear_orders, daemon=True)
    orders.start()
    _say({"do": "hello"})
    try:
        loop.run()
    finally:
        window.close()  # what is promised still, Windows asks for now
        is_done.set()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
