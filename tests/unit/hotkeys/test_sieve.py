"""Which key events the compatibility hotkeys keep back, and what starts when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.hotkeys.chord import MODIFIERS
from desktop.hotkeys.sieve import ALTGR, REPEATS_MS, Sieve, Verdict

ONE, TWO, PAGE_DOWN, NUMPAD_DOWN, LETTER = 0x31, 0x32, 0x22, 0x63, 0x41
INSERT = frozenset({"Ctrl", "Shift"})
WALK = frozenset({"Ctrl", "Alt"})
PASSES, KEPT_BACK = Verdict(False), Verdict(True)


@pytest.fixture
def sieve() -> Sieve:
    return keeping_back({(INSERT, ONE): "insert-1", (WALK, PAGE_DOWN): "next"})


def keeping_back(actions: Mapping[tuple[frozenset[str], int], str]) -> Sieve:
    made = Sieve()
    made.keep_back(actions)
    return made


def press(sieve: Sieve, key: int, held: Iterable[str] = (), time_ms: int = 0) -> Verdict:
    return sieve.press(key, time_ms, lambda: held)


def test_a_chord_starts_its_action_and_no_part_of_its_key_gets_by(sieve: Sieve) -> None:
    assert press(sieve, ONE, INSERT) == Verdict(True, "insert-1")
    assert sieve.release(ONE) == KEPT_BACK
    assert press(sieve, PAGE_DOWN, WALK) == Verdict(True, "next")
    assert sieve.release(PAGE_DOWN) == KEPT_BACK


def test_a_held_key_starts_its_action_once(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT)
    assert [press(sieve, ONE, INSERT) for _ in range(3)] == [KEPT_BACK] * 3
    assert sieve.release(ONE) == KEPT_BACK
    assert press(sieve, ONE, INSERT).action == "insert-1"


def test_modifiers_let_go_first_leave_no_stray_character(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT)
    assert press(sieve, ONE, {"Ctrl"}) == KEPT_BACK
    assert press(sieve, ONE, ()) == KEPT_BACK
    assert sieve.release(ONE) == KEPT_BACK
    assert press(sieve, ONE, ()) == PASSES
    assert sieve.release(ONE) == PASSES


@pytest.mark.parametrize(
    "held",
    [(), {"Ctrl"}, {"Shift"}, {"Ctrl", "Shift", "Alt"}, {"Ctrl", "Shift", "Meta"}, {"Ctrl", "Alt"}],
)
def test_other_modifiers_are_another_chord(sieve: Sieve, held: Iterable[str]) -> None:
    assert press(sieve, ONE, held) == PASSES
    assert sieve.release(ONE) == PASSES


def test_altgr_is_neither_ctrl_nor_alt(sieve: Sieve) -> None:
    assert press(sieve, PAGE_DOWN, WALK | {ALTGR}) == PASSES
    assert sieve.release(PAGE_DOWN) == PASSES


def test_the_keys_of_the_numeric_pad_are_other_keys(sieve: Sieve) -> None:
    assert press(sieve, NUMPAD_DOWN, WALK) == PASSES


def test_two_chords_at_once_are_told_apart() -> None:
    sieve = keeping_back({(INSERT, ONE): "insert-1", (INSERT, TWO): "insert-2"})
    assert press(sieve, ONE, INSERT).action == "insert-1"
    assert press(sieve, TWO, INSERT).action == "insert-2"
    assert sieve.release(ONE) == KEPT_BACK
    assert press(sieve, TWO, INSERT) == KEPT_BACK
    assert sieve.release(TWO) == KEPT_BACK


def test_one_key_with_two_sets_of_modifiers_is_two_chords() -> None:
    sieve = keeping_back({(INSERT, ONE): "insert-1", (WALK, ONE): "next"})
    assert press(sieve, ONE, WALK).action == "next"
    sieve.release(ONE)
    assert press(sieve, ONE, INSERT).action == "insert-1"


def test_after_a_pause_a_key_is_pressed_anew(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT)
    sieve.forget()
    assert sieve.release(ONE) == PASSES
    assert press(sieve, ONE, ()) == PASSES
    assert press(sieve, ONE, INSERT).action == "insert-1"


def test_a_key_whose_release_nobody_heard_costs_no_key_later(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT, 1000)
    assert press(sieve, ONE, (), 1000 + REPEATS_MS - 1) == KEPT_BACK, "it may repeat still"
    later = 1000 + 2 * REPEATS_MS
    assert press(sieve, ONE, (), later) == PASSES
    assert sieve.release(ONE) == PASSES
    press(sieve, ONE, INSERT, later)
    assert press(sieve, ONE, INSERT, later + REPEATS_MS).action == "insert-1", "a new press"


def test_a_clock_that_wraps_around_ends_no_repeat(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT, 2**32 - 10)
    assert press(sieve, ONE, INSERT, 20) == KEPT_BACK


def test_chords_that_are_set_anew_keep_back_what_is_down(sieve: Sieve) -> None:
    press(sieve, ONE, INSERT)
    sieve.keep_back({(INSERT, ONE): "insert-1"})
    assert press(sieve, ONE, INSERT) == KEPT_BACK, "told once, however long it is held"
    assert sieve.release(ONE) == KEPT_BACK


def test_modifiers_are_asked_for_only_with_a_key_of_a_chord(sieve: Sieve) -> None:
    asked = []

    def held() -> Iterable[str]:
        asked.append(True)
        return ()

    for key in (LETTER, TWO, 0x11, 0xA0):
        assert sieve.press(key, 0, held) == PASSES
        assert sieve.release(key) == PASSES
    assert not asked
    sieve.press(ONE, 0, held)
    assert asked


_MODIFIERS = st.frozensets(st.sampled_from([*MODIFIERS, ALTGR]))
_EVENTS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([ONE, TWO, PAGE_DOWN, LETTER]), _MODIFIERS)
)


@given(_EVENTS)
def test_a_program_never_sees_half_of_a_kept_key(
    events: list[tuple[bool, int, frozenset[str]]],
) -> None:
    """Each release goes where the press before it went."""
    sieve = keeping_back({(INSERT, ONE): "insert-1", (WALK, PAGE_DOWN): "next"})
    is_kept: dict[int, bool] = {}
    for is_press, key, held in events:
        if is_press:
            verdict = press(sieve, key, held)
            if is_kept.get(key):
                assert verdict == KEPT_BACK
            is_kept[key] = verdict.is_kept_back
        else:
            assert sieve.release(key).is_kept_back == is_kept.pop(key, False)
