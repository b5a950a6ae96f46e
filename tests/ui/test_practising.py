"""Opening the practice window: beside the panel, one at a time, with a fresh sitting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desktop.app.practising import Practising, room_beside
from desktop.errors import Trouble
from desktop.practice.session import Session
from desktop.practice.views import ChoosingView, TalkView
from desktop.ui.theme import Theme
from tests.unit.practice.scripts import phrasebook, shipped_cast

SCREEN = QRect(0, 0, 1280, 1000)


class Opened(Practising):
    """Remembers the sittings it made."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.make)
        self.sessions: list[Session] = []

    def make(self) -> Session:
        self.sessions.append(Session(shipped_cast(), phrasebook().title, lambda _slot: ""))
        return self.sessions[-1]


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme) -> Iterator[Opened]:
    made = Opened(theme)
    yield made
    made.close()


def test_a_second_opening_keeps_the_talk_a_closed_window_begins_anew(opened: Opened) -> None:
    opened.open("late-sofa")
    opened.open()
    assert len(opened.sessions) == 1
    assert isinstance(opened.sessions[0].view(), TalkView)
    assert opened.window is not None
    opened.window.hide()
    opened.open()
    assert isinstance(opened.sessions[1].view(), ChoosingView)


def test_another_customer_by_name_begins_another_talk(opened: Opened) -> None:
    opened.open("late-sofa")
    opened.open("warm-fridge")
    view = opened.sessions[1].view()
    assert isinstance(view, TalkView)
    assert view.name == "Mrs Adeyemi"


def test_nobody_of_that_name_leaves_the_open_talk_alone(opened: Opened) -> None:
    with pytest.raises(Trouble, match="no customer 'nobody'"):
        opened.open("nobody")
    assert opened.window is None
    opened.open("late-sofa")
    with pytest.raises(Trouble):
        opened.open("nobody")
    assert opened.window is not None
    assert opened.window.isVisible()


@pytest.mark.parametrize(
    ("panel", "room"),
    [
        (QRect(), SCREEN),
        (QRect(2000, 0, 380, 900), SCREEN),  # on another screen
        (QRect(880, 10, 380, 900), QRect(0, 0, 880, 1000)),
        (QRect(10, 10, 380, 900), QRect(390, 0, 890, 1000)),
        (QRect(450, 10, 380, 900), SCREEN),  # in the middle: neither side is wide enough
    ],
)
def test_the_room_beside_the_panel(panel: QRect, room: QRect) -> None:
    assert room_beside(panel, SCREEN) == room
