"""What our own windows are told, in which order; power, motion, and the start at login."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.oslayer.backend import Listeners, Start, StartState
from tests.macos.conftest import Import
from tests.macos.world import NativeWindow, World


@pytest.fixture
def panel(room: Import) -> Any:
    return room("panel")


def test_the_panel_never_makes_poise_active(panel: Any, world: World) -> None:
    window = NativeWindow(world)
    assert panel.dress(window, takes_keyboard=False) is None
    names = [call[0] for call in world.calls]
    assert names.index("setStyleMask:") < names.index("_setPreventsActivation:")
    assert names[-1] == "setLevel:", "setFloatingPanel sets the level, too"
    assert window.mask & 1 << 7
    assert window.level == 25, "Qt takes windows of level 0 and 3 down when Poise is not active"
    assert window.behaviour == 1 | 1 << 3 | 1 << 6 | 1 << 8
    assert world.named("setHidesOnDeactivate:") == [(False,)]
    assert world.named("setBecomesKeyOnlyIfNeeded:") == [(True,)]


def test_a_window_that_asks_takes_the_keyboard_at_once(panel: Any, world: World) -> None:
    assert panel.dress(NativeWindow(world), takes_keyboard=True) is None
    assert world.named("setBecomesKeyOnlyIfNeeded:") == [(False,)]


def test_a_style_that_qt_gave_stays(panel: Any, world: World) -> None:
    window = NativeWindow(world)
    window.mask = 1 << 15
    panel.dress(window, takes_keyboard=False)
    assert window.mask == 1 << 15 | 1 << 7


def test_a_macos_without_the_private_call_is_told(panel: Any, world: World) -> None:
    world.selectors_missing.add("_setPreventsActivation:")
    window = NativeWindow(world)
    refusal = panel.dress(window, takes_keyboard=False)
    assert isinstance(refusal, Cannot)
    assert refusal.remedy
    assert window.level == 25, "all else is done"


def test_an_ordinary_window_stays_one(panel: Any, world: World) -> None:
    assert panel.dress(NativeWindow(world, is_panel=False), takes_keyboard=True) is None
    assert world.calls == []


def test_hidden_from_sharing_and_shown_again(panel: Any, world: World) -> None:
    window = NativeWindow(world)
    panel.hide_from_sharing(window, True)
    assert window.sharing == 0
    panel.hide_from_sharing(window, False)
    assert window.sharing == 1


def test_what_happens_to_the_computer_is_heard(room: Import, world: World) -> None:
    told: list[str] = []
    power = room("power").Power(
        Listeners(
            *(lambda _action: None, lambda: None, lambda: None, lambda: None),
            came_back=lambda: told.append("back"),
            went_away=lambda: told.append("away"),
            session_ends=lambda: told.append("ends"),
        )
    )
    assert len(world.named("beginActivityWithOptions:reason:")) == 1
    (options, _why) = world.named("beginActivityWithOptions:reason:")[0]
    assert not options & 1 << 20, "the computer may go to sleep"
    happens = [
        ("workspace", "NSWorkspaceWillSleepNotification", "away"),
        ("workspace", "NSWorkspaceDidWakeNotification", "back"),
        ("everybody", "com.apple.screenIsLocked", "away"),
        ("everybody", "com.apple.screenIsUnlocked", "back"),
        ("workspace", "NSWorkspaceSessionDidResignActiveNotification", "away"),
        ("workspace", "NSWorkspaceSessionDidBecomeActiveNotification", "back"),
        ("own", "NSSystemClockDidChangeNotification", "back"),
        ("workspace", "NSWorkspaceWillPowerOffNotification", "away"),
    ]
    for centre, name, _wanted in happens:
        world.tell(centre, name)
    assert told == [wanted for _centre, _name, wanted in happens]
    power.close()
    power.close()
    assert world.observers == []
    assert world.named("endActivity:") == [("activity",)]


@pytest.mark.parametrize("wants", [True, False])
def test_less_motion(room: Import, world: World, wants: bool) -> None:
    world.reduces_motion = wants
    assert room("motion").wants_less_motion() is wants


@pytest.fixture(autouse=True)
def _in_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


def test_a_mac_that_never_heard_of_it_has_nothing_to_switch_off(room: Import, world: World) -> None:
    world.login_status = 3
    assert room("autostart").Autostart().switch_off() is None
    assert world.calls == []


def test_the_bundle_of_python_itself_is_not_the_app(
    room: Import, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(sys, "frozen")
    world.bundle = "org.python.python"
    assert isinstance(room("autostart").Autostart().switch_on(), Cannot)
    assert world.calls == []


def test_the_start_at_login_is_switched(room: Import, world: World) -> None:
    autostart = room("autostart").Autostart()
    assert autostart.state() == StartState(Start.OFF)
    assert autostart.switch_off() is None
    assert world.calls == [], "nothing to take back"
    assert autostart.switch_on() is None
    assert autostart.state() == StartState(Start.ON)
    assert autostart.switch_off() is None
    assert autostart.state() == StartState(Start.OFF)


def test_what_the_agent_switched_off_there_is_asked_for_there(room: Import, world: World) -> None:
    world.login_status = 2
    autostart = room("autostart").Autostart()
    assert autostart.state() == StartState(Start.SWITCHED_OFF)
    refusal = autostart.switch_on()
    assert refusal is not None
    assert "Login Items" in refusal.remedy
    assert world.named("openSystemSettingsLoginItems") == [()]


def test_a_refusal_of_macos_is_told(room: Import, world: World) -> None:
    world.login_refuses = "Operation not permitted"
    refusal = room("autostart").Autostart().switch_on()
    assert refusal is not None
    assert "Operation not permitted" in refusal.reason


def test_only_the_app_can_start_at_login(room: Import, world: World) -> None:
    world.bundle = None
    autostart = room("autostart").Autostart()
    for answer in (autostart.state(), autostart.switch_on(), autostart.switch_off()):
        assert isinstance(answer, Cannot)
        assert "app" in answer.remedy
    assert world.calls == []
