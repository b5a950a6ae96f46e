"""The palette takes the keyboard, and gives it back to the same field."""

from __future__ import annotations

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Target


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_playbook("palette", "Thank you for waiting.", "A refund is on its way.")
    poise.run()
    poise.start("palette")
    return poise


def opened(poise: Poise, target: Target) -> int:
    """Open the palette by its key and return its window."""
    target.focus()
    target.desk.keys.tap(poise.chord("palette"), into=target.window)
    return own_window_in_front(poise)


def own_window_in_front(poise: Poise) -> int:
    """Wait until a window of Poise has the focus."""
    windows = poise.desk.windows

    def is_ours() -> int:
        active = windows.active()
        return active if windows.pid(active) == poise.pid and windows.has_keyboard(active) else 0

    return wait.until(is_ours, "the palette to have the focus")


def test_type_and_enter_inserts(ready: Poise, target: Target) -> None:
    palette = opened(ready, target)
    target.desk.keys.type("refund", into=palette)
    target.desk.keys.tap("Enter", into=palette)
    target.wait_text("A refund is on its way.")
    assert target.desk.windows.active() == target.window
    if isinstance(target, ChromiumChat):
        assert target.sent_count() == 0


def test_escape_gives_the_focus_back(ready: Poise, chat: ChromiumChat) -> None:
    palette = opened(ready, chat)
    chat.desk.keys.type("ref", into=palette)
    chat.desk.keys.tap("Esc", into=palette)
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the focus")
    chat.desk.keys.type("typing on", into=chat.window)
    chat.wait_text("typing on")


def test_enter_held_down_neither_pastes_nor_sends(ready: Poise, chat: ChromiumChat) -> None:
    chat.set_text("Hello! ")
    palette = opened(ready, chat)
    chat.desk.keys.type("refund", into=palette)
    with chat.desk.keys.held("Enter", into=palette):
        # Longer than the delay after which the server repeats a key that is held.
        wait.stays(lambda: chat.sent_count() == 0, "a message nobody sent", 1.2)
        assert chat.text() == "Hello! "
    chat.wait_text("Hello! A refund is on its way.")
    assert chat.sent_count() == 0


def test_starting_a_playbook_from_the_palette_types_nothing(
    ready: Poise, chat: ChromiumChat
) -> None:
    palette = opened(ready, chat)
    chat.desk.keys.type("boundaries", into=palette)
    chat.desk.keys.tap("Enter", into=palette)
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the focus to come back")
    assert chat.text() == ""
    assert chat.sent_count() == 0
