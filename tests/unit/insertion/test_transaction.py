"""The order of an insertion, event by event, on a clock that the test moves."""

from __future__ import annotations

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.insertion.effects import (
    Copy,
    Effects,
    Forget,
    GiveBack,
    Keep,
    LookAtKeys,
    LookAtTarget,
    Offer,
    Press,
    Report,
    Request,
    Timing,
    Type,
    Wake,
)
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import PasswordField, Reader, Target
from desktop.insertion.quirks import LineBreaks, Method, Quirk
from desktop.insertion.transaction import PASSWORD_WARNING, Phase, Transaction

CHAT = Target(7, "chromium", 42)
CTRL_V = Chord.parse("Ctrl+V")
TIMING = Timing()


def make(
    text: str = "Hello", quirk: Quirk | None = None, *, is_standing: bool = False, reads: int = 1
) -> Transaction:
    request = Request(text, CHAT, ("1",))
    return Transaction(
        request, quirk or Quirk(), TIMING, is_offer_standing=is_standing, reads_expected=reads
    )


def outcomes(effects: Effects) -> list[Outcome]:
    return [each.outcome for each in effects if isinstance(each, Report)]


def sent(transaction: Transaction) -> Transaction:
    """Brought to where the paste key is out, at 0 ms."""
    transaction.begin(0)
    transaction.on_kept(None, 0)
    transaction.on_keys((), 0)
    transaction.on_offered(None, 0)
    transaction.on_target(True, (), PasswordField.UNKNOWN, 0)
    transaction.on_pressed(None, 0)
    assert transaction.phase is Phase.SENT
    return transaction


def test_the_whole_way() -> None:
    it = make()
    assert it.begin(0) == (Keep("clipboard"), LookAtKeys(("1",)))
    assert it.on_keys(("Ctrl", "1"), 0) == (Wake(1),)
    assert it.on_kept(None, 2) == ()
    assert it.on_time(4) == (LookAtKeys(("1",)),)
    assert it.on_keys((), 4) == (Wake(4 + 8000), Keep("clipboard"))
    assert it.on_kept(None, 5) == (Offer("Hello", "clipboard", CHAT),)
    assert it.on_offered(None, 6) == (LookAtTarget(CHAT),)
    assert it.on_target(True, (), PasswordField.UNKNOWN, 6) == (Press(CTRL_V),)
    assert it.on_pressed(None, 6) == (Wake(1506),)
    confirmed = Report(Outcome(Verdict.CONFIRMED, "", "chromium", 16))
    assert it.on_read(Reader.TARGET, 20) == (confirmed, Wake(334))
    assert it.on_time(334) == (Wake(3334), GiveBack(is_read=True))
    assert it.on_given_back(None, 335) == ()
    assert it.is_done


def test_the_clipboard_is_saved_before_anything_is_offered() -> None:
    it = make()
    it.begin(0)
    effects = it.on_keys((), 0)
    assert not any(isinstance(each, Offer) for each in effects)
    assert it.on_kept(None, 9) == (Offer("Hello", "clipboard", CHAT),)


def test_held_keys_refuse_and_are_named() -> None:
    it = make()
    it.begin(0)
    it.on_kept(None, 0)
    assert it.on_keys(("Shift",), 1499) == (Wake(1500),)
    effects = it.on_keys(("Shift", "Ctrl"), 1503)
    assert effects[0] == Forget()
    assert outcomes(effects)[0].verdict is Verdict.REFUSED
    assert outcomes(effects)[0].reason.startswith("Shift and Ctrl are still held down.")
    assert it.is_done


def test_a_clipboard_that_cannot_be_saved_refuses() -> None:
    it = make()
    it.begin(0)
    effects = it.on_kept(Cannot("It hangs.", "Copy something else."), 5)
    assert outcomes(effects)[0].reason == "It hangs. Copy something else."
    assert it.is_done


def test_a_silent_clipboard_owner_refuses() -> None:
    it = make()
    it.begin(0)
    it.on_keys((), 0)
    assert outcomes(it.on_time(8000))[0].verdict is Verdict.REFUSED
    assert it.is_done


def test_another_window_in_front_aborts_and_gives_back() -> None:
    it = make()
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    effects = it.on_target(False, (), PasswordField.UNKNOWN, 1)
    assert outcomes(effects)[0].verdict is Verdict.REFUSED
    assert effects[-1] == GiveBack(is_read=True)
    assert it.on_given_back(None, 2) == ()
    assert it.is_done


def test_a_key_pressed_again_at_the_last_moment_aborts() -> None:
    it = make()
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    effects = it.on_target(True, ("Alt",), PasswordField.UNKNOWN, 1)
    assert "Alt is still held down" in outcomes(effects)[0].reason
    assert effects[-1] == GiveBack(is_read=True)


def test_a_clipboard_manager_proves_nothing() -> None:
    it = sent(make())
    assert it.on_read(Reader.OTHER, 10) == ()
    effects = it.on_time(1500)
    assert outcomes(effects)[0].verdict is Verdict.UNCONFIRMED
    assert effects[-1] == Wake(10_000)


