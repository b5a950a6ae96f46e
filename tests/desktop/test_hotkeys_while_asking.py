"""Hotkeys pressed while a window of Poise has the keyboard: nothing goes to the wrong place."""

from __future__ import annotations

import pytest

from tests.rig import wait
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat

GAP = "Hello {customer}, one moment please."
FILLED = "Hello Ana Nunez, one moment please."
WHOLE = "A refund is on its way."


@pytest.fixture
def ready(poise: Poise) -> Poise:
    """A contact whose first phrase needs a name and whose second is whole."""
    poise.write_playbook("asking", GAP, WHOLE)
    poise.run()
    poise.start("asking")
    return poise


def own_window(poise: Poise, title: str) -> int:
    """The window of Poise with this title that is on the screen; 0 when there is none."""
    return poise.desk.windows.find(pid=poise.pid, title=title)


def wait_own_window(poise: Poise, title: str) -> int:
    """Wait until the window of Poise with this title has the keyboard."""
    windows = poise.desk.windows

    def is_ours() -> int:
        window = own_window(poise, title)
        return window if window == windows.active() == windows.focused() else 0

    return wait.until(is_ours, f"the window {title!r} of Poise to have the keyboard")


def wait_back(chat: ChromiumChat) -> None:
    """Wait until the chat has the keyboard, by the server's word and the manager's."""
    windows = chat.desk.windows
    wait.until(
        lambda: windows.has_keyboard(chat.window),
        "the chat to have the keyboard",
    )


def palette_over(poise: Poise, chat: ChromiumChat) -> int:
    """Open the palette by its key over the chat."""
    chat.focus()
    chat.desk.keys.tap(poise.chord("palette"), into=chat.window)
    return wait_own_window(poise, "Poise search")


def form_over(poise: Poise, chat: ChromiumChat) -> int:
    """Open the form for the missing word by the phrase's key over the chat."""
    chat.focus()
    chat.desk.keys.tap(poise.chord("insert-1"), into=chat.window)
    return wait_own_window(poise, "Fill in")


def press_within(poise: Poise, window: int, action: str) -> State:
    """Press a hotkey while a window of Poise has the keyboard, and return the outcome."""
    before = poise.last()
    poise.desk.keys.tap(poise.chord(action), into=window)
    return poise.outcome_after(before)


def assert_refused(outcome: State) -> None:
    assert outcome["outcome"] == "refused", outcome
    assert "window of Poise" in outcome["reason"]
    assert "Click into the text field" in outcome["reason"]


def test_insertion_key_in_the_palette_is_refused_and_types_nothing(
    ready: Poise, chat: ChromiumChat
) -> None:
    palette = palette_over(ready, chat)
    chat.desk.keys.type("ref", into=palette)
    assert_refused(press_within(ready, palette, "insert-2"))
    assert chat.text() == ""
    # The palette goes on as if nothing had been: the query is still “ref…”.
    chat.desk.keys.type("und", into=palette)
    chat.desk.keys.tap("Enter", into=palette)
    chat.wait_text(WHOLE)
    assert chat.sent_count() == 0
    assert chat.stray_keys() == []


def test_walking_and_hiding_in_the_palette_leaves_it_the_keyboard(
    ready: Poise, chat: ChromiumChat
) -> None:
    ready.start("leap")
    first = ready.state()["contact"]["step"]
    palette = palette_over(ready, chat)
    keys = chat.desk.keys
    with chat.desk.windows.focus_must_stay(palette):
        keys.tap(ready.chord("next"), into=palette)
        wait.until(lambda: ready.state()["contact"]["step"] != first, "the next step")
        keys.tap(ready.chord("toggle-panel"), into=palette)
        wait.until(lambda: not ready.state()["panel"]["visible"], "the panel to hide")
        keys.tap(ready.chord("toggle-panel"), into=palette)
        wait.until(lambda: ready.state()["panel"]["visible"], "the panel to come back")
    keys.tap("Esc", into=palette)
    wait_back(chat)
    assert chat.text() == ""


