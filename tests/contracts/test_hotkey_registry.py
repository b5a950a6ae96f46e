"""What `hotkeys.ports.HotkeyRegistry` promises."""

from __future__ import annotations

import pytest

from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from tests.contracts.rigs import DESKTOPS, HotkeyRig, on_a_real_desktop

ONE, TWO = "Ctrl+Shift+1", "Ctrl+Alt+PageDown"


@pytest.fixture(params=DESKTOPS)
def rig(request: pytest.FixtureRequest) -> HotkeyRig:
    found: HotkeyRig = request.getfixturevalue(f"hotkeys_on_{request.param}")
    return found


def register(rig: HotkeyRig, action: str, chord: str) -> object:
    """Ask for a chord; the refusal, or None."""
    return rig.registry.register(action, Chord.parse(chord))


def assert_pressed(rig: HotkeyRig, *actions: str) -> None:
    """Wait for the last of these; keys arrive in order, so none can still be on its way."""
    rig.settle(lambda: actions[-1] in rig.pressed[len(actions) - 1 :], f"the action {actions[-1]}")
    assert rig.pressed == [*actions]


def test_a_registered_chord_fires_its_action_each_time(rig: HotkeyRig) -> None:
    assert register(rig, "insert-1", ONE) is None
    assert register(rig, "next", TWO) is None
    for chord in (ONE, TWO, ONE):
        rig.tap(chord)
    assert_pressed(rig, "insert-1", "next", "insert-1")


def test_what_another_program_holds_is_taken(rig: HotkeyRig) -> None:
    if not rig.tells_rivals:
        pytest.skip("this desktop gives one chord to several programs, and tells nobody")
    rig.rival_takes(ONE)
    refusal = register(rig, "insert-1", ONE)
    assert isinstance(refusal, Taken)
    assert ONE in refusal.reason
    assert refusal.remedy
    assert register(rig, "next", TWO) is None
    rig.tap(ONE)
    rig.tap(TWO)
    assert_pressed(rig, "next")


def test_nothing_fires_after_release(rig: HotkeyRig) -> None:
    assert register(rig, "insert-1", ONE) is None
    rig.registry.release_all()
    assert register(rig, "next", TWO) is None
    rig.tap(ONE)
    rig.tap(TWO)
    assert_pressed(rig, "next")
    assert register(rig, "insert-1", ONE) is None


def test_one_action_is_released_with_all_its_chords_and_the_others_stay(rig: HotkeyRig) -> None:
    assert register(rig, "insert-1", ONE) is None
    assert register(rig, "insert-1", "Ctrl+Shift+F8") is None
    assert register(rig, "next", TWO) is None
    rig.registry.release("insert-1")
    rig.registry.release("insert-1")
    rig.registry.release("never-registered")
    for chord in (ONE, "Ctrl+Shift+F8", TWO):
        rig.tap(chord)
    assert_pressed(rig, "next")
    if rig.tells_rivals:
        rig.rival_takes(ONE)  # it is free for everybody
        assert isinstance(register(rig, "insert-1", ONE), Taken)


def test_what_was_released_can_be_registered_again(rig: HotkeyRig) -> None:
    for _ in range(3):
        assert register(rig, "insert-1", ONE) is None
        rig.registry.release("insert-1")
    assert register(rig, "insert-2", ONE) is None
    rig.tap(ONE)
    assert_pressed(rig, "insert-2")


@pytest.mark.parametrize("key", ["2", "N", "Escape", "Shift+2"])
def test_a_bare_key_fires_and_is_free_again_after_release(rig: HotkeyRig, key: str) -> None:
    *modifiers, name = key.split("+")
    chord = Chord(frozenset(modifiers), name)
    assert rig.registry.register("bare", chord) is None
    assert register(rig, "next", TWO) is None
    rig.tap(key)
    assert_pressed(rig, "bare")
    rig.registry.release("bare")
    rig.tap(key)
    rig.tap(TWO)
    assert_pressed(rig, "bare", "next")


def test_a_key_held_down_fires_once(rig: HotkeyRig) -> None:
    assert register(rig, "insert-1", ONE) is None
    assert register(rig, "next", TWO) is None
    with rig.holding(ONE):
        rig.spin_for(1.2)  # auto-repeat sets in after 660 ms at most
    rig.tap(TWO)
    assert_pressed(rig, "insert-1", "next")


@on_a_real_desktop
@pytest.mark.parametrize("lock", ["NumLock", "CapsLock"])
def test_lock_keys_do_not_matter(rig: HotkeyRig, lock: str) -> None:
    assert register(rig, "insert-1", ONE) is None
    rig.tap(lock)
    try:
        rig.tap(ONE)
        assert_pressed(rig, "insert-1")
    finally:
        rig.tap(lock)
