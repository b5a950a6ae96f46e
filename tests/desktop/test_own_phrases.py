"""The agent's own phrases: written in a window, found at once, never lost, the chat kept safe."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad

HAND = """\
# by hand: keep this
poise: 1
id: my-phrases
title: Mine

phrases:
  # the usual one
  - id: my-usual
    title:   Usual   # three spaces
    text: 'It''s here.'

  - id: my-other
    title: Other
    text: Something else.
"""


@pytest.fixture
def own(poise: Poise) -> Path:
    return poise.playbooks / "my-phrases.yaml"


def opened(poise: Poise) -> int:
    """Open the window from a script and wait until it has the keyboard."""
    answer = poise.command_line("phrases")
    assert answer.returncode == 0, answer.stderr
    windows = poise.desk.windows
    window = windows.wait_for(title="My phrases – Poise")
    wait.until(lambda: windows.has_keyboard(window), "the window to have the keyboard")
    assert poise.state()["asking"] == "phrases"
    return window


def closed(poise: Poise) -> None:
    wait.until(lambda: poise.state()["asking"] == "", "the window to be closed")


def test_written_saved_found_and_inserted(poise: Poise, chat: ChromiumChat, own: Path) -> None:
    poise.run()
    chat.focus()
    keys = poise.desk.keys
    window = opened(poise)
    keys.tap("Ctrl+n", into=window)
    keys.type("Zebra", into=window)
    keys.tap("Tab", into=window)
    keys.type("Striped words.", into=window)
    wait.until(lambda: own.exists() and "Striped words." in own.read_text(), "the file")
    keys.tap("Esc", into=window)
    closed(poise)
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the keys")
    assert chat.text() == ""
    keys.tap(poise.chord("palette"), into=chat.window)
    wait.until(lambda: poise.state()["asking"] == "palette", "the palette")
    palette = wait.until(
        lambda: next(
            (
                each
                for each in [poise.desk.windows.active()]
                if each != chat.window and poise.desk.windows.has_keyboard(each)
            ),
            0,
        ),
        "the palette to have the keys",
    )
    keys.type("zebra", into=palette)
    keys.tap("Enter", into=palette)
    chat.wait_text("Striped words.")
    assert chat.sent_count() == 0
    assert poise.state()["errors"] == []


def test_a_hand_written_file_keeps_all_else(poise: Poise, chat: ChromiumChat, own: Path) -> None:
    own.write_text(HAND)
    poise.run()
    chat.focus()
    window, keys = opened(poise), poise.desk.keys
    keys.tap("Alt+Down", into=window)
    wait.until(lambda: own.read_text().index("my-usual") > own.read_text().index("my-other"), "it")
    moved = own.read_text()
    assert sorted(moved.splitlines()) == sorted(HAND.splitlines())
    for _ in range(5):
        keys.tap("Tab", into=window)
    keys.tap("Ctrl+a", into=window)
    keys.type("it's there.", into=window)
    wait.until(lambda: "'it''s there.'" in own.read_text(), "the new words")
    assert own.read_text() == moved.replace("'It''s here.'", "'it''s there.'")


def test_killed_while_typing(poise: Poise, chat: ChromiumChat, own: Path) -> None:
    own.write_text(HAND)
    poise.run()
    chat.focus()
    window, keys = opened(poise), poise.desk.keys
    keys.tap("Ctrl+n", into=window)
    keys.tap("Tab", into=window)
    keys.type("Not yet: {when}", into=window)
    kept = poise.home / "data" / "unfinished-phrases.json"
    wait.until(lambda: kept.exists() and "{when}" in kept.read_text(), "the unfinished phrase")
    assert poise.process is not None
    os.kill(poise.pid, signal.SIGKILL)
    poise.process.wait()
    assert own.read_text() == HAND
    assert [each.name for each in own.parent.iterdir()] == [own.name]
    poise.run()
    chat.focus()
    window = opened(poise)
    keys.tap("Ctrl+f", into=window)
    for _ in range(6):  # the list, New, Copy, Delete, the name, the text
        keys.tap("Tab", into=window)
    keys.tap("End", into=window)
    for _ in "{when}":
        keys.tap("BackSpace", into=window)
    keys.type("tomorrow", into=window)
    wait.until(lambda: "Not yet: tomorrow" in own.read_text(), "it to be saved")
    wait.until(lambda: not kept.exists(), "nothing to be unfinished")
    assert own.read_text().startswith(HAND)


def test_another_program_changes_the_same_words(
    poise: Poise, chat: ChromiumChat, own: Path
) -> None:
    own.write_text(HAND)
    poise.run()
    chat.focus()
    window, keys = opened(poise), poise.desk.keys
    for _ in range(5):
        keys.tap("Tab", into=window)
    # A text that cannot be saved yet stays in the window until the other program has written.
    keys.type("Mine {now} ", into=window)
    kept = poise.home / "data" / "unfinished-phrases.json"
    wait.until(lambda: kept.exists() and "{now}" in kept.read_text(), "the unfinished phrase")
    theirs = HAND.replace("'It''s here.'", "Theirs.")
    own.write_text(theirs)
    for _ in "{now} ":
        keys.tap("BackSpace", into=window)

    def waiting() -> str:
        return str(json.loads(kept.read_text())[0]["mine"]["text"])

    wait.until(lambda: waiting() == "Mine It's here.", "the agent's words to wait for an answer")
    assert own.read_text() == theirs
    for _ in range(3):  # the name, “Take the other”, “Keep mine”
        keys.tap("shift+Tab", into=window)
    keys.tap("space", into=window)
    expected = theirs.replace("Theirs.", "Mine It's here.")
    wait.until(lambda: own.read_text() == expected, "the agent's words in the file")
    wait.until(lambda: not kept.exists(), "nothing to be unfinished")


def test_the_keyboard_goes_back_to_the_chat_it_came_from_last(
    poise: Poise, chat: ChromiumChat, editor: Mousepad
) -> None:
    poise.run()
    chat.focus()
    window, windows = opened(poise), poise.desk.windows
    editor.focus()
    assert opened(poise) == window
    poise.desk.keys.tap("Esc", into=window)
    closed(poise)
    wait.until(lambda: windows.has_keyboard(editor.window), "the editor to have the keys")
    poise.desk.keys.type("here", into=editor.window)
    editor.wait_text("here")
    assert chat.text() == ""


def test_without_a_running_panel(poise: Poise) -> None:
    answer = poise.command_line("phrases")
    assert answer.returncode == 1
    assert "poise run" in answer.stderr


def test_dragging_puts_in_order(poise: Poise, chat: ChromiumChat, own: Path) -> None:
    own.write_text(HAND)
    poise.run()
    chat.focus()
    window = opened(poise)
    box = poise.desk.windows.geometry(window)
    first = (box.x + 100, box.y + 78)
    below_second = (box.x + 100, box.y + 78 + 48 + 21)
    poise.desk.keys.drag(first, below_second, focus=window)
    wait.until(lambda: own.read_text().index("my-usual") > own.read_text().index("my-other"), "it")
    assert sorted(own.read_text().splitlines()) == sorted(HAND.splitlines())
