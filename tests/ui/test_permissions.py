"""The window with the system's permissions: what it shows, and that it stays true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.permissions import PermissionsDesk
from desktop.app.side_windows import SideWindows
from desktop.app.surface import Surface
from desktop.errors import Cannot, Trouble
from desktop.oslayer.backend import Permission
from desktop.ui.asking import none_held
from desktop.ui.theme import Theme
from tests.fakes import FakeBorrowedKeyboard, FakePermissions

GIVEN = Permission("accessibility", "Accessibility", True, "It works.", "Open settings")
MISSING = Permission("accessibility", "Accessibility", False, "Nothing goes in.", "Open settings")
UNDECIDED = Permission("notifications", "Notifications", None, "Later.", "Let macOS ask")


class Dressing:
    """Sees to it that the window may have the keyboard."""

    def watch(self, _widget: QWidget, *, takes_keyboard: bool) -> None:
        assert takes_keyboard


@pytest.fixture
def system() -> FakePermissions:
    return FakePermissions(MISSING, UNDECIDED)


@pytest.fixture
def keyboard() -> FakeBorrowedKeyboard:
    return FakeBorrowedKeyboard()


@pytest.fixture
def surface(theme: Theme, keyboard: FakeBorrowedKeyboard) -> Surface:
    screen = QRect(0, 0, 1280, 800)
    around = (Dressing(), theme, none_held, keyboard, lambda: screen)
    return Surface(*around)  # type: ignore[arg-type]  # stand-ins


@pytest.fixture
def desk(qtbot: QtBot, system: FakePermissions, surface: Surface) -> Iterator[PermissionsDesk]:
    made = PermissionsDesk(system, surface)
    qtbot.addWidget(made.window)
    yield made
    made._timer.stop()


def shown(desk: PermissionsDesk) -> list[str]:
    """The buttons on show, by what is read out of them."""
    buttons = desk.window.findChildren(QPushButton)
    return [each.accessibleName() for each in buttons if each.isVisible()]


def texts(desk: PermissionsDesk) -> str:
    labels = desk.window.findChildren(QWidget)
    return "\n".join(each.text() for each in labels if hasattr(each, "text") and each.isVisible())


def test_each_permission_has_its_state_and_a_button_with_a_name(desk: PermissionsDesk) -> None:
    desk.open()
    assert desk.window.accessibleName()
    assert shown(desk) == ["Open settings: Accessibility", "Let macOS ask: Notifications"]
    assert "Accessibility: not allowed" in texts(desk)
    assert "Notifications: not decided" in texts(desk)
    assert "Nothing goes in." in texts(desk)


def test_a_button_settles_its_own_and_says_what_went_wrong(
    desk: PermissionsDesk, system: FakePermissions
) -> None:
    desk.open()
    system.refusal = Cannot("System Settings did not open.")
    desk.window.findChildren(QPushButton)[1].click()
    assert system.settled == ["notifications"]
    assert "did not open" in texts(desk)


def test_an_old_refusal_goes_with_the_next_press_and_the_next_opening(
    desk: PermissionsDesk, system: FakePermissions
) -> None:
    desk.open()
    button = desk.window.findChildren(QPushButton)[0]
    for go_on in (button.click, desk.open):
        system.refusal = Cannot("System Settings did not open.")
        button.click()
        assert "did not open" in texts(desk)
        system.refusal = None
        go_on()
        assert "did not open" not in texts(desk)


def test_a_window_out_of_sight_comes_back_to_where_it_was(desk: PermissionsDesk) -> None:
    desk.open()
    desk.window.move(40, 50)
    desk.window.showMinimized()
    desk.open()
    assert not desk.window.isMinimized()
    assert (desk.window.x(), desk.window.y()) == (40, 50)


def test_what_changes_meanwhile_shows_by_itself(
    desk: PermissionsDesk, system: FakePermissions, qtbot: QtBot
) -> None:
    desk.open()
    desk._timer.setInterval(5)
    height = desk.window.height()
    system.rows = (GIVEN,)
    qtbot.waitUntil(lambda: "Accessibility: allowed" in texts(desk))
    assert shown(desk) == ["Open settings: Accessibility"]
    assert desk.window.height() < height, "no empty rows"


def test_the_agent_who_comes_back_sees_it_at_once(
    desk: PermissionsDesk, system: FakePermissions
) -> None:
    desk.open()
    system.rows = (GIVEN,)
    desk.look()
    assert "Accessibility: allowed" in texts(desk)


def test_nothing_is_looked_at_while_the_window_is_closed(
    desk: PermissionsDesk, system: FakePermissions, keyboard: FakeBorrowedKeyboard, qtbot: QtBot
) -> None:
    desk.look()
    assert system.looks == 0
    desk.open()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert keyboard.deeds == ["borrow", "claim", "give back"]
    seen = system.looks
    desk.look()
    system.answer_later((GIVEN,))
    assert system.looks == seen
    assert not desk._timer.isActive()


def test_enter_presses_the_button_with_the_keyboard(
    desk: PermissionsDesk, system: FakePermissions, qtbot: QtBot
) -> None:
    desk.open()
    desk.window.findChildren(QPushButton)[0].setFocus()
    button = desk.window.focusWidget()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: system.settled == ["accessibility"])


def beside(permissions: FakePermissions | None, surface: Callable[[], Surface]) -> SideWindows:
    """The windows beside the work, of which only this one is wanted."""
    nobody: Any = SimpleNamespace(isVisible=lambda: False)
    return SideWindows(
        *(nobody, nobody, nobody, surface, nobody, nobody, nobody, nobody, nobody, nobody),
        permissions,
    )


def test_it_opens_once_and_is_true_again_when_the_agent_comes_back(
    surface: Surface, system: FakePermissions
) -> None:
    side = beside(system, lambda: surface)
    side.on_foreground_changed()
    assert system.looks == 0
    side.open_permissions()
    side.on_foreground_changed()
    assert system.looks == 2
    side.close()
    side.on_foreground_changed()
    assert system.looks == 2


def test_a_system_without_permissions_says_so(surface: Surface) -> None:
    with pytest.raises(Trouble, match="no permissions"):
        beside(None, lambda: surface).open_permissions()
