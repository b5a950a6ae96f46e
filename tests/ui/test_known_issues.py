"""The quiet offer on the panel: when a contact ends and its cause repeats, once per cause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.known_issues import KnownIssues
from desktop.app.preferences import Preferences
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.paths import paths_for
from desktop.qt.threads import MainThread
from desktop.storage.ledger import Ledger
from tests.unit.insights.records import Written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Offering:
    """A record, a desk with one contact on it, and what the panel was told."""

    def __init__(self, folder: Path) -> None:
        self.paths = paths_for(folder)
        self.paths.create()
        self.record = Written(self.paths.database)
        self.ledger = Ledger(self.paths.database)
        self.told: list[str] = []
        self.desk = SimpleNamespace(current=None, waiting=())
        self.settings = SimpleNamespace(known_issue_count=3, known_issue_days=7)
        self.issues = self.make()

    def make(self) -> KnownIssues:
        return KnownIssues(
            self.paths,
            cast("Cockpit", SimpleNamespace(desk=self.desk)),
            cast("Preferences", SimpleNamespace(now=self.settings)),
            self.ledger,
            MainThread(),
            lambda: NOW,
            self.tell,
        )

    def tell(self, trouble: Trouble) -> None:
        self.told.append(trouble.what)

    def end_one(self, cause: str) -> None:
        """A contact begins and ends."""
        yesterday = (NOW - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        made = self.record.contact(yesterday, yesterday, "solved", causes=(cause,))
        self.desk.current = SimpleNamespace(id=made)
        self.issues.look()
        self.desk.current = None
        self.issues.look()
        self.ledger.read(lambda _connection: None).result(20)


@pytest.fixture
def offering(tmp_path: Path, qtbot: QtBot) -> Iterator[Offering]:
    made = Offering(tmp_path)
    yield made
    made.ledger.close(5)
    made.record.connection.close()


def test_the_third_is_told_and_the_fourth_is_not(offering: Offering, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.wait(1)
        assert offering.told == []
        offering.end_one("The wrong depot")
    qtbot.waitUntil(lambda: len(offering.told) == 1)
    assert offering.told == ["“The wrong depot” was the cause 3 times in 7 days."]
    offering.issues = offering.make()  # another start
    offering.end_one("the wrong depot.")
    qtbot.wait(1)
    assert len(offering.told) == 1
    kept = (offering.paths.data / "known-issues.json").read_text(encoding="utf-8")
    assert "depot" not in kept


def test_nothing_is_read_while_contacts_go_on_or_when_it_is_off(
    offering: Offering, qtbot: QtBot
) -> None:
    offering.settings.known_issue_count = 0
    for _ in range(4):
        offering.end_one("The wrong depot")
    offering.settings.known_issue_count = 3
    offering.desk.current = SimpleNamespace(id="c-1")
    offering.issues.look()
    offering.issues.look()
    qtbot.wait(1)
    assert offering.told == []


def test_a_damaged_memory_offers_again(offering: Offering, qtbot: QtBot) -> None:
    (offering.paths.data / "known-issues.json").write_text("{[", encoding="utf-8")
    for _ in range(3):
        offering.end_one("The wrong depot")
    qtbot.waitUntil(lambda: len(offering.told) == 1)
