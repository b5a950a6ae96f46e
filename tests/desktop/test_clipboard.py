"""Promise 3: the agent's clipboard is theirs, whole, whatever happens."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from Xlib import X, display

from desktop.oslayer.x11.clipboard import keeper_command
from tests.rig import wait
from tests.rig.clipboard import Clipboards, Formats, Owner, Reader, large, plain, rich
from tests.rig.insert import press
from tests.rig.poise import REPOSITORY, Poise
from tests.rig.targets import ChromiumChat, Mousepad, Target, Xterm
from tests.rig.xserver import Desk

TEXT = "the phrase – 🙂"


def wait_everything(clipboard: Reader, formats: Formats, timeout_s: float = 6) -> None:
    """Wait until the clipboard has a new owner with exactly these formats and bytes."""
    wait.until(
        lambda: clipboard.targets() == sorted(formats), "the old formats to be back", timeout_s
    )
    assert clipboard.everything() == formats


def started(poise: Poise, target: Target, *texts: str) -> None:
    """Poise runs with a contact and the target has the focus."""
    poise.write_playbook("clip", *(texts or (TEXT,)))
    poise.run()
    poise.start("clip")
    target.focus()


@contextmanager
def offered_to_a_hung(editor: Mousepad, poise: Poise, owner: Owner) -> Iterator[None]:
    """The phrase is on offer instead of the owner's copy, and the editor does not read it."""
    with editor.hung():
        editor.desk.keys.tap(poise.chord("insert-1"), into=editor.window)
        wait.until(owner.has_lost_it, "the phrase to be on offer")
        yield


@pytest.mark.parametrize("formats", [rich(), large(), plain("")], ids=["rich", "3MB", "empty-text"])
def test_every_format_is_byte_identical_afterwards(
    poise: Poise,
    target: Target,
    clipboards: Clipboards,
    clipboard: Reader,
    formats: Formats,
) -> None:
    started(poise, target)
    owner = clipboards.own(formats)
    outcome = press(poise, target)
    assert outcome["outcome"] == "confirmed", outcome
    target.wait_text(TEXT)
    wait_everything(clipboard, formats)
    if not isinstance(target, Xterm):  # a terminal takes PRIMARY, the clipboard is untouched
        assert owner.has_lost_it(), "the text never was on the clipboard?"


def test_primary_selection_survives_a_terminal(
    poise: Poise, terminal: Xterm, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, terminal)
    clipboards.own_text("still here")
    owner = clipboards.own(rich(), selection="PRIMARY")
    primary = Reader(terminal.desk.display, "PRIMARY")
    assert primary.everything() == owner.formats
    press(poise, terminal)
    terminal.wait_text(TEXT)
    wait_everything(primary, owner.formats)
    assert clipboard.text() == "still here"
    primary.close()