def test_a_late_reader_gets_the_text_and_a_receipt() -> None:
    it = sent(make())
    it.on_time(1500)
    assert it.awaits_late_reader
    effects = it.on_read(Reader.TARGET, 4000)
    assert outcomes(effects)[0].verdict is Verdict.CONFIRMED
    assert it.on_time(4120) == (Wake(7300),), "slow once, slow again"
    assert it.on_time(7300)[-1] == GiveBack(is_read=True)


def test_an_unread_offer_is_taken_back_in_the_end() -> None:
    it = sent(make())
    it.on_time(1500)
    assert it.on_time(10_000)[-1] == GiveBack(is_read=False)


def test_every_read_prolongs_the_quiet() -> None:
    it = sent(make())
    it.on_read(Reader.TARGET, 300)
    assert it.on_read(Reader.TARGET, 880) == (Wake(1180),), "slow between two, slow again"
    assert it.on_read(Reader.TARGET, 1100) == (Wake(1400),)
    assert it.on_time(1390) == (Wake(1400),)
    assert it.on_time(1400)[-1] == GiveBack(is_read=True)


def test_reads_close_together_are_soon_over() -> None:
    it = sent(make())
    it.on_read(Reader.TARGET, 20)
    assert it.on_read(Reader.TARGET, 300) == (Wake(580),)
    it = sent(make())
    it.on_read(Reader.TARGET, 20)
    assert it.on_read(Reader.TARGET, 70) == (Wake(340),)


def test_a_program_not_known_yet_may_read_again_for_a_second() -> None:
    it = sent(make(reads=0))
    assert it.on_read(Reader.TARGET, 20)[-1] == Wake(1040)
    assert it.on_time(400) == (Wake(1040),)
    assert it.on_read(Reader.TARGET, 900) == (Wake(1200),)
    assert it.on_time(1200)[-1] == GiveBack(is_read=True)
    assert it.reads == 2


def test_a_program_that_reads_twice_gets_its_second_read() -> None:
    it = sent(make(reads=2))
    assert it.on_read(Reader.TARGET, 20)[-1] == Wake(3040)
    assert it.on_read(Reader.TARGET, 2500) == (Wake(2800),)
    assert it.on_time(2800)[-1] == GiveBack(is_read=True)


def test_a_program_that_no_longer_reads_twice_is_not_waited_for_long() -> None:
    it = sent(make(reads=2))
    it.on_read(Reader.TARGET, 20)
    assert it.on_time(3040)[-1] == GiveBack(is_read=True)
    assert it.reads == 1


def test_a_second_read_that_may_never_come_holds_up_the_next_insertion_for_a_second() -> None:
    it = sent(make(reads=2))
    it.on_read(Reader.TARGET, 20)
    assert it.make_way(100) == (Wake(1040),)
    assert it.on_time(1040)[-1] == GiveBack(is_read=True)
    assert it.make_way(1050) == ()


def test_the_next_insertion_does_not_hurry_what_was_not_read_yet() -> None:
    it = make(reads=2)
    assert it.make_way(0) == ()
    sent(it)
    assert it.make_way(10) == ()
    assert it.on_read(Reader.TARGET, 20)[-1] == Wake(1040)


def test_where_readers_are_unknown_nothing_is_counted() -> None:
    it = sent(make(reads=0))
    # It may read again, or somebody else was it: as long as for a program that is not known.
    assert it.on_read(Reader.UNKNOWN, 20)[-1] == Wake(1040)
    assert it.reads == 0


def test_reads_before_the_paste_key_are_no_receipt() -> None:
    it = make()
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    assert it.on_read(Reader.TARGET, 1) == ()


@pytest.mark.parametrize("is_read", [True, False])
def test_the_agents_own_copy_wins(is_read: bool) -> None:
    it = sent(make())
    if is_read:
        it.on_read(Reader.TARGET, 10)
    effects = it.on_lost(20)
    assert effects[0] == Forget()
    assert not any(isinstance(each, GiveBack) for each in effects)
    assert bool(outcomes(effects)) is not is_read
    assert it.is_done


def test_a_copy_between_offer_and_key_refuses() -> None:
    it = make()
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    effects = it.on_lost(1)
    assert effects[0] == Forget()
    assert outcomes(effects)[0].verdict is Verdict.REFUSED


def test_a_clipboard_that_could_not_be_given_back_is_reported() -> None:
    it = sent(make())
    it.on_read(Reader.TARGET, 10)
    it.on_time(320)
    effects = it.on_given_back(Cannot("The helper is gone."), 321)
    assert outcomes(effects) == [Outcome(Verdict.CONFIRMED, "The helper is gone.", "chromium", 321)]


