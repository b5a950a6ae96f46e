"""Hotkeys that were lost come back by themselves: after a lock, sleep, or another keyboard layout.

A running Poise gets the messages that Windows sends on such occasions. That it registers anew is
seen from outside: what another program held at the start is Poise's as soon as it is free.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad
from tests.windows.rig.rival import Rival

FIRST, SECOND = "Thank you for telling me. ", "I am on it."
SESSION, UNLOCKED = 0x2B1, 8  # WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK
POWER, RESUMED = 0x218, 18  # WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC
LAYOUT = 0x51  # WM_INPUTLANGCHANGE


@pytest.fixture
def rival() -> Iterator[Rival]:
    with Rival() as found:
        yield found


def states(poise: Poise) -> tuple[str, str]:
    """Whether the first two hotkeys are active, taken or off."""
    return poise.hotkey("insert-1")["state"], poise.hotkey("insert-2")["state"]


@pytest.mark.parametrize(
    ("message", "event"),
    [(SESSION, UNLOCKED), (POWER, RESUMED), (LAYOUT, 0)],
    ids=["unlock", "resume", "layout"],
)
def test_hotkeys_are_registered_anew(
    poise: Poise, notepad: Notepad, hands: Hands, rival: Rival, message: int, event: int
) -> None:
    assert rival.take("Ctrl+Shift+2")
    poise.write_playbook("chat", FIRST, SECOND)
    poise.run()
    poise.start("chat")
    assert states(poise) == ("active", "taken")
    rival.let_go()
    wait.stays(lambda: states(poise) == ("active", "taken"), "what is not asked for again", 0.3)

    hidden = windows.find_hidden("PoiseMessages", pid=poise.pid)
    for _ in range(3):  # Windows repeats itself
        windows.send(hidden, message, event)
    wait.until(lambda: states(poise) == ("active", "active"), "both hotkeys")

    notepad.focus()
    before = poise.last()
    hands.tap("Ctrl+Shift+1", into=notepad.window)
    poise.outcome_after(before)
    hands.tap("Ctrl+Shift+2", into=notepad.window)
    notepad.wait_text(FIRST + SECOND)
    with Rival() as latecomer:
        assert not latecomer.take("Ctrl+Shift+1")
        assert not latecomer.take("Ctrl+Shift+2")
