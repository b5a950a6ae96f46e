"""Filling the window from a real record, some days at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from desktop.app.patterns import PatternsDesk
from desktop.app.surface import Surface
from desktop.cockpit.cockpit import Cockpit
from desktop.guide.library import Library
from desktop.paths import shipped_playbooks
from desktop.qt.dressing import Dressing
from desktop.qt.threads import MainThread
from desktop.storage.ledger import Ledger
from desktop.ui.asking import none_held
from desktop.ui.theme import Theme
from tests.fakes import FakeBorrowedKeyboard
from tests.unit.insights.records import Written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAIT_MS = 20_000


class Sharing:
    """Remembers which windows are kept out of screen sharing."""

    def __init__(self) -> None:
        self.watched: list[QWidget] = []

    def watch(self, widget: QWidget, *, takes_keyboard: bool) -> None:
        assert takes_keyboard
        self.watched.append(widget)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    record = Written(tmp_path / "poise.db")
    for days in range(1, 50):
        moment = (NOW - timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        causes = ("The wrong depot",) if days < 5 else ()
        record.contact(moment, moment, "solved", causes=causes)
    record.connection.close()
    made = Ledger(tmp_path / "poise.db")
    yield made
    made.close(5)


@pytest.fixture
def keyboard() -> FakeBorrowedKeyboard:
    return FakeBorrowedKeyboard()


@pytest.fixture
def sharing() -> Sharing:
    return Sharing()


@pytest.fixture
def desk(
    qtbot: QtBot,
    theme: Theme,
    ledger: Ledger,
    keyboard: FakeBorrowedKeyboard,
    sharing: Sharing,
    tmp_path: Path,
) -> Iterator[PatternsDesk]:
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    made = PatternsDesk(
        cast("Cockpit", SimpleNamespace(library=library)),
        ledger,
        MainThread(),
        Surface(
            cast("Dressing", sharing),
            theme,
            none_held,
            cast("BorrowedKeyboard", keyboard),
            lambda: QRect(0, 0, 1280, 1000),
        ),
        lambda: NOW,
        tmp_path / "own",
        lambda: (3, 7),
    )
    yield made
    made.close()


def first_figures(desk: PatternsDesk) -> list[str]:
    texts = [getattr(each, "text", str)() for each in desk.window.findChildren(QWidget)]
    return texts[texts.index("Contacts") :][:3] if "Contacts" in texts else []


def test_it_counts_the_last_thirty_days_and_then_those_before(
    desk: PatternsDesk, qtbot: QtBot, keyboard: FakeBorrowedKeyboard, sharing: Sharing
) -> None:
    desk.open()
    qtbot.waitUntil(lambda: first_figures(desk)[1:2] == ["29"], timeout=WAIT_MS)
    desk.window.compares["previous"].click()
    qtbot.waitUntil(lambda: first_figures(desk)[2:] == ["before: 20"], timeout=WAIT_MS)
    desk.window.close()
    assert keyboard.deeds == ["borrow", "claim", "give back"]
    assert sharing.watched == [desk.window]


def test_a_cause_that_repeats_becomes_a_draft_beside_others(
    desk: PatternsDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.open()
    qtbot.waitUntil(lambda: first_figures(desk)[1:2] == ["29"], timeout=WAIT_MS)
    (button,) = (
        each for each in desk.window.findChildren(QPushButton) if each.text() == "Write a playbook"
    )
    button.click()
    button.click()
    names = sorted(each.name for each in (tmp_path / "own").iterdir())
    assert names == ["known-issue-the-wrong-depot-2.yaml", "known-issue-the-wrong-depot.yaml"]


def test_only_the_last_choice_is_shown(desk: PatternsDesk, qtbot: QtBot) -> None:
    desk.open()
    desk.window.times["365"].click()
    desk.window.times["7"].click()
    qtbot.waitUntil(lambda: first_figures(desk)[1:2] == ["6"], timeout=WAIT_MS)
    assert len(desk.window.parts) > 3


def test_leaving_while_it_counts_is_safe(desk: PatternsDesk, ledger: Ledger) -> None:
    desk.open()
    desk.window.times["365"].click()
    ledger.settled().result(20)
    assert desk.window.parts == []  # what was read is on its way; the fixture closes now
