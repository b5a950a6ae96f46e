"""Carbon hotkeys, as a library that takes only what is declared."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from tests.macos.conftest import Import
from tests.macos.world import Library, World

CTRL, SHIFT, OPTION, COMMAND, FN = 0x1000, 0x200, 0x800, 0x100, 1 << 17
QWERTY = {(0x00, False): "a", (0x0C, False): "q", (0x09, False): "v", (0x09, True): "v"}
AZERTY = {(0x0C, False): "a", (0x00, False): "q", (0x09, False): "v"}
DVORAK_QWERTY = {(0x2F, False): "v", (0x09, False): "k", (0x09, True): "v"}
CYRILLIC = {(0x00, False): "ф", (0x09, False): "м", (0x09, True): "v"}


class Bench:
    def __init__(self, room: Import, layout: dict[tuple[int, bool], str]) -> None:
        self.library = Library(layout)
        carbon = room("carbon")
        self.carbon: Any = carbon.Carbon(self.library, self.library)
        self.carbon._symbol = lambda _name: carbon.c_void_p(33)
        self.layout: Any = room("layout").Layout(self.carbon)
        self.hotkeys: Any = room("hotkeys").Hotkeys(self.carbon, self.layout)
        self.pressed: list[str] = []
        self.hotkeys.on_pressed(self.pressed.append)

    def register(self, action: str, chord: str) -> Cannot | None:
        refusal: Cannot | None = self.hotkeys.register(action, Chord.parse(chord))
        return refusal

    @property
    def registered(self) -> list[tuple[int, int, int]]:
        """Code, modifiers and number of each hotkey."""
        return list(self.library.registered.values())


@pytest.fixture
def bench(room: Import) -> Bench:
    return Bench(room, QWERTY)


def test_a_press_tells_the_action(bench: Bench) -> None:
    assert bench.register("insert-1", "Ctrl+Shift+1") is None
    assert bench.register("palette", "Meta+Shift+Space") is None
    assert bench.registered == [(0x12, CTRL | SHIFT, 1), (0x31, COMMAND | SHIFT, 2)]
    assert bench.library.press(2) == 0
    assert bench.library.press(1) == 0
    assert bench.pressed == ["palette", "insert-1"]


def test_hotkeys_of_others_in_this_process_go_on_to_them(bench: Bench) -> None:
    bench.register("insert-1", "Ctrl+Shift+1")
    assert bench.library.press(1, signature=0x51745131) != 0
    assert bench.pressed == []


def test_a_chord_that_was_given_back_fires_no_more(bench: Bench) -> None:
    bench.register("insert-1", "Ctrl+Shift+1")
    bench.register("insert-2", "Ctrl+Shift+2")
    bench.hotkeys.release("insert-1")
    assert [number for _code, _modifiers, number in bench.registered] == [2]
    bench.library.press(1)  # it was under way
    assert bench.pressed == []
    bench.register("next", "Ctrl+Alt+PageDown")
    assert bench.registered[-1] == (0x79, CTRL | OPTION, 3), "no number serves two actions"
    bench.hotkeys.close()
    assert bench.registered == []
    assert bench.library.handler is None


@pytest.mark.parametrize(
    ("status", "chord", "why"),
    [
        (0, "Alt+F5", "types a character"),
        (0, "Alt+Shift+F5", "types a character"),
        (0, "Ctrl+F21", "has no key F21"),
        (-9868, "Ctrl+Shift+5", "does not allow"),
        (-9878, "Ctrl+Shift+5", "used twice"),
        (-50, "Ctrl+Shift+5", "-50"),
    ],
)
def test_what_macos_does_not_take_is_told(bench: Bench, status: int, chord: str, why: str) -> None:
    bench.library.status = status
    refusal = bench.register("insert-1", chord)
    assert refusal is not None
    assert not isinstance(refusal, Taken)
    assert why in refusal.reason
    assert refusal.remedy
    assert bench.registered == []


def of_system(code: int, modifiers: int, *, is_on: bool) -> dict[str, Any]:
    return {
        "kHISymbolicHotKeyCode": code,
        "kHISymbolicHotKeyModifiers": modifiers,
        "kHISymbolicHotKeyEnabled": is_on,
    }


def test_a_chord_that_macos_has_for_itself_is_taken(bench: Bench, world: World) -> None:
    bench.library.of_system = 44
    world.listed[44] = [
        of_system(0x12, CTRL | SHIFT, is_on=True),
        of_system(0x13, CTRL | SHIFT, is_on=False),
        of_system(0x14, CTRL | SHIFT | FN, is_on=True),
        of_system(0x79, CTRL | OPTION | FN, is_on=True),
        {"kHISymbolicHotKeyEnabled": True},
    ]
    refusal = bench.register("insert-1", "Ctrl+Shift+1")
    assert isinstance(refusal, Taken)
    assert "macOS" in refusal.reason
    assert "Keyboard Shortcuts" in refusal.remedy
    assert bench.register("insert-2", "Ctrl+Shift+2") is None
    assert bench.register("insert-3", "Ctrl+Shift+3") is None, "with Fn it is another chord"
    assert isinstance(bench.register("next", "Ctrl+Alt+PageDown"), Taken), "and there it is not"
    assert len(bench.library.released) == 1, "asked once for all of them, and let go"
    world.listed[44] = []
    bench.hotkeys._of_system_until_s = -1.0
    assert bench.register("insert-1", "Ctrl+Shift+1") is None


@pytest.mark.parametrize(
    ("layout", "code"),
    [(QWERTY, 0x00), (AZERTY, 0x0C), (CYRILLIC, 0x00), ({}, 0x00)],
    ids=["QWERTY", "AZERTY", "Cyrillic", "an input method"],
)
def test_a_letter_is_where_the_layout_has_it(
    room: Import, layout: dict[tuple[int, bool], str], code: int
) -> None:
    bench = Bench(room, layout)
    assert bench.register("insert-1", "Ctrl+Shift+A") is None
    assert bench.registered == [(code, CTRL | SHIFT, 1)]
    assert len(bench.library.released) > 0, "each layout that is copied is let go"


@pytest.mark.parametrize(
    ("layout", "code"),
    [(QWERTY, 9), (DVORAK_QWERTY, 9), (CYRILLIC, 9), (AZERTY, 9), ({(0x2F, True): "v"}, 0x2F)],
    ids=["QWERTY", "Dvorak – QWERTY ⌘", "Cyrillic", "no V with ⌘ told", "Dvorak"],
)
def test_v_is_looked_for_with_command_down(
    room: Import, layout: dict[tuple[int, bool], str], code: int
) -> None:
    bench = Bench(room, layout)
    assert bench.layout.code_with_command("v") == code


def test_another_layout_is_looked_at_anew(bench: Bench) -> None:
    assert bench.layout.code("A") == 0x00
    bench.library.layout = AZERTY
    assert bench.layout.code("A") == 0x00
    bench.layout.forget()
    assert bench.layout.code("A") == 0x0C


def test_secure_input_is_known(bench: Bench) -> None:
    assert not bench.carbon.is_secure_input_on()
    bench.library.is_secure = True
    assert bench.carbon.is_secure_input_on()
