"""What `insertion.ports.Foreground` promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import Foreground, Target
from desktop.oslayer.none.backend import NoForeground
from tests.fakes import FakeDesktop
from tests.rig import wait
from tests.rig.targets import Mousepad, Xterm


@dataclass
class Rig:
    foreground: Foreground
    focus_editor: Callable[[], None]
    focus_terminal: Callable[[], None]
    settle: Callable[[Callable[[], object], str], object]


@pytest.fixture(params=["fake", pytest.param("x11", marks=pytest.mark.desktop)])
def rig(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        fake = FakeDesktop()
        editor, terminal = fake.open("mousepad", 1), fake.open("xterm", 2)

        def focus(field: Any) -> Callable[[], None]:
            return lambda: setattr(fake, "front", field)

        return Rig(fake, focus(editor), focus(terminal), lambda is_true, _what: is_true())
    real = request.getfixturevalue("x11")
    pad: Mousepad = request.getfixturevalue("editor")
    term: Xterm = request.getfixturevalue("terminal")
    return Rig(real.backend.foreground, pad.focus, term.focus, wait.until)


def test_names_the_window_with_the_keyboard(rig: Rig) -> None:
    rig.focus_editor()
    editor = rig.foreground.current()
    assert isinstance(editor, Target)
    assert editor.program == "mousepad"
    assert editor.pid > 0
    rig.focus_terminal()
    terminal = rig.foreground.current()
    assert isinstance(terminal, Target)
    assert terminal.program == "xterm"


def test_knows_whether_a_captured_window_is_still_in_front(rig: Rig) -> None:
    rig.focus_editor()
    editor = rig.foreground.current()
    assert isinstance(editor, Target)
    assert rig.foreground.is_in_front(editor)
    rig.focus_terminal()
    assert not rig.foreground.is_in_front(editor)


def test_brings_a_window_back(rig: Rig) -> None:
    rig.focus_editor()
    editor = rig.foreground.current()
    assert isinstance(editor, Target)
    rig.focus_terminal()
    assert rig.foreground.activate(editor) is None
    rig.settle(lambda: rig.foreground.is_in_front(editor), "the editor in front")


def test_a_window_that_is_gone_cannot_come_back(rig: Rig) -> None:
    gone = Target(0x1234567, "gone", 1)
    assert not rig.foreground.is_in_front(gone)
    refusal = rig.foreground.activate(gone)
    assert isinstance(refusal, Cannot)
    assert refusal.remedy


def test_without_a_desktop_everything_says_why() -> None:
    why = Cannot("There is no X display.", "Log in to one.")
    nowhere = NoForeground(why)
    assert nowhere.current() == why
    assert nowhere.activate(Target(1, "x")) == why
    assert not nowhere.is_in_front(Target(1, "x"))


@pytest.mark.desktop
def test_tells_when_another_window_comes_to_the_front(
    x11: Any, editor: Mousepad, terminal: Xterm
) -> None:
    x11.changes.clear()
    editor.focus()
    x11.loop.spin_until(lambda: "foreground" in x11.changes, "the news")
