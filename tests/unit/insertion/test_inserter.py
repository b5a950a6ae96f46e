"""Whole insertions through the queue, on a desktop that the test drives."""

from __future__ import annotations

import pytest

from desktop.insertion.effects import Request
from desktop.insertion.inserter import Inserter, Job
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.quirks import Method, Quirk
from tests.fakes import FakeClock, FakeDesktop, FakeField

OLD = {"text/plain": b"private", "image/png": b"\x89PNG"}


class Bench:
    def __init__(self) -> None:
        self.desktop = FakeDesktop(content=dict(OLD))
        self.clock = FakeClock()
        self.inserter = Inserter(self.desktop, self.desktop, self.desktop, self.clock)
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


def test_typing_stops_when_the_window_changes() -> None:
    bench = Bench()
    other = FakeField(bench.chat.target)
    bench.insert("Hello", quirk=Quirk(method=Method.TYPE))
    assert bench.chat.text == "Hello"
    assert other.text == ""
    assert bench.verdicts == [Verdict.UNCONFIRMED]
    assert bench.desktop.content == OLD


def test_leaving_waits_for_the_receipt_of_a_sent_key() -> None:
    bench = Bench()
    bench.chat.takes_paste = False
    bench.insert("Hello")
    left: list[bool] = []
    bench.inserter.finish(lambda: left.append(True))
    bench.clock.advance(100)
    assert left == []
    bench.desktop.read_by(bench.chat)
    bench.clock.advance(1000)
    assert left == [True]
    assert bench.chat.text == "Hello"
    assert bench.desktop.content == OLD


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
