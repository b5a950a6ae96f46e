"""The keyboard, borrowed from a text field of another program, and given back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.errors import Cannot
from desktop.insertion.inserter import Clock
from desktop.insertion.ports import Foreground, Target
from desktop.qt.focus import give_focus_back

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_CLAIM_MS = 250  # after the lender was seen with it last
_CLAIM_MOST_MS = 1500
_LOOK_MS = 10


class BorrowedKeyboard:
    """Remembers which window had the keyboard before a window of ours took it."""

    def __init__(self, foreground: Foreground, clock: Clock) -> None:
        self._foreground = foreground
        self._clock = clock
        self._lender: Target | None = None
        self.is_claiming = False
        """Whether the keyboard may still be on its way to us."""

    def borrow(self, lender: Target | None = None) -> None:
        """A window of ours is about to open; `lender` is known, or has the keyboard now."""
        now = lender if lender is not None else self._foreground.current()
        if isinstance(now, Target):
            self._lender = now

    def claim(self, window: QWidget, on_refused: Callable[[], None] = lambda: None) -> None:
        """See to it that a window of ours gets the keyboard; call when it was just shown.

        Windows may hand it back for a moment while the hotkey's keys come up, or when a new
        window has come on the screen, which takes a busy machine long. Only then is it asked for
        again: another window in front is where the agent went meanwhile.

        Args:
            window: Ours, which is on the screen.
            on_refused: Called when it never had the keyboard and another program has it now:
                what the agent types into it goes there.
        """
        self.is_claiming = True
        had_it = False

        def begin() -> None:
            # Counted from now, not from the call: showing the window may take a busy machine
            # longer than all of this.
            now = self._clock.now_ms()
            look(now + _CLAIM_MS, now + _CLAIM_MOST_MS)

        def look(until: float, latest: float) -> None:
            nonlocal had_it
            now = self._clock.now_ms()
            had_it = had_it or window.isActiveWindow()
            if not window.isVisible() or now > until:
                self.is_claiming = False
                if window.isVisible() and not had_it and self.is_elsewhere():
                    on_refused()
                return
            if self._lender is not None and self._foreground.current() == self._lender:
                self._foreground.take(int(window.internalWinId()))
                until = min(now + _CLAIM_MS, latest)
            self._clock.later(_LOOK_MS, lambda: look(until, latest))

        self._clock.later(_LOOK_MS, begin)

    def is_elsewhere(self) -> bool:
        """Whether a window of another program has the keyboard, and ours will not get it."""
        return not self.is_claiming and isinstance(self._foreground.current(), Target)

    def hand_over(self) -> None:
        """Name who gets the keyboard next; call while our window is on the screen, then hide it.

        A window that hides with the keyboard leaves it to the system to choose an heir, which
        may be our own panel or nobody; and once we are not in front any more, Windows may not
        let us choose.
        """
        if self._lender is not None and not isinstance(self._foreground.current(), Target):
            self._foreground.activate(self._lender)

    def give_back(self, then: Callable[[], None] = lambda: None) -> None:
        """Return the keyboard, unless the agent has gone elsewhere already, then go on."""
        lender, self._lender = self._lender, None
        now = self._foreground.current()
        if lender is None or (isinstance(now, Target) and now != lender):
            then()
            return
        give_focus_back(self._foreground, lender, self._clock, lambda _refusal: then())

    def give_back_for_insertion(self, then: Callable[[Target | None, Cannot | None], None]) -> None:
        """Return the keyboard wherever it is now; `then` learns to whom, or why not."""
        lender, self._lender = self._lender, None
        if lender is None:
            then(None, None)
            return
        give_focus_back(
            self._foreground, lender, self._clock, lambda refusal: then(lender, refusal)
        )
