"""Coming to an end in order: hotkeys, the running insertion, the record, then the program."""

from __future__ import annotations

from collections.abc import Callable

from desktop.errors import Trouble
from desktop.hotkeys.bindings import Bindings
from desktop.insertion.inserter import Inserter
from desktop.storage.ledger import Ledger

_CLOSING_S = 3.0

Told = Callable[[Trouble | None], None]
"""Hears why Poise stays, or None when it leaves."""


def _nobody(_why: Trouble | None) -> None:
    """Nobody waits for an answer."""


class Leaving:
    """Ends the program, unless what was entered exists nowhere but in it.

    Args:
        bindings: Released at once.
        inserter: Allowed to finish what it is doing.
        ledger: Written out.
        stay: Told why Poise does not leave.
        exit_: Ends the main loop.
    """

    def __init__(
        self,
        bindings: Bindings,
        inserter: Inserter,
        ledger: Ledger,
        stay: Callable[[Trouble], None],
        exit_: Callable[[], None],
    ) -> None:
        self._bindings = bindings
        self._inserter = inserter
        self._ledger = ledger
        self._stay = stay
        self._exit = exit_
        self.is_on = False

    def begin(self, *, is_forced: bool, told: Told = _nobody) -> None:
        """Leave; asked again with force, leave although entries are unwritten.

        Args:
            is_forced: Whether to leave whatever is lost by it.
            told: Hears how it ends, before it does.
        """
        if self.is_on:
            if is_forced:
                self._finish(is_forced=True, told=told)
            else:
                told(None)
            return
        self.is_on = True
        self._bindings.release_all()
        self._inserter.finish(lambda: self._finish(is_forced, told))

    def _finish(self, is_forced: bool, told: Told) -> None:
        left = self._ledger.close(_CLOSING_S)
        if left and is_forced:
            self._ledger.abandon()
        elif left:
            self.is_on = False
            self._bindings.register_all()
            what = f"Poise stays open: {left} entries are not on the disk yet."
            trouble = self._ledger.state.trouble
            remedy = trouble.remedy if trouble is not None else "Wait a moment, then quit again."
            why = Trouble(what, remedy)
            self._stay(why)
            told(why)
            return
        told(None)
        self._exit()
