"""What the bare keys mean, and when the mode has to end early: on fakes, with a real panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.one_key_mode import GivingWay, OneKeyMode
from desktop.errors import Trouble
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.one_key import LOOK_MS, OPEN_MS, OneKey
from desktop.insertion.ports import PasswordField
from desktop.insertion.quirks import CTRL_V
from desktop.ui.panel import Panel
from tests.unit.cockpit.room import Room

PLAYBOOK = """\
poise: 1
id: walk
title: Walk
summary: Made by a test.
steps:
  - id: one
    title: One
    goal: Say the thing.
    phrases:
      - {id: p1, title: First, text: Hello there}
      - {id: p2, title: Second, text: "Hello {customer}"}
    branches:
      - {id: calmer, label: Calmer, key: c, to: two}
      - {id: mail, label: They write, key: m, to: two, when: channel is email}
  - {id: two, title: Two, goal: Go on., outcomes: [solved]}
"""


class Mode:
    """The mode in a room of its own."""

    def __init__(self, folder: Path, panel: Panel) -> None:
        self.room = Room(folder, walk=PLAYBOOK)
        room = self.room
        self.panel = panel
        self.told: list[Trouble] = []
        self.refreshed = 0
        keys = OneKey(room.registry, room.desktop.held, room.clock)
        self.keys = keys
        desktop = room.desktop
        self.mode = OneKeyMode(
            *(keys, room.cockpit, desktop, desktop, panel, self.told.append, self.refresh)
        )
        room.registry.on_pressed = self.on_pressed

    def on_pressed(self, action: str) -> None:
        assert self.mode.pressed(action)

    def refresh(self) -> None:
        self.refreshed += 1

    def tap(self, key: str) -> None:
        self.room.desktop.down = {key}
        self.room.registry.press(Chord(frozenset(), key))
        self.room.desktop.down = set()
        self.room.clock.advance(LOOK_MS)

    def bare(self) -> set[str]:
        return {chord.key for chord in self.room.registry.held if not chord.modifiers}

    def step(self) -> str:
        assert self.room.cockpit.step is not None
        return self.room.cockpit.step.id


@pytest.fixture
def at_work(tmp_path: Path, panel: Panel) -> Iterator[Mode]:
    found = Mode(tmp_path, panel)
    yield found
    found.room.ledger.close(5)


@pytest.fixture
def in_contact(at_work: Mode) -> Mode:
    at_work.room.cockpit.start("walk", "Ms Rivera")
    return at_work


def test_the_keys_are_those_of_the_step(in_contact: Mode) -> None:
    in_contact.mode.open()
    assert in_contact.bare() == {*"123456789", "N", "B", "C", "Escape"}
    view = in_contact.mode.view()
    assert view is not None
    assert (view.opening, view.length_s, view.refused) == (1, 3.0, frozenset())
    in_contact.room.clock.advance(OPEN_MS)
    assert in_contact.mode.view() is None
    assert in_contact.bare() == set()


def test_a_digit_inserts_into_the_window_that_was_in_front(in_contact: Mode) -> None:
    in_contact.mode.open()
    in_contact.tap("2")
    in_contact.room.clock.advance(100)
    assert in_contact.room.chat.text == "Hello Ms Rivera"


def test_a_window_that_comes_in_between_gets_nothing(in_contact: Mode) -> None:
    room = in_contact.room
    in_contact.mode.open()
    room.desktop.down = {"2"}
    room.registry.press(Chord(frozenset(), "2"))
    other = room.desktop.open("mousepad", 2)
    in_contact.mode.on_foreground_changed()
    room.desktop.down = set()
    room.clock.advance(100)
    assert (room.chat.text, other.text) == ("", "")
    assert room.last().verdict.value == "refused"


def test_letters_walk(in_contact: Mode) -> None:
    for key, expected in (("C", "two"), ("B", "one"), ("N", "two")):
        in_contact.mode.open()
        in_contact.tap(key)
        assert in_contact.step() == expected


def test_what_cannot_be_done_is_told(in_contact: Mode) -> None:
    in_contact.mode.open()
    in_contact.tap("B")
    assert len(in_contact.told) == 1
    assert in_contact.step() == "one"
    in_contact.mode.open()
    in_contact.tap("7")
    assert "no phrase 7" in in_contact.room.last().reason


def test_another_step_or_contact_ends_it(in_contact: Mode) -> None:
    in_contact.mode.open()
    in_contact.mode.look()
    assert in_contact.mode.is_open
    in_contact.room.cockpit.next("calmer")
    in_contact.mode.look()
    assert not in_contact.mode.is_open
    in_contact.mode.open()
    in_contact.room.cockpit.start("walk", "Mr Okafor")
    in_contact.mode.look()
    assert not in_contact.mode.is_open


def test_the_same_window_in_front_keeps_it(in_contact: Mode) -> None:
    in_contact.mode.open()
    in_contact.mode.on_foreground_changed()
    assert in_contact.mode.is_open
    in_contact.room.desktop.front = None
    in_contact.mode.on_foreground_changed()
    assert not in_contact.mode.is_open


def test_without_a_window_it_does_not_open(in_contact: Mode) -> None:
    in_contact.room.desktop.front = None
    with pytest.raises(Trouble, match="No window has the keyboard"):
        in_contact.mode.open()
    assert in_contact.bare() == set()


def test_a_password_field_has_its_keys(in_contact: Mode) -> None:
    in_contact.room.chat.hides = PasswordField.YES
    with pytest.raises(Trouble, match="password field"):
        in_contact.mode.open()
    assert in_contact.bare() == set()
    assert not in_contact.mode.is_open


def test_keys_that_are_all_taken_are_told(in_contact: Mode) -> None:
    registry = in_contact.room.registry
    keys = (*"123456789", "N", "B", "C")
    registry.taken = {Chord(frozenset(), key) for key in keys}
    with pytest.raises(Trouble, match="taken by another program"):
        in_contact.mode.open()
    registry.taken = {Chord(frozenset(), key) for key in keys[1:]}
    in_contact.mode.open()
    view = in_contact.mode.view()
    assert view is not None
    assert view.refused == frozenset(keys[1:])


def test_numbers_start_playbooks_while_there_is_no_contact(at_work: Mode) -> None:
    at_work.mode.open()
    at_work.tap("1")
    assert at_work.step() == "one"


def test_a_hidden_panel_is_shown_meanwhile(in_contact: Mode) -> None:
    panel = in_contact.panel
    panel.hide()
    in_contact.mode.open()
    assert panel.isVisible()
    in_contact.tap("Escape")
    assert not panel.isVisible()
    in_contact.mode.open()
    in_contact.mode.keep_panel()
    in_contact.tap("Escape")
    assert panel.isVisible()
    in_contact.mode.open()
    in_contact.tap("Escape")
    assert panel.isVisible()


def test_keys_of_our_own_find_no_bare_key_in_their_way(in_contact: Mode) -> None:
    desktop = in_contact.room.desktop
    sender = GivingWay(desktop, in_contact.keys.drop)
    in_contact.mode.open()
    desktop.down = {"Ctrl"}
    assert sender.held() == ("Ctrl",)
    assert in_contact.mode.is_open
    sender.press(CTRL_V)
    assert in_contact.bare() == set()
    assert desktop.pressed == [CTRL_V]
    in_contact.mode.open()
    sender.type_text("2", lambda: True)
    assert in_contact.bare() == set()
    assert in_contact.room.chat.text.endswith("2")