def test_key_of_another_phrase_in_the_form_is_refused_and_the_form_goes_on(
    ready: Poise, chat: ChromiumChat
) -> None:
    form = form_over(ready, chat)
    chat.desk.keys.type("Ana", into=form)
    assert_refused(press_within(ready, form, "insert-2"))
    assert chat.text() == ""
    chat.desk.keys.tap("space", into=form)
    finish(ready, chat, form, "Nunez")


def test_same_key_again_in_the_form_keeps_what_was_typed(ready: Poise, chat: ChromiumChat) -> None:
    form = form_over(ready, chat)
    chat.desk.keys.type("Ana ", into=form)
    outcome = press_within(ready, form, "insert-1")
    assert outcome["outcome"] == "refused", outcome
    assert outcome["reason"].startswith("Nothing inserted yet: fill in")
    assert wait_own_window(ready, "Fill in") == form
    finish(ready, chat, form, "Nunez")


def test_phrase_with_a_gap_asked_for_in_the_palette_opens_the_form(
    ready: Poise, chat: ChromiumChat
) -> None:
    palette = palette_over(ready, chat)
    outcome = press_within(ready, palette, "insert-1")
    assert outcome["outcome"] == "refused", outcome
    assert outcome["reason"].startswith("Nothing inserted yet: fill in")
    form = wait_own_window(ready, "Fill in")
    windows = chat.desk.windows
    wait.stays(lambda: windows.focused() == form, "the keyboard in the form", 0.8)
    finish(ready, chat, form, "Ana Nunez")


def test_palette_key_in_the_form_keeps_the_form_and_what_was_typed(
    ready: Poise, chat: ChromiumChat
) -> None:
    form = form_over(ready, chat)
    chat.desk.keys.type("Ana ", into=form)
    with chat.desk.windows.focus_must_stay(form):
        chat.desk.keys.tap(ready.chord("palette"), into=form)
        wait.stays(lambda: not own_window(ready, "Poise search"), "no palette", 0.5)
    finish(ready, chat, form, "Nunez")


def test_escape_in_the_form_after_the_palette_gives_the_keyboard_back(
    ready: Poise, chat: ChromiumChat
) -> None:
    palette = palette_over(ready, chat)
    press_within(ready, palette, "insert-1")
    form = wait_own_window(ready, "Fill in")
    chat.desk.keys.tap("Esc", into=form)
    wait_back(chat)
    chat.desk.keys.type("typing on", into=chat.window)
    chat.wait_text("typing on")


def test_key_pressed_in_the_chat_while_the_form_waits_inserts_there(
    ready: Poise, chat: ChromiumChat
) -> None:
    form_over(ready, chat)
    chat.focus()
    outcome = press_within(ready, chat.window, "insert-2")
    assert outcome["outcome"] == "confirmed", outcome
    chat.wait_text(WHOLE)


def finish(poise: Poise, chat: ChromiumChat, form: int, name: str) -> None:
    """Type the rest of the name, and find the whole phrase in the chat and nothing else."""
    before = poise.last()
    chat.desk.keys.type(name, into=form)
    chat.desk.keys.tap("Enter", into=form)
    outcome = poise.outcome_after(before)
    assert outcome["outcome"] == "confirmed", outcome
    chat.wait_text(FILLED)
    assert chat.sent_count() == 0
    assert chat.stray_keys() == []


def test_poise_does_not_end_over_words_in_an_open_question(
    ready: Poise, chat: ChromiumChat
) -> None:
    form = form_over(ready, chat)
    chat.desk.keys.type("Ana", into=form)
    refused = ready.try_ctl("quit")
    assert refused.returncode != 0
    assert "a question with your words in it" in refused.stderr
    chat.desk.keys.tap("Esc", into=form)
    wait_back(chat)
    assert ready.try_ctl("quit").returncode == 0
    ready.wait_end()


def test_a_question_without_words_of_the_agent_keeps_nobody(
    ready: Poise, chat: ChromiumChat
) -> None:
    form_over(ready, chat)
    assert ready.try_ctl("quit").returncode == 0
    ready.wait_end()
