"""The machine's news, as the real messages bring them, sent to our real window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
from ctypes import wintypes

from desktop.oslayer.windows.api import LRESULT, declare
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.power import (
    Power,
    PowerListeners,
    is_remote_session,
    is_session_locked,
)
from tests.windows.rig import pump

send = declare(
    *("user32", "SendMessageW", LRESULT),
    *(wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM),
)
POWER, SESSION, CLOCK, QUESTION, END = 0x218, 0x2B1, 0x1E, 0x11, 0x16
NEWS = ("asleep", "awake", "locked", "unlocked", "moved", "clock_changed", "session_ends")


class Machine:
    """A window that hears, and what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.window = MessageWindow("poise power test")
        calls = {name: lambda name=name: self.told.append(name) for name in NEWS}
        self.power = Power(self.window, PowerListeners(**calls))

    def say(self, message: int, wparam: int = 0, lparam: int = 0) -> int:
        return int(send(self.window.handle, message, wparam, lparam))


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.power.close()
    made.window.close()


def test_sleep_and_every_kind_of_awakening(machine: Machine) -> None:
    for event in (4, 18, 7, 6):  # suspend; resume: automatic, by the person, from a flat battery
        assert machine.say(POWER, event) == 1
    assert machine.told == ["asleep", "awake", "awake", "awake"]


def test_a_change_of_the_power_line_is_no_news(machine: Machine) -> None:
    assert machine.say(POWER, 10) == 1  # PBT_APMPOWERSTATUSCHANGE
    assert machine.told == []


def test_lock_and_unlock(machine: Machine) -> None:
    machine.say(SESSION, 7)
    machine.say(SESSION, 8)
    assert machine.told == ["locked", "unlocked"]


def test_a_session_taken_over_the_network_and_back(machine: Machine) -> None:
    for event in (2, 3, 4, 1):  # console leaves, remote comes, remote leaves, console comes
        machine.say(SESSION, event)
    away_and_back = ["locked", "moved", "unlocked"]
    assert machine.told == [*away_and_back, *away_and_back]


def test_a_locked_session_is_not_usable_because_a_screen_comes(machine: Machine) -> None:
    for event in (7, 2, 3):
        machine.say(SESSION, event)
    assert machine.told == ["locked", "locked", "moved"]
    machine.say(SESSION, 8)
    assert machine.told[-1] == "unlocked"


def test_the_end_of_the_session_is_agreed_to_and_told_once_it_is_sure(machine: Machine) -> None:
    assert machine.say(QUESTION) == 1
    machine.say(END, 0)  # somebody else refused
    assert machine.told == []
    machine.say(END, 1)
    assert machine.told == ["session_ends"]


def test_nothing_is_told_after_close(machine: Machine) -> None:
    machine.power.close()
    machine.say(SESSION, 8)
    machine.say(POWER, 18)
    machine.say(CLOCK)
    assert machine.told == []


def test_a_broadcast_of_another_process_arrives(machine: Machine) -> None:
    shout = (
        "import ctypes; u = ctypes.WinDLL('user32'); "
        f"u.SendNotifyMessageW(ctypes.c_void_p(0xFFFF), {CLOCK}, 0, 0); "
        f"u.PostMessageW(ctypes.c_void_p({machine.window.handle}), {SESSION}, 8, 1)"
    )
    subprocess.run([sys.executable, "-c", shout], check=True, timeout=40)
    pump.until(lambda: len(machine.told) == 2, "both messages")
    assert sorted(machine.told) == ["clock_changed", "unlocked"]


def test_lock_news_are_subscribed(machine: Machine) -> None:
    assert machine.power.refusal is None


def test_a_window_that_is_gone_is_a_refusal_in_words() -> None:
    window = MessageWindow("poise power test")
    handle, window.handle = window.handle, 0xBAD0
    try:
        power = Power(window, PowerListeners())
        if power.refusal is not None:  # Wine agrees to everything
            assert "locked" in power.refusal.reason
            assert power.refusal.remedy
        power.close()
    finally:
        window.handle = handle
        window.close()


def test_questions_about_the_session_have_answers() -> None:
    assert is_remote_session() == bool(ctypes.WinDLL("user32").GetSystemMetrics(0x1000))
    assert is_session_locked() in (True, False, None)
