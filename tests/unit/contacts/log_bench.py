"""A desk and its log on a real database, for tests of the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from zoneinfo import ZoneInfo

from desktop.contacts.desk import Desk
from desktop.contacts.editing import Editor
from desktop.contacts.history import (
    Anchors,
    ContactStory,
    LogFilter,
    LogRow,
    anchors,
    page,
    timeline,
)
from desktop.followups.book import ReminderBook
from desktop.guide.model import Branch, Playbook, Step
from desktop.storage.ledger import Ledger

WAIT_S = 20
START = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)

LEAP = Playbook(
    "leap",
    "LEAP",
    "Short.",
    (
        Step("listen", "Listen", "Let them speak."),
        Step("ask", "Ask", "Why.", branches=(Branch("rude", "Rude", playbook="boundaries"),)),
    ),
)
BOUNDARIES = Playbook("boundaries", "Boundaries", "Rungs.", (Step("one", "Rung 1", "By name."),))


class LogBench:
    """Everything the log is filled from and read through."""

    def __init__(self, path: Path) -> None:
        self.time = START
        self.bugs: list[BaseException] = []
        self.ledger = Ledger(path, on_bug=self.bugs.append)
        self.desk = self.new_desk()
        self.book = ReminderBook(self.ledger, self.now, lambda: ZoneInfo("UTC"))
        self.editor = Editor(self.ledger, self.desk, self.now)

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def new_desk(self) -> Desk:
        books = {"leap": LEAP, "boundaries": BOUNDARIES}
        return Desk(self.ledger, books.get, self.now, lambda: books)

    def ended(
        self, customer: str = "", note: str = "", outcome: str = "solved", **more: Any
    ) -> str:
        """The id of a contact that was started and ended."""
        contact_id = self.desk.start("leap", customer, **more).id
        self.desk.end(outcome, note)
        return contact_id

    def ask(self, question: Callable[[Connection], Any]) -> Any:
        return self.ledger.read(question).result(WAIT_S)

    def found(self, words: str = "", **more: Any) -> list[str]:
        """Customers of the contacts found, newest first."""
        return [row.customer for row in self.rows(LogFilter(words, **more))]

    def rows(
        self, wanted: LogFilter, before: int | None = None, count: int = 1000
    ) -> tuple[LogRow, ...]:
        rows: tuple[LogRow, ...] = self.ask(lambda c: page(c, wanted, before, count))
        return rows

    def way_in(self, wanted: LogFilter, every: int = 256) -> Anchors:
        found: Anchors = self.ask(lambda c: anchors(c, wanted, every))
        return found

    def story(self, contact_id: str) -> ContactStory:
        story: ContactStory | None = self.ask(lambda connection: timeline(connection, contact_id))
        assert story is not None
        return story
