"""Whole insertions through the queue, on a desktop that the test drives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.insertion.effects import Request
from desktop.insertion.inserter import (
    READS_ENOUGH,
    READS_PAST,
    WARNING_COUNTS_MS,
    WARNING_READ_MS,
    Inserter,
    Job,
)
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import PasswordField, Target
from desktop.insertion.quirks import LineBreaks, Method, Quirk
from tests.fakes import FakeClock, FakeDesktop, FakeField

OLD = {"text/plain": b"private", "image/png": b"\x89PNG"}


class Bench:
    def __init__(self) -> None:
        self.desktop = FakeDesktop(content=dict(OLD))
        self.clock = FakeClock()
        self.inserter = Inserter(self.desktop, self.desktop, self.desktop, self.desktop, self.clock)
        self.chat = self.desktop.open("chromium", 1)
        self.outcomes: list[Outcome] = []

    def insert(self, text: str, field: FakeField | None = None, quirk: Quirk | None = None) -> None:
        target = (field or self.chat).target
        self.inserter.insert(
            Job(Request(text, target, ("1",)), quirk or Quirk(), self.outcomes.append)
        )

    @property
    def verdicts(self) -> list[Verdict]:
        return [each.verdict for each in self.outcomes]


def test_text_arrives_and_the_clipboard_is_as_before() -> None:
    bench = Bench()
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == "Hello"
    assert bench.desktop.content == OLD
    assert bench.verdicts == [Verdict.CONFIRMED]
    assert not bench.inserter.is_busy


def test_waits_for_the_fingers() -> None:
    bench = Bench()
    bench.desktop.down = {"Ctrl", "Shift", "1"}
    bench.insert("Hello")
    bench.clock.advance(200)
    assert bench.desktop.pressed == []
    bench.desktop.down = set()
    bench.clock.advance(10)
    assert bench.chat.text == "Hello"
    assert bench.outcomes[0].ms < 10


def test_two_presses_insert_one_after_the_other_and_keep_the_first_clipboard() -> None:
    bench = Bench()
    bench.insert("one ")
    bench.insert("two")
    bench.clock.advance(2000)
    assert bench.chat.text == "one two"
    assert bench.desktop.content == OLD


def test_how_often_a_program_reads_is_remembered() -> None:
    bench = Bench()
    for text in ["Hello "] * READS_ENOUGH:
        bench.insert(text)
        bench.clock.advance(900)
        assert bench.inserter.is_busy  # it may read again: nobody knows this program yet
        bench.clock.advance(200)
        assert not bench.inserter.is_busy
    bench.insert("four ")
    bench.clock.advance(400)
    assert not bench.inserter.is_busy
    other = bench.desktop.open("gedit", 2)
    bench.insert("five", other)
    bench.clock.advance(900)
    assert bench.inserter.is_busy


def test_only_the_newest_waits() -> None:
    bench = Bench()
    for text in ("one ", "two ", "three"):
        bench.insert(text)
    bench.clock.advance(2000)
    assert bench.chat.text == "one three"
    assert bench.verdicts == [Verdict.CONFIRMED, Verdict.REFUSED, Verdict.CONFIRMED]


def test_a_second_press_while_nothing_was_read_takes_over() -> None:
    bench = Bench()
    bench.chat.takes_paste = False  # no text field had the keyboard
    bench.insert("Hello")
    bench.clock.advance(2000)
    assert bench.verdicts == [Verdict.UNCONFIRMED]
    bench.chat.takes_paste = True
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == "Hello"
    assert bench.desktop.content == OLD


def test_a_refused_second_press_still_gives_the_clipboard_back() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    bench.clock.advance(2000)
    bench.desktop.down = {"Shift"}
    bench.insert("Hello")
    bench.clock.advance(1600)
    assert bench.verdicts == [Verdict.UNCONFIRMED, Verdict.REFUSED]
    assert bench.desktop.offered == "Hello"
    bench.clock.advance(10_000)
    assert bench.desktop.content == OLD
    assert not bench.inserter.is_busy


def test_another_window_gets_nothing() -> None:
    bench = Bench()
    bench.desktop.down = {"Ctrl"}
    bench.insert("Hello")
    other = bench.desktop.open("mousepad", 2)
    bench.desktop.down = set()
    bench.clock.advance(1000)
    assert (bench.chat.text, other.text) == ("", "")
    assert bench.verdicts == [Verdict.REFUSED]
    assert bench.desktop.content == OLD


def test_the_agents_copy_in_between_wins() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    bench.desktop.copy("mine")
    bench.clock.advance(20_000)
    assert bench.desktop.content == {"text/plain": b"mine"}
    assert bench.verdicts == [Verdict.UNCONFIRMED]


def test_a_poller_is_no_receipt() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    for _ in range(8):
        bench.clock.advance(50)
        assert bench.desktop.read_by(None) == "Hello"
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(1000)
    assert bench.chat.text == "Hello"
    assert bench.verdicts == [Verdict.CONFIRMED]


def test_typing_stops_when_the_window_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    is_in_front = bench.desktop.is_in_front
    looks = 0

    def leave_after_three(target: Target) -> bool:
        nonlocal looks
        looks += 1
        if looks == 4:
            bench.desktop.open("mail", 2)
        return is_in_front(target)

    monkeypatch.setattr(bench.desktop, "is_in_front", leave_after_three)
    bench.insert("Hello", quirk=Quirk(method=Method.TYPE))
    assert [each.text for each in bench.desktop.fields] == ["He", ""]
    assert bench.verdicts == [Verdict.REFUSED]
    assert "after 2" in bench.outcomes[0].reason
    assert bench.desktop.content == OLD


LINES = Quirk(method=Method.TYPE, line_breaks=LineBreaks.SHIFT_ENTER)


def test_lines_are_typed_with_shift_enter_between_them() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("one\n\ntwo\n", quirk=LINES)
    assert bench.chat.text == "onetwo"
    assert bench.desktop.pressed == [Chord(frozenset({"Shift"}), "Enter")] * 2
    assert bench.verdicts == [Verdict.UNCONFIRMED]


def test_no_enter_is_pressed_with_a_finger_on_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    type_text = bench.desktop.type_text

    def type_then_hold(text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        refusal = type_text(text, may_go_on)
        bench.desktop.down = {"Ctrl"}
        return refusal

    monkeypatch.setattr(bench.desktop, "type_text", type_then_hold)
    bench.insert("one\ntwo", quirk=LINES)
    assert bench.chat.text == "one"
    assert bench.desktop.pressed == []
    assert bench.verdicts == [Verdict.REFUSED]


def test_a_password_field_gets_the_text_at_the_second_press_only() -> None:
    bench = Bench()
    bench.chat.hides = PasswordField.YES
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == ""
    assert bench.verdicts == [Verdict.REFUSED]
    assert bench.desktop.content == OLD
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == "Hello"
    assert bench.verdicts == [Verdict.REFUSED, Verdict.CONFIRMED]


def test_a_press_before_the_warning_could_be_read_is_no_answer_to_it() -> None:
    bench = Bench()
    bench.chat.hides = PasswordField.YES
    bench.desktop.down = {"Ctrl"}
    bench.insert("one")
    bench.insert("queued")
    bench.clock.advance(1000)
    bench.desktop.down = set()
    bench.clock.advance(WARNING_READ_MS - 1)
    bench.insert("double press")
    bench.clock.advance(1000)
    assert bench.chat.text == ""
    assert bench.verdicts == [Verdict.REFUSED] * 3


def test_one_answer_to_a_warning_is_for_one_phrase() -> None:
    bench = Bench()
    bench.chat.hides = PasswordField.YES
    for _ in range(3):
        bench.insert("Hello")
        bench.clock.advance(1000)
    assert bench.chat.text == "Hello"
    assert bench.verdicts == [Verdict.REFUSED, Verdict.CONFIRMED, Verdict.REFUSED]


def test_copying_asks_no_program_about_its_field() -> None:
    bench = Bench()
    bench.insert("Hello", quirk=Quirk(method=Method.COPY))
    assert bench.desktop.fields_asked == []


@pytest.mark.parametrize("hides", list(PasswordField))
def test_the_clipboard_comes_back_also_when_a_typed_phrase_follows_an_unread_one(
    hides: PasswordField,
) -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    bench.clock.advance(2000)
    bench.chat.hides = hides
    bench.insert("typed", quirk=Quirk(method=Method.TYPE))
    bench.clock.advance(30_000)
    assert bench.chat.text == ("" if hides is PasswordField.YES else "typed")
    assert bench.desktop.content == OLD
    assert bench.desktop.offered is None
    assert not bench.inserter.is_busy


def test_a_warning_is_forgotten_and_is_for_one_window_only() -> None:
    bench = Bench()
    other = bench.desktop.open("mail", 2)
    other.hides = bench.chat.hides = PasswordField.YES
    bench.insert("Hello", other)
    bench.clock.advance(1000)
    bench.desktop.front = bench.chat
    bench.insert("Hello")
    bench.clock.advance(WARNING_COUNTS_MS)
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == other.text == ""
    assert bench.verdicts == [Verdict.REFUSED] * 3


def test_leaving_waits_for_the_receipt_of_a_sent_key() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    left: list[bool] = []
    bench.inserter.finish(lambda: left.append(True))
    bench.clock.advance(100)
    assert left == []
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(2000)
    assert left == [True]
    assert bench.chat.text == "Hello"
    assert bench.desktop.content == OLD


def test_leaving_waits_for_what_the_target_reads_again() -> None:
    bench = Bench()
    bench.insert("Hello")
    assert bench.verdicts == [Verdict.CONFIRMED]
    left: list[bool] = []
    bench.inserter.finish(lambda: left.append(True))
    bench.clock.advance(100)
    assert left == []
    assert bench.desktop.offered == "Hello"
    bench.clock.advance(1500)
    assert left == [True]
    assert bench.desktop.content == OLD


def test_an_insertion_cut_short_does_not_tell_how_often_a_program_reads() -> None:
    bench = Bench()
    bench.insert("one ")
    bench.desktop.copy("my own")
    assert not bench.inserter.is_busy
    bench.insert("two ")
    bench.clock.advance(900)
    assert bench.inserter.is_busy  # still not known


def insert_and_read_again(bench: Bench, later_ms: int) -> bool:
    """Return whether a read so much later (0: there is none) still gets the text."""
    bench.insert("Hello ")
    bench.clock.advance(later_ms)
    is_offered = bench.desktop.offered == "Hello "
    if later_ms:
        bench.desktop.read_by(bench.chat)
    bench.clock.advance(5000)
    return is_offered


@pytest.mark.parametrize("past", [[0], [20, 0, 0], [20, *[0] * (READS_PAST - 1)]])
def test_a_program_that_read_once_may_read_twice_the_next_time(past: list[int]) -> None:
    # Chromium does: once with a Cyrillic layout switched on, twice without.
    bench = Bench()
    for later_ms in past:
        insert_and_read_again(bench, later_ms)
    assert insert_and_read_again(bench, 900)
    assert bench.desktop.content == OLD


def test_a_program_known_to_read_twice_gets_its_second_read_the_first_time_too() -> None:
    bench = Bench()
    bench.insert("Hello", quirk=Quirk(reads=2))
    bench.clock.advance(2500)
    assert bench.desktop.offered == "Hello"
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(400)
    assert bench.desktop.offered is None


@pytest.mark.parametrize("seen", [0, 3])
def test_what_is_known_of_a_program_counts_more_than_what_is_seen(seen: int) -> None:
    bench = Bench()
    for _ in range(READS_PAST):
        bench.insert("Hello ", quirk=Quirk(reads=2))
        for _ in range(seen):
            bench.desktop.read_by(bench.chat)
        bench.clock.advance(5000)
    bench.insert("Hello ", quirk=Quirk(reads=2))
    bench.clock.advance(2500)
    assert bench.desktop.offered == "Hello "
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(400)
    assert bench.desktop.offered is None


def test_a_wait_cut_short_for_the_next_phrase_does_not_tell_how_often_a_program_reads() -> None:
    bench = Bench()
    assert insert_and_read_again(bench, 20)
    for _ in range(READS_PAST):
        bench.insert("one ")
        bench.clock.advance(300)
        bench.insert("two ", quirk=Quirk(method=Method.TYPE, line_breaks=LineBreaks.KEEP))
        bench.clock.advance(20_000)
    assert insert_and_read_again(bench, 2500)


def test_reads_of_two_insertions_do_not_tell_how_often_a_program_reads() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("one ")
    bench.clock.advance(2000)
    bench.chat.takes_paste = True
    bench.insert("two ")
    for _ in range(3):
        bench.desktop.read_by(bench.chat)
    bench.clock.advance(20_000)
    assert insert_and_read_again(bench, 20)
    bench.insert("three ")
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(1000)
    assert bench.desktop.offered is None, "nobody waits for more than the two reads it makes"


def test_leaving_does_not_wait_for_a_hanging_target() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    bench.insert("more")
    left: list[bool] = []
    bench.inserter.finish(lambda: left.append(True))
    bench.clock.advance(1600)
    assert left == [True]
    assert bench.desktop.content == OLD
    assert bench.verdicts == [Verdict.REFUSED, Verdict.UNCONFIRMED]


def test_a_hanging_target_never_gets_the_old_clipboard() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    bench.clock.advance(20_000)
    assert bench.desktop.content == OLD
    bench.desktop.read_by(bench.chat)
    assert bench.chat.text == "Hello"
    assert bench.desktop.read_by(None) == "private"


def test_a_listener_that_fails_does_not_touch_the_insertion() -> None:
    bench = Bench()

    def gone(_outcome: Outcome) -> None:
        raise RuntimeError("the asking program has left")

    request = Request("Hello", bench.chat.target, ())
    bench.inserter.insert(Job(request, Quirk(), gone))
    assert bench.chat.text == "Hello"
    with pytest.raises(RuntimeError, match="has left"):
        bench.clock.advance(1)
    bench.clock.advance(1000)
    assert bench.desktop.content == OLD


def test_leaving_idle_is_immediate() -> None:
    left: list[bool] = []
    Bench().inserter.finish(lambda: left.append(True))
    assert left == [True]


def test_a_port_that_breaks_its_word_does_not_block_the_next_insertion() -> None:
    bench = Bench()

    def broken(_chord: object) -> None:
        raise RuntimeError("the keyboard went away")

    bench.desktop.press = broken  # type: ignore[method-assign, assignment]
    with pytest.raises(RuntimeError, match="went away"):
        bench.insert("Hello")
    assert bench.verdicts == [Verdict.REFUSED]
    assert bench.desktop.content == OLD
    del bench.desktop.press
    bench.insert("Hello")
    bench.clock.advance(1000)
    assert bench.chat.text == "Hello"


@pytest.mark.parametrize(
    ("quirk", "between"),
    [
        (Quirk(), []),
        (Quirk(selection="primary"), ["give back"]),
    ],
    ids=["the same", "the other one"],
)
def test_a_text_nobody_read_leaves_its_clipboard_before_the_other_is_used(
    quirk: Quirk, between: list[str]
) -> None:
    """X11 has two: what is given back to one says nothing of the other."""
    bench = Bench()
    terminal = bench.desktop.open("xterm", 2)
    bench.desktop.front = bench.chat
    bench.chat.takes_paste = False
    bench.insert("one")
    bench.clock.advance(2000)
    assert bench.verdicts == [Verdict.UNCONFIRMED]
    bench.desktop.front = terminal
    bench.insert("two", terminal, quirk)
    bench.clock.advance(20_000)
    where = quirk.selection
    assert bench.desktop.deeds == [
        *("keep clipboard", "offer clipboard", *between),
        *(f"keep {where}", f"offer {where}", "give back"),
    ]
    assert terminal.text == "two"
    assert bench.verdicts == [Verdict.UNCONFIRMED, Verdict.CONFIRMED]
    assert bench.desktop.content == OLD
    assert not bench.inserter.is_busy
