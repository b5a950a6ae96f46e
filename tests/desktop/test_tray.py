"""The tray icon on a real notification area; what a desktop without one does, all others show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import Mousepad
from tests.rig.tray import Tray
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk


@pytest.fixture
def tray(desk: Desk) -> Iterator[Tray]:
    with Tray(desk) as found:
        yield found


def spots(place: Geometry) -> Iterator[tuple[int, int]]:
    """Places on an icon, each another one: xdotool waits for the pointer to move."""
    x, y = place.x + place.width // 2, place.y + place.height // 2
    while True:
        yield x, y
        yield x + 1, y


def wait_visible(poise: Poise, is_visible: bool) -> None:
    """Wait until the panel is shown or hidden, by its own word and on the screen."""

    def is_so() -> bool:
        on_screen = bool(poise.desk.windows.find(pid=poise.pid, title="Poise"))
        return poise.state()["panel"]["visible"] is is_visible is on_screen

    wait.until(is_so, f"the panel to be {'shown' if is_visible else 'hidden'}")


def test_a_click_hides_and_shows_the_panel_and_leaves_the_focus(
    tray: Tray, poise: Poise, editor: Mousepad
) -> None:
    poise.run()
    editor.focus()
    keys, windows = editor.desk.keys, editor.desk.windows
    icon = tray.wait_icon(poise.pid)
    assert icon.width >= 16
    assert icon.height >= 16
    spot = spots(icon)
    with windows.focus_must_stay(editor.window):
        for is_visible in (False, True, False, True):
            keys.click(*next(spot), focus=editor.window)
            wait_visible(poise, is_visible)
            wait.pass_by(0.5)  # a second click sooner would make a double click
    keys.type("typing on", into=editor.window)
    editor.wait_text("typing on")


def test_a_double_click_counts_once(tray: Tray, poise: Poise, editor: Mousepad) -> None:
    poise.run()
    editor.focus()
    spot = spots(tray.wait_icon(poise.pid))
    with editor.desk.windows.focus_must_stay(editor.window):
        for _ in range(2):
            editor.desk.keys.click(*next(spot), focus=editor.window)
        wait_visible(poise, False)
        wait.stays(lambda: not poise.state()["panel"]["visible"], "the panel hidden", 0.6)


def test_the_icon_goes_with_poise(tray: Tray, poise: Poise) -> None:
    poise.run()
    pid = poise.pid
    tray.wait_icon(pid)
    poise.quit()
    wait.until(lambda: poise.desk.windows.tray_icon(pid) is None, "the icon to be gone")


def test_the_icon_comes_back_with_a_tray_that_was_started_anew(desk: Desk, poise: Poise) -> None:
    with Tray(desk) as tray:
        poise.run()
        tray.wait_icon(poise.pid)
    poise.ctl("hide")
    poise.ctl("show")
    with Tray(desk) as tray:
        tray.wait_icon(poise.pid)


def test_a_tray_that_starts_later_gets_the_icon_too(desk: Desk, poise: Poise) -> None:
    poise.run()
    poise.ctl("show")  # by now it has looked once
    with Tray(desk) as tray:
        tray.wait_icon(poise.pid)
