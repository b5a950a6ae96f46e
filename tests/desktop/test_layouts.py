"""Keyboard layouts that change while Poise runs: keys are pressed by place, not by name."""

from __future__ import annotations

import pytest

from tests.rig import keyboard, wait
from tests.rig.grabs import Rival
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat, Mousepad, Programs, Target

TEXT = "Señora Núñez: £5 – “ok?” 李雷 🙂"


@pytest.fixture
def ready(poise: Poise) -> Poise:
    """Poise with a contact of one phrase."""
    poise.write_playbook("layouts", TEXT)
    poise.run()
    poise.start("layouts")
    return poise


@pytest.fixture(params=["chromium", "mousepad"])
def field(request: pytest.FixtureRequest, programs: Programs, ready: Poise) -> Target:
    """A browser's and an editor's field."""
    return programs.get(request.param)


def press_places(poise: Poise, target: Target, one: int = keyboard.KEY_1) -> State:
    """Press Ctrl+Shift and the key at the place of the 1, and return the outcome."""
    before = poise.last()
    keyboard.tap(target.desk, keyboard.CTRL, keyboard.SHIFT, one, into=target.window)
    return poise.outcome_after(before)


def assert_registered(poise: Poise) -> None:
    """All hotkeys are active by Poise's word, and the server gives them to nobody else."""
    hotkeys = poise.state()["hotkeys"]
    assert {each["state"] for each in hotkeys} == {"active"}, hotkeys
    with Rival(poise.desk.display) as rival:  # reads the layout that is there now
        free = [each["chord"] for each in hotkeys if rival.take(each["chord"])]
    assert not free, f"not registered with the server: {free}"


@pytest.mark.parametrize("words", [("fr",), ("de",), ("us", "dvp")], ids="-".join)
def test_latin_layout(ready: Poise, field: Target, words: tuple[str, ...]) -> None:
    # French has its digits on Shift; the programmer's Dvorak has them in another order.
    with keyboard.layout(field.desk, *words):
        assert_registered(ready)
        outcome = press_places(ready, field, keyboard.place_of(field.desk, "1"))
    assert outcome["outcome"] == "confirmed", outcome
    field.wait_text(TEXT)
    assert_registered(ready)
    outcome = press_places(ready, field)
    assert outcome["outcome"] == "confirmed", outcome
    field.wait_text(TEXT * 2)


def test_second_layout_switched_on(ready: Poise, field: Target) -> None:
    desk, window = field.desk, field.window
    with keyboard.layout(desk, "us,ru", "-option", "grp:menu_toggle"):
        keyboard.tap(desk, keyboard.MENU, into=window)
        keyboard.tap(desk, keyboard.KEY_A, into=window)  # proves that it is on
        outcome = press_places(ready, field)
        keyboard.tap(desk, keyboard.MENU, into=window)
        assert_registered(ready)
    assert outcome["outcome"] == "confirmed", outcome
    field.wait_text("ф" + TEXT)
    outcome = press_places(ready, field)
    assert outcome["outcome"] == "confirmed", outcome
    field.wait_text("ф" + TEXT * 2)


def test_layout_without_latin_letters_in_the_browser(ready: Poise, chat: ChromiumChat) -> None:
    with keyboard.layout(chat.desk, "ru"):
        assert_registered(ready)
        outcome = press_places(ready, chat)
        assert outcome["outcome"] == "confirmed", outcome
        chat.wait_text(TEXT)
        assert chat.sent_count() == 0
    press_places(ready, chat)
    chat.wait_text(TEXT * 2)


def test_layout_without_latin_letters_in_the_editor(ready: Poise, editor: Mousepad) -> None:
    # GTK itself finds no Ctrl+V there: the text arrives, or the outcome says that it did not.
    with keyboard.layout(editor.desk, "ru"):
        assert_registered(ready)
        outcome = press_places(ready, editor)
    expected = {"confirmed": TEXT, "unconfirmed": ""}
    assert outcome["outcome"] in expected, outcome
    wait.pass_by(0.3)
    editor.wait_text(expected[outcome["outcome"]])
    assert_registered(ready)
    editor.clear()
    press_places(ready, editor)
    editor.wait_text(TEXT)
