"""The main job on Windows: a real key press, the phrase in a real program's field, nothing else."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

from typing import Any

from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.clipboard import OtherProgram
from tests.windows.rig.hands import Hands, InsideHands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad, Program, Programs, RunDialog, WordPad
from tests.windows.rig.rival import Rival

HELLO = "Thank you for telling me, I am on it."
LINE = "Grüße, façade – “quoted” 100 % 漢字 ひらがな 한국어 😀👍🏽 Żółć"
LINES = "Dear M. Rivera,\n\nthis is the second paragraph.\n  Indented, with a tab:\tthere.\nSam"
LONG = "".join(f"{number:04} Wir prüfen das für Sie. 😀 " for number in range(180))[:5000].strip()

SET_PASSWORD_CHARACTER = 0x00CC  # EM_SETPASSWORDCHAR


def ready(poise: Poise, program: Program, *phrases: str) -> None:
    """Poise in a contact with these phrases, and the program in front, empty."""
    poise.write_playbook("chat", *(phrases or (HELLO,)))
    poise.run()
    poise.start("chat")
    program.focus()
    program.clear()


def press(poise: Poise, hands: Hands, program: Program, action: str = "insert-1") -> dict[str, Any]:
    """Press the action's keys in the program and wait for the outcome."""
    before = poise.last()
    hands.tap(poise.chord(action), into=program.window)
    return poise.outcome_after(before, timeout_s=15)


def test_one_line_arrives_exactly(poise: Poise, program: Program, hands: Hands) -> None:
    ready(poise, program, LINE)
    outcome = press(poise, hands, program)
    assert outcome["outcome"] in ("confirmed", "unconfirmed"), outcome
    program.wait_text(LINE)
    assert windows.foreground() == program.window


def test_notepad_reads_it_and_that_is_known(poise: Poise, notepad: Notepad, hands: Hands) -> None:
    ready(poise, notepad)
    outcome = press(poise, hands, notepad)
    assert (outcome["outcome"], outcome["target"]) == ("confirmed", "notepad")


@pytest.mark.parametrize("text", [LINES, LONG], ids=["lines", "5000"])
def test_long_texts_and_line_breaks_arrive_exactly(
    poise: Poise, notepad: Notepad, hands: Hands, text: str
) -> None:
    ready(poise, notepad, text)
    assert press(poise, hands, notepad)["outcome"] == "confirmed"
    notepad.wait_text(text)


def test_line_breaks_arrive_in_wordpad(poise: Poise, wordpad: WordPad, hands: Hands) -> None:
    ready(poise, wordpad, LINES)
    press(poise, hands, wordpad)
    wordpad.wait_text(LINES)


def test_each_slot_has_its_key(poise: Poise, notepad: Notepad, hands: Hands) -> None:
    phrases = [f"phrase number {number} " for number in range(1, 6)]
    ready(poise, notepad, *phrases)
    whole = ""
    for number in range(1, 6):
        whole += poise.text_of(number)
        press(poise, hands, notepad, f"insert-{number}")
        notepad.wait_text(whole)


@pytest.mark.parametrize("key", ["Ctrl", "Shift", "Alt"])
def test_a_held_modifier_refuses_and_names_the_key(
    poise: Poise, notepad: Notepad, hands: Hands, key: str
) -> None:
    poise.write_settings("agent_name: Sam\nmodifier_wait_ms: 400\n")
    ready(poise, notepad)
    before = poise.last()
    with hands.held("Ctrl", "Shift", into=notepad.window):
        hands.tap("1", into=notepad.window)
        if key == "Alt":
            hands.hold("Alt", into=notepad.window)
        outcome = poise.outcome_after(before, timeout_s=15)
    hands.release("Alt")
    assert outcome["outcome"] == "refused"
    assert f"{key} " in outcome["reason"]
    assert notepad.text() == ""


def test_another_window_in_front_gets_nothing(
    poise: Poise, run_dialog: RunDialog, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad)
    before = poise.last()
    with hands.held("Ctrl", "Shift", into=notepad.window):
        hands.tap("1", into=notepad.window)
        run_dialog.focus()
    outcome = poise.outcome_after(before, timeout_s=15)
    assert outcome["outcome"] == "refused"
    assert (notepad.text(), run_dialog.text()) == ("", "")


def test_a_window_that_closes_gets_nothing_and_nobody_else_does(
    poise: Poise, programs: Programs, run_dialog: RunDialog, hands: Hands
) -> None:
    notepad = programs.get(Notepad)
    ready(poise, notepad)
    before = poise.last()
    with hands.held("Ctrl", "Shift", into=notepad.window):
        hands.tap("1", into=notepad.window)
        notepad.stop()
        run_dialog.focus()
    outcome = poise.outcome_after(before, timeout_s=15)
    assert (outcome["outcome"], outcome["target"]) == ("refused", "notepad")
    assert run_dialog.text() == ""