def test_empty_clipboard_is_empty_afterwards(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    clipboards.own_text("gone at once")
    clipboards.stop()  # an owner that ends takes its clipboard along
    wait.until(lambda: clipboard.owner() == 0, "a clipboard nobody owns")
    press(poise, editor)
    editor.wait_text(TEXT)
    wait.until(lambda: clipboard.text() == "", "the phrase to leave the clipboard")
    assert clipboard.targets() == []


def test_second_insertion_does_not_keep_the_first_as_clipboard(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor, "one", "two")
    owner = clipboards.own_rich()
    press(poise, editor, "insert-1")
    press(poise, editor, "insert-2")  # while the first is still on offer
    editor.wait_text("onetwo")
    wait_everything(clipboard, owner.formats)


def test_copy_during_the_insertion_wins(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    old = clipboards.own_text("old")
    with offered_to_a_hung(editor, poise, old):
        mine = clipboards.own_text("their copy")
        outcome = poise.outcome_after(None)
        wait.stays(lambda: not mine.has_lost_it(), "the agent's copy", 2.5)
    assert outcome["outcome"] != "confirmed", outcome
    assert clipboard.text() == "their copy"


def test_copy_right_after_the_paste_wins(
    poise: Poise, chat: ChromiumChat, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, chat)
    clipboards.own_text("old")
    chat.desk.keys.tap(poise.chord("insert-1"), into=chat.window)
    chat.wait_text(TEXT)
    mine = clipboards.own_rich()
    wait.stays(lambda: not mine.has_lost_it(), "the agent's copy", 1.5)
    assert clipboard.everything() == rich()


def test_poller_disturbs_nothing(
    poise: Poise, target: Target, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, target)
    owner = clipboards.own_rich()
    clipboards.poll()
    assert press(poise, target)["outcome"] == "confirmed"
    target.wait_text(TEXT)
    wait_everything(clipboard, owner.formats)


def test_poller_cannot_forge_a_receipt(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    owner = clipboards.own_text("old")
    poller = clipboards.poll()
    with editor.hung():
        outcome = press(poise, editor)
        # If the poller saw the phrase it read it; that must not count.
        assert outcome["outcome"] == "unconfirmed", (outcome, poller.seen())
    editor.wait_text(TEXT)
    wait_everything(clipboard, owner.formats, timeout_s=12)


@pytest.mark.parametrize("late_s", [0.4, 2.5], ids=["400ms", "2500ms"])
def test_late_program_gets_the_right_text(
    poise: Poise,
    target: Target,
    clipboards: Clipboards,
    clipboard: Reader,
    late_s: float,
) -> None:
    started(poise, target)
    owner = clipboards.own_text("the old clipboard")
    chord = poise.chord("insert-1")
    with target.hung():
        target.desk.keys.tap(chord, into=target.window)
        wait.pass_by(late_s)
    target.wait_text(TEXT)
    outcome = poise.outcome_after(None)
    assert outcome["outcome"] == "confirmed", outcome  # also when the receipt comes late
    wait_everything(clipboard, owner.formats)


def test_dead_program_gives_the_clipboard_back_after_ten_seconds(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, editor)
    owner = clipboards.own_rich()
    with editor.hung():
        outcome = press(poise, editor)
        assert outcome["outcome"] == "unconfirmed", outcome
        wait_everything(clipboard, owner.formats, timeout_s=13)


@pytest.mark.parametrize("ends", [Poise.kill9, Poise.quit], ids=["killed", "quit"])
def test_clipboard_comes_back_when_poise_ends_in_the_middle(
    poise: Poise,
    editor: Mousepad,
    clipboards: Clipboards,
    clipboard: Reader,
    ends: Callable[[Poise], None],
) -> None:
    started(poise, editor)
    owner = clipboards.own_rich()
    with offered_to_a_hung(editor, poise, owner):
        ends(poise)
        wait_everything(clipboard, owner.formats)


def test_clipboard_comes_back_from_a_keeper_whose_answer_nobody_reads(
    desk: Desk, clipboards: Clipboards, clipboard: Reader
) -> None:
    # Poise dies between an order and its answer.
    owner = clipboards.own_rich()
    poise = display.Display(desk.display)
    window = poise.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    poise.sync()
    keeper = subprocess.Popen(
        [*keeper_command(), str(window.id), desk.display],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=desk.env,
        cwd=REPOSITORY,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        keep = {"do": "keep", "selection": "clipboard", "number": 1}
        keeper.stdin.write(json.dumps(keep).encode() + b"\n")
        keeper.stdin.flush()
        assert json.loads(keeper.stdout.readline())["kept"]
        window.set_selection_owner(poise.intern_atom("CLIPBOARD"), X.CurrentTime)
        poise.sync()
        wait.until(owner.has_lost_it, "the offer")
        keeper.stdout.close()
        guard = {"do": "guard", "selection": "clipboard", "number": 2, "text": "x", "window": 1}
        keeper.stdin.write(json.dumps(guard).encode() + b"\n")
        keeper.stdin.close()
        poise.close()
        wait_everything(clipboard, owner.formats)
    finally:
        keeper.kill()
        keeper.wait()


def test_clipboard_outlives_poise(
    poise: Poise, chat: ChromiumChat, clipboards: Clipboards, clipboard: Reader
) -> None:
    started(poise, chat)
    owner = clipboards.own_rich()
    press(poise, chat)
    chat.wait_text(TEXT)
    poise.quit()
    wait_everything(clipboard, owner.formats)
    wait.stays(lambda: clipboard.owner() != 0, "a clipboard with an owner", 1)


def test_owner_that_does_not_answer_does_not_cost_the_clipboard(
    poise: Poise, editor: Mousepad, clipboards: Clipboards, clipboard: Reader
) -> None:
    # What cannot be saved must not be taken: better no insertion than a lost clipboard.
    started(poise, editor)
    owner = clipboards.own_rich()
    with owner.hung():
        outcome = press(poise, editor)
        assert outcome["outcome"] in {"refused", "copied"}, outcome
        assert outcome["reason"]
    assert editor.text() == ""
    assert not owner.has_lost_it()
    assert clipboard.everything() == owner.formats
