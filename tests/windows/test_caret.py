"""The caret goes to its place in real Windows programs, or stays behind the phrase."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

from tests.rig import wait
from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad
from tests.windows.test_insertion import press, ready


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("I can see {|} in your notes.", "I can see abc in your notes."),
        ("Dear Señora 李雷,\n{|}\nyours – “Sam” £5", "Dear Señora 李雷,\nabc\nyours – “Sam” £5"),
        ("See {|} you 🙂.", "See  you 🙂.abc"),
    ],
    ids=["line", "lines", "emoji"],
)
def test_what_is_typed_next_lands_at_the_mark(
    poise: Poise, notepad: Notepad, hands: Hands, phrase: str, expected: str
) -> None:
    ready(poise, notepad, phrase)
    assert press(poise, hands, notepad)["outcome"] == "confirmed"
    wait.pass_by(0.9)  # it is moved no more then
    hands.type("abc", into=notepad.window)
    notepad.wait_text(expected)
