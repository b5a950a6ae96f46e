"""What each suite needs of a desktop, in the same words for every desktop.

A module for each desktop makes these rigs from its own parts, as fixtures such as
`clipboard_on_fake` and `clipboard_on_x11`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.ports import HotkeyRegistry
from desktop.insertion.ports import (
    Clipboard,
    Foreground,
    KeySender,
    Reader,
    SecureInput,
    Target,
)
from desktop.oslayer.backend import Backend, Listeners, MainLoop

REAL: list[Any]
if sys.platform == "win32":
    REAL = ["windows"]
elif sys.platform == "linux":
    REAL = [pytest.param("x11", marks=pytest.mark.desktop)]
else:
    REAL = []

DESKTOPS = ["fake", "macos", *REAL]
"""The parameters of a suite's fixture `rig`: the desktops that are tried on this machine. That of
macOS is the real room on frameworks that are none; see tests/macos/world.py."""

on_a_real_desktop = pytest.mark.parametrize("rig", REAL, indirect=True)
"""For a promise that needs a real keyboard or a real window."""

Settle = Callable[[Callable[[], object], str], object]
"""Lets the desktop run until something holds; the text says what, for the failure."""


class Told:
    """A real backend, started, and what it reported."""

    def __init__(self, backend: Backend, loop: MainLoop) -> None:
        self.pressed: list[str] = []
        self.changes: list[str] = []
        backend.start(
            loop,
            Listeners(
                hotkey_pressed=self.pressed.append,
                keymap_changed=lambda: self.changes.append("keymap"),
                foreground_changed=lambda: self.changes.append("foreground"),
                desktop_lost=lambda: self.changes.append("lost"),
            ),
        )


@dataclass
class Heard:
    """Implements ClipboardListener by writing down."""

    kept: list[Cannot | None] = field(default_factory=list)
    reads: list[Reader] = field(default_factory=list)
    lost: int = 0
    given_back: list[Cannot | None] = field(default_factory=list)

    def on_kept(self, refusal: Cannot | None) -> None:
        self.kept.append(refusal)

    def on_read(self, reader: Reader) -> None:
        self.reads.append(reader)

    def on_lost(self) -> None:
        self.lost += 1

    def on_given_back(self, refusal: Cannot | None) -> None:
        self.given_back.append(refusal)


@dataclass
class ClipboardRig:
    """Somebody has copied several formats, `old`; a program's empty text field is in front."""

    old: object
    clipboard: Clipboard
    target: Target
    heard: Heard
    settle: Settle
    target_pastes: Callable[[], object]
    target_text: Callable[[], str]
    manager_reads: Callable[[], str | None]
    somebody_copies: Callable[[str], object]
    content: Callable[[], object]
    tells_readers: bool = True


@dataclass
class ForegroundRig:
    """Two programs; `names` are the first's and the second's."""

    foreground: Foreground
    names: tuple[str, str]
    title_of_first: Callable[[], str]
    focus_first: Callable[[], object]
    focus_second: Callable[[], object]
    settle: Settle
    changes: list[str] = field(default_factory=list)


@dataclass
class HotkeyRig:
    """A program in front, into which keys are pressed, and a rival for the same chords."""

    registry: HotkeyRegistry
    tap: Callable[[str], object]
    holding: Callable[[str], AbstractContextManager[None]]
    spin_for: Callable[[float], object]
    rival_takes: Callable[[str], object]
    settle: Settle
    pressed: list[str]
    tells_rivals: bool = True


@dataclass
class KeyRig:
    """An empty text field in front."""

    keys: KeySender
    holding: Callable[[str], AbstractContextManager[None]]
    settle: Settle
    text: Callable[[], str]


@dataclass
class FieldRig:
    """A text field in front, in a window, that can hide what is typed."""

    secure_input: SecureInput
    window: int
    hide: Callable[[bool], object]
    tells: bool = True
