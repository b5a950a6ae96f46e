"""The keyboard goes back to the field it was borrowed from, and is taken from nobody else."""

from __future__ import annotations

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.qt.focus import give_focus_back
from tests.fakes import FakeClock, FakeDesktop


class Deaf(FakeDesktop):
    """A desktop that passes the keyboard on only at a certain time of asking."""

    def __init__(self, hears_at: int) -> None:
        super().__init__()
        self.asked = 0
        self._hears_at = hears_at

    def activate(self, target: Target) -> Cannot | None:
        self.asked += 1
        return super().activate(target) if self.asked == self._hears_at else None


def give_back(desktop: Deaf, clock: FakeClock, target: Target) -> list[Cannot | None]:
    told: list[Cannot | None] = []
    give_focus_back(desktop, target, clock, told.append)
    return told


@pytest.mark.parametrize("hears_at", [1, 2, 5])
def test_what_was_lost_on_the_way_is_asked_for_again(hears_at: int) -> None:
    desktop, clock = Deaf(hears_at), FakeClock()
    chat = desktop.open("chromium", 1).target
    desktop.front = None
    told = give_back(desktop, clock, chat)
    clock.advance(650)
    assert told == [None]
    assert desktop.asked == hears_at


def test_another_program_in_front_keeps_the_keyboard() -> None:
    desktop, clock = Deaf(9), FakeClock()
    chat = desktop.open("chromium", 1).target
    desktop.front = desktop.open("mail", 2)
    told = give_back(desktop, clock, chat)
    clock.advance(1000)
    assert [isinstance(each, Cannot) for each in told] == [True]
    assert desktop.asked == 1


def test_it_is_given_up_in_the_end() -> None:
    desktop, clock = Deaf(99), FakeClock()
    chat = desktop.open("chromium", 1).target
    desktop.front = None
    told = give_back(desktop, clock, chat)
    clock.advance(1000)
    assert "did not get the keyboard back" in str(told[0])
    assert desktop.asked < 10