def test_a_clipboard_of_every_kind_is_the_same_afterwards(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    with OtherProgram() as other:
        ready(poise, notepad)
        before = other.copy_rich()
        for number in (1, 2):
            assert press(poise, hands, notepad)["outcome"] == "confirmed"
            notepad.wait_text(HELLO * number)
            wait.until(lambda: other.everything() == before, "the clipboard to be back")


def test_a_clipboard_that_another_program_holds_is_reported(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    with OtherProgram() as owner:
        ready(poise, notepad)
        before = owner.copy_rich()
        with OtherProgram() as holder:
            holder.do("hold", seconds=60)
            outcome = press(poise, hands, notepad)
        assert outcome["outcome"] == "refused"
        assert "clipboard" in outcome["reason"]
        assert notepad.text() == ""
        assert press(poise, hands, notepad)["outcome"] == "confirmed"
        notepad.wait_text(HELLO)
        wait.until(lambda: owner.everything() == before, "the clipboard to be back")


def test_a_password_field_gets_the_text_at_the_second_press_only(
    poise: Poise, run_dialog: RunDialog, hands: Hands
) -> None:
    ready(poise, run_dialog)
    windows.send(run_dialog.field, SET_PASSWORD_CHARACTER, ord("*"))
    try:
        warned = press(poise, hands, run_dialog)
        assert warned["outcome"] == "refused"
        assert "password field" in warned["reason"]
        wait.pass_by(0.8)  # what is pressed sooner was pressed before anybody could read it
        assert press(poise, hands, run_dialog)["outcome"] in ("confirmed", "unconfirmed")
    finally:
        windows.send(run_dialog.field, SET_PASSWORD_CHARACTER, 0)
    run_dialog.wait_text(HELLO)


def test_a_program_400_ms_late_gets_the_right_text(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad)
    before = poise.last()
    chord = poise.chord("insert-1")
    hands.tap(chord, into=notepad.window)
    with notepad.hung():
        wait.pass_by(0.4)
    assert poise.outcome_after(before, timeout_s=15)["outcome"] == "confirmed"
    notepad.wait_text(HELLO)


def test_what_another_program_holds_is_shown_and_the_rest_works(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    with Rival() as rival:
        assert rival.take("Ctrl+Shift+2")
        ready(poise, notepad, HELLO, "two", "three")
        taken = poise.hotkey("insert-2")
        assert taken["state"] == "taken"
        assert "taken by another program" in taken["reason"]
        press(poise, hands, notepad, "insert-3")
        notepad.wait_text("three")


def test_the_palette_takes_the_keyboard_and_gives_it_back(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad, HELLO, "the other one")
    before = poise.last()
    hands.tap(poise.chord("palette"), into=notepad.window)
    palette = poise.wait_palette()
    assert poise.state()["asking"] == "palette"
    # Wine gives a frameless window the keyboard, but the X server does not know of it: keys that
    # are meant for the palette are pressed inside.
    inside = Hands(InsideHands())
    inside.type("phrase 2", into=palette)
    inside.tap("Enter", into=palette)
    outcome = poise.outcome_after(before, timeout_s=15)
    assert outcome["outcome"] == "confirmed", outcome
    notepad.wait_text("the other one")
    assert windows.foreground() == notepad.window

    hands.tap(poise.chord("palette"), into=notepad.window)
    inside.tap("Esc", into=poise.wait_palette())
    wait.until(lambda: windows.foreground() == notepad.window, "the keyboard back in the editor")
    assert notepad.text() == "the other one"


def test_clicks_on_the_panel_leave_the_keyboard_where_it_is(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad)
    box = poise.state()["panel"]["geometry"]
    for part in (0.15, 0.3, 0.45):
        hands.click(
            box["x"] + box["width"] // 2, box["y"] + int(box["height"] * part), focus=notepad.window
        )
        wait.stays(lambda: windows.foreground() == notepad.window, "the editor in front", 0.2)
    hands.type("typing on", into=notepad.window)
    wait.until(lambda: notepad.text().endswith("typing on"), "the typed text")


def test_after_the_end_no_hotkey_fires(poise: Poise, notepad: Notepad, hands: Hands) -> None:
    ready(poise, notepad)
    assert poise.hotkey("insert-2")["state"] == "active"
    poise.kill9()
    with Rival() as rival:
        assert rival.take("Ctrl+Shift+2"), "the keys of a killed Poise are free"
        hands.tap("Ctrl+Shift+1", into=notepad.window)
        wait.stays(lambda: notepad.text() == "", "an empty editor", 0.5)
