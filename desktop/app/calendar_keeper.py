"""Keeps a calendar file up to date with the open reminders, where the agent has set one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.storage.ledger import Ledger

log = logging.getLogger("desktop")

_SETTLING_MS = 1_000  # several changes in a row make one file


class CalendarKeeper(QObject):
    """Writes after a change, on the ledger's thread: the library for calendars is slow to load.

    Args:
        book: The reminders.
        ledger: Lends its thread.
        call: Runs something on the main thread.
        tell: Shows a trouble; each is told once until it is over.
    """

    def __init__(
        self,
        book: ReminderBook,
        ledger: Ledger,
        call: Callable[[Callable[[], None]], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        super().__init__()
        self._book = book
        self._ledger = ledger
        self._call = call
        self._tell = tell
        self._path: Path | None = None
        self._kept: object = None  # what the file was last made from
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=_SETTLING_MS)
        self._timer.timeout.connect(self._keep)

    def use(self, file: str) -> None:
        """Keep that file from now on; "" for none. The old one stays as it is."""
        path = Path(file).expanduser() if file else None
        if path != self._path:
            self._path, self._kept, self._told = path, None, ""
        self.look()

    def look(self) -> None:
        """Something may have changed: write in a moment, if so."""
        if self._path is not None and self._content() != self._kept:
            self._timer.start()

    def stop(self) -> None:
        """Write no more."""
        self._timer.stop()

    def _content(self) -> object:
        return self._book.all_open(), self._book.hours

    def _keep(self) -> None:
        path, hours, reminders = self._path, self._book.hours, self._book.all_open()
        if path is None:
            return
        self._kept = reminders, hours

        def work(_connection: object) -> None:
            from desktop.followups.calendar_file import keep_file

            keep_file(path, reminders, hours)

        def on_done(future: Future[None]) -> None:
            error = None if future.cancelled() else future.exception()
            self._call(lambda: self._conclude(error))

        self._ledger.read(work).add_done_callback(on_done)

    def _conclude(self, error: BaseException | None) -> None:
        if error is None:
            self._told = ""
            return
        trouble = error if isinstance(error, Trouble) else Trouble("No calendar file was written.")
        if not isinstance(error, Trouble):
            log.error("the calendar file could not be made", exc_info=error)
        self._kept = None  # tried again with the next change
        if str(trouble) != self._told:
            self._told = str(trouble)
            self._tell(trouble)
