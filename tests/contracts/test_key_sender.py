"""What `insertion.ports.KeySender` promises."""

from __future__ import annotations

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from tests.contracts.rigs import DESKTOPS, KeyRig


@pytest.fixture(params=DESKTOPS)
def rig(request: pytest.FixtureRequest) -> KeyRig:
    found: KeyRig = request.getfixturevalue(f"keys_on_{request.param}")
    return found


def wait_held(rig: KeyRig, *expected: str, ask: tuple[str, ...] = ()) -> None:
    """Wait until exactly these count as down: a real key takes a moment to get there."""
    rig.settle(lambda: rig.keys.held(ask) == expected, f"{expected} to be down")


def test_no_key_is_held_by_itself(rig: KeyRig) -> None:
    assert rig.keys.held(("1", "Enter")) == ()


@pytest.mark.parametrize("key", ["Ctrl", "Alt", "Shift"])
def test_sees_a_modifier_that_is_down(rig: KeyRig, key: str) -> None:
    with rig.holding(key):
        wait_held(rig, key)
    wait_held(rig)


def test_sees_only_the_other_keys_it_was_asked_for(rig: KeyRig) -> None:
    with rig.holding("F9"):
        wait_held(rig, "F9", ask=("F9",))
        assert rig.keys.held() == ()
        assert rig.keys.held(("F8",)) == ()


def test_sees_that_some_key_is_down(rig: KeyRig) -> None:
    assert not rig.keys.is_any_down()
    with rig.holding("F9"):
        rig.settle(rig.keys.is_any_down, "some key to be down")
    rig.settle(lambda: not rig.keys.is_any_down(), "no key to be down")


def test_left_moves_the_caret_and_selects_nothing(rig: KeyRig) -> None:
    assert rig.keys.type_text("abc", lambda: True) is None
    for _ in range(2):
        assert rig.keys.press(Chord(frozenset(), "Left")) is None
        assert not rig.keys.is_any_down()  # its own press is over
    assert rig.keys.type_text("x", lambda: True) is None
    rig.settle(lambda: rig.text() == "axbc", "the letter in the middle")


def test_types_what_the_keyboard_has(rig: KeyRig) -> None:
    assert rig.keys.type_text("Hello, World! (100 %)", lambda: True) is None
    rig.settle(lambda: rig.text() == "Hello, World! (100 %)", "the text")


def test_stops_typing_when_told(rig: KeyRig) -> None:
    answers = iter([True, True, False])
    refusal = rig.keys.type_text("Hello", lambda: next(answers))
    assert isinstance(refusal, Cannot)
    assert "after 2" in refusal.reason
    rig.settle(lambda: rig.text() == "He", "the first two letters")


@pytest.mark.parametrize("control", ["a\nb", "a\tb"])
def test_never_types_a_control_character(rig: KeyRig, control: str) -> None:
    assert isinstance(rig.keys.type_text(control, lambda: True), Cannot)
    # Keys arrive in order: what comes afterwards comes alone.
    assert rig.keys.type_text("x", lambda: True) is None
    rig.settle(lambda: rig.text(), "the next letter")
    assert rig.text() == "x"
