"""A copy of the record at the first quiet moment of each day, also after sleep."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.errors import Trouble
from desktop.qt.threads import MainThread
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.settings import Settings
    from desktop.storage.daily import DailyCopy

log = logging.getLogger("desktop")

LOOK_MS = 60_000  # by the wall clock each time: computers sleep
_LONGEST_WAIT = timedelta(hours=1)  # for a quiet minute; a copy holds nobody up anyway
_AGAIN_AFTER = timedelta(hours=1)  # where one could not be made
_GIVING_UP_S = 0.3


class Keeping(QObject):
    """Looks once a minute whether the day's copy is to be made, and makes it.

    Args:
        path: The record.
        ledger: Nothing handed in for a minute is a quiet moment.
        settings: As they are then.
        now: The aware time.
        tell: Given what is in the way of copies, once a run.
        tell_damage: Given that the record is damaged.
    """

    def __init__(
        self,
        path: Path,
        ledger: Ledger,
        settings: Callable[[], Settings],
        now: Callable[[], datetime],
        tell: Callable[[Trouble], None],
        tell_damage: Callable[[Trouble], None],
    ) -> None:
        super().__init__()
        self._path = path
        self._ledger = ledger
        self._settings = settings
        self._now = now
        self._tell = tell
        self._tell_damage = tell_damage
        self._threads = MainThread()
        self._copying: DailyCopy | None = None
        self._handed_in = -1
        self._due_since: datetime | None = None
        self._not_before: datetime | None = None
        self._is_told = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def look(self) -> None:
        """Make the day's copy if it is due and the moment is quiet."""
        now = self._now()
        if self._copying is not None or (self._not_before is not None and now < self._not_before):
            return
        from desktop.storage.copies import Rotation, is_due

        is_quiet = self._is_quiet()
        if not is_due(self._path, now):
            self._due_since = None
            return
        self._due_since = self._due_since or now
        if not is_quiet and now - self._due_since < _LONGEST_WAIT:
            return
        from desktop.storage.daily import DailyCopy

        settings = self._settings()
        rotation = Rotation(settings.backups_daily, settings.backups_weekly)
        self._copying = DailyCopy(self._path, now, rotation, self._on_end_elsewhere)

    def stop(self) -> None:
        """Make none any more; one in the making is given up."""
        self._timer.stop()
        if self._copying is not None:
            self._copying.give_up(_GIVING_UP_S)

    def _is_quiet(self) -> bool:
        before, self._handed_in = self._handed_in, self._ledger.handed_in
        state = self._ledger.state
        return before == self._handed_in and state.waiting == 0 and state.trouble is None

    def _on_end_elsewhere(self, trouble: Trouble | None) -> None:
        self._threads.call(lambda: self._on_end(trouble))

    def _on_end(self, trouble: Trouble | None) -> None:
        from desktop.storage.connection import DamagedRecord

        self._copying = None
        self._due_since = None
        self._not_before = None if trouble is None else self._now() + _AGAIN_AFTER
        if isinstance(trouble, DamagedRecord):
            log.error("the record is damaged")
            self._timer.stop()
            remedy = "Your work goes on. Start Poise again soon: it offers the newest good copy."
            self._tell_damage(Trouble(f"The record {trouble.path} is damaged.", remedy))
        elif trouble is not None:
            log.warning("no copy was made: %s", trouble.what)
            if not self._is_told:
                self._is_told = True
                self._tell(trouble)
