"""The daily removal of what is older than the settings let it be."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from desktop.contacts.retention import Keep, Removed, remove_old
from desktop.contacts.words import forget_removed
from desktop.insertion.inserter import Clock
from desktop.qt.threads import MainThread
from desktop.settings import Settings
from desktop.storage.ageing import empty_wal, keep_day, last_day, remove_old_copies
from desktop.storage.ledger import Ledger

T = TypeVar("T")

log = logging.getLogger("desktop")

_FIRST_LOOK_MS = 1000
_LOOK_MS = 1_200_000  # computers sleep: look at the calendar this often
_PAUSE_MS = 250  # between two batches
_A_DAY = timedelta(days=1)
_LEAP = timedelta(days=31)
"""A calendar that goes on by more between two looks, or back, may be a clock that is wrong."""


def keep_of(settings: Settings) -> Keep:
    """What the settings say."""
    return Keep(
        settings.keep_contacts_days,
        settings.keep_deleted_days,
        settings.keep_done_reminders_days,
        settings.keep_backups_days,
        settings.keep_reflections_days,
    )


class Retention:
    """Removes once a day what need not be kept, in small batches.

    Args:
        path: The record's file.
        ledger: Does it; it is left alone while the disk refuses.
        threads: The way back from the ledger's thread.
        clock: Wakes it.
        now: The aware time.
        keep: For how long what is kept, asked each time.
    """

    def __init__(
        self,
        path: Path,
        ledger: Ledger,
        threads: MainThread,
        clock: Clock,
        now: Callable[[], datetime],
        keep: Callable[[], Keep],
    ) -> None:
        self._path = path
        self._ledger = ledger
        self._threads = threads
        self._clock = clock
        self._now = now
        self._keep = keep
        self._done_on: date | None = None
        self._removed = Removed()
        self._cancel = clock.later(_FIRST_LOOK_MS, self.look)
        self._is_stopped = False

    def look(self) -> None:
        """Begin where it was not done today, and look again later.

        What is removed cannot be had back. So where the calendar has leapt since the last look,
        or nobody knows when that was, nothing is removed before another day has come; a start
        on the same day does not tell the two apart, and removes nothing either.
        """
        today = self._now().date()
        if self._done_on != today and self._keep() != Keep():
            before = last_day(self._path)
            keep_day(self._path, today)
            if before is None or not _A_DAY <= today - before <= _LEAP:
                self._done_on = today
                self._look_in(_LOOK_MS)
                return
            self._removed = Removed()
            self._batch()
        else:
            self._look_in(_LOOK_MS)

    def stop(self) -> None:
        """Remove nothing any more."""
        self._is_stopped = True
        self._cancel()

    def _look_in(self, wait_ms: int) -> None:
        if not self._is_stopped:
            self._cancel = self._clock.later(wait_ms, self.look)

    def _batch(self) -> None:
        keep, now = self._keep(), self._now()
        self._write(lambda connection: remove_old(connection, keep, now), self._on_batch)

    def _on_batch(self, removed: Removed) -> None:
        self._removed += removed
        self._after_pause(self._batch if removed else self._forget_words)

    def _forget_words(self) -> None:
        self._write(forget_removed, self._on_forgotten)

    def _on_forgotten(self, is_all: bool) -> None:
        if is_all:
            self._hand_over(self._ledger.read(empty_wal), self._on_emptied)
        else:
            self._after_pause(self._forget_words)

    def _on_emptied(self, _is_empty: bool) -> None:  # else the next time, or at the end
        now = self._now()
        copies = remove_old_copies(self._path, self._keep().backups, now)
        self._done_on = now.date()
        if self._removed or copies:
            log.info(
                "kept long enough and removed: %d contacts, %d deleted contacts, "
                "%d done reminders, %d reflections, %d backups",
                *(self._removed.contacts, self._removed.deleted, self._removed.reminders),
                *(self._removed.reflections, copies),
            )
        self._look_in(_LOOK_MS)

    def _after_pause(self, work: Callable[[], None]) -> None:
        if not self._is_stopped:
            self._cancel = self._clock.later(_PAUSE_MS, work)

    def _write(self, job: Callable[[sqlite3.Connection], T], then: Callable[[T], None]) -> None:
        if self._ledger.state.trouble is not None:
            self._look_in(_LOOK_MS)
            return
        self._hand_over(self._ledger.write(job), then)

    def _hand_over(self, future: Future[T], then: Callable[[T], None]) -> None:
        def on_done(done: Future[T]) -> None:
            def go_on() -> None:
                if self._is_stopped:
                    return
                if done.exception() is not None:
                    self._look_in(_LOOK_MS)  # told and logged by the ledger
                else:
                    then(done.result())

            self._threads.call(go_on)

        future.add_done_callback(on_done)
