"""Bringing the caret to its place: how far, when, and when rather not."""

from __future__ import annotations

import pytest

from desktop.cockpit.quirk_table import read_quirks
from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.insertion.caret import MOVES_MAX, STAYS, moves_to_caret
from desktop.insertion.effects import Effects, MoveCaret, Remark, Report, Request, Wake
from desktop.insertion.inserter import Inserter, Job
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import PasswordField, Reader, Target
from desktop.insertion.quirks import Caret, LineBreaks, Method, Quirk, quirk_for
from desktop.insertion.transaction import Transaction
from desktop.paths import resource
from tests.fakes import LEFT, FakeClock, FakeDesktop

CHAT = Target(7, "chromium", 42)
KEEP, SPACE = Quirk(), Quirk(line_breaks=LineBreaks.SPACE)
END = Quirk(caret=Caret.END)


def moves(marked: str, quirk: Quirk = KEEP) -> int | None:
    """For a text whose place for the caret is `|`."""
    before, _, behind = marked.partition("|")
    return moves_to_caret(before + behind, len(behind), quirk.shape)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Hello|", 0),
        ("Hel|lo", 2),
        ("|Hello", 5),
        ("Grüße, |señora – “ok?” 5 €", 18),
        ("a|e\u0301e", 2),  # an accent of its own is no stop
        ("a|李雷", 2),
        ("one|\ntwo", 4),
        ("one|\r\ntwo", 4),
        ("one|\ntwo\n\n", 4),  # line breaks at the end are never inserted
        ("one\n|\n\n", 0),
        ("a|" + "x" * MOVES_MAX, MOVES_MAX),
    ],
)
def test_how_often_left_is_pressed(marked: str, expected: int) -> None:
    assert moves(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [("one|\n\ntwo", 4), ("one|  \n  two", 4), ("one\n|two", 3), ("one|\n", 0)],
)
def test_where_a_program_gets_one_line(marked: str, expected: int) -> None:
    assert moves(marked, SPACE) == expected


@pytest.mark.parametrize(
    "behind",
    [
        "a 🙂",  # one step here, two there
        "👩‍👩‍👧",  # one step here, five there
        "🇪🇸",
        "👍🏽",
        "❤️",
        "a\u200db",
        "שלום",
        "नि",
        "a\n\nb",  # some editors make one paragraph break of it
        "x" * (MOVES_MAX + 1),
        "a\u00adb",  # a soft hyphen shows or does not
    ],
)
def test_what_is_not_the_same_everywhere_is_left(behind: str) -> None:
    assert moves(f"Hello | {behind}") is None


def test_text_from_right_to_left_before_the_place_counts_too() -> None:
    assert moves("שלום | and so on") is None


# ------------------------------------------------------------------------------ when
def sent(text: str = "Dear | you", quirk: Quirk = KEEP, reads: int = 1) -> Transaction:
    """A transaction whose key is out, at 0 ms."""
    before, _, behind = text.partition("|")
    request = Request(before + behind, CHAT, after_cursor=len(behind))
    it = Transaction(request, quirk, reads_expected=reads)
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    it.on_target(True, (), PasswordField.UNKNOWN, 0)
    it.on_pressed(None, 0)
    return it


def caret_of(effects: Effects) -> list[int]:
    return [each.moves for each in effects if isinstance(each, MoveCaret)]


def remarks(effects: Effects) -> list[str]:
    return [each.text for each in effects if isinstance(each, Remark)]


def reasons(effects: Effects) -> list[str]:
    return [each.outcome.reason for each in effects if isinstance(each, Report)]


def test_moved_once_the_text_is_surely_there_and_before_the_clipboard_goes_back() -> None:
    it = sent()
    assert it.on_read(Reader.TARGET, 10)[-1] == Wake(130)
    effects = it.on_time(130)
    assert caret_of(effects) == [4]
    assert effects[-1] == Wake(320)
    assert it.on_moved(None) == ()
    assert caret_of(it.on_time(320)) == []


def test_a_second_read_puts_it_off() -> None:
    it = sent()
    it.on_read(Reader.TARGET, 10)
    it.on_read(Reader.TARGET, 100)
    assert it.on_time(130) == (Wake(220),)
    assert caret_of(it.on_time(220)) == [4]


def test_a_read_that_the_program_made_last_time_is_waited_for() -> None:
    it = sent(reads=2)
    it.on_read(Reader.TARGET, 10)
    assert caret_of(it.on_time(400)) == []
    it.on_read(Reader.TARGET, 410)
    assert caret_of(it.on_time(530)) == [4]


def test_a_slow_program_is_given_as_much_time_again() -> None:
    it = sent()
    assert it.on_read(Reader.TARGET, 300)[-1] == Wake(600)
    assert caret_of(it.on_time(600)) == [4]


def test_too_late_it_stays_because_the_agent_may_be_typing() -> None:
    it = sent()
    assert it.on_read(Reader.TARGET, 500)[-1] == Wake(1000)
    effects = it.on_time(1000)
    assert (caret_of(effects), remarks(effects)) == ([], [STAYS])
    assert remarks(it.on_time(1300)) == []


def test_an_unproven_insertion_moves_nothing() -> None:
    it = sent()
    assert caret_of(it.on_time(1500)) == []
    assert caret_of(it.on_time(10_000)) == []
    it = sent()
    assert it.on_read(Reader.OTHER, 10) == ()
    it = sent()
    assert remarks(it.on_read(Reader.UNKNOWN, 10)) == [STAYS]
    assert caret_of(it.on_time(130)) == []


def test_something_copied_meanwhile_leaves_it() -> None:
    it = sent()
    it.on_read(Reader.TARGET, 10)
    assert remarks(it.on_lost(50)) == [STAYS]


