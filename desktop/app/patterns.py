"""The window with patterns: reads a report bit by bit and shows it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path

from desktop.app.surface import Surface
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.followups.zone import local_zone
from desktop.insights.charts import charts_of
from desktop.insights.known_issue import Repeating, find_repeating, write_draft
from desktop.insights.names import Names, names_of
from desktop.insights.period import Period, last_days
from desktop.insights.reading import Reading
from desktop.insights.report import Report
from desktop.insights.tables import BEFORE, overview
from desktop.paths import shipped_playbooks
from desktop.qt.copying import put_on_clipboard
from desktop.qt.threads import MainThread
from desktop.storage.ledger import Ledger
from desktop.ui.patterns_window import PatternsWindow

_OFFERS = 3


class PatternsDesk:
    """Opens the window, and fills it for the time that is chosen.

    Args:
        cockpit: Whose playbooks name what the record knows by ids.
        ledger: Where the record is read, some days at a time.
        threads: Brings what was read to the main thread.
        surface: For the window; its keyboard is nobody else's.
        now: The aware time.
        own_playbooks: The folder of the agent's own, for drafts.
        often: How often a cause comes, in how many days, before a draft is offered.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        ledger: Ledger,
        threads: MainThread,
        surface: Surface,
        now: Callable[[], datetime],
        own_playbooks: Path,
        often: Callable[[], tuple[int, int]],
    ) -> None:
        self._cockpit = cockpit
        self._ledger = ledger
        self._threads = threads
        self._keyboard = surface.keyboard
        self._screen = surface.screen
        self._now = now
        self._own_playbooks = own_playbooks
        self._often = often
        self._repeating: tuple[Repeating, ...] = ()
        self._names: Names | None = None
        self._version = -1  # of the library
        self._asked = 0  # a newer choice makes what is still read for an older one void
        self.window = PatternsWindow(surface.theme, _copy, surface.held)
        surface.dressing.watch(self.window, takes_keyboard=True)
        self.window.time_chosen.connect(self._on_time_chosen)
        self.window.playbook_wanted.connect(self._write_playbook)
        self.window.leaving.connect(lambda: surface.keyboard.give_back())

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        self._keyboard.borrow()
        self.window.open_on(self._screen())
        self._keyboard.claim(self.window)

    def close(self) -> None:
        """Take the window away."""
        self._asked += 1
        self.window.hide()
        self.window.deleteLater()

    def _on_time_chosen(self, time: str, compare: str) -> None:
        self._asked += 1
        self.window.show_counting()
        try:
            period = self._period(time)
        except Trouble as trouble:
            self.window.show_problem(str(trouble))
            return
        others = {"previous": period.before, "last-year": period.year_before}
        periods = [period, *([others[compare]()] if compare in others else [])]
        names = self._called()
        readings = [
            Reading(each, self._now(), phrases=names.phrases, cause_names=names.causes)
            for each in periods
        ]
        self._read(self._asked, readings, readings)

    def _period(self, time: str) -> Period:
        zone = local_zone()
        today = self._now().astimezone(zone).date()
        month = Period(today.replace(day=1), today, zone)
        if time == "month":
            return month
        if time == "last-month":
            last = month.first - timedelta(days=1)
            return Period(last.replace(day=1), last, zone)
        return last_days(int(time), today, zone)

    def _called(self) -> Names:
        library = self._cockpit.library
        if self._names is None or library.version != self._version:
            self._version = library.version
            self._names = names_of(library.playbooks(), library.phrase_files())
        return self._names

    def _read(self, asked: int, left: list[Reading], readings: list[Reading]) -> None:
        """Have some days more read, until all are; each in a job of its own."""
        if asked != self._asked:
            return
        if not left:
            self._find_repeating(asked, [each.report() for each in readings])
            return

        def on_read(future: Future[bool]) -> None:
            self._threads.call(lambda: self._on_read(future, asked, left, readings))

        self._ledger.read(left[0].read_some).add_done_callback(on_read)

    def _on_read(
        self, future: Future[bool], asked: int, left: list[Reading], readings: list[Reading]
    ) -> None:
        if asked != self._asked:
            return
        try:
            has_more = future.result()
        except Trouble as trouble:
            self.window.show_problem(str(trouble))
            return
        self._read(asked, left if has_more else left[1:], readings)

    def _find_repeating(self, asked: int, reports: list[Report]) -> None:
        needed, days = self._often()
        if not needed or not reports[0].causes:
            self._repeating = ()
            self._show(reports)
            return
        now, names = self._now(), self._called().causes

        def on_read(future: Future[tuple[Repeating, ...]]) -> None:
            self._threads.call(lambda: show(future))

        def show(future: Future[tuple[Repeating, ...]]) -> None:
            if asked == self._asked:
                # Without them the report is still worth showing; the disk is told of elsewhere.
                self._repeating = future.result() if future.exception() is None else ()
                self._show(reports)

        reading = self._ledger.read(
            lambda connection: find_repeating(
                connection, now, needed=needed, days=days, cause_names=names
            )
        )
        reading.add_done_callback(on_read)

    def _write_playbook(self, cause: str) -> None:
        repeating = next(each for each in self._repeating if each.cause == cause)
        template = shipped_playbooks() / "known-issue.yaml"
        today = self._now().astimezone().date()
        try:
            path = write_draft(repeating, template, self._own_playbooks, today)
        except Trouble as trouble:
            self.window.say(str(trouble))
            return
        self.window.say(f"A draft is in {path}. Check it before anybody says it.")

    def _show(self, reports: list[Report]) -> None:
        report, other = reports[0], reports[1] if len(reports) > 1 else None
        about = "Your own figures: nothing of this leaves this computer."
        if other is not None:
            about = f"{BEFORE}, the thin pale bars: {other.period.label}."
        charts = charts_of(report, self._called(), other) if report.contacts else ()
        _, days = self._often()
        offers = [
            (each.cause, f"“{each.cause}” was the cause {each.count} times in {days} days.")
            for each in self._repeating[:_OFFERS]
        ]
        glance = overview(report, other)
        self.window.show_report(report.period.label, about, glance, charts, offers)


def _copy(text: str) -> None:
    put_on_clipboard(text)
