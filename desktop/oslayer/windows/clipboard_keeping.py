"""Everything the keeper does at the clipboard: saves, offers, serves readers, and gives back."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from time import perf_counter
from typing import Any

from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows import clipboard_formats as formats
from desktop.oslayer.windows.clipboard_loop import Loop
from desktop.oslayer.windows.clipboard_offers import TARGET, Guard, Offer, Standing
from desktop.oslayer.windows.clipboard_phrase import text_bytes
from desktop.oslayer.windows.clipboard_work import Answer, Steps, Work
from desktop.oslayer.windows.messages import MessageWindow

OPEN_S = 1.0
"""How long another program may hold the clipboard before an order is refused."""
OFFER_OPEN_S = 0.5
"""The same for an offer and a copy, because the panel waits for the answer."""
RETURN_OPEN_S = 2.0
"""The same for giving back, before the agent is told; it is tried on afterwards."""
INSIST_S = 60.0
"""How long giving back is tried before it is given up."""
ORPHANS_S = 15.0
"""How long the keeper may outlive Poise."""
OWNER_MS = 1000
"""An owner that takes no message for so long is taken to hang."""
KEEP_TRIES = 4
ALIVE_EVERY_S = 0.25

_WM_ENDSESSION = 0x16
_WM_RENDERFORMAT, _WM_RENDERALLFORMATS, _WM_DESTROYCLIPBOARD = 0x305, 0x306, 0x307


class Keeper:
    """Saves, offers and gives back for one running Poise.

    Args:
        window: That owns the clipboard while a phrase is on offer.
        loop: This thread's.
        say: Tells Poise something.
    """

    def __init__(self, window: MessageWindow, loop: Loop, say: Callable[[Answer], None]) -> None:
        self._window = window
        self._loop = loop
        self._say = say
        self._work = Work(window.handle, loop)
        self._kept: formats.Formats | None = None
        self._sequence = 0
        self._standing: Standing | None = None
        self._is_writing = False
        self._said_at = 0.0
        window.hear(_WM_RENDERFORMAT, self._on_render)
        window.hear(_WM_RENDERALLFORMATS, self._on_render_all)
        window.hear(_WM_DESTROYCLIPBOARD, self._on_emptied)
        window.hear(_WM_ENDSESSION, self._on_session_end)

    def obey(self, order: dict[str, Any]) -> None:
        """Begin one order of Poise's; it is answered when it is done."""
        deed, number = order["do"], order["number"]
        steps = {
            "keep": self._keep,
            "offer": lambda: self._offer(number, order["text"], order["window"], order["pid"]),
            "give back": lambda: self._give_back(is_read=order["is_read"]),
            "put": lambda: self._put(order["text"]),
            "forget": self._forget,
        }[deed]()
        self._work.do(steps, lambda answer: self._say({"number": number, "do": deed, **answer}))

    def leave(self) -> None:
        """Poise is gone: put everything back for good, and end."""
        self._work.do(self._settle(ORPHANS_S), lambda _answer: self._loop.stop())

    # -- orders ----------------------------------------------------------------------------

    def _keep(self) -> Steps:
        for _ in range(KEEP_TRIES):
            if self._standing is not None and self._is_ours():
                self._kept = self._standing.kept
                return {"kept": True}
            if self._kept is not None and self._sequence == access.sequence_number():
                return {"kept": True, "sequence": self._sequence}
            self._kept = None
            owner = access.owner()
            if owner and owner != self._window.handle and not access.answers(owner, OWNER_MS):
                return _not_kept("The program that owns the clipboard does not answer.")
            problem = yield OPEN_S
            if problem:
                return _not_kept(problem)
            self._said_at = 0.0
            try:
                self._kept = formats.take_all(self._on_going)
            except formats.Unreadable as unreadable:
                return _not_kept(str(unreadable))
            self._sequence = access.sequence_number()
            self._work.close()
            # Where a kept promise counted as a change, it is there for good at the second look.
        return _not_kept("The clipboard keeps changing.")

    def _offer(self, number: int, text: str, window: int, pid: int) -> Steps:
        kept, sequence = self._kept, self._sequence
        if kept is None:
            return _not_offered("Your clipboard was not kept safe.")
        problem = yield OFFER_OPEN_S
        if problem:
            return _not_offered(problem)
        is_over_our_own = self._standing is not None and self._is_ours()
        if not is_over_our_own and sequence != access.sequence_number():
            return _not_offered("The clipboard changed at that moment; your new copy is kept.")
        self._stand(Offer(kept, text, pid or access.pid_of(window), number))
        return {"offered": True}

    def _give_back(self, *, is_read: bool) -> Steps:
        offer = self._standing
        if not isinstance(offer, Offer):
            self._kept = None
            return {"given_back": True, "by": "newer copy"}
        problem = yield RETURN_OPEN_S
        if problem:
            self._work.do(self._settle(INSIST_S), _nothing)
            return {"given_back": False, "reason": f"{problem} Yours comes back as soon as it can."}
        self._kept = None
        if is_read or not self._is_ours():
            return self._put_back()
        guard = Guard(offer.kept, offer.text, offer.pid)
        self._stand(guard)
        self._loop.after(guard.LASTS_S, lambda: self._end(guard))
        return {"given_back": True}

    def _put(self, text: str) -> Steps:
        problem = yield OFFER_OPEN_S
        if problem:
            return {"put": False, "reason": problem}
        self._standing = self._kept = None
        self._write(access.empty_clipboard)
        if formats.put(formats.UNICODE_TEXT, text_bytes(text)):
            return {"put": True}
        return {"put": False, "reason": "There is not enough memory to copy that."}

    def _forget(self) -> Steps:
        if isinstance(self._standing, Offer):  # it came about after Poise had given it up
            yield from self._settle(INSIST_S)
        self._kept = None
        return {"forgotten": True}

    def _settle(self, patience_s: float) -> Steps:
        """Put back for good what the agent had, whatever of ours stands there."""
        if self._standing is None:
            return {}
        problem = yield patience_s
        return {} if problem else self._put_back()

    def _put_back(self) -> Answer:
        standing, self._standing = self._standing, None
        if standing is None or access.owner() != self._window.handle:
            return {"given_back": True, "by": "newer copy"}
        if self._write(lambda: formats.put_back(standing.kept)):
            return {"given_back": True}
        return {"given_back": False, "reason": "Windows did not take all of your clipboard back."}

    # -- what stands on the clipboard ------------------------------------------------------

    def _is_ours(self) -> bool:
        return access.owner() == self._window.handle

    def _stand(self, standing: Standing) -> None:
        self._standing = standing
        self._write(standing.write)

    def _write(self, write: Callable[[], Any]) -> Any:
        self._is_writing = True  # emptying the clipboard tells its owner so, even itself
        try:
            return write()
        finally:
            self._is_writing = False

    def _renew(self, standing: Standing) -> Steps:
        if standing is not self._standing:
            return {}
        problem = yield OPEN_S
        standing.is_renewing = False
        if not problem and standing is self._standing and self._is_ours():
            self._write(standing.write)
        return {}

    def _renew_soon(self, standing: Standing, reader: str) -> None:
        wait_s = None if standing.is_renewing else standing.next_renewal_s(reader)
        if wait_s is not None:
            standing.is_renewing = True
            self._loop.after(wait_s, lambda: self._work.do(self._renew(standing), _nothing))

    def _end(self, guard: Guard) -> None:
        if guard is self._standing:
            self._work.do(self._settle(INSIST_S), _nothing)

    # -- news from Windows -----------------------------------------------------------------

    def _on_render(self, number: int, _lparam: int) -> int:
        """Somebody reads, and waits for it: WM_RENDERFORMAT."""
        standing = self._standing
        if standing is None:
            return 0
        reader, data = standing.serve(number)
        if data is None:
            return 0  # still promised
        formats.put(number, data)
        if isinstance(standing, Offer):
            news = standing.news(reader)
            if news:
                self._say({"do": "read", "reader": news, "offer": standing.number})
            if reader == TARGET:
                return 0
        elif isinstance(standing, Guard) and reader == TARGET and not standing.is_served:
            standing.is_served = True
            self._loop.after(standing.READ_AGAIN_S, lambda: self._end(standing))
        self._renew_soon(standing, reader)
        return 0

    def _on_render_all(self, _wparam: int, _lparam: int) -> int:
        """Our window goes while a promise stands: WM_RENDERALLFORMATS."""
        if access.open_clipboard(self._window.handle):
            self._put_back()
            access.close_clipboard()
        return 0

    def _on_emptied(self, _wparam: int, _lparam: int) -> int:
        """Somebody copies over ours: WM_DESTROYCLIPBOARD."""
        standing = self._standing
        if standing is not None and not self._is_writing:
            self._standing = None
            if isinstance(standing, Offer):
                self._say({"do": "lost", "offer": standing.number})
        return 0

    def _on_session_end(self, is_ending: int, _lparam: int) -> int:
        if is_ending:
            self._work.do(self._settle(OPEN_S), _nothing)
        return 0

    def _on_going(self) -> None:
        """Its owner may be slow, or keep us for ever: let Poise tell one from the other."""
        now = perf_counter()
        if now - self._said_at > ALIVE_EVERY_S:
            self._said_at = now
            self._say({"do": "reading"})


def _not_kept(reason: str) -> Answer:
    return {"kept": False, "reason": reason}


def _not_offered(reason: str) -> Answer:
    return {"offered": False, "reason": reason}


def _nothing(_answer: Answer) -> None:
    pass
