"""Opens the end-of-day view, and does what is chosen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.app.surface import Surface
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.followups.due import is_overdue
from desktop.ui.view import DaySectionView, ReminderView

if TYPE_CHECKING:
    from desktop.ui.day_window import DayWindow


class DayDesk(QObject):
    """The view of all promises that matter today and tomorrow.

    Args:
        surface: For its window.
        cockpit: Whose promises.
        tell: Shows a trouble to the agent.
        follow_up: Takes up the contact of a promise.
        ask_snooze: Asks until when one is put off.
    """

    def __init__(
        self,
        surface: Surface,
        cockpit: Cockpit,
        tell: Callable[[Trouble], None],
        follow_up: Callable[[str], None],
        ask_snooze: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._surface = surface
        self._keyboard = surface.keyboard
        self._cockpit = cockpit
        self._tell = tell
        self._follow_up = follow_up
        self._ask_snooze = ask_snooze
        self._window: DayWindow | None = None

    @property
    def is_open(self) -> bool:
        """Whether the view is on the screen."""
        return self._window is not None and self._window.isVisible()

    def open(self) -> None:
        """Show what is promised, or close it."""
        window = self._the_window()
        if window.isVisible():
            window.on_abandoned()
            return
        self._keyboard.borrow()
        window.show_sections(self._sections())
        window.open_on(self._surface.screen())
        self._keyboard.claim(window, self._put_away)

    def _put_away(self) -> None:
        self._the_window().on_abandoned()
        self._tell(
            Trouble(
                self.tr("“What is promised” did not get the keyboard, so it was closed."),
                self.tr("Look at the text field, then ask for it again."),
            )
        )

    def _the_window(self) -> DayWindow:
        if self._window is None:
            from desktop.ui.day_window import DayWindow

            self._window = DayWindow(self._surface.theme, self._surface.held)
            self._surface.dressing.watch(self._window, takes_keyboard=True)
            self._window.leaving.connect(self._keyboard.hand_over)
            self._window.cancelled.connect(self._keyboard.give_back)
            self._window.opened.connect(self._on_opened)
            self._window.done.connect(self._on_done)
            self._window.snooze_asked.connect(self._on_snooze)
        return self._window

    def _sections(self) -> tuple[DaySectionView, ...]:
        from desktop.followups.day import day_sections

        book = self._cockpit.book
        now = book.now()
        try:
            zone = book.zone()
        except Trouble:
            zone = None
        return tuple(
            DaySectionView(
                section.title,
                tuple(
                    ReminderView(
                        each.id,
                        each.headline,
                        " · ".join(
                            filter(None, [book.full_wording(each), each.terms.repeats.words])
                        ),
                        is_overdue(each, now),
                    )
                    for each in section.reminders
                ),
            )
            for section in day_sections(book.all_open(), now, zone, book.hours)
        )

    def _on_done(self, reminder_id: str) -> None:
        self._try(lambda: self._cockpit.promises.done(reminder_id))
        self._the_window().show_sections(self._sections())

    def _on_opened(self, reminder_id: str) -> None:
        self._keyboard.give_back(lambda: self._try(lambda: self._follow_up(reminder_id)))

    def _on_snooze(self, reminder_id: str) -> None:
        self._keyboard.give_back(lambda: self._try(lambda: self._ask_snooze(reminder_id)))

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Trouble as trouble:
            self._tell(trouble)
