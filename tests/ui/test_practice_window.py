"""The practice window: chosen by click or key, read at every size, closed with Esc."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.practice.model import End
from desktop.practice.run import Run
from desktop.practice.session import Session
from desktop.practice.shelf import Cast
from desktop.practice.views import TalkView
from desktop.ui.controls import WrappedText
from desktop.ui.practice_parts import Bubble, NumberedButton
from desktop.ui.practice_window import PracticeWindow
from desktop.ui.theme import Theme
from tests.unit.practice.scripts import phrasebook, shipped_cast

SCREEN = QRect(0, 0, 1280, 1000)


class Sitting:
    """A window with a sitting in it, driven by keys."""

    def __init__(self, qtbot: QtBot, theme: Theme, cast: Cast | None = None) -> None:
        self.qtbot = qtbot
        cast = cast or shipped_cast()
        self.session = Session(cast, phrasebook().title, lambda slot: f"Ctrl+Shift+{slot}")
        self.window = PracticeWindow(theme)
        qtbot.addWidget(self.window)
        self.window.begin(self.session)
        self.window.open_on(SCREEN)

    def press(self, key: Qt.Key) -> None:
        focused: QWidget | None = self.window.focusWidget()
        self.qtbot.keyClick(self.window if focused is None else focused, key)

    def numbered(self) -> list[NumberedButton]:
        return [each for each in self.window.findChildren(NumberedButton) if each.isVisible()]

    def bubbles(self) -> list[str]:
        shown = [each for each in self.window.findChildren(Bubble) if each.isVisible()]
        return [each.accessibleName() for each in shown]

    def talk(self) -> TalkView:
        view = self.session.view()
        assert isinstance(view, TalkView)
        return view

    def to_the_end(self) -> None:
        while self.talk().report is None:
            self.press(Qt.Key.Key_1)

    def button(self, name: str) -> QAbstractButton:
        found = self.window.findChildren(QAbstractButton)
        return next(each for each in found if each.accessibleName() == name)


@pytest.fixture
def sitting(qtbot: QtBot, theme: Theme) -> Iterator[Sitting]:
    made = Sitting(qtbot, theme)
    yield made
    made.window.hide()


def test_a_whole_talk_by_keys(sitting: Sitting) -> None:
    assert len(sitting.numbered()) == 6
    sitting.press(Qt.Key.Key_5)
    view = sitting.talk()
    assert sitting.bubbles() == [f"{view.name}: {view.lines[0].text}"]
    sitting.to_the_end()
    report = sitting.talk().report
    assert report is not None
    shown = [each.text() for each in sitting.window.findChildren(WrappedText) if each.isVisible()]
    assert f"{report.score} of 100" in shown
    assert report.story in shown
    assert not sitting.numbered()
    sitting.press(Qt.Key.Key_1)  # there is nothing more to answer
    assert sitting.talk().report == report


def test_a_click_answers_too(sitting: Sitting) -> None:
    sitting.qtbot.mouseClick(sitting.numbered()[0], Qt.MouseButton.LeftButton)
    first = sitting.talk().choices[2].text
    sitting.qtbot.mouseClick(sitting.numbered()[2], Qt.MouseButton.LeftButton)
    assert sitting.talk().lines[1].text == first
    assert sitting.bubbles()[1].startswith(f"You: {first}")


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_the_keyboard_walks_and_enter_chooses_on_its_release(sitting: Sitting, key: Qt.Key) -> None:
    sitting.press(Qt.Key.Key_1)
    sitting.press(key)
    sitting.press(key)
    second = sitting.numbered()[1]
    assert sitting.window.focusWidget() is second
    sitting.qtbot.keyPress(second, Qt.Key.Key_Return)
    assert len(sitting.talk().lines) == 1
    sitting.qtbot.keyRelease(second, Qt.Key.Key_Return)
    assert len(sitting.talk().lines) == 3


def test_every_control_is_reached_by_tab(sitting: Sitting) -> None:
    sitting.press(Qt.Key.Key_1)
    wanted = {*sitting.numbered(), sitting.button("All customers")}
    met: set[QWidget | None] = set()
    for _ in range(len(wanted) + 2):
        sitting.press(Qt.Key.Key_Tab)
        met.add(sitting.window.focusWidget())
    assert wanted <= met


def test_a_key_with_a_modifier_answers_nothing(sitting: Sitting) -> None:
    sitting.press(Qt.Key.Key_1)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_1, modifiers)
    assert len(sitting.talk().lines) == 1


def test_again_another_and_close(sitting: Sitting) -> None:
    sitting.press(Qt.Key.Key_2)
    sitting.to_the_end()
    sitting.button("Try it again").click()
    assert len(sitting.talk().lines) == 1
    sitting.to_the_end()
    sitting.button("Another customer").click()
    assert len(sitting.numbered()) == 6
    sitting.press(Qt.Key.Key_1)
    sitting.button("All customers").click()
    assert len(sitting.numbered()) == 6
    sitting.press(Qt.Key.Key_Escape)
    assert not sitting.window.isVisible()


def test_esc_closes_on_its_release_so_that_its_repeats_reach_no_chat(sitting: Sitting) -> None:
    sitting.qtbot.keyPress(sitting.window, Qt.Key.Key_Escape)
    assert sitting.window.isVisible()
    sitting.qtbot.keyRelease(sitting.window, Qt.Key.Key_Escape)
    assert not sitting.window.isVisible()


def test_an_open_window_keeps_its_talk(sitting: Sitting) -> None:
    sitting.press(Qt.Key.Key_1)
    sitting.press(Qt.Key.Key_1)
    sitting.window.open_on(SCREEN)
    assert len(sitting.talk().lines) == 3


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_cut_at_any_turn_of_any_customer(
    qtbot: QtBot, theme: Theme, percent: int
) -> None:
    theme.choose("dark" if percent == 200 else "light", percent)
    sitting = Sitting(qtbot, theme)
    for customer in shipped_cast().customers:
        sitting.session.choose(customer.id)
        sitting.window.begin(sitting.session)
        run = Run(customer)
        while not isinstance(run.place, End):
            run = run.say(1)
            sitting.press(Qt.Key.Key_1)
            content = sitting.window.findChildren(QWidget, "content")[0]
            assert content.width() <= sitting.window.width()
            for part in content.findChildren(QWidget):
                if isinstance(part, Bubble | NumberedButton | WrappedText) and part.isVisible():
                    assert part.height() >= part.heightForWidth(part.width()), part.accessibleName()
            if sitting.talk().report is not None:
                break
    sitting.window.hide()


def test_an_open_talk_takes_another_size_of_text(sitting: Sitting, theme: Theme) -> None:
    sitting.press(Qt.Key.Key_1)
    sitting.press(Qt.Key.Key_1)
    bubbles = [each for each in sitting.window.findChildren(Bubble) if each.isVisible()]
    parts = [*bubbles, *sitting.numbered()]
    before = [part.heightForWidth(500) for part in parts]
    theme.choose("light", 200)
    for part, height in zip(parts, before, strict=True):
        assert part.heightForWidth(500) > 1.8 * height, part.accessibleName()
        assert part.height() >= part.heightForWidth(part.width())


def test_every_control_has_a_name_and_the_talk_is_spoken(sitting: Sitting) -> None:
    sitting.press(Qt.Key.Key_3)
    sitting.press(Qt.Key.Key_1)
    for button in sitting.window.findChildren(QAbstractButton):
        assert button.accessibleName(), button
    focused = sitting.window.focusWidget()
    assert focused is not None
    assert sitting.talk().lines[-1].text in focused.accessibleName()
    assert sitting.talk().lines[-2].why in focused.accessibleName()


def test_a_broken_file_is_told_where_one_chooses(qtbot: QtBot, theme: Theme) -> None:
    from pathlib import Path

    from desktop.guide.model import Problem

    problem = Problem(Path("own.yaml"), 3, 5, "It is broken.", "Mend it.")
    sitting = Sitting(qtbot, theme, Cast((), (problem,)))
    shown = [each.text() for each in sitting.window.findChildren(WrappedText)]
    assert "own.yaml:3:5: It is broken. Mend it." in shown
    sitting.window.hide()


def test_the_start_of_poise_loads_nothing_of_it() -> None:
    look = (
        "import sys, desktop.app.poise, desktop.app.announcer\n"
        "print([name for name in sys.modules if 'practi' in name or 'rehearsal' in name])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"
