from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.one_key import LEAVE, LOOK_MS, OPEN_MS, OneKey
from desktop.hotkeys.ports import Taken
from desktop.oslayer.none.backend import NoHotkeys
from tests.fakes import FakeClock, FakeRegistry

KEYS = ("1", "2", "N", "C", LEAVE)


class Hands:
    """A registry, a keyboard, and what the keys of the mode did."""

    def __init__(self) -> None:
        self.registry, self.clock = FakeRegistry(), FakeClock()
        self.down: set[str] = set()
        self.done: list[str] = []
        self.changes: list[bool] = []
        self.mode = OneKey(self.registry, self.held, self.clock)
        self.mode.on_changed(lambda: self.changes.append(self.mode.is_open))
        self.registry.on_pressed = self.on_pressed

    def held(self, keys: Sequence[str]) -> tuple[str, ...]:
        return ("Ctrl", *(key for key in keys if key in self.down))

    def on_pressed(self, action: str) -> None:
        assert self.mode.pressed(action)

    def open(self) -> Cannot | None:
        return self.mode.open({key: self.deed(key) for key in KEYS})

    def deed(self, key: str) -> Callable[[], object]:
        return lambda: self.done.append(key)

    def press(self, key: str, *modifiers: str) -> None:
        self.down.add(key)
        self.registry.press(Chord(frozenset(modifiers), key))

    def let_go(self, key: str) -> None:
        self.down.discard(key)
        self.clock.advance(LOOK_MS)

    @property
    def registered(self) -> set[str]:
        return {chord.key for chord in self.registry.held}


@pytest.fixture
def hands() -> Hands:
    return Hands()


def test_keys_are_lent_for_three_seconds(hands: Hands) -> None:
    assert hands.registered == set()
    assert hands.open() is None
    assert hands.registered == set(KEYS)
    hands.clock.advance(OPEN_MS - 1)
    assert hands.mode.is_open
    hands.clock.advance(1)
    assert not hands.mode.is_open
    assert hands.registered == set()
    assert hands.changes == [True, False]


@pytest.mark.parametrize("modifiers", [(), ("Shift",)])
def test_a_key_does_its_one_thing_when_it_is_up_again(
    hands: Hands, modifiers: tuple[str, ...]
) -> None:
    hands.open()
    hands.press("2", *modifiers)
    assert not hands.mode.is_open
    assert hands.registered == {"2"}  # nothing of it may reach the chat
    hands.clock.advance(5000)
    assert hands.done == []
    assert hands.registered == {"2"}
    hands.let_go("2")
    assert hands.done == ["2"]
    assert hands.registered == set()


def test_the_key_is_free_before_its_deed_begins(hands: Hands) -> None:
    seen: list[set[str]] = []
    hands.mode.open({"2": lambda: seen.append(hands.registered)})
    hands.press("2")
    hands.let_go("2")
    assert seen == [set()]


def test_repeats_and_other_keys_after_the_first_do_nothing(hands: Hands) -> None:
    hands.open()
    hands.press("2")
    hands.press("2")
    hands.press("1")
    hands.let_go("2")
    hands.let_go("1")
    assert hands.done == ["2"]


def test_leaving_does_nothing_and_keeps_the_key_back_until_it_is_up(hands: Hands) -> None:
    hands.open()
    hands.press(LEAVE)
    assert hands.registered == {LEAVE}
    hands.let_go(LEAVE)
    assert hands.registered == set()
    assert hands.done == [LEAVE]


def test_what_is_down_when_the_time_is_over_is_kept_back_and_does_nothing(hands: Hands) -> None:
    hands.open()
    hands.down.add("1")  # the news of the press is still on its way
    hands.clock.advance(OPEN_MS)
    assert hands.registered == {"1"}
    hands.press("1")
    hands.clock.advance(700)
    assert hands.registered == {"1"}
    hands.let_go("1")
    assert hands.registered == set()
    assert hands.done == []


