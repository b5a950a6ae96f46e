"""The window with patterns: pictures, their tables, and keys all the way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.insights.charts import Chart, charts_of
from desktop.insights.names import Names
from desktop.insights.period import Period, month_named
from desktop.insights.report import Report
from desktop.insights.tables import overview
from desktop.insights.tally import Said, Stepped, Tally, Told
from desktop.ui.pattern_parts import Picture
from desktop.ui.patterns_window import PatternsWindow
from desktop.ui.theme import Theme

SCREEN = QRect(0, 0, 1280, 1000)
OCTOBER = month_named("2026-10", UTC)


def report(period: Period = OCTOBER) -> Report:
    tally = Tally(period, ["open", "shut"])
    for day in range(1, 20):
        tally.add(
            Told(
                f"2026-10-{day:02}T10:00:00.000Z",
                f"2026-10-{day:02}T10:10:00.000Z",
                "escalated" if day % 3 else "solved",
                "billing",
                "angry",
                [f"=cause {day % 4}" * (40 if day % 4 == 0 else 1)],
                [
                    Stepped(("leap", "listen")),
                    Said("open"),
                    Stepped(("leap", "ask"), calmer_at=f"2026-10-{day:02}T10:04:00.000Z"),
                    2,
                ],
            )
        )
    tally.add_promise("2026-10-05T10:00:00Z", None, datetime(2026, 11, 1, tzinfo=UTC))
    return tally.report()


def charts() -> tuple[Chart, ...]:
    return charts_of(report(), Names())


class Opened:
    """A window with a report, and what it was asked to do."""

    def __init__(self, theme: Theme) -> None:
        self.copied: list[str] = []
        self.chosen: list[tuple[str, str]] = []
        self.window = PatternsWindow(theme, self.copied.append)
        self.window.time_chosen.connect(lambda *words: self.chosen.append(words))

    def show(self, shown: Report) -> None:
        self.window.open_on(SCREEN)
        glance = overview(shown, shown)
        pictures = charts_of(shown, Names(), shown) if shown.contacts else ()
        self.window.show_report(shown.period.label, "Your own figures.", glance, pictures)


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Opened:
    made = Opened(theme)
    qtbot.addWidget(made.window)
    return made


def test_a_new_agent_reads_what_will_appear(opened: Opened) -> None:
    opened.show(Report(Period(date(2026, 10, 1), date(2026, 10, 31), UTC)))
    texts = [each.text() for each in opened.window.findChildren(QWidget) if hasattr(each, "text")]
    assert any("There are no contacts" in text for text in texts)
    assert any("root causes that repeat" in text for text in texts)
    assert opened.window.parts == []


def test_each_picture_is_as_wide_as_the_window_and_reads_its_figures(opened: Opened) -> None:
    opened.show(report())
    pictures = opened.window.findChildren(Picture)
    assert len(pictures) == len([each for each in charts() if each.draw is not None])
    for picture in pictures:
        assert picture.height() == picture.heightForWidth(picture.width())
        assert picture.width() > 600
        assert picture.accessibleName()
        assert ": " in picture.accessibleDescription()


def test_everything_that_takes_the_keyboard_has_a_name(opened: Opened) -> None:
    opened.show(report())
    for part in opened.window.parts:
        if part.buttons:
            part.toggle_table()
    for widget in opened.window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget


def test_a_table_comes_below_its_picture_and_goes_again(opened: Opened) -> None:
    opened.show(report())
    part = opened.window.parts[0]
    assert part.picture is not None
    before = part.picture.height()
    part.buttons[0].click()
    assert isinstance(part.table, QTableWidget)
    assert part.table.isVisible()
    assert part.picture.height() == before
    first = part.table.item(1, 0)
    assert first is not None
    assert first.text() == "2026-10-05"
    part.buttons[0].click()
    assert not part.table.isVisible()


def test_a_copied_table_has_no_formula(opened: Opened) -> None:
    opened.show(report())
    part = next(
        each
        for each in opened.window.parts
        if each.buttons[1:] and "causes" in each.buttons[1].accessibleName()
    )
    part.buttons[1].click()
    lines = opened.copied[0].splitlines()
    assert lines[0].startswith("Cause\tContacts")
    assert all(line.startswith("'=cause") for line in lines[1:])


def test_numbers_choose_the_time_and_esc_closes(opened: Opened, qtbot: QtBot) -> None:
    opened.show(report())
    window = opened.window
    qtbot.keyClick(window, Qt.Key.Key_3)
    window.compares["previous"].click()
    window.compares["previous"].click()
    assert opened.chosen == [("30", ""), ("month", ""), ("month", "previous"), ("month", "")]
    assert [key for key, button in window.times.items() if button.isChecked()] == ["month"]
    with qtbot.waitSignal(window.leaving):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_no_button_is_cut(opened: Opened) -> None:
    opened.show(report())
    for button in opened.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_pictures_follow_the_colours(opened: Opened, theme: Theme) -> None:
    opened.show(report())
    picture = opened.window.findChildren(Picture)[1]
    light = picture.grab().toImage()
    theme.choose("dark")
    assert picture.grab().toImage() != light
