"""Contacts that an older Poise made come into the log, a few at a time after the start."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.contacts.words import has_left_out, take_in
from desktop.errors import Bug
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.qt.threads import MainThread

_BATCH = 100
"""Some 20 ms of work: whoever writes meanwhile does not notice."""


class TakingIn:
    """Takes in what is not in the log; nothing where there is nothing.

    Each batch is handed in from the main thread, so that leaving waits for one at most; the next
    start goes on.

    Args:
        ledger: Does it; it is left alone while the disk refuses.
        threads: The way back from the ledger's thread.
    """

    def __init__(self, ledger: Ledger, threads: MainThread) -> None:
        self._ledger = ledger
        self._threads = threads
        self._is_stopped = False
        ledger.read(has_left_out).add_done_callback(self._on_done)

    def stop(self) -> None:
        """Hand in nothing any more."""
        self._is_stopped = True

    def _on_done(self, done: Future[bool]) -> None:
        # What went wrong was told by the ledger.
        if done.exception() is None and done.result():
            self._threads.call(self._go_on)

    def _go_on(self) -> None:
        if self._is_stopped or self._ledger.state.trouble is not None:
            return
        try:
            batch = self._ledger.write(lambda connection: take_in(connection, _BATCH) == _BATCH)
        except Bug:  # closed since: Poise is leaving
            return
        batch.add_done_callback(self._on_done)
