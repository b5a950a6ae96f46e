"""What `hotkeys.ports.HotkeyRegistry` promises."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import HotkeyRegistry, Taken
from tests.fakes import FakeRegistry
from tests.rig.grabs import Rival
from tests.rig.targets import Mousepad

ONE, TWO = Chord.parse("Ctrl+Shift+1"), Chord.parse("Ctrl+Alt+PageDown")


@dataclass
class Rig:
    registry: HotkeyRegistry
    tap: Callable[[Chord], None]
    rival_takes: Callable[[Chord], None]
    pressed: list[str]


@pytest.fixture(params=["fake", pytest.param("x11", marks=pytest.mark.desktop)])
def rig(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        fake, pressed = FakeRegistry(), list[str]()
        fake.on_pressed = pressed.append
        yield Rig(fake, fake.press, fake.taken.add, pressed)
        return
    real = request.getfixturevalue("x11")
    editor: Mousepad = request.getfixturevalue("editor")

    def tap(chord: Chord) -> None:
        editor.desk.keys.tap(str(chord), into=editor.window)
        real.loop.spin_for(0.15)

    with Rival(editor.desk.display) as rival:

        def take(chord: Chord) -> None:
            assert rival.take(str(chord))

        yield Rig(real.backend.hotkeys, tap, take, real.pressed)


def test_a_registered_chord_fires_its_action_each_time(rig: Rig) -> None:
    assert rig.registry.register("insert-1", ONE) is None
    assert rig.registry.register("next", TWO) is None
    for chord in (ONE, TWO, ONE):
        rig.tap(chord)
    assert rig.pressed == ["insert-1", "next", "insert-1"]


def test_what_another_program_holds_is_taken(rig: Rig) -> None:
    rig.rival_takes(ONE)
    refusal = rig.registry.register("insert-1", ONE)
    assert isinstance(refusal, Taken)
    assert str(ONE) in refusal.reason
    assert refusal.remedy
    assert rig.registry.register("next", TWO) is None
    rig.tap(ONE)
    rig.tap(TWO)
    assert rig.pressed == ["next"]


def test_nothing_fires_after_release(rig: Rig) -> None:
    rig.registry.register("insert-1", ONE)
    rig.registry.release_all()
    rig.tap(ONE)
    assert rig.pressed == []
    assert rig.registry.register("insert-1", ONE) is None


@pytest.mark.desktop
@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_lock_keys_do_not_matter(x11: Any, editor: Mousepad, lock: str) -> None:
    x11.backend.hotkeys.register("insert-1", ONE)
    toggle = ["xdotool", "key", lock]
    subprocess.run(toggle, env=editor.desk.env, check=True, timeout=10)
    try:
        editor.desk.keys.tap(str(ONE), into=editor.window)
        x11.loop.spin_until(lambda: x11.pressed, "the press")
    finally:
        subprocess.run(toggle, env=editor.desk.env, check=True, timeout=10)


@pytest.mark.desktop
def test_a_key_held_down_fires_once(x11: Any, editor: Mousepad) -> None:
    x11.backend.hotkeys.register("insert-1", ONE)
    with editor.desk.keys.held("ctrl", "shift", "1", into=editor.window):
        x11.loop.spin_for(1.2)  # auto-repeat sets in after 660 ms at most
    x11.loop.spin_for(0.1)
    assert x11.pressed == ["insert-1"]


@pytest.mark.desktop
def test_a_changed_keyboard_map_is_told(x11: Any, editor: Mousepad) -> None:
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