def test_a_key_that_is_down_at_the_opening_must_come_up_first(hands: Hands) -> None:
    hands.down.add("N")  # the chord's own key, its modifiers let go first: it repeats bare
    hands.open()
    hands.press("N")
    assert hands.mode.is_open
    hands.let_go("N")
    assert hands.registered == set(KEYS)
    hands.press("N")
    hands.let_go("N")
    assert hands.done == ["N"]


def test_a_key_of_another_program_is_named_and_the_others_work(hands: Hands) -> None:
    hands.registry.taken = {Chord(frozenset(), "1")}
    assert hands.open() is None
    assert hands.mode.refused == {"1"}
    hands.press("1")
    assert hands.mode.is_open
    hands.press("2")
    assert hands.mode.refused == frozenset()
    hands.let_go("2")
    assert hands.done == ["2"]


def test_only_shift_taken_leaves_the_bare_key(hands: Hands) -> None:
    hands.registry.taken = {Chord(frozenset({"Shift"}), "1")}
    hands.open()
    assert hands.mode.refused == frozenset()


def test_no_key_at_all_is_a_refusal_and_nothing_stays_registered(hands: Hands) -> None:
    hands.registry.taken = {Chord(frozenset(), key) for key in KEYS if key != LEAVE}
    assert isinstance(hands.open(), Taken)
    assert not hands.mode.is_open
    assert hands.registered == set()
    assert hands.changes == []
    nowhere = OneKey(NoHotkeys(Cannot("No keys here.")), hands.held, hands.clock)
    assert str(nowhere.open({"1": lambda: None})) == "No keys here."


def test_opened_again_the_time_begins_anew_with_other_keys(hands: Hands) -> None:
    hands.open()
    hands.clock.advance(2000)
    hands.mode.open({"1": hands.deed("one"), "X": hands.deed("X")})
    assert hands.registered == {"1", "X"}
    hands.clock.advance(2000)
    assert hands.mode.is_open
    hands.press("1")
    hands.let_go("1")
    assert hands.done == ["one"]


def test_opened_while_a_finger_is_on_the_last_key_nothing_changes(hands: Hands) -> None:
    hands.open()
    hands.press("2")
    assert hands.open() is None
    assert not hands.mode.is_open
    hands.let_go("2")
    assert hands.done == ["2"]


def test_closing_is_harmless_while_a_deed_waits_and_when_it_is_closed(hands: Hands) -> None:
    hands.mode.close()
    hands.open()
    hands.press("2")
    hands.mode.close()
    assert hands.registered == {"2"}
    hands.let_go("2")
    assert hands.done == ["2"]
    assert hands.changes == [True, False]


def test_when_poise_leaves_nothing_more_is_done_and_the_key_waits_for_its_finger(
    hands: Hands,
) -> None:
    hands.open()
    hands.press("2")
    hands.mode.abandon()
    assert hands.registered == {"2"}
    hands.let_go("2")
    assert hands.registered == set()
    assert hands.done == []


def test_before_keys_of_our_own_everything_goes_back_at_once(hands: Hands) -> None:
    hands.open()
    hands.down.add("1")
    hands.mode.drop()
    assert hands.registered == set()
    assert not hands.mode.is_open
    hands.clock.advance(OPEN_MS)
    assert hands.changes == [True, False]


def test_before_keys_of_our_own_a_key_with_a_deed_is_kept(hands: Hands) -> None:
    hands.open()
    hands.press("2")
    hands.mode.drop()
    assert hands.registered == {"2"}
    hands.let_go("2")
    assert hands.done == ["2"]


def test_a_deed_may_open_the_mode_again(hands: Hands) -> None:
    hands.mode.open({"1": hands.open})
    hands.press("1")
    hands.let_go("1")
    assert hands.mode.is_open
    assert hands.registered == set(KEYS)


def test_other_actions_are_none_of_its_business(hands: Hands) -> None:
    hands.open()
    assert not hands.mode.pressed("insert-1")
    assert hands.mode.is_open
    assert hands.mode.pressed("bare-9")  # one that came late is swallowed
    assert hands.done == []