def test_refusing_does_not_uncover_the_old_clipboard_to_a_hanging_target() -> None:
    it = make(is_standing=True)
    it.begin(0)
    effects = it.on_keys(("Ctrl",), 1500)
    assert outcomes(effects)[0].verdict is Verdict.REFUSED
    assert Forget() not in effects
    assert it.awaits_late_reader
    # It may be as slow to read again; only what that gets goes into the field.
    assert it.on_read(Reader.TARGET, 1600) == (Wake(4600),)
    assert it.on_time(4600)[-1] == GiveBack(is_read=True)


def test_lingering_ends_when_the_agent_copies() -> None:
    it = make(is_standing=True)
    it.begin(0)
    it.on_keys(("Ctrl",), 1500)
    assert it.on_lost(1600) == (Forget(),)
    assert it.is_done


def test_leaving_gives_back_in_every_phase() -> None:
    fresh = make()
    fresh.begin(0)
    assert Forget() in fresh.cancel("Closing.", 1)
    offered = make()
    offered.begin(0)
    offered.on_kept(None, 0)
    offered.on_keys((), 0)
    offered.on_offered(None, 0)
    assert offered.cancel("Closing.", 1)[-1] == GiveBack(is_read=True)
    assert sent(make()).cancel("Closing.", 1)[-1] == GiveBack(is_read=False)


def test_copying_touches_no_key() -> None:
    it = make(quirk=Quirk(method=Method.COPY, reason="This editor is odd."))
    assert it.begin(0) == (Copy("Hello"),)
    effects = it.on_copied(None, 1)
    assert outcomes(effects)[0].verdict is Verdict.COPIED
    assert outcomes(effects)[0].reason == "This editor is odd. Paste it yourself."


def test_typing_is_for_one_short_line() -> None:
    typing = Quirk(method=Method.TYPE)
    it = make("Hello", typing)
    assert it.begin(0) == (LookAtKeys(("1",)),)
    assert it.on_keys((), 0) == (LookAtTarget(CHAT),)
    assert it.on_target(True, (), PasswordField.UNKNOWN, 1) == (Type("Hello", CHAT),)
    assert outcomes(it.on_pressed(None, 2))[0].verdict is Verdict.UNCONFIRMED
    for text in ("two\nlines", "x" * 201):
        refusal = outcomes(make(text, typing).begin(0))[0]
        assert refusal.verdict is Verdict.REFUSED
        assert "Copy this one instead." in refusal.reason


def test_lines_are_typed_where_shift_enter_is_known_to_start_a_new_one() -> None:
    it = make("two\nlines\n", Quirk(method=Method.TYPE, line_breaks=LineBreaks.SHIFT_ENTER))
    it.begin(0)
    it.on_keys((), 0)
    assert it.on_target(True, (), PasswordField.NO, 1) == (Type("two\nlines", CHAT),)


@pytest.mark.parametrize("quirk", [Quirk(), Quirk(method=Method.TYPE)])
def test_a_password_field_is_warned_of_before_any_key(quirk: Quirk) -> None:
    it = make(quirk=quirk)
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    effects = it.on_target(True, (), PasswordField.YES, 1)
    assert outcomes(effects)[0].verdict is Verdict.REFUSED
    assert outcomes(effects)[0].reason == PASSWORD_WARNING
    assert it.has_warned
    assert not any(isinstance(each, Press | Type) for each in effects)


def test_who_was_warned_of_a_password_field_gets_their_way() -> None:
    it = Transaction(Request("Hello", CHAT, even_as_password=True), Quirk(), TIMING)
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    it.on_offered(None, 0)
    assert it.on_target(True, (), PasswordField.YES, 1) == (Press(CTRL_V),)


@pytest.mark.parametrize("method", [Method.PASTE, Method.TYPE])
def test_no_text_ends_with_a_line_break(method: Method) -> None:
    quirk = Quirk(method=method)
    assert quirk.shape("Hello\n\n") == "Hello"
    assert quirk.shape("a\r\nb\r\n") == "a\nb"


def test_a_terminal_gets_no_line_break_at_all() -> None:
    assert Quirk(line_breaks=LineBreaks.SPACE).shape("one\n\n  two\n") == "one two"


def test_a_pause_before_the_key_where_the_clipboard_travels() -> None:
    it = make(quirk=Quirk(before_ms=250, hold_ms=1000))
    it.begin(0)
    it.on_kept(None, 0)
    it.on_keys((), 0)
    assert it.on_offered(None, 10) == (Wake(260),)
    assert it.on_time(260) == (LookAtTarget(CHAT),)
    it.on_target(True, (), PasswordField.UNKNOWN, 260)
    it.on_pressed(None, 260)
    assert it.on_read(Reader.UNKNOWN, 300)[-1] == Wake(1340)


def test_a_helper_that_hangs_does_not_block_the_next_insertion() -> None:
    it = sent(make())
    it.on_read(Reader.TARGET, 10)
    it.on_time(320)
    effects = it.on_time(3320)
    assert outcomes(effects)[0].reason.endswith("Copy it again.")
    assert outcomes(effects)[0].verdict is Verdict.CONFIRMED
    assert it.is_done
