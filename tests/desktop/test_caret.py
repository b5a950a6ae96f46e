"""A phrase with a place for the caret: what the agent types next lands there."""

from __future__ import annotations

import pytest

from tests.rig import wait
from tests.rig.insert import press
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat, Programs, Target, Xterm

STAYS = "The cursor stands at the end of the phrase."
PHRASES = (
    "I can see {|} in your notes.",
    "Dear Señora 李雷,\n{|}\nyours – “Sam” £5",
    "My family: {|} 👩‍👩‍👧‍👦",
    "No place in here.",
)


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_playbook("caret", *PHRASES)
    poise.run()
    poise.start("caret")
    return poise


@pytest.fixture(params=["chromium", "mousepad"])
def field(request: pytest.FixtureRequest, programs: Programs, ready: Poise) -> Target:
    return programs.get(request.param)


def insert_and_type(poise: Poise, field: Target, slot: int) -> State:
    """Insert a phrase, and type when the caret is moved no more (`Timing.caret_max_ms`)."""
    with field.desk.windows.focus_must_stay(field.window):
        outcome = press(poise, field, f"insert-{slot}")
        assert outcome["outcome"] == "confirmed", outcome
        wait.pass_by(0.9)
        field.desk.keys.type("abc", into=field.window)
    last = poise.last()
    assert last is not None
    return last


def test_what_is_typed_next_lands_at_the_mark(ready: Poise, field: Target) -> None:
    last = insert_and_type(ready, field, 1)
    field.wait_text("I can see abc in your notes.")
    assert last["reason"] == ""


def test_over_line_breaks_and_all_scripts(ready: Poise, field: Target) -> None:
    insert_and_type(ready, field, 2)
    field.wait_text("Dear Señora 李雷,\nabc\nyours – “Sam” £5")
    if isinstance(field, ChromiumChat):
        assert field.sent_count() == 0


def test_where_the_way_is_not_certain_it_stays_at_the_end(ready: Poise, field: Target) -> None:
    last = insert_and_type(ready, field, 3)
    field.wait_text("My family:  👩‍👩‍👧‍👦abc")
    assert last["reason"] == STAYS


def test_without_a_mark_it_stays_at_the_end(ready: Poise, field: Target) -> None:
    last = insert_and_type(ready, field, 4)
    field.wait_text("No place in here.abc")
    assert last["reason"] == ""


def test_in_the_middle_of_what_the_agent_wrote(ready: Poise, chat: ChromiumChat) -> None:
    chat.set_text("before SELECTED after", selected=(7, 15))
    insert_and_type(ready, chat, 1)
    chat.wait_text("before I can see abc in your notes. after")


def test_a_terminal_gets_no_key(ready: Poise, terminal: Xterm) -> None:
    last = insert_and_type(ready, terminal, 1)
    terminal.wait_text("I can see  in your notes.abc")
    assert last["reason"] == STAYS


def test_a_typed_phrase_too(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_settings("agent_name: Sam\ninsert_method: type\n")
    poise.write_playbook("caret", *PHRASES)
    poise.run()
    poise.start("caret")
    chat.focus()
    press(poise, chat)
    chat.wait_text("I can see  in your notes.")
    chat.desk.keys.type("abc", into=chat.window)
    chat.wait_text("I can see abc in your notes.")
