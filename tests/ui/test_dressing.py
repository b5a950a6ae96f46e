"""Native windows get what Qt cannot give them, and the keyboard comes to a window of ours."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.oslayer.none.backend import NoBackend
from desktop.qt.dressing import Dressing
from tests.fakes import FakeClock, FakeDesktop


@dataclass
class Dresser(NoBackend):
    """A backend that writes down what it is asked to dress."""

    forgets_on_top: bool = True
    dressed: list[tuple[int, bool, bool]] = field(default_factory=list)
    kept_on_top: list[int] = field(default_factory=list)

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        self.dressed.append((window, takes_keyboard, is_hidden_from_sharing))

    def keep_on_top(self, window: int) -> None:
        self.kept_on_top.append(window)


class Stubborn(FakeDesktop):
    """A desktop that gives the keyboard to a window of ours when asked for the third time."""

    asked = 0

    def take(self, window: int) -> None:
        self.asked += 1
        if self.asked == 3:
            self.front = None

    def current(self) -> Target | Cannot:
        return super().current() if self.front is not None else Cannot("Poise is in front.")


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget(None, Qt.WindowType.Tool)
    qtbot.addWidget(made)
    return made


def test_each_native_window_is_dressed(widget: QWidget) -> None:
    backend = Dresser()
    dressing = Dressing(backend, is_hidden_from_sharing=True)
    dressing.watch(widget, takes_keyboard=False)
    assert backend.dressed == [], "there is no native window yet"
    first = int(widget.winId())
    assert backend.dressed == [(first, False, True)]
    widget.destroy()
    widget.create()
    second = int(widget.internalWinId())
    assert backend.dressed[-1] == (second, False, True)
    dressing.hide_from_sharing(True)
    before = len(backend.dressed)
    dressing.hide_from_sharing(False)
    assert backend.dressed[before:] == [(second, False, False)]
    dressing.stop()
    widget.destroy()
    widget.create()
    assert len(backend.dressed) == before + 1


def test_only_what_is_visible_is_kept_on_top(widget: QWidget, qtbot: QtBot) -> None:
    backend = Dresser()
    dressing = Dressing(backend, is_hidden_from_sharing=False)
    dressing.watch(widget, takes_keyboard=False)
    widget.show()
    qtbot.waitUntil(lambda: len(backend.kept_on_top) >= 1, timeout=5000)
    assert set(backend.kept_on_top) == {int(widget.internalWinId())}
    widget.hide()
    backend.kept_on_top.clear()
    qtbot.wait(1100)  # one turn of its timer, in which nothing must happen
    assert backend.kept_on_top == []
    dressing.stop()


def test_the_keyboard_is_asked_for_until_it_comes(widget: QWidget) -> None:
    desktop, clock = Stubborn(), FakeClock()
    desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, clock)
    keyboard.borrow()
    widget.show()
    keyboard.claim(widget)
    assert keyboard.is_claiming
    clock.advance(200)
    assert desktop.asked == 3
    clock.advance(200)
    assert not keyboard.is_claiming
    assert desktop.asked == 3


def test_the_keyboard_is_asked_for_although_showing_took_long(widget: QWidget) -> None:
    desktop, clock = Stubborn(), FakeClock()
    desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, clock)
    keyboard.borrow()
    widget.show()
    keyboard.claim(widget)
    clock.stall(400)
    clock.advance(100)
    assert keyboard.is_claiming
    assert desktop.asked == 3


def test_the_keyboard_is_asked_for_again_as_long_as_it_goes_back_but_not_for_ever(
    widget: QWidget,
) -> None:
    desktop, clock = Stubborn(), FakeClock()
    chat = desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, clock)
    keyboard.borrow()
    widget.show()
    keyboard.claim(widget)
    for _ in range(4):
        clock.advance(200)
        assert keyboard.is_claiming
        desktop.front = chat
    clock.advance(3000)
    assert not keyboard.is_claiming
    asked = desktop.asked
    desktop.front = chat
    clock.advance(3000)
    assert desktop.asked == asked


def test_where_the_agent_went_meanwhile_keeps_the_keyboard(widget: QWidget) -> None:
    desktop, clock = Stubborn(), FakeClock()
    desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, clock)
    keyboard.borrow()
    widget.show()
    keyboard.claim(widget)
    desktop.open("another", 2)
    clock.advance(400)
    assert desktop.asked == 0


def test_the_keyboard_is_handed_over_to_who_lent_it() -> None:
    desktop = FakeDesktop()
    chat = desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, FakeClock())
    keyboard.hand_over()
    keyboard.borrow()
    desktop.front = None  # a window of ours has it
    keyboard.hand_over()
    assert desktop.front is chat


def test_nothing_is_handed_over_once_the_agent_went_elsewhere() -> None:
    desktop = FakeDesktop()
    desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, FakeClock())
    keyboard.borrow()
    other = desktop.open("another", 2)
    keyboard.hand_over()
    assert desktop.front is other


def test_a_lender_that_closed_meanwhile_is_told_at_the_giving_back() -> None:
    desktop = FakeDesktop()
    lender = desktop.open("notepad", 1).target
    keyboard = BorrowedKeyboard(desktop, FakeClock())
    keyboard.borrow()
    desktop.fields.clear()
    desktop.front = None
    keyboard.hand_over()
    told: list[tuple[Target | None, Cannot | None]] = []
    keyboard.give_back_for_insertion(lambda *both: told.append(both))
    assert told == [(lender, Cannot("The window is closed.", "Open the chat again."))]


def test_a_window_that_is_closed_again_claims_nothing(widget: QWidget) -> None:
    desktop, clock = Stubborn(), FakeClock()
    desktop.open("notepad", 1)
    keyboard = BorrowedKeyboard(desktop, clock)
    widget.show()
    keyboard.claim(widget)
    widget.hide()
    clock.advance(20)
    assert (desktop.asked, keyboard.is_claiming) == (0, False)
