"""The end-of-day view: every row is reached, and every deed done, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.day_window import DayWindow
from desktop.ui.theme import Theme
from desktop.ui.view import DaySectionView, ReminderView

SCREEN = QRect(0, 0, 1280, 900)
SECTIONS = (
    DaySectionView(
        "Overdue",
        (
            ReminderView("r1", "Call Mr Osei · the refund", "since yesterday 10:00", True),
            ReminderView("r2", "Send Ms Brandt the new contract", "2 h overdue", True),
        ),
    ),
    DaySectionView(
        "Tomorrow", (ReminderView("r3", "E-mail Ben · the photos", "due tomorrow 09:00"),)
    ),
)
IGNORED = pytest.mark.qt_log_ignore("raise|propagateSizeHints", extend=True)


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> Iterator[DayWindow]:
    made = DayWindow(theme)
    made.show_sections(SECTIONS)
    made.open_on(SCREEN)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()
    made.deleteLater()


@IGNORED
def test_keys_reach_every_row_and_do_everything(window: DayWindow, qtbot: QtBot) -> None:
    for steps, wanted in ((0, "r1"), (1, "r2"), (1, "r3"), (1, "r1")):
        for _ in range(steps):
            QTest.keyClick(window, Qt.Key.Key_Down)
        with qtbot.waitSignal(window.done, timeout=1000) as heard:
            QTest.keyClick(window, Qt.Key.Key_D)
        assert heard.args == [wanted]
    assert window.isVisible()
    QTest.mouseClick(window._rows[1], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.done, timeout=1000) as heard:
        QTest.keyClick(window, Qt.Key.Key_D)
    assert heard.args == ["r2"]
    QTest.keyClick(window, Qt.Key.Key_Up)
    QTest.keyClick(window, Qt.Key.Key_Up)
    with qtbot.waitSignal(window.snooze_asked, timeout=1000) as heard:
        QTest.keyClick(window, Qt.Key.Key_S)
    assert heard.args == ["r3"]
    assert not window.isVisible()


@IGNORED
def test_enter_opens_and_escape_closes(window: DayWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.opened, timeout=1000) as heard:
        QTest.keyClick(window, Qt.Key.Key_Return)
    assert heard.args == ["r1"]
    assert not window.isVisible()
    window.open_on(SCREEN)
    with qtbot.waitSignal(window.cancelled, timeout=1000):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


@IGNORED
def test_an_empty_day_says_so_and_does_nothing(window: DayWindow) -> None:
    told: list[str] = []
    for signal in (window.opened, window.done, window.snooze_asked):
        signal.connect(told.append)
    QTest.keyClick(window, Qt.Key.Key_Down)
    window.show_sections(())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_Return):
        QTest.keyClick(window, key)
    assert told == []
    assert window._nothing.isVisible()
    window.show_sections(SECTIONS[:1])
    QTest.keyClick(window, Qt.Key.Key_D)
    assert told == ["r1"]
