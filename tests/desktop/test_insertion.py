"""Promise 1 and 2: the exact words arrive in the focused field, nothing is sent, focus stays."""

from __future__ import annotations

import pytest

from tests.rig import wait
from tests.rig.insert import LINES, LONG, WORDS, on_one_line, press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad, Programs, Target, Xterm


@pytest.mark.parametrize(
    "text", [WORDS, LINES, LONG], ids=["all-scripts", "line-breaks", "5000-characters"]
)
def test_exact_text_arrives(poise: Poise, target: Target, text: str) -> None:
    poise.write_playbook("exact", text)
    poise.run()
    poise.start("exact")
    target.focus()
    with target.desk.windows.focus_must_stay(target.window):
        outcome = press(poise, target)
        target.wait_text(text if target.breaks_lines else on_one_line(text))
    assert outcome["outcome"] == "confirmed", outcome
    assert outcome["target"]
    assert outcome["ms"] < 1500
    if isinstance(target, ChromiumChat):
        assert target.sent_count() == 0
        assert target.paste_count() == 1
        assert target.stray_keys() == []


def test_each_of_the_five_slots_has_its_own_key(poise: Poise, editor: Mousepad) -> None:
    texts = [f"phrase number {n}. " for n in ["one", "two", "three", "four", "five"]]
    poise.write_playbook("slots", *texts)
    poise.run()
    poise.start("slots")
    editor.focus()
    expected = ""
    for slot, text in enumerate(texts, 1):
        outcome = press(poise, editor, f"insert-{slot}")
        assert outcome["outcome"] == "confirmed", outcome
        expected += text
        editor.wait_text(expected)


def test_text_goes_where_the_caret_is_and_replaces_the_selection(
    poise: Poise, chat: ChromiumChat
) -> None:
    poise.write_playbook("caret", "MIDDLE")
    poise.run()
    poise.start("caret")
    chat.focus()
    chat.set_text("before SELECTED after", selected=(7, 15))
    press(poise, chat)
    chat.wait_text("before MIDDLE after")


def test_line_break_at_the_end_of_a_phrase_never_runs_a_command(
    poise: Poise, programs: Programs
) -> None:
    # `cat` gets a line only when somebody pressed Enter.
    lines = programs.get("xterm-lines")
    assert isinstance(lines, Xterm)
    poise.write_playbook("shell", "echo one\necho two\n\n")
    poise.run()
    poise.start("shell")
    lines.focus()
    assert press(poise, lines)["outcome"] == "confirmed"
    wait.stays(lambda: lines.text() == "", "a terminal in which nobody pressed Enter", 0.5)
    lines.desk.keys.tap("Enter", into=lines.window)
    lines.wait_text("echo one echo two\n")


def test_ctl_inserts_into_the_focused_field_too(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("by-script", "from a Stream Deck")
    poise.run()
    poise.start("by-script")
    chat.focus()
    before = poise.last()
    said = poise.ctl("insert", "1")
    outcome = poise.outcome_after(before)
    assert outcome["outcome"] == "confirmed", (said, outcome, chat.tools.evaluate("pasteCount"))
    chat.wait_text("from a Stream Deck")
    chat.clear()
    poise.ctl("insert", "p1")
    chat.wait_text("from a Stream Deck")


def test_used_phrases_are_marked(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("used", "said", "not said")
    poise.run()
    poise.start("used")
    chat.focus()
    press(poise, chat)
    wait.until(lambda: [p["used"] for p in poise.phrases()] == [True, False], "the mark")


def test_ten_quick_presses_never_mix_or_lose_the_clipboard(
    poise: Poise, chat: ChromiumChat
) -> None:
    poise.write_playbook("quick", "abc ", "xyz ")
    poise.run()
    poise.start("quick")
    chat.focus()
    first, second = poise.chord("insert-1"), poise.chord("insert-2")
    for _ in range(5):
        chat.desk.keys.tap(first, into=chat.window)
        chat.desk.keys.tap(second, into=chat.window)
    wait.until(lambda: chat.text() != "", "some text")
    # Presses during an insertion may be dropped, but what came is whole.
    wait.until(lambda: poise.last() is not None, "an outcome")
    rest = chat.text().replace("abc", "").replace("xyz", "").replace(" ", "")
    assert rest == ""
    assert chat.sent_count() == 0


def test_missing_word_is_asked_for_and_then_inserted_into_the_same_field(
    poise: Poise, chat: ChromiumChat
) -> None:
    poise.write_playbook("ask", "Hello {customer}, I am on it.")
    poise.run()
    poise.start("ask")
    chat.focus()
    keys, windows = chat.desk.keys, chat.desk.windows
    keys.tap(poise.chord("insert-1"), into=chat.window)
    question = wait.until(
        lambda: windows.active() if windows.pid(windows.active()) == poise.pid else 0,
        "the window that asks for the name",
    )
    assert chat.text() == ""
    keys.type("Rivera", into=question)
    keys.tap("Enter", into=question)
    chat.wait_text("Hello Rivera, I am on it.")
    assert windows.active() == chat.window
    assert chat.sent_count() == 0


def test_escape_from_the_question_inserts_nothing(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("ask", "Hello {customer}, I am on it.")
    poise.run()
    poise.start("ask")
    chat.focus()
    keys, windows = chat.desk.keys, chat.desk.windows
    keys.tap(poise.chord("insert-1"), into=chat.window)
    question = wait.until(
        lambda: windows.active() if windows.pid(windows.active()) == poise.pid else 0,
        "the window that asks for the name",
    )
    keys.tap("Esc", into=question)
    wait.until(lambda: windows.active() == chat.window, "the focus to come back to the chat")
    wait.stays(lambda: chat.text() == "", "an empty field", 0.5)
