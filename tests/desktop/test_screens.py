"""Screens change under the panel: it stays in sight, and comes back to where it was left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.screens import Screens
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk

LARGE = (1440, 900)
SMALL = (1024, 768)


@pytest.fixture(scope="module")
def own_desk() -> Iterator[Desk]:
    """A desktop whose screen may change without moving the other tests' windows."""
    with Desk(*LARGE) as desk:
        yield desk


@pytest.fixture
def desk(own_desk: Desk) -> Desk:
    """What the fixture `poise` appears on."""
    return own_desk


@pytest.fixture(scope="module")
def own_screens(own_desk: Desk) -> Screens:
    return Screens(own_desk)


@pytest.fixture
def screens(own_screens: Screens) -> Iterator[Screens]:
    yield own_screens
    own_screens.reset()


def real_place(poise: Poise) -> Geometry:
    """Where the X server has the panel, once the window manager has taken it in."""
    windows = poise.desk.windows
    panel = wait.until(lambda: windows.find(pid=poise.pid, title="Poise"), "the panel to be there")
    return windows.geometry(panel)


def wait_at(poise: Poise, corner: tuple[int, int]) -> None:
    """Wait until the panel is there, by its own word and by the X server's."""

    def is_there() -> bool:
        told, real = poise.panel_geometry(), real_place(poise)
        return (told.x, told.y) == corner == (real.x, real.y)

    try:
        wait.until(is_there, "", 5)
    except wait.TooLate:
        raise AssertionError(
            f"the panel should be at {corner}, but is at {real_place(poise)} "
            f"and says {poise.panel_geometry()}"
        ) from None


def wait_in_sight(poise: Poise, size: tuple[int, int]) -> Geometry:
    """Wait until all of the panel is on a screen of this size, and stays so."""

    def is_in_sight() -> bool:
        return all(
            place.x >= 0
            and place.y >= 0
            and place.x + place.width <= size[0]
            and place.y + place.height <= size[1]
            for place in (poise.panel_geometry(), real_place(poise))
        )

    try:
        wait.until(is_in_sight, "", 5)
    except wait.TooLate:
        raise AssertionError(
            f"the panel should be on the screen of {size}, but is at {real_place(poise)} "
            f"and says {poise.panel_geometry()}"
        ) from None
    wait.stays(is_in_sight, "the panel on the screen", 0.3)
    return poise.panel_geometry()


def drag(poise: Poise, corner: tuple[int, int]) -> None:
    """Take the panel by its title and put its corner there."""
    place = poise.panel_geometry()
    start = (place.x + place.width // 2, place.y + 10)
    stop = (start[0] + corner[0] - place.x, start[1] + corner[1] - place.y)
    poise.desk.keys.drag(start, stop, focus=0)


def drag_to(poise: Poise, corner: tuple[int, int]) -> None:
    """Drag the panel to a place where it fits, and wait until it is there."""
    drag(poise, corner)
    wait_at(poise, corner)


def test_a_smaller_screen_keeps_the_panel_in_sight_and_a_larger_one_puts_it_back(
    poise: Poise, screens: Screens
) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera")
    place = poise.panel_geometry()
    edge = (LARGE[0] - place.width, 40)
    drag_to(poise, edge)
    height = wait_in_sight(poise, LARGE).height
    assert height > SMALL[1] - edge[1], "a panel this low tests nothing"
    for _ in range(3):
        screens.resize(*SMALL)
        wait_in_sight(poise, SMALL)
        screens.resize(*LARGE)
        wait_at(poise, edge)
    wait.until(lambda: real_place(poise).height == height, "the panel's whole height again")


@pytest.mark.parametrize("is_collapsed", [False, True], ids=["panel", "slim bar"])
def test_a_panel_at_the_bottom_comes_up_with_a_lower_screen(
    poise: Poise, screens: Screens, is_collapsed: bool
) -> None:
    poise.run()
    if is_collapsed:
        poise.ctl("collapse")
    drag(poise, (600, LARGE[1] - poise.panel_geometry().height))
    wait.until(lambda: poise.panel_geometry().x == 600, "the panel to be dragged")
    left_at = wait_in_sight(poise, LARGE)  # it may leave itself room to grow
    screens.resize(*SMALL)
    wait_in_sight(poise, SMALL)
    screens.resize(*LARGE)
    wait_at(poise, (left_at.x, left_at.y))


def test_a_panel_nobody_moved_stays_at_the_edge_of_the_screen(
    poise: Poise, screens: Screens
) -> None:
    poise.run()
    before = poise.panel_geometry()
    margin = LARGE[0] - before.x
    screens.resize(*SMALL)
    wait.until(lambda: real_place(poise).x == SMALL[0] - margin, "the panel at the new edge")
    wait_in_sight(poise, SMALL)
    screens.resize(*LARGE)
    wait_at(poise, (before.x, before.y))


def test_a_panel_hidden_during_the_change_is_in_sight_when_it_is_shown(
    poise: Poise, screens: Screens
) -> None:
    poise.run()
    before = poise.panel_geometry()
    poise.ctl("hide")
    screens.resize(*SMALL)
    poise.ctl("show")
    wait_in_sight(poise, SMALL)
    poise.ctl("hide")
    screens.resize(*LARGE)
    poise.ctl("show")
    wait_at(poise, (before.x, before.y))


def test_each_arrangement_of_screens_has_its_own_place_across_a_restart(
    poise: Poise, screens: Screens
) -> None:
    on_large, on_small = (830, 35), (300, 60)
    poise.run()
    drag_to(poise, on_large)
    screens.resize(*SMALL)
    wait_in_sight(poise, SMALL)
    drag_to(poise, on_small)
    screens.resize(*LARGE)
    wait_at(poise, on_large)
    poise.quit()

    screens.resize(*SMALL)  # while it is off
    poise.run()
    wait_at(poise, on_small)
    screens.resize(*LARGE)
    wait_at(poise, on_large)
    screens.resize(*SMALL)
    wait_at(poise, on_small)
