"""The keyboard's state, the paste key and typing, through key events of Quartz."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from tests.macos.conftest import Import
from tests.macos.test_hotkeys import QWERTY, Bench
from tests.macos.world import World

COMMAND, SHIFT = 1 << 20 | 0x8, 1 << 17 | 0x2
CAPS_LOCK = 0x39
ARROW = 0xA00000  # an arrow key's own: numeric pad, secondary function
NOT_NOW = Cannot("Secure input is on.", "Wait.")


@pytest.fixture
def refusals() -> list[Cannot]:
    """What stands in the way of keys of ours."""
    return []


@pytest.fixture
def keys(room: Import, refusals: Sequence[Cannot]) -> Any:
    layout = Bench(room, QWERTY).layout
    return room("keys").Keys(layout, lambda: refusals[0] if refusals else None)


def strokes(world: World) -> list[tuple[int, bool, int]]:
    return [(each["code"], each["is_down"], each["flags"]) for each in world.posted]


@pytest.mark.parametrize(
    "code", [0x3B, 0x3E], ids=["the left Control key", "the right Control key"]
)
def test_a_finger_on_a_modifier_is_seen(keys: Any, world: World, code: int) -> None:
    assert keys.held() == ()
    assert not keys.is_any_down()
    world.down = {code}
    assert keys.held() == ("Ctrl",)
    assert keys.is_any_down()


def test_other_keys_are_seen_when_they_are_asked_for(keys: Any, world: World) -> None:
    world.down = {0x24, 0x3A, 0x12}
    assert keys.held(("1", "Enter", "KpEnter", "F24")) == ("Alt", "1", "Enter")


def test_caps_lock_is_no_finger(keys: Any, world: World) -> None:
    world.down = {CAPS_LOCK}
    assert not keys.is_any_down()


@pytest.mark.parametrize("chord", ["Ctrl+V", "Ctrl+Shift+V", "Shift+Insert", "Meta+V"])
def test_what_pastes_elsewhere_is_command_v_here(keys: Any, world: World, chord: str) -> None:
    assert keys.press(Chord.parse(chord)) is None
    assert strokes(world) == [(9, True, COMMAND), (9, False, COMMAND)]


def test_other_keys_have_their_own_flags_and_none_of_the_keyboards(keys: Any, world: World) -> None:
    assert keys.press(Chord(frozenset({"Shift"}), "Enter")) is None
    assert keys.press(Chord(frozenset(), "Left")) is None
    assert strokes(world) == [
        *((0x24, True, SHIFT), (0x24, False, SHIFT)),
        *((0x7B, True, ARROW), (0x7B, False, ARROW)),
    ]


def test_nothing_is_pressed_where_it_would_not_arrive(
    keys: Any, world: World, refusals: list[Cannot]
) -> None:
    refusals.append(NOT_NOW)
    assert keys.press(Chord.parse("Ctrl+V")) == NOT_NOW
    assert keys.type_text("Hello", lambda: True) == NOT_NOW
    assert world.posted == []


def test_a_key_that_macos_does_not_make_is_told(keys: Any, world: World) -> None:
    world.makes_events = False
    for refusal in (keys.press(Chord.parse("Ctrl+V")), keys.type_text("Hello", lambda: True)):
        assert isinstance(refusal, Cannot)
        assert refusal.remedy
    assert world.posted == []


def test_typing_keeps_every_character_whole(keys: Any, world: World) -> None:
    text = "Zoë, 日本 👍🏽"
    assert keys.type_text(text, lambda: True) is None
    downs = [each for each in world.posted if each["is_down"]]
    assert "".join(each["text"] for each in downs) == text
    assert [each["text"] for each in world.posted if not each["is_down"]] == list(text)
    assert {each["flags"] for each in world.posted} == {0}, "not those of a key still down"
    assert {each["code"] for each in world.posted} == {0}


@pytest.mark.parametrize("text", ["one\ntwo", "one\rtwo", "tab\t", "\x1b", "\x85"])
def test_no_line_break_and_no_control_character_is_typed(
    keys: Any, world: World, text: str
) -> None:
    assert isinstance(keys.type_text(text, lambda: True), Cannot)
    assert world.posted == []


def test_typing_stops_when_another_window_comes(keys: Any, world: World) -> None:
    answers = iter([True, True, False])
    refusal = keys.type_text("Hello", lambda: next(answers))
    assert refusal is not None
    assert "after 2 of 5" in refusal.reason
    assert "".join(each["text"] for each in world.posted if each["is_down"]) == "He"
