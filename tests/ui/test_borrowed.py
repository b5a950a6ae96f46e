"""The keyboard that a window of ours asked for and may not get."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from tests.fakes import FakeClock, FakeDesktop


class Window(QWidget):
    """On the screen; has the keyboard when the test says so."""

    has_keyboard = False


@pytest.fixture
def desk() -> FakeDesktop:
    desk = FakeDesktop()
    desk.open("chat", 7)
    return desk


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def keyboard(desk: FakeDesktop, clock: FakeClock) -> BorrowedKeyboard:
    keyboard = BorrowedKeyboard(desk, clock)
    keyboard.borrow()
    return keyboard


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    monkeypatch.setattr(Window, "isActiveWindow", lambda window: window.has_keyboard)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


def claimed(keyboard: BorrowedKeyboard, window: Window) -> list[str]:
    said: list[str] = []
    keyboard.claim(window, lambda: said.append("refused"))
    return said


def test_it_is_said_once_when_the_chat_keeps_the_keyboard(
    keyboard: BorrowedKeyboard, window: Window, clock: FakeClock
) -> None:
    said = claimed(keyboard, window)
    clock.advance(1000)  # asked for again and again meanwhile
    assert said == []
    assert keyboard.is_claiming
    clock.advance(5000)
    assert said == ["refused"]
    assert not keyboard.is_claiming


def test_a_window_that_had_it_once_is_not_refused(
    keyboard: BorrowedKeyboard, window: Window, clock: FakeClock, desk: FakeDesktop
) -> None:
    said = claimed(keyboard, window)
    chat, desk.front = desk.front, None
    window.has_keyboard = True
    clock.advance(50)
    window.has_keyboard = False  # the agent looks a number up in the chat
    desk.front = chat
    clock.advance(5000)
    assert said == []


def test_nobody_at_the_front_is_no_refusal(
    keyboard: BorrowedKeyboard, window: Window, clock: FakeClock, desk: FakeDesktop
) -> None:
    # Nothing that is typed can go into a wrong window.
    said = claimed(keyboard, window)
    desk.front = None
    clock.advance(5000)
    assert said == []


def test_a_window_that_was_closed_meanwhile_is_not_refused(
    keyboard: BorrowedKeyboard, window: Window, clock: FakeClock
) -> None:
    said = claimed(keyboard, window)
    clock.advance(50)
    window.hide()
    clock.advance(5000)
    assert said == []
    assert not keyboard.is_claiming
