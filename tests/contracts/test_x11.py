"""What the X11 backend promises beyond the ports."""

# ruff: noqa: E402 (the assertion comes first, for mypy)

from __future__ import annotations

import sys

assert sys.platform == "linux"

import subprocess
import threading
from collections.abc import Callable

import pytest
from Xlib import X, display

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.oslayer.x11 import keeper as keeping
from tests.contracts.rigs_x11 import OnX11
from tests.rig.clipboard import Clipboards, Reader
from tests.rig.targets import Mousepad
from tests.rig.xserver import Desk

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


def test_a_late_target_that_takes_its_time_between_two_reads_gets_the_phrase_twice(
    desk: Desk, clipboards: Clipboards, clipboard: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Chromium puts into the field what its second read gets.
    clipboards.own_text("private")
    poise, connection = display.Display(desk.display), display.Display(desk.display)
    now = [100.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: now[0])
    try:
        window = poise.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        selection = poise.intern_atom("CLIPBOARD")
        poise.sync()
        keeper = keeping.Keeper(connection, window.id)
        assert keeper.keep(selection)["kept"]
        window.set_selection_owner(selection, X.CurrentTime)
        poise.sync()
        keeper.guard(selection, "the phrase", clipboard.window)
        assert keeper.give_back(selection, is_read=False)["given_back"]
        read = _reading(clipboard, keeper.pump)
        assert read() == "the phrase"
        now[0] += 1.5
        assert read() == "the phrase"
        now[0] += 1.0
        assert read() == "private"
    finally:
        poise.close()
        connection.close()


def _reading(clipboard: Reader, pump: Callable[[], None]) -> Callable[[], str]:
    """Reads from a thread, because we are the one who answers."""

    def read() -> str:
        found: list[str] = []
        thread = threading.Thread(target=lambda: found.append(clipboard.text()))
        thread.start()
        while thread.is_alive():
            pump()
            thread.join(0.005)
        return found[0]

    return read
