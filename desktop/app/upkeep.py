"""What Poise does for the record unasked: copies, removing what is old, offers, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.app.keeping import Keeping
from desktop.app.known_issues import KnownIssues
from desktop.app.preferences import Preferences
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.insertion.inserter import Clock
from desktop.paths import Paths
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.app.calendar_keeper import CalendarKeeper
    from desktop.app.retention import Retention
    from desktop.app.taking_in import TakingIn
    from desktop.qt.threads import MainThread


_LATER_MS = 90_000  # a start has better things to do


class Upkeep:
    """Keeps the record in order in the background; the agent never waits for it.

    Args:
        paths: Where the record is.
        cockpit: Its contacts and reminders.
        preferences: How long what is kept, and where the calendar file is.
        ledger: Does the work.
        threads: The way back from the ledger's thread.
        clock: Wakes what is done daily.
        now: The aware time.
        tell: Shows a trouble to the agent.
        tell_damage: Given that the record is damaged.
    """

    def __init__(
        self,
        paths: Paths,
        cockpit: Cockpit,
        preferences: Preferences,
        ledger: Ledger,
        threads: MainThread,
        clock: Clock,
        now: Callable[[], datetime],
        tell: Callable[[Trouble], None],
        tell_damage: Callable[[Trouble], None],
    ) -> None:
        self._paths = paths
        self._book = cockpit.book
        self._preferences = preferences
        self._ledger = ledger
        self._threads = threads
        self._clock = clock
        self._now = now
        self._tell = tell
        self._known_issues = KnownIssues(paths, cockpit, preferences, ledger, threads, now, tell)
        self._keeping = Keeping(
            paths.database, ledger, lambda: preferences.now, now, tell, tell_damage
        )
        self._cancel: Callable[[], None] = lambda: None
        self._calendar: CalendarKeeper | None = None
        self._retention: Retention | None = None
        self._taking_in: TakingIn | None = None

    def begin(self) -> None:
        """Begin with what can wait until the panel is on the screen."""
        from desktop.app.taking_in import TakingIn

        self._taking_in = TakingIn(self._ledger, self._threads)
        self._cancel = self._clock.later(_LATER_MS, self._begin_later)

    def _begin_later(self) -> None:
        from desktop.app.retention import Retention, keep_of

        self._retention = Retention(
            *(self._paths.database, self._ledger, self._threads, self._clock, self._now),
            lambda: keep_of(self._preferences.now),
        )

    def look(self) -> None:
        """Contacts or reminders changed: follow, where something is kept or offered by them."""
        self.keep_calendar()
        self._known_issues.look()

    def keep_calendar(self) -> None:
        """Keep the calendar file that is set now, if any."""
        file = self._preferences.now.calendar_file
        if self._calendar is None and file:
            from desktop.app.calendar_keeper import CalendarKeeper

            call = self._threads.call
            self._calendar = CalendarKeeper(self._book, call, self._tell)
        if self._calendar is not None:
            self._calendar.use(file)

    def stop(self) -> None:
        """Do nothing of it any more; a copy in the making is given up."""
        self._cancel()
        for each in (self._keeping, self._calendar, self._retention, self._taking_in):
            if each is not None:
                each.stop()