@pytest.mark.parametrize(
    ("text", "quirk"), [("Dear | you", END), ("Dear | 👩‍👩‍👧", KEEP), ("a|" + "x" * 61, KEEP)]
)
def test_where_it_is_not_safe_the_agent_is_told(text: str, quirk: Quirk) -> None:
    it = sent(text, quirk)
    effects = it.on_read(Reader.TARGET, 10)
    assert reasons(effects) == [STAYS]
    assert caret_of(it.on_time(320)) == []


def test_nothing_is_said_of_a_text_without_a_place() -> None:
    it = sent("Dear you|", END)
    assert reasons(it.on_read(Reader.TARGET, 10)) == [""]


# ---------------------------------------------------------------------- on a desktop
class Bench:
    """A chat and the queue; `after` characters stand behind the place of the caret."""

    def __init__(self) -> None:
        self.desktop, self.clock = FakeDesktop(), FakeClock()
        self.inserter = Inserter(self.desktop, self.desktop, self.desktop, self.desktop, self.clock)
        self.chat = self.desktop.open("chromium", 1)
        self.outcomes: list[Outcome] = []
        self.remarks: list[str] = []

    def insert(self, text: str, after: int, quirk: Quirk = KEEP) -> None:
        request = Request(text, self.chat.target, ("1",), after_cursor=after)
        job = Job(request, quirk, self.outcomes.append, on_remark=self.remarks.append)
        self.inserter.insert(job)


def test_left_is_pressed_alone() -> None:
    bench = Bench()
    bench.insert("Dear you, hello", 7)
    bench.clock.advance(1000)
    assert (bench.chat.text, bench.chat.caret) == ("Dear you, hello", 7)
    assert bench.desktop.pressed == [Chord.parse("Ctrl+V"), *[LEFT] * 7]
    assert LEFT.modifiers == frozenset()
    assert (bench.remarks, len(bench.outcomes)) == ([], 1)
    assert not bench.inserter.is_busy


@pytest.mark.parametrize("key", ["Shift", "Ctrl", "Q"])
def test_a_key_that_is_down_means_the_agent_is_at_work(key: str) -> None:
    bench = Bench()
    bench.insert("Dear you", 3)
    bench.clock.advance(50)
    bench.desktop.down = {key}
    bench.clock.advance(1000)
    assert bench.chat.caret == 0
    assert bench.remarks == ["The cursor was not brought to its place. Look at the field."]
    assert [each.verdict for each in bench.outcomes] == [Verdict.CONFIRMED]


def test_another_window_gets_no_key() -> None:
    bench = Bench()
    bench.insert("Dear you", 3)
    bench.clock.advance(50)
    other = bench.desktop.open("mail", 2)
    bench.clock.advance(1000)
    assert (bench.chat.caret, other.caret) == (0, 0)
    assert len(bench.remarks) == 1


def test_it_stops_in_the_middle_when_the_window_changes() -> None:
    bench = Bench()
    other = bench.desktop.open("mail", 2)
    bench.desktop.front = bench.chat
    press = bench.desktop.press

    def press_and_leave(chord: Chord) -> Cannot | None:
        refusal = press(chord)
        if bench.chat.caret == 2:
            bench.desktop.front = other
        return refusal

    bench.desktop.press = press_and_leave  # type: ignore[method-assign]  # the agent's mouse
    bench.insert("Dear you", 5)
    bench.clock.advance(1000)
    assert (bench.chat.caret, other.caret) == (2, 0)
    assert len(bench.remarks) == 1


def test_a_typed_text_too() -> None:
    bench = Bench()
    typing = Quirk(method=Method.TYPE, line_breaks=LineBreaks.SHIFT_ENTER)
    bench.insert("one\ntwo", 5, typing)
    assert bench.desktop.pressed[-5:] == [LEFT] * 5
    assert bench.chat.caret == 5
    bench.insert("one", 2, Quirk(method=Method.TYPE, caret=Caret.END))
    assert bench.chat.caret == 5
    assert bench.outcomes[-1].reason == f"Typed; look at the field. {STAYS}"


def test_a_typed_text_that_broke_off_is_left_alone() -> None:
    bench = Bench()
    bench.insert("one\ttwo", 2, Quirk(method=Method.TYPE))
    assert bench.chat.caret == 0
    assert bench.outcomes[-1].verdict is Verdict.REFUSED


def test_leaving_moves_nothing_any_more() -> None:
    bench = Bench()
    bench.insert("Dear you", 3)
    gone: list[bool] = []
    bench.inserter.finish(lambda: gone.append(True))
    bench.clock.advance(1000)
    assert (bench.chat.caret, gone) == (0, [True])


# ------------------------------------------------------------------------- the table
def test_never_where_lines_are_not_safe_or_the_text_comes_late() -> None:
    for quirk in read_quirks(resource("quirks.yaml")):
        if quirk.line_breaks is LineBreaks.SPACE or quirk.before_ms or quirk.hold_ms >= 1000:
            assert quirk.caret is Caret.END, quirk.programs


@pytest.mark.parametrize(
    ("program", "caret"),
    [
        ("xterm", Caret.END),
        ("gnome-terminal-server", Caret.END),
        ("xfreerdp", Caret.END),
        ("excel", Caret.END),
        ("libreoffice-calc", Caret.END),
        ("code", Caret.END),
        ("unknown program", Caret.END),
        ("chromium", Caret.MOVE),
        ("slack", Caret.MOVE),
        ("mousepad", Caret.MOVE),
    ],
)
def test_programs(program: str, caret: Caret) -> None:
    assert quirk_for(program, read_quirks(resource("quirks.yaml"))).caret is caret
