"""Paced breathing on a real screen: it moves where it may, costs nothing when it is not seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.rig.poise import Poise, cpu_s
from tests.rig.targets import Mousepad
from tests.rig.windows import Geometry
from tests.rig.xsettings import SettingsProgram


@pytest.fixture
def still_desktop(poise: Poise) -> Iterator[None]:
    """A desktop on which somebody has switched animations off."""
    program = SettingsProgram(poise.desk.display, {"Gtk/EnableAnimations": 0})
    yield
    program.close()


def begin(poise: Poise, editor: Mousepad) -> None:
    """Open the reset and go to its breathing, by hotkeys alone."""
    poise.run()
    editor.focus()
    with editor.desk.windows.focus_must_stay(editor.window):
        editor.desk.keys.tap(poise.chord("reset"), into=editor.window)
        wait.until(lambda: poise.state()["aside"] == "pause", "the reset")
        editor.desk.keys.tap(poise.chord("next"), into=editor.window)
        wait.until(lambda: poise.state()["aside"] == "breathe", "its next step")


def looks(poise: Poise, *, is_edge: bool) -> bytes:
    """The upper half of the panel; or its left edge, where nothing but the shape can change."""
    at = poise.panel_geometry()
    width = 60 if is_edge else at.width
    area = Geometry(at.x, at.y + 100, width, at.height // 3)
    return poise.desk.windows.screenshot("breathing", area=area).read_bytes()


def test_the_shape_moves(poise: Poise, editor: Mousepad) -> None:
    begin(poise, editor)
    with editor.desk.windows.focus_must_stay(editor.window):
        before = looks(poise, is_edge=True)
        wait.until(lambda: looks(poise, is_edge=True) != before, "the shape to move", 12)
        editor.desk.keys.type("undisturbed", into=editor.window)
    editor.wait_text("undisturbed")


def test_on_a_still_desktop_only_words_and_count_change(
    poise: Poise, editor: Mousepad, still_desktop: None
) -> None:
    del still_desktop
    begin(poise, editor)
    edge = looks(poise, is_edge=True)
    seen = {looks(poise, is_edge=False)}

    def has_counted() -> bool:
        seen.add(looks(poise, is_edge=False))
        return len(seen) > 4

    wait.until(has_counted, "the count to change", 15)
    assert looks(poise, is_edge=True) == edge


def test_hidden_it_costs_nothing(poise: Poise, editor: Mousepad) -> None:
    begin(poise, editor)
    poise.ctl("hide")
    wait.until(lambda: not poise.state()["panel"]["visible"], "the panel to hide")
    wait.pass_by(1)
    before = cpu_s(poise.family())
    wait.pass_by(4)
    assert cpu_s(poise.family()) - before <= 0.03
    assert poise.state()["aside"] == "breathe"
