"""What is announced, and through what."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.app import announcer
from desktop.app.announcer import Announcer
from desktop.errors import Cannot, Trouble
from desktop.oslayer.backend import Notifier, Start, StartState, TrayNotices
from desktop.qt import notices
from desktop.ui.tray import Tray
from tests.fakes import FakeNotifier


class Autostart:
    def __init__(self) -> None:
        self.start = Start.OFF
        self.refusal: Cannot | None = None

    def state(self) -> StartState:
        return StartState(self.start)

    def switch_on(self) -> Cannot | None:
        self.start = Start.OFF if self.refusal else Start.ON
        return self.refusal

    def switch_off(self) -> Cannot | None:
        self.start = Start.OFF
        return None


class Told:
    """A tray icon where there is none, what it shows, and what the agent is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[tuple[str, str]] = []
        self.troubles: list[Trouble] = []
        self.chosen: list[str] = []
        self.autostart = Autostart()
        monkeypatch.setattr(announcer, "make_tray", self.make)
        monkeypatch.setattr(announcer, "select_autostart", lambda: self.autostart)

    def make(self, parent: QObject, *about: Any, **more: Any) -> Tray:
        self.tray = Tray(parent, *about, **more)
        self.tray.notify = lambda *what: self.shown.append(what)  # type: ignore[method-assign]
        return self.tray

    def announcer(self, notifier: Notifier | None) -> Announcer:
        made = Announcer(self.chosen.append, self.troubles.append, notifier)
        made.find_tray()
        return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Told:
    return Told(monkeypatch)


NO_TRAY = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
DUE = ("Poise: a promise is due", "Call back")


@NO_TRAY
def test_where_the_tray_icon_announces_no_service_is_asked(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(notices, "notify")
    made = told.announcer(TrayNotices())
    made.prepare()
    made.announce(["Call back"])
    assert told.shown == [DUE]
    made.close()


@pytest.mark.parametrize(("refusal", "shown"), [(None, []), (Cannot("No service."), [DUE])])
@NO_TRAY
def test_the_tray_icon_steps_in_for_a_service_that_is_missing(
    told: Told, monkeypatch: pytest.MonkeyPatch, refusal: Cannot | None, shown: list[Any]
) -> None:
    monkeypatch.setattr(notices, "notify", lambda *_: refusal)
    made = told.announcer(None)
    made.prepare()
    made.announce(["Call back"])
    assert told.shown == shown
    made.close()


@NO_TRAY
@pytest.mark.parametrize("takes", [True, False])
def test_the_systems_own_notifications_come_before_the_tray_icon(
    told: Told, monkeypatch: pytest.MonkeyPatch, takes: bool
) -> None:
    monkeypatch.delattr(notices, "notify")
    system = FakeNotifier(takes=takes)
    made = told.announcer(system)
    made.announce(["Call back"])
    assert (system.shown, told.shown) == (([DUE], []) if takes else ([], [DUE]))
    assert system.questions == 0, "it asks when a promise is made"
    made.prepare()
    assert system.questions == 1
    made.close()


@NO_TRAY
def test_a_mistake_in_the_systems_own_notifications_keeps_no_promise_from_the_agent(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = FakeNotifier(takes=True)
    monkeypatch.setattr(system, "notify", lambda *_: 1 / 0)
    made = told.announcer(system)
    with pytest.raises(ZeroDivisionError):
        made.announce(["Call back"])
    assert told.shown == [DUE]
    made.close()


@NO_TRAY
def test_the_switch_for_login_does_what_it_says_and_tells_what_it_could_not(told: Told) -> None:
    made = told.announcer(TrayNotices())
    switch = next(each for each in told.tray._menu.actions() if each.isCheckable())
    for is_on in (True, False):
        switch.trigger()
        assert told.autostart.state().start is (Start.ON if is_on else Start.OFF)
        told.tray._menu.aboutToShow.emit()
        assert switch.isChecked() is is_on
    told.autostart.refusal = Cannot("Switched off in Task Manager.", "Enable it there.")
    switch.trigger()
    assert [str(each) for each in told.troubles] == [
        "Switched off in Task Manager. Enable it there."
    ]
    told.tray._menu.aboutToShow.emit()
    assert not switch.isChecked()
    made.close()
