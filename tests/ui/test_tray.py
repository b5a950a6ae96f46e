"""The tray icon's menu, and a desktop without a tray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.ui.icons import app_icon
from desktop.ui.tray import Tray, make_tray


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_menu_says_what_was_chosen(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QObject()
    tray = Tray(parent)
    chosen: list[str] = []
    tray.action_chosen.connect(chosen.append)
    for action in tray._menu.actions():
        action.trigger()
    names = ["toggle-panel", "palette", "log", "day", "phrases", "practice", "quit"]
    assert chosen == names
    tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert chosen == [*names, "toggle-panel"]
    tray.withdraw()
    assert not tray._icon.isVisible()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_permissions_are_in_the_menu_where_the_system_has_some(
    qtbot: QtBot, qapp: QApplication
) -> None:
    parent = QObject()
    tray = Tray(parent, has_permissions=True)
    with qtbot.waitSignal(tray.action_chosen, timeout=1000) as news:
        tray._menu.actions()[-2].trigger()
    assert news.args == ["permissions"]
    tray.withdraw()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_start_at_login_is_looked_up_each_time_the_menu_opens(
    qtbot: QtBot, qapp: QApplication
) -> None:
    parent, truth = QObject(), [False]
    tray = Tray(parent, lambda: truth[0])
    switch = next(each for each in tray._menu.actions() if each.isCheckable())
    for is_on in (True, False):
        truth[0] = is_on
        tray._menu.aboutToShow.emit()
        assert switch.isChecked() is is_on
        with qtbot.waitSignal(tray.login_start_asked, timeout=1000) as news:
            switch.trigger()
        assert news.args == [not is_on]
    tray.withdraw()


def test_no_tray_where_the_desktop_has_none(qapp: QApplication) -> None:
    assert make_tray(qapp) is None
    assert len(app_icon().availableSizes()) == 7
