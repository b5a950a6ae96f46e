"""What `insertion.ports.Clipboard` promises."""

from __future__ import annotations

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import Reader, Target
from desktop.oslayer.none.backend import NoClipboard
from tests.contracts.rigs import DESKTOPS, ClipboardRig, Heard


@pytest.fixture(params=DESKTOPS)
def rig(request: pytest.FixtureRequest) -> ClipboardRig:
    found: ClipboardRig = request.getfixturevalue(f"clipboard_on_{request.param}")
    return found


def kept(rig: ClipboardRig) -> None:
    rig.heard.kept.clear()
    rig.clipboard.keep("clipboard")
    rig.settle(lambda: rig.heard.kept, "the clipboard to be safe")
    assert rig.heard.kept == [None]


def offered(rig: ClipboardRig, text: str = "Hello") -> None:
    kept(rig)
    assert rig.clipboard.offer(text, "clipboard", rig.target) is None


def given_back(rig: ClipboardRig, *, is_read: bool) -> None:
    rig.heard.given_back.clear()
    rig.clipboard.give_back(is_read=is_read)
    rig.settle(lambda: rig.heard.given_back, "the clipboard to be back")
    assert rig.heard.given_back == [None]


def test_nothing_is_offered_before_the_clipboard_is_safe(rig: ClipboardRig) -> None:
    assert isinstance(rig.clipboard.offer("Hello", "clipboard", rig.target), Cannot)
    assert rig.content() == rig.old


def test_the_targets_own_read_is_a_receipt(rig: ClipboardRig) -> None:
    offered(rig)
    rig.target_pastes()
    receipt = Reader.TARGET if rig.tells_readers else Reader.UNKNOWN
    rig.settle(lambda: receipt in rig.heard.reads, "the receipt")
    assert Reader.OTHER not in rig.heard.reads
    rig.settle(lambda: rig.target_text() == "Hello", "the text")


def test_a_clipboard_manager_is_told_apart(rig: ClipboardRig) -> None:
    if not rig.tells_readers:
        pytest.skip("this desktop does not tell who reads")
    offered(rig)
    assert rig.manager_reads() == "Hello"
    rig.settle(lambda: rig.heard.reads, "the news")
    assert rig.manager_reads() == "Hello"
    assert set(rig.heard.reads) == {Reader.OTHER}
    rig.target_pastes()
    rig.settle(lambda: Reader.TARGET in rig.heard.reads, "the receipt")
    rig.settle(lambda: rig.target_text() == "Hello", "the text")


def test_everything_comes_back(rig: ClipboardRig) -> None:
    offered(rig)
    given_back(rig, is_read=True)
    assert rig.content() == rig.old
    assert rig.heard.lost == 0, "taking it back is no loss"


def test_a_target_that_reads_late_never_gets_the_old_clipboard(rig: ClipboardRig) -> None:
    offered(rig)
    given_back(rig, is_read=False)
    assert rig.content() == rig.old
    assert rig.manager_reads() != "Hello"
    if not rig.tells_readers:
        return  # a late read is one like any other
    rig.target_pastes()
    rig.settle(lambda: rig.target_text() == "Hello", "the phrase")
    assert rig.content() == rig.old


def test_what_somebody_copies_in_between_wins(rig: ClipboardRig) -> None:
    offered(rig)
    rig.somebody_copies("mine")
    rig.settle(lambda: rig.heard.lost, "the news")
    given_back(rig, is_read=True)
    assert rig.manager_reads() == "mine"


def test_what_somebody_copies_before_the_offer_wins(rig: ClipboardRig) -> None:
    kept(rig)
    rig.somebody_copies("mine")
    refusal = rig.clipboard.offer("Hello", "clipboard", rig.target)
    assert isinstance(refusal, Cannot)
    assert "changed" in refusal.reason
    assert rig.manager_reads() == "mine"


def test_keeping_again_keeps_what_was_copied_since(rig: ClipboardRig) -> None:
    kept(rig)
    rig.somebody_copies("mine")
    offered(rig)
    given_back(rig, is_read=True)
    assert rig.manager_reads() == "mine"


@pytest.mark.parametrize("end", ["forget", "give back"])
def test_what_was_asked_for_before_the_end_is_not_told(rig: ClipboardRig, end: str) -> None:
    """An answer to an insertion that is over must not be taken for one to the next."""
    rig.clipboard.keep("clipboard")
    told = len(rig.heard.kept)  # where it is done at once
    if end == "forget":
        rig.clipboard.forget()
    else:
        rig.clipboard.give_back(is_read=False)
    rig.clipboard.keep("clipboard")
    rig.settle(lambda: len(rig.heard.kept) > told, "the clipboard to be safe")
    assert rig.clipboard.offer("Hello", "clipboard", rig.target) is None
    given_back(rig, is_read=True)
    assert rig.heard.kept == [None] * (told + 1)
    assert rig.content() == rig.old


def test_what_was_kept_before_giving_back_is_kept_anew(rig: ClipboardRig) -> None:
    kept(rig)
    rig.clipboard.give_back(is_read=False)
    offered(rig)
    given_back(rig, is_read=True)
    assert rig.content() == rig.old


def test_keeping_twice_is_told_once(rig: ClipboardRig) -> None:
    rig.clipboard.keep("clipboard")
    told = len(rig.heard.kept)
    rig.clipboard.keep("clipboard")
    rig.settle(lambda: len(rig.heard.kept) > told, "the clipboard to be safe")
    assert rig.clipboard.offer("Hello", "clipboard", rig.target) is None
    given_back(rig, is_read=True)
    assert rig.heard.kept == [None] * (told + 1)


def test_a_late_target_gets_a_newer_copy_and_not_the_phrase(rig: ClipboardRig) -> None:
    offered(rig)
    given_back(rig, is_read=False)
    rig.somebody_copies("mine")
    rig.target_pastes()
    rig.settle(lambda: rig.target_text() == "mine", "the copy")


def test_a_second_offer_keeps_the_first_clipboard(rig: ClipboardRig) -> None:
    offered(rig, "one")
    offered(rig, "two")
    assert rig.manager_reads() == "two"
    given_back(rig, is_read=False)
    offered(rig, "three")
    assert rig.manager_reads() == "three"
    given_back(rig, is_read=True)
    assert rig.content() == rig.old


def test_forgetting_changes_nothing(rig: ClipboardRig) -> None:
    kept(rig)
    rig.clipboard.forget()
    assert rig.content() == rig.old


def test_copying_on_the_agents_wish_stays(rig: ClipboardRig) -> None:
    assert rig.clipboard.put("copied by hand") is None
    rig.settle(lambda: rig.manager_reads() == "copied by hand", "the copy")


def test_without_a_desktop_only_copying_works() -> None:
    copied: list[str] = []
    why, heard = Cannot("There is no X display.", "Log in."), Heard()
    nowhere = NoClipboard(why, lambda text: copied.append(text))
    nowhere.listen(heard)
    nowhere.keep("clipboard")
    assert heard.kept == [why]
    assert nowhere.offer("Hello", "clipboard", Target(1, "x")) == why
    nowhere.give_back(is_read=True)
    assert heard.given_back == [None]
    assert nowhere.put("Hello") is None
    assert copied == ["Hello"]
