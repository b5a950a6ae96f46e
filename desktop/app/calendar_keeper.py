"""Keeps a calendar file up to date with the open reminders, where the agent has set one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, QTimer

from desktop.errors import Trouble
from desktop.followups.book import ReminderBook

log = logging.getLogger("desktop")

_SETTLING_MS = 1_000  # several changes in a row make one file
_HANGING_MS = 60_000


class CalendarKeeper(QObject):
    """Writes after a change, on a thread of its own: the folder may be on a share that hangs, and
    the library for calendars is slow to load.

    Args:
        book: The reminders.
        call: Runs something on the main thread.
        tell: Shows a trouble; each is told once until it is over.
    """

    def __init__(
        self,
        book: ReminderBook,
        call: Callable[[Callable[[], None]], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        super().__init__()
        self._book = book
        self._call = call
        self._tell = tell
        self._path: Path | None = None
        self._kept: object = None  # what the file was last made from
        self._told = ""
        self._writing: Thread | None = None
        self._is_stopped = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep)

    def use(self, file: str) -> None:
        """Keep that file from now on; "" for none. The old one stays as it is."""
        path = Path(file).expanduser() if file else None
        if path != self._path:
            self._path, self._kept, self._told = path, None, ""
            self._writing = None  # if that one hangs, it is not this one's fault
        self.look()

    def look(self) -> None:
        """Something may have changed: write in a moment, if so."""
        if self._path is not None and self._content() != self._kept:
            self._timer.start(_SETTLING_MS)

    def stop(self) -> None:
        """Write no more."""
        self._is_stopped = True
        self._timer.stop()

    def _content(self) -> object:
        return self._book.all_open(), self._book.hours

    def _keep(self) -> None:
        path, hours, reminders = self._path, self._book.hours, self._book.all_open()
        if path is None:
            return
        if self._writing is not None and self._writing.is_alive():
            # The next change finds it kept or not; the record itself waits for nothing.
            self._tell_once(
                Trouble(f"The calendar file {path} does not answer.", "Is its folder on a share?")
            )
            self._timer.start(_HANGING_MS)
            return
        self._kept = reminders, hours

        def work() -> None:
            from desktop.followups.calendar_file import keep_file

            error: Exception | None = None
            try:
                keep_file(path, reminders, hours)
            except Exception as problem:  # noqa: BLE001 - whatever it is, it is told
                error = problem
            if not self._is_stopped:
                self._call(lambda: self._conclude(error))

        # A daemon: nobody waits for a share when Poise quits. The file is put in place whole.
        self._writing = Thread(target=work, name="poise-calendar", daemon=True)
        self._writing.start()

    def _conclude(self, error: Exception | None) -> None:
        if error is None:
            self._told = ""
            return
        self._kept = None  # tried again with the next change
        if isinstance(error, Trouble):
            self._tell_once(error)
            return
        log.error("the calendar file could not be made", exc_info=error)
        self._tell_once(Trouble("No calendar file was written."))

    def _tell_once(self, trouble: Trouble) -> None:
        if str(trouble) != self._told:
            self._told = str(trouble)
            self._tell(trouble)
