"""What the X11 backend promises beyond the ports."""

# ruff: noqa: E402 (the assertion comes first, for mypy)

from __future__ import annotations

import sys

assert sys.platform == "linux"

import subprocess

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from tests.contracts.rigs_x11 import OnX11
from tests.rig.targets import Mousepad

pytestmark = pytest.mark.desktop


def test_a_changed_keyboard_map_is_told(x11: OnX11, editor: Mousepad) -> None:
    env = editor.desk.env
    x11.backend.hotkeys.register("insert-1", Chord.parse("Ctrl+Shift+Z"))
    subprocess.run(["setxkbmap", "us"], env=env, check=True, timeout=10)
    x11.loop.spin_for(0.3)
    assert "keymap" not in x11.changes, "no chord has moved"
    subprocess.run(["setxkbmap", "de"], env=env, check=True, timeout=10)
    try:
        x11.loop.spin_until(lambda: "keymap" in x11.changes, "the news")
    finally:
        subprocess.run(["setxkbmap", "us"], env=env, check=True, timeout=10)
        x11.loop.spin_for(0.2)


def test_refuses_to_type_what_is_on_no_key(x11: OnX11, editor: Mousepad) -> None:
    refusal = x11.backend.keys.type_text("a漢b", lambda: True)
    assert isinstance(refusal, Cannot)
    assert "漢" in refusal.reason
    assert editor.text() == ""
