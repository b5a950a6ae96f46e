"""One-key mode on Windows: bare keys by RegisterHotKey, and no program sees what they type."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

from collections.abc import Iterator

from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from desktop.oslayer.windows.compatible_hotkeys import CompatibleHotkeys
from desktop.oslayer.windows.hotkeys import Hotkeys
from desktop.oslayer.windows.messages import MessageWindow
from tests.rig import wait
from tests.windows.rig import pump, windows
from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad, RunDialog
from tests.windows.rig.rival import Rival

FIRST, SECOND = "Order 2 of 12 is on its way.", "I am on it, 2 minutes."
SESSION, LOCKED = 0x2B1, 7  # WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK
POWER, SUSPENDS = 0x218, 4  # WM_POWERBROADCAST, PBT_APMSUSPEND
LAYOUT = 0x51  # WM_INPUTLANGCHANGE
SET_PASSWORD_CHARACTER = 0x00CC  # EM_SETPASSWORDCHAR


@pytest.fixture
def walking(poise: Poise) -> Poise:
    """Poise with the mode switched on, and a contact."""
    poise.write_settings("agent_name: Sam\none_key_mode: yes\n")
    poise.write_playbook("walk", FIRST, SECOND)
    poise.run()
    poise.start("walk")
    return poise


@pytest.fixture
def window() -> Iterator[MessageWindow]:
    made = MessageWindow("poise one-key test")
    yield made
    made.close()


def open_mode(poise: Poise, hands: Hands, window: int) -> None:
    hands.tap(poise.chord("one-key"), into=window)
    wait.until(lambda: poise.state()["one_key"], "the mode to open")


def wait_closed(poise: Poise) -> None:
    wait.until(lambda: not poise.state()["one_key"], "the mode to end", 6)


def test_a_bare_digit_inserts_and_is_typed_nowhere(
    walking: Poise, notepad: Notepad, hands: Hands
) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    before = walking.last()
    hands.tap("2", into=notepad.window)
    assert walking.outcome_after(before)["outcome"] == "confirmed"
    notepad.wait_text(SECOND)
    wait.stays(lambda: notepad.text() == SECOND, "the phrase alone", 0.5)
    assert not walking.state()["one_key"]


def test_a_key_that_is_held_never_reaches_the_field(
    walking: Poise, notepad: Notepad, hands: Hands
) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    before = walking.last()
    with hands.held("2", into=notepad.window):
        wait_closed(walking)
        wait.stays(lambda: not notepad.text(), "an empty field", 1.2)  # it repeats meanwhile
    assert walking.outcome_after(before)["outcome"] == "confirmed"
    notepad.wait_text(SECOND)
    wait.stays(lambda: notepad.text() == SECOND, "the phrase alone", 0.5)


def test_after_three_seconds_and_after_esc_a_digit_is_a_digit_again(
    walking: Poise, notepad: Notepad, hands: Hands
) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    wait_closed(walking)
    hands.tap("2", into=notepad.window)
    notepad.wait_text("2")
    open_mode(walking, hands, notepad.window)
    hands.tap("Esc", into=notepad.window)
    wait_closed(walking)
    hands.tap("1", into=notepad.window)
    notepad.wait_text("21")
    assert walking.last() is None


def test_another_window_in_front_has_its_keys(
    walking: Poise, notepad: Notepad, run_dialog: RunDialog, hands: Hands
) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    run_dialog.focus()
    wait_closed(walking)
    hands.tap("2", into=run_dialog.window)
    run_dialog.wait_text("2")


@pytest.mark.parametrize(
    ("message", "event"),
    [(SESSION, LOCKED), (POWER, SUSPENDS), (LAYOUT, 0)],
    ids=["lock", "sleep", "layout"],
)
def test_lock_sleep_and_another_layout_end_it(
    walking: Poise, notepad: Notepad, hands: Hands, message: int, event: int
) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    windows.send(windows.find_hidden("PoiseMessages", pid=walking.pid), message, event)
    wait.until(lambda: not walking.state()["one_key"], "the mode to end", 2)
    with Rival() as rival:
        assert rival.take("2")


def test_a_password_field_has_its_keys(walking: Poise, run_dialog: RunDialog, hands: Hands) -> None:
    run_dialog.focus()
    windows.send(run_dialog.field, SET_PASSWORD_CHARACTER, ord("*"))
    try:
        hands.tap(walking.chord("one-key"), into=run_dialog.window)
        hands.tap(walking.chord("next"), into=run_dialog.window)  # done after it
        wait.stays(lambda: not walking.state()["one_key"], "a closed mode", 0.5)
        hands.tap("2", into=run_dialog.window)
        run_dialog.wait_text("2")
    finally:
        windows.send(run_dialog.field, SET_PASSWORD_CHARACTER, 0)


def test_keys_are_free_again_after_a_crash(walking: Poise, notepad: Notepad, hands: Hands) -> None:
    notepad.focus()
    open_mode(walking, hands, notepad.window)
    with Rival() as rival:
        assert not rival.take("2")
        walking.kill9()
        wait.until(lambda: rival.take("2"), "the free key")


def test_a_bare_key_is_never_listened_for(window: MessageWindow) -> None:
    hotkeys = CompatibleHotkeys(window, command=("there is no such program",))
    hotkeys.listen_where_refused(True)
    with Rival() as rival:
        assert rival.take("2")
        assert isinstance(hotkeys.register("bare-2", Chord(frozenset(), "2")), Taken)
        pump.pass_by(0.1)  # a listener would be started now, and fail aloud
    hotkeys.close()


def test_one_action_is_given_back_and_numbers_do_not_meet(
    window: MessageWindow, notepad: Notepad, hands: Hands
) -> None:
    pressed: list[str] = []
    hotkeys = Hotkeys(window)
    hotkeys.on_pressed(pressed.append)
    stays, comes = Chord.parse("Ctrl+Alt+PageDown"), Chord.parse("Ctrl+Shift+F8")
    assert hotkeys.register("stays", stays) is None
    for _ in range(0xC000):  # more often than there are numbers
        assert hotkeys.register("comes", comes) is None
        hotkeys.release("comes")
    assert hotkeys.register("comes", comes) is None
    notepad.focus()
    hands.tap(str(stays), into=notepad.window)
    hands.tap(str(comes), into=notepad.window)
    pump.until(lambda: len(pressed) == 2, "both")
    assert pressed == ["stays", "comes"]
    hotkeys.release_all()
