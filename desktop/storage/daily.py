"""The day's copy of the record, made in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from desktop.errors import Trouble
from desktop.storage.connection import DamagedRecord
from desktop.storage.copies import Rotation, look_for_damage, make_daily

log = logging.getLogger(__name__)

_PAUSE_S = 0.005  # after each megabyte, so that the disk is free for what the agent does


class _GivenUpError(Exception):
    """The program ends."""


class DailyCopy:
    """Makes one copy on a thread of its own; the ledger writes on meanwhile.

    Args:
        path: The record.
        now: The moment, for the name.
        rotation: How many copies stay.
        on_end: Called **from that thread** with None when there is a whole copy, else with what
            is wrong; a `DamagedRecord` when that is the record itself. Not when it was given up.
    """

    def __init__(
        self,
        path: Path,
        now: datetime,
        rotation: Rotation,
        on_end: Callable[[Trouble | None], None],
    ) -> None:
        self._path = path
        self._now = now
        self._rotation = rotation
        self._on_end = on_end
        self._is_unwanted = Event()
        self._thread = Thread(target=self._work, name="poise-copy", daemon=True)
        self._thread.start()

    def give_up(self, timeout_s: float) -> None:
        """Leave it for another time, and wait that long at most for the disk to be left alone."""
        self._is_unwanted.set()
        self._thread.join(timeout_s)

    def _work(self) -> None:
        try:
            trouble = self._make()
        except _GivenUpError:
            return
        except Exception as error:  # our own fault: to the log, and no reason to end the program
            log.exception("the day's copy failed")
            trouble = Trouble(f"The day's copy of the record failed ({type(error).__name__}).")
        if not self._is_unwanted.is_set():
            self._on_end(trouble)

    def _make(self) -> Trouble | None:
        try:
            made = make_daily(self._path, self._now, self._rotation, self._breathe)
        except DamagedRecord as damaged:
            return damaged
        except Trouble as trouble:
            # Without a copy nothing has looked at the record: damage should still be found early.
            return look_for_damage(self._path) or trouble
        log.info("the day's copy was made: %s", made.path.name)
        return None

    def _breathe(self) -> None:
        if self._is_unwanted.wait(_PAUSE_S):
            raise _GivenUpError
