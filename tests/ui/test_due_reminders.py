"""When a promise is made, what shows notifications is told of it; not when one is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app.due_reminders import DueReminders
from desktop.followups.book import ReminderBook
from desktop.storage.ledger import Ledger

WAIT_S = 20


def now() -> datetime:
    return datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def unused(*_args: Any) -> None:
    raise AssertionError("nothing falls due here")


@pytest.fixture
def book(tmp_path: Path, qapp: QApplication) -> Iterator[ReminderBook]:
    ledger = Ledger(tmp_path / "poise.db")
    yield ReminderBook(ledger, now, lambda: ZoneInfo("UTC"))
    ledger.close(WAIT_S)


class Prepared:
    """The announcer, as far as it is asked here."""

    def __init__(self) -> None:
        self.count = 0

    def prepare(self) -> None:
        self.count += 1


@pytest.fixture
def due(book: ReminderBook) -> Iterator[Callable[..., tuple[DueReminders, Prepared]]]:
    made = []

    def make(*, wants: bool = True) -> tuple[DueReminders, Prepared]:
        preferences = SimpleNamespace(now=SimpleNamespace(show_notifications=wants))
        nobody: Any = SimpleNamespace(show=unused, keep_panel=unused)
        found = DueReminders(book, nobody, nobody, preferences, unused)  # type: ignore[arg-type]
        announcer: Any = Prepared()
        found.announcer = announcer
        made.append(found)
        return found, announcer

    yield make
    for each in made:
        each.stop()


Make = Callable[..., tuple[DueReminders, Prepared]]


def test_each_new_promise_and_nothing_else_is_told(book: ReminderBook, due: Make) -> None:
    book.add("in 20 min", "Call back")
    reminders, announcer = due()
    reminders.arm()
    assert announcer.count == 0, "that one was there at the start"
    made = book.add("tomorrow 10:00", "Look again")
    reminders.arm()
    reminders.arm()
    assert announcer.count == 1
    book.done(made.id)
    reminders.arm()
    assert announcer.count == 1


def test_an_agent_without_notifications_is_asked_nothing(book: ReminderBook, due: Make) -> None:
    reminders, announcer = due(wants=False)
    book.add("in 20 min", "Call back")
    reminders.arm()
    assert announcer.count == 0


def test_a_promise_that_falls_due_is_on_the_panel_before_anybody_else_is_told(
    tmp_path: Path, qapp: QApplication
) -> None:
    moment, order = [now()], list[str]()

    def fail(_texts: list[str]) -> None:
        order.append("told")
        raise RuntimeError("a mistake in what tells")

    ledger = Ledger(tmp_path / "moving.db")
    book = ReminderBook(ledger, lambda: moment[0], lambda: ZoneInfo("UTC"))
    panel: Any = SimpleNamespace(show=lambda: order.append("shown"))
    one_key: Any = SimpleNamespace(keep_panel=lambda: order.append("kept"))
    preferences: Any = SimpleNamespace(now=SimpleNamespace(show_notifications=True))
    reminders = DueReminders(book, panel, one_key, preferences, lambda: order.append("refreshed"))
    announcer: Any = SimpleNamespace(announce=fail, prepare=unused)
    reminders.announcer = announcer
    book.add("in 20 min", "Call back")
    moment[0] += timedelta(minutes=21)
    with pytest.raises(RuntimeError):
        reminders.look()
    reminders.stop()
    ledger.close(WAIT_S)
    assert order == ["kept", "shown", "refreshed", "told"]
