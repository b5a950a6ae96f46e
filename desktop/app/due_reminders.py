"""Reminders that fall due come before the agent: the panel, and a notification beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.app.alarm import Alarm
from desktop.app.one_key_mode import OneKeyMode
from desktop.app.preferences import Preferences
from desktop.followups.book import ReminderBook
from desktop.followups.promise import Reminder

if TYPE_CHECKING:
    from desktop.app.announcer import Announcer
    from desktop.ui.panel import Panel


class DueReminders:
    """Shows the panel when something falls due.

    Args:
        book: The reminders.
        panel: Shown.
        one_key: Told that the panel stays.
        preferences: Whether the agent wants notifications.
        refresh: Shows what is true now.
    """

    def __init__(
        self,
        book: ReminderBook,
        panel: Panel,
        one_key: OneKeyMode,
        preferences: Preferences,
        refresh: Callable[[], None],
    ) -> None:
        self._book = book
        self._panel = panel
        self._one_key = one_key
        self._preferences = preferences
        self._refresh = refresh
        self._alarm = Alarm(book, self._on_due)
        self.announcer: Announcer | None = None
        """Tells of them beside the panel, once there is one."""
        self._open = book.count_open()
        self.look, self.stop = self._alarm.look, self._alarm.stop

    def arm(self) -> None:
        """Something changed: wake for the next reminder, which may be a new one."""
        self._alarm.arm()
        before, self._open = self._open, self._book.count_open()
        is_wanted = self._preferences.now.show_notifications
        if self._open > before and is_wanted and self.announcer is not None:
            self.announcer.prepare()

    def _on_due(self, fresh: Sequence[Reminder]) -> None:
        if fresh:
            self._one_key.keep_panel()
            self._panel.show()
        self._refresh()
        if fresh and self._preferences.now.show_notifications and self.announcer is not None:
            self.announcer.announce([each.headline for each in fresh])
