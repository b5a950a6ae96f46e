"""The list of the log: a million rows, of which only what is seen is known."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.log_list import PAGE, LogList, LogRows
from desktop.ui.theme import Theme
from tests.ui.made_log import row

MILLION = 1_000_000


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> LogList:
    shown = LogList(theme)
    qtbot.addWidget(shown)
    shown.resize(360, 560)
    shown.show()
    shown.begin(MILLION)
    return shown


def page(number: int) -> list[object]:
    return [row(each) for each in range(number * PAGE, (number + 1) * PAGE)]


def test_a_row_that_is_not_there_yet_says_so() -> None:
    rows = LogRows()
    rows.begin(MILLION)
    index = rows.index(MILLION - 1)
    assert rows.row(MILLION - 1) is None
    assert rows.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Loading…"
    rows.put((MILLION - 1) // PAGE, [row(each) for each in range(999_936, MILLION)])
    assert rows.data(index, Qt.ItemDataRole.DisplayRole) == row(MILLION - 1).spoken


def test_few_pages_stay_in_memory_and_those_seen_last_stay() -> None:
    rows = LogRows()
    rows.begin(MILLION)
    for number in range(40):
        rows.put(number, page(number))  # type: ignore[arg-type]
        rows.missing(0, 5)  # the first page is looked at all the time
    assert rows.row(0) == row(0)
    assert rows.row(5 * PAGE) is None
    assert rows.row(39 * PAGE) == row(39 * PAGE)
    assert sum(rows.row(each * PAGE) is not None for each in range(40)) <= 16


def test_a_page_that_is_shorter_than_said_has_placeholders() -> None:
    rows = LogRows()
    rows.begin(10)
    rows.put(0, [row(0)])
    assert rows.row(0) == row(0)
    assert rows.row(5) is None
    assert rows.missing(0, 9) == []


@pytest.mark.parametrize(
    ("first", "last", "pages"), [(-3, 2, [0]), (PAGE - 3, PAGE + 3, [0, 1]), (5, 2, [])]
)
def test_missing_pages(first: int, last: int, pages: list[int]) -> None:
    rows = LogRows()
    rows.begin(1000)
    assert rows.missing(first, last) == pages
    rows.begin(0)
    assert rows.missing(first, last) == []


def test_the_scroll_bar_is_true_to_size(shown: LogList) -> None:
    height = shown.verticalHeader().defaultSectionSize()
    bar = shown.verticalScrollBar()
    assert bar.maximum() + shown.viewport().height() == MILLION * height


def test_only_what_is_seen_at_rest_is_asked_for(qtbot: QtBot, shown: LogList) -> None:
    wanted: list[list[int]] = []
    shown.pages_wanted.connect(wanted.append)
    qtbot.waitUntil(lambda: bool(wanted))
    wanted.clear()
    bar = shown.verticalScrollBar()
    for part in range(1, 11):  # dragged without a stop
        bar.setValue(bar.maximum() * part // 20)
    qtbot.waitUntil(lambda: bool(wanted))
    middle = MILLION // 2 // PAGE
    assert wanted == [[middle]]
    shown.put(middle, page(middle))  # type: ignore[arg-type]
    assert shown.rows.row(MILLION // 2) == row(MILLION // 2)


def test_another_text_size_keeps_the_place(shown: LogList, theme: Theme) -> None:
    shown.choose(MILLION // 2)
    before = shown.verticalHeader().defaultSectionSize()
    theme.choose("dark", 200)
    QApplication.processEvents()
    assert shown.verticalHeader().defaultSectionSize() == 2 * before
    assert shown.number == MILLION // 2
    place = shown.visualRect(shown.currentIndex())
    assert shown.viewport().rect().contains(place)


def test_keys_go_through_the_list(qtbot: QtBot, shown: LogList) -> None:
    shown.choose(0)
    for key, number in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_End, MILLION - 1),
        (Qt.Key.Key_Up, MILLION - 2),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(shown, key)
        assert shown.number == number
    with qtbot.waitSignal(shown.typed) as typed:
        QTest.keyClick(shown, Qt.Key.Key_R)
    assert typed.args == ["r"]
    assert shown.number == 0
    with qtbot.waitSignal(shown.delete_asked):
        QTest.keyClick(shown, Qt.Key.Key_Delete)


def test_moving_stops_at_the_ends(shown: LogList) -> None:
    shown.choose(-1)
    shown.move_by(1)
    assert shown.number == 0
    shown.move_by(-1)
    assert shown.number == 0
    shown.move_by(2 * MILLION)
    assert shown.number == MILLION - 1
    shown.begin(0)
    shown.move_by(1)
    assert shown.number == -1


def test_a_deleted_row_is_marked_until_the_list_comes_anew(shown: LogList) -> None:
    shown.put(0, page(0))  # type: ignore[arg-type]
    shown.mark_gone("c-3")
    assert shown.rows.is_gone(row(3))
    assert not shown.rows.is_gone(row(4))
    shown.begin(5)
    assert not shown.rows.is_gone(row(3))
