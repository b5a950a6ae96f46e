"""The rig itself: what the other tests believe has to be true first."""

from __future__ import annotations

import subprocess

import pytest

from tests.rig import wait
from tests.rig.clipboard import Clipboards, Reader, large, png, rich
from tests.rig.targets import ChromiumChat, GtkField, Mousepad, Programs, QtField, Target, Xterm
from tests.rig.xserver import Desk


def test_a_key_goes_only_where_the_test_says(desk: Desk, editor: Mousepad, terminal: Xterm) -> None:
    with pytest.raises(AssertionError, match="the keys should go to"):
        desk.keys.tap("a", into=editor.window)
    assert terminal.text() == ""


def test_typed_letters_arrive(desk: Desk, target: Target) -> None:
    desk.keys.type("hello", into=target.window)
    target.wait_text("hello")
    target.clear()
    target.wait_text("")


def test_chat_counts_a_sent_message(desk: Desk, chat: ChromiumChat) -> None:
    desk.keys.type("sent", into=chat.window)
    desk.keys.tap("Shift+Enter", into=chat.window)
    wait.until(lambda: chat.text() == "sent\n", "the line break")
    assert chat.sent_count() == 0
    desk.keys.tap("Enter", into=chat.window)
    wait.until(lambda: chat.sent_count() == 1, "the message to be sent")
    assert chat.text() == ""


@pytest.mark.parametrize("name", ["chromium", "mousepad"])
def test_pasting_by_hand_gives_exact_text(
    desk: Desk, programs: Programs, clipboards: Clipboards, name: str
) -> None:
    target = programs.get(name)
    text = "Señor Núñez – 李雷 🙂\nsecond line"
    clipboards.own_text(text)
    desk.keys.tap("Ctrl+v", into=target.window)
    target.wait_text(text)


def test_a_hung_program_takes_its_text_late(
    desk: Desk, editor: Mousepad, clipboards: Clipboards
) -> None:
    clipboards.own_text("late but right")
    with editor.hung():
        desk.keys.tap("Ctrl+v", into=editor.window)
    editor.wait_text("late but right")


def test_reader_sees_every_format_as_it_is(
    desk: Desk, clipboard: Reader, clipboards: Clipboards
) -> None:
    owner = clipboards.own_rich()
    assert clipboard.everything() == owner.formats
    by_xclip = subprocess.run(
        ["xclip", "-selection", "clipboard", "-o", "-t", "image/png"],
        env=desk.env,
        capture_output=True,
        check=True,
    )
    assert by_xclip.stdout == rich()["image/png"] == png(64, 48)
    assert not owner.has_lost_it()
    clipboards.own_text("mine now")
    wait.until(owner.has_lost_it, "the first owner to notice")
    assert clipboard.text() == "mine now"


def test_reader_takes_large_pictures_in_pieces(clipboard: Reader, clipboards: Clipboards) -> None:
    owner = clipboards.own(large())
    assert len(owner.formats["image/png"]) > 3_000_000
    assert clipboard.read("image/png") == owner.formats["image/png"]


def test_poller_sees_changes(clipboards: Clipboards) -> None:
    clipboards.own_text("first")
    poller = clipboards.poll()
    clipboards.own_text("second")
    wait.until(lambda: poller.seen() == ["first", "second"], "the poller to see both")


def test_watch_notices_a_short_visit_elsewhere(
    desk: Desk, editor: Mousepad, terminal: Xterm
) -> None:
    def leave_and_return() -> None:
        with desk.windows.focus_must_stay(terminal.window):
            editor.focus()
            terminal.focus()

    with pytest.raises(AssertionError, match="active window changed"):
        leave_and_return()


@pytest.mark.parametrize("field", [QtField, GtkField])
def test_timed_fields_tell_changes(desk: Desk, field: type[QtField | GtkField]) -> None:
    target = field(desk)
    target.start()
    try:
        desk.keys.type("abc", into=target.window)
        wait.until(lambda: target.length() == 3, "three letters")
        assert [length for _, length in target.changes()] == [1, 2, 3]
    finally:
        target.stop()


def test_screenshot_is_a_picture(desk: Desk, chat: ChromiumChat) -> None:
    path = desk.windows.screenshot("rig")
    assert path.read_bytes().startswith(b"\x89PNG")
