"""Promise 2: rather nothing than the wrong window, and always a sentence why."""

from __future__ import annotations

import pytest

from tests.rig import wait
from tests.rig.clipboard import Clipboards, Reader
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad, Programs, Target, Xterm


@pytest.fixture
def ready(poise: Poise) -> Poise:
    """Poise with a contact of one phrase."""
    poise.write_playbook("safe", "must not arrive")
    poise.run()
    poise.start("safe")
    return poise


@pytest.mark.parametrize("modifier", ["Ctrl", "Shift", "Alt"])
def test_held_modifier_refuses_and_names_the_key(
    ready: Poise,
    chat: ChromiumChat,
    clipboards: Clipboards,
    clipboard: Reader,
    modifier: str,
) -> None:
    owner = clipboards.own_rich()
    keys = chat.desk.keys
    chord = ready.chord("insert-1")
    chat.focus()
    with keys.held("Ctrl", "Shift", into=chat.window):
        if modifier == "Alt":
            keys.tap("1", into=chat.window)
            keys.down("Alt", into=chat.window)
            keys.up("Ctrl", "Shift")
        else:
            keys.tap("1", into=chat.window)
            keys.up(*({"Ctrl", "Shift"} - {modifier}))
        outcome = ready.outcome_after(None)
        keys.up("Alt", "Shift", "Ctrl")
    assert outcome["outcome"] == "refused", (chord, outcome)
    assert modifier in outcome["reason"]
    wait.stays(lambda: chat.text() == "", "an empty field", 0.5)
    assert chat.sent_count() == 0
    assert clipboard.everything() == owner.formats


def test_keys_let_go_within_a_second_are_waited_for(ready: Poise, chat: ChromiumChat) -> None:
    keys = chat.desk.keys
    chat.focus()
    with keys.held("Ctrl", "Shift", into=chat.window):
        keys.tap("1", into=chat.window)
        wait.pass_by(0.7)
        assert chat.text() == ""
    chat.wait_text("must not arrive")


def pressed_then(ready: Poise, target: Target) -> None:
    """Press the hotkey but keep Ctrl down, so that the insertion waits before the paste."""
    target.focus()
    keys = target.desk.keys
    keys.down("Ctrl", "Shift", into=target.window)
    keys.tap("1", into=target.window)
    keys.up("Shift")


def test_another_window_in_front_aborts(
    ready: Poise,
    chat: ChromiumChat,
    terminal: Xterm,
    clipboards: Clipboards,
    clipboard: Reader,
) -> None:
    owner = clipboards.own_rich()
    pressed_then(ready, chat)
    terminal.focus()
    chat.desk.keys.up("Ctrl")
    outcome = ready.outcome_after(None)
    assert outcome["outcome"] == "refused", outcome
    assert outcome["reason"]
    wait.stays(lambda: terminal.text() == "", "nothing in the terminal", 0.5)
    assert chat.text() == ""
    assert clipboard.everything() == owner.formats


def test_window_closed_in_between_aborts(
    ready: Poise,
    editor: Mousepad,
    chat: ChromiumChat,
    clipboards: Clipboards,
    clipboard: Reader,
) -> None:
    owner = clipboards.own_rich()
    pressed_then(ready, editor)
    windows = editor.desk.windows
    gone = editor.window
    editor.stop()
    wait.until(lambda: not windows.exists(gone), "the editor to be gone")
    chat.focus()
    chat.desk.keys.up("Ctrl")
    outcome = ready.outcome_after(None)
    assert outcome["outcome"] == "refused", outcome
    wait.stays(lambda: chat.text() == "", "nothing in the chat", 0.5)
    assert clipboard.everything() == owner.formats


def test_nothing_in_front_refuses(
    ready: Poise, programs: Programs, editor: Mousepad, clipboards: Clipboards
) -> None:
    owner = clipboards.own_text("mine")
    programs.hide_all()
    windows = editor.desk.windows
    wait.until(lambda: windows.focused() == 0, "no window to have the keys")
    ready.try_ctl("insert", "1")
    outcome = ready.outcome_after(None)
    assert outcome["outcome"] in {"refused", "copied"}, outcome
    assert outcome["reason"]
    if outcome["outcome"] == "refused":
        assert not owner.has_lost_it()


def test_without_a_contact_the_key_inserts_nothing(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    chat.focus()
    chat.desk.keys.tap(poise.chord("insert-1"), into=chat.window)
    wait.stays(lambda: chat.text() == "", "an empty field", 1)
    assert poise.is_alive()
