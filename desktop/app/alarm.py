"""Announcing promises when they fall due, by the wall clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from desktop.followups.book import ReminderBook
from desktop.followups.promise import Reminder

_LOOK_MS = 20_000  # computers sleep and clocks jump: look at the wall clock this often
_AFTER_MS = 20  # a timer may fire a moment early


class Alarm(QObject):
    """Looks at the clock and calls with what has fallen due since the last look.

    Args:
        book: The reminders.
        on_due: Given those to announce; each comes once. None means that time has gone on, and
            with it what is said of times.
    """

    def __init__(self, book: ReminderBook, on_due: Callable[[Sequence[Reminder]], None]) -> None:
        super().__init__()
        self._book = book
        self._on_due = on_due
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Announce what is due now, and look again in time."""
        try:
            self._on_due(self._book.take_newly_due())
        finally:
            self.arm()  # whatever became of these, the next ones are told

    def arm(self) -> None:
        """Wake for the next reminder, which may be a new one."""
        wake = self._book.next_wake()
        delay = _LOOK_MS
        if wake is not None:
            wait = (wake - self._book.now()).total_seconds() * 1000
            delay = min(delay, max(0, round(wait)) + _AFTER_MS)
        self._timer.start(delay)

    def stop(self) -> None:
        """Announce nothing any more."""
        self._timer.stop()
