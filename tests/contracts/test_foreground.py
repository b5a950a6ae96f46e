"""What `insertion.ports.Foreground` promises."""

from __future__ import annotations

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.oslayer.none.backend import NoForeground
from tests.contracts.rigs import DESKTOPS, ForegroundRig, on_a_real_desktop


@pytest.fixture(params=DESKTOPS)
def rig(request: pytest.FixtureRequest) -> ForegroundRig:
    found: ForegroundRig = request.getfixturevalue(f"foreground_on_{request.param}")
    return found


def first_in_front(rig: ForegroundRig) -> Target:
    """Bring the first program to the front and capture it."""
    rig.focus_first()
    first = rig.foreground.current()
    assert isinstance(first, Target)
    return first


def test_names_the_window_with_the_keyboard(rig: ForegroundRig) -> None:
    first = first_in_front(rig)
    assert first.pid > 0
    rig.focus_second()
    second = rig.foreground.current()
    assert isinstance(second, Target)
    assert (first.program, second.program) == rig.names


def test_knows_whether_a_captured_window_is_still_in_front(rig: ForegroundRig) -> None:
    first = first_in_front(rig)
    assert rig.foreground.is_in_front(first)
    rig.focus_second()
    assert not rig.foreground.is_in_front(first)


def test_brings_a_window_back(rig: ForegroundRig) -> None:
    first = first_in_front(rig)
    rig.focus_second()
    assert rig.foreground.activate(first) is None
    rig.settle(lambda: rig.foreground.is_in_front(first), "the first program in front")


def test_a_window_that_is_gone_cannot_come_back(rig: ForegroundRig) -> None:
    gone = Target(0x1234567, "gone", 1)
    assert not rig.foreground.is_in_front(gone)
    refusal = rig.foreground.activate(gone)
    assert isinstance(refusal, Cannot)
    assert refusal.remedy


def test_reads_the_title_of_any_window_that_is_there(rig: ForegroundRig) -> None:
    first = first_in_front(rig)
    assert rig.foreground.title(first) == rig.title_of_first() != ""
    rig.focus_second()
    assert rig.foreground.title(first) == rig.title_of_first()
    assert rig.foreground.title(Target(0x1234567, "gone", 1)) == ""


def test_without_a_desktop_everything_says_why() -> None:
    why = Cannot("There is no X display.", "Log in to one.")
    nowhere = NoForeground(why)
    assert nowhere.current() == why
    assert nowhere.activate(Target(1, "x")) == why
    assert not nowhere.is_in_front(Target(1, "x"))
    assert nowhere.title(Target(1, "x")) == ""


@on_a_real_desktop
def test_tells_when_another_window_comes_to_the_front(rig: ForegroundRig) -> None:
    rig.focus_second()
    rig.settle(lambda: rig.changes, "the news")
    rig.changes.clear()
    rig.focus_first()
    rig.settle(lambda: "foreground" in rig.changes, "the news")
