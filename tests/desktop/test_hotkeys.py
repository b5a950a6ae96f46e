"""Hotkeys are registered, never listened for: taken ones are named, and none outlives Poise."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.rig.grabs import Rival
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad

ACTIONS = {
    **{f"insert-{n}": f"Ctrl+Shift+{n}" for n in range(1, 10)},
    "palette": "Ctrl+Shift+Space",
    "next": "Ctrl+Alt+PageDown",
    "back": "Ctrl+Alt+PageUp",
    "toggle-panel": "Ctrl+Alt+Home",
    "stop-lines": "Ctrl+Alt+End",
    "switch": "Ctrl+Shift+F10",
    "reset": "Ctrl+Shift+F11",
    "one-key": "Ctrl+Shift+F9",
}


@pytest.fixture
def rival(poise: Poise) -> Iterator[Rival]:
    with Rival(poise.desk.display) as found:
        yield found


def test_every_default_is_registered_with_the_server(poise: Poise, rival: Rival) -> None:
    poise.write_settings("agent_name: Sam\none_key_mode: yes\n")
    poise.run()
    told = {h["action"]: (h["chord"], h["state"]) for h in poise.state()["hotkeys"]}
    assert told == {action: (chord, "active") for action, chord in ACTIONS.items()}
    assert not any(rival.take(chord) for chord in ACTIONS.values())


def test_hotkey_of_another_program_is_shown_as_taken(
    poise: Poise, rival: Rival, chat: ChromiumChat
) -> None:
    assert rival.take("Ctrl+Shift+1")
    poise.write_playbook("taken", "first", "second")
    poise.run()
    found = poise.hotkey("insert-1")
    assert found["state"] == "taken"
    assert found["reason"]
    poise.start("taken")
    chat.focus()
    chat.desk.keys.tap("Ctrl+Shift+1", into=chat.window)
    press(poise, chat, "insert-2")
    chat.wait_text("second")


def test_the_doctor_tries_the_keys_of_the_settings(poise: Poise) -> None:
    poise.write_settings("hotkeys:\n  next: Ctrl+Alt+F7\n")
    told = poise.command_line("doctor").stdout
    assert "[ok] Hotkey next (Ctrl+Alt+F7)" in told
    assert "[ok] Hotkey back (Ctrl+Alt+PageUp)" in told


def test_after_quit_every_chord_is_free_and_does_nothing(
    poise: Poise, rival: Rival, chat: ChromiumChat
) -> None:
    poise.write_playbook("over", "must not arrive")
    poise.run()
    poise.start("over")
    poise.quit()
    chat.focus()
    chat.desk.keys.tap("Ctrl+Shift+1", into=chat.window)
    wait.stays(lambda: chat.text() == "", "an empty field", 0.5)
    assert all(rival.take(chord) for chord in ACTIONS.values())


def test_after_a_crash_every_chord_is_free(poise: Poise, rival: Rival) -> None:
    poise.run()
    poise.kill9()
    wait.until(lambda: all(rival.take(chord) for chord in ACTIONS.values()), "free chords")


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_hotkeys_work_with_lock_keys_on(poise: Poise, chat: ChromiumChat, lock: str) -> None:
    poise.write_playbook("locks", "Mixed Case arrives")
    poise.run()
    poise.start("locks")
    chat.focus()
    chat.desk.keys.tap(lock, into=chat.window)
    try:
        press(poise, chat)
        chat.wait_text("Mixed Case arrives")
    finally:
        chat.desk.keys.tap(lock, into=chat.window)


def test_other_keyboard_layout_while_running(poise: Poise, editor: Mousepad) -> None:
    # On Dvorak the letter V is on another key: the paste key has to move along.
    poise.write_playbook("layout", "one", "two")
    poise.run()
    poise.start("layout")
    editor.focus()
    press(poise, editor)
    editor.wait_text("one")
    try:
        subprocess.run(["setxkbmap", "us", "dvorak"], env=editor.desk.env, check=True)
        wait.pass_by(0.3)  # every program has to hear of it, and none says when it has
        press(poise, editor, "insert-2")
    finally:
        subprocess.run(["setxkbmap", "us"], env=editor.desk.env, check=True)
    wait.pass_by(0.3)
    editor.wait_text("onetwo")


def test_walking_and_hiding_by_keys_leaves_the_focus(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera")
    chat.focus()
    keys = chat.desk.keys

    def step() -> str:
        return str(poise.state()["contact"]["step"])

    first = step()
    with chat.desk.windows.focus_must_stay(chat.window):
        keys.tap(poise.chord("next"), into=chat.window)
        wait.until(lambda: step() != first, "the next step")
        keys.tap(poise.chord("back"), into=chat.window)
        wait.until(lambda: step() == first, "the first step again")
        keys.tap(poise.chord("toggle-panel"), into=chat.window)
        wait.until(lambda: not poise.state()["panel"]["visible"], "the panel to hide")
        keys.tap(poise.chord("toggle-panel"), into=chat.window)
        wait.until(lambda: poise.state()["panel"]["visible"], "the panel to come back")
    assert chat.text() == ""


def test_insertion_works_with_the_panel_hidden(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("hidden", "still works")
    poise.run()
    poise.start("hidden")
    poise.ctl("hide")
    chat.focus()
    press(poise, chat)
    chat.wait_text("still works")
