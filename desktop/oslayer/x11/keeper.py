"""The clipboard keeper: a small process of its own that holds what the agent had copied.

On X11 the content of a selection lives in the program that owns it. While Poise offers a
phrase the agent's own clipboard would exist nowhere but in Poise's memory, and vanish with
it. So this process saves every format before Poise takes the selection, takes it back
afterwards, and does so by itself when Poise dies. It ends when nobody needs it any more.

It is driven by lines of JSON on its standard input, answers with lines on standard output,
and writes nothing to disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
from time import monotonic

from Xlib import X, Xatom, display, error

from desktop.oslayer.x11.connection import arrived, connect
from desktop.oslayer.x11.reader import Reader, Unreadable
from desktop.oslayer.x11.selection import Data, Owner, disown, is_same_client, server_time
from desktop.oslayer.x11.texts import text_atoms, text_formats

GUARD_S = 60.0
"""How long a hanging target may come late and still get the phrase."""
READ_AGAIN_S = 2.0
"""Programs read more than once for one paste, and one that hung, or shares a busy computer, takes
its time between: Chromium pasted what its second read got, more than 0.3 s after the first."""


class _Kept:
    """What a selection held before Poise offered a phrase there.

    Args:
        owner: Window of the program it came from, 0 when the clipboard was empty.
        since: That owner's own time stamp, when it tells one.
        formats: Everything it offered.
    """

    __slots__ = ("formats", "owner", "since")

    def __init__(self, owner: int, since: int | None, formats: dict[int, Data]) -> None:
        self.owner = owner
        self.since = since
        self.formats = formats


class _Guard:
    """A phrase whose paste key is out and which its target has not read yet.

    The target still gets the phrase when it reads at last, while everybody else gets the
    agent's own clipboard again: it can be private, and the target shows it to a customer.
    """

    __slots__ = ("formats", "read_at", "until", "window")

    def __init__(self, window: int, formats: dict[int, Data]) -> None:
        self.window = window
        self.formats = formats
        self.until = 0.0  # not in force yet
        self.read_at = 0.0


class Keeper:
    """Saves and gives back selections for one running Poise.

    Args:
        connection: A python-xlib Display.
        poise_window: The window with which Poise owns selections.
    """

    def __init__(self, connection: display.Display, poise_window: int) -> None:
        self._connection = connection
        self._poise_window = poise_window
        root = connection.screen().root
        mask = X.PropertyChangeMask
        self._window = root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, event_mask=mask)
        reader_window = root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, event_mask=mask)
        self._clock_window = root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, event_mask=mask)
        self._owner = Owner(connection, self._window, self._on_request, choose=self._choose)
        self._guards: dict[int, _Guard] = {}
        self._text_atoms = text_atoms(connection)
        self._reader = Reader(connection, reader_window, self._owner.handle)
        self._kept: dict[int, _Kept] = {}

    @property
    def is_needed(self) -> bool:
        """Whether a selection still lives here."""
        return self._owner.is_serving

    def pump(self) -> None:
        """Answer every request that has arrived."""
        for event in arrived(self._connection):
            self._owner.handle(event)

    def keep(self, selection: int) -> dict[str, object]:
        """Make sure that the present content of the selection is saved here."""
        owner = self._present_owner(selection)
        kept = self._kept.get(selection)
        if owner == self._poise_window and kept is not None:
            return {"kept": True, "owner": owner}
        if owner == self._window.id:
            formats = dict(self._owner.formats(selection) or {})
            self._kept[selection] = _Kept(owner, None, formats)
            return {"kept": True, "owner": owner}
        if owner == 0:
            self._kept[selection] = _Kept(0, None, {})
            return {"kept": True, "owner": 0}
        try:
            since = self._reader.timestamp(selection)
            is_same = kept is not None and since is not None and kept.since == since
            if kept is None or not is_same or kept.owner != owner:
                formats = self._reader.read_all(selection)
                if self._present_owner(selection) != owner:
                    return self.keep(selection)
                self._kept[selection] = _Kept(owner, since, formats)
        except Unreadable as problem:
            self._kept.pop(selection, None)
            return {"kept": False, "reason": str(problem)}
        return {"kept": True, "owner": owner}

    def guard(self, selection: int, text: str, window: int) -> dict[str, object]:
        """Know the phrase that is on offer, and for which window."""
        formats = text_formats(self._connection, text, is_private=True)
        self._guards[selection] = _Guard(window, formats)
        return {"guarded": True}

    def give_back(self, selection: int, *, is_read: bool) -> dict[str, object]:
        """Take the selection back from Poise (dead or alive) with what was kept.

        Nothing happens when another program has put something there since: that wins.

        Args:
            selection: Its atom.
            is_read: Whether the target has read the phrase; if not, it still gets it.
        """
        kept = self._kept.pop(selection, None)
        if is_read:
            self._guards.pop(selection, None)
        elif selection in self._guards:
            self._guards[selection].until = monotonic() + GUARD_S
        if kept is None:
            return {"given_back": False, "reason": "Nothing was kept."}
        now = server_time(self._connection, self._clock_window, self._owner.handle)
        self._connection.grab_server()  # nobody may copy between the look and the take
        try:
            owner = self._present_owner(selection)
            if owner not in (self._poise_window, 0):
                return {"given_back": True, "by": "newer copy"}
            if not kept.formats and selection not in self._guards:
                disown(self._connection, selection)
                return {"given_back": True}
            is_ours = self._owner.own(selection, kept.formats, now)
        finally:
            self._connection.ungrab_server()
            self._connection.flush()
        if not is_ours:
            return {"given_back": False, "reason": "The X server refused the clipboard."}
        return {"given_back": True}

    def put(self, selection: int, text: str) -> dict[str, object]:
        """Own the selection with a text that the agent asked to copy."""
        self._kept.pop(selection, None)
        self._guards.pop(selection, None)
        formats = text_formats(self._connection, text, is_private=False)
        now = server_time(self._connection, self._clock_window, self._owner.handle)
        return {"put": self._owner.own(selection, formats, now)}

    def forget(self, selection: int) -> dict[str, object]:
        """Drop what was kept, nothing having been offered."""
        self._kept.pop(selection, None)
        self._guards.pop(selection, None)
        return {"forgotten": True}

    def save_orphans(self) -> None:
        """Poise is gone: everything it had not given back yet comes back now."""
        for selection in list(self._kept):
            self.give_back(selection, is_read=False)

    def _choose(self, selection: int, requestor: int) -> dict[int, Data] | None:
        guard = self._guards.get(selection)
        if guard is None or not is_same_client(self._connection, requestor, guard.window):
            return None
        now = monotonic()
        is_over = guard.until and now > guard.until
        if is_over or (guard.read_at and now - guard.read_at > READ_AGAIN_S):
            del self._guards[selection]
            return None
        return guard.formats

    def _on_request(self, selection: int, requestor: int, target: int) -> None:
        guard = self._guards.get(selection)
        is_text = target in self._text_atoms
        if guard and is_text and is_same_client(self._connection, requestor, guard.window):
            guard.read_at = guard.read_at or monotonic()

    def _present_owner(self, selection: int) -> int:
        owner = self._connection.get_selection_owner(selection)
        return 0 if owner == X.NONE else int(owner.id)


def main(arguments: list[str]) -> int:
    """Run until Poise is gone and nothing of the agent's lives here any more.

    Args:
        arguments: The id of the window with which Poise owns selections, and the display.
    """
    poise_window, display_name = arguments
    connection = connect(display_name)
    keeper = Keeper(connection, int(poise_window))
    with contextlib.suppress(error.ConnectionClosedError):  # the session has ended
        _serve(connection, keeper)
    return 0


def _serve(connection: display.Display, keeper: Keeper) -> None:
    buffer, is_poise_there = b"", True
    while is_poise_there or keeper.is_needed:
        keeper.pump()
        sources = [connection.fileno(), *([sys.stdin.fileno()] if is_poise_there else [])]
        readable = select.select(sources, [], [])[0]
        if sys.stdin.fileno() not in readable or not is_poise_there:
            continue
        chunk = os.read(sys.stdin.fileno(), 65536)
        if not chunk:
            is_poise_there = False
            # The server notices the dead owner by itself; until then it is Poise's window.
            keeper.save_orphans()
            continue
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            _answer(connection, keeper, line)


def _answer(connection: display.Display, keeper: Keeper, line: bytes) -> None:
    order = json.loads(line)
    selection = Xatom.PRIMARY if order["selection"] == "primary" else None
    if selection is None:
        selection = connection.get_atom("CLIPBOARD")
    match order["do"]:
        case "keep":
            answer = keeper.keep(selection)
        case "guard":
            answer = keeper.guard(selection, order["text"], order["window"])
        case "give back":
            answer = keeper.give_back(selection, is_read=order["is_read"])
        case "put":
            answer = keeper.put(selection, order["text"])
        case _:
            answer = keeper.forget(selection)
    reply = json.dumps({"number": order["number"], "do": order["do"], **answer}) + "\n"
    # Poise may have died since it ordered this. Then the end of its orders comes next, and what
    # the agent had copied must outlive this write.
    with contextlib.suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), reply.encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
