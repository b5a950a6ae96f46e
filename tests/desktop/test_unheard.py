"""Windows that ask for words and do not get the keyboard: nobody is left typing into the chat
in the belief that a form of Poise hears it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat
from tests.rig.xserver import Desk


@contextmanager
def nobody_manages(desk: Desk) -> Iterator[None]:
    """While the window manager stands still, no window comes to the front."""
    os.kill(desk.manager.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(desk.manager.pid, signal.SIGCONT)


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_settings("hotkeys:\n  day: Ctrl+Shift+F8\n")
    poise.write_playbook("asking", "Hello {customer}, one moment please.")
    poise.run()
    poise.start("asking")
    return poise


@pytest.mark.parametrize(
    ("action", "asking"), [("insert-1", "form"), ("day", "day"), ("palette", "palette")]
)
def test_what_does_not_get_the_keyboard_closes(
    ready: Poise, chat: ChromiumChat, action: str, asking: str
) -> None:
    keys = chat.desk.keys
    chat.focus()
    with nobody_manages(chat.desk):
        keys.tap(ready.chord(action), into=chat.window)
        wait.until(lambda: ready.state()["asking"] == asking, f"the {asking}")
        wait.until(lambda: ready.state()["asking"] == "", f"the {asking} to close")
    keys.type("typing on", into=chat.window)
    chat.wait_text("typing on")
    # The next time all is as it was.
    keys.tap(ready.chord(action), into=chat.window)
    wait.until(lambda: ready.state()["asking"] == asking, f"the {asking}")
    windows = chat.desk.windows
    own = wait.until(
        lambda: windows.active() if windows.pid(windows.active()) == ready.pid else 0, "its focus"
    )
    keys.tap("Esc", into=own)
    wait.until(lambda: windows.has_keyboard(chat.window), "the chat to have the keyboard")
    assert chat.text() == "typing on"
    assert chat.sent_count() == 0
