from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.ui.breath_pace import READY_S, Part, moment
from desktop.ui.breathing import BreathingGuide
from desktop.ui.motion import Motion, wants_less_motion
from desktop.ui.panel import Panel
from desktop.ui.view import BreathingView, PanelView
from tests.ui.conftest import Clock
from tests.ui.samples import STEP

PACE = BreathingView(in_s=4, out_s=6, rounds=3)
BREATHE = replace(STEP, breathing=PACE, phrases=(), is_private=True, step_key="a/reset/2/breathe")
AT_STEP = PanelView(step=BREATHE)


def guide_of(panel: Panel) -> BreathingGuide:
    found = panel.findChild(BreathingGuide)
    assert isinstance(found, BreathingGuide)
    return found


def picture(guide: BreathingGuide) -> QImage:
    return guide.grab().toImage()


# ------------------------------------------------------------------------------- the rhythm
@pytest.mark.parametrize(
    ("at_s", "part", "fullness", "count", "left"),
    [
        (-1.0, Part.READY, 0.0, 0, 3),
        (0.0, Part.READY, 0.0, 0, 3),
        (READY_S, Part.IN, 0.0, 1, 3),
        (READY_S + 2, Part.IN, 0.5, 3, 3),
        (READY_S + 4, Part.OUT, 1.0, 1, 3),
        (READY_S + 7, Part.OUT, 0.5, 4, 3),
        (READY_S + 10, Part.IN, 0.0, 1, 2),
        (READY_S + 29.9, Part.OUT, 0.0, 6, 1),
        (READY_S + 30, Part.DONE, 0.0, 0, 0),
        (READY_S + 9999, Part.DONE, 0.0, 0, 0),
    ],
)
def test_each_moment_of_a_breath(
    at_s: float, part: Part, fullness: float, count: int, left: int
) -> None:
    now = moment(PACE, PACE.rounds, at_s)
    assert (now.part, now.count, now.rounds_left) == (part, count, left)
    assert now.fullness == pytest.approx(fullness, abs=0.01)


def test_a_breath_may_be_held() -> None:
    pace = replace(PACE, hold_s=2)
    parts = [moment(pace, 1, READY_S + second).part.value for second in range(13)]
    assert parts == ["in"] * 4 + ["hold"] * 2 + ["out"] * 6 + ["done"]
    assert moment(pace, 1, READY_S + 5).fullness == 1.0


def test_it_says_when_something_changes() -> None:
    at_s = 0.0
    seen = []
    while (now := moment(PACE, 1, at_s)).part is not Part.DONE:
        assert now.change_s > 0
        seen.append((now.part, now.count))
        at_s += now.change_s
    assert len(seen) == len(set(seen)) == 1 + 4 + 6


# ------------------------------------------------------------------------------- the panel
def test_nothing_is_made_before_a_step_with_breathing(panel: Panel) -> None:
    panel.show_view(PanelView(step=STEP))
    assert panel.findChild(BreathingGuide) is None


def test_the_program_starts_without_it() -> None:
    starting = (
        "import sys, desktop.app.poise; sys.exit("
        "bool({'desktop.ui.breathing', 'desktop.ui.breath_pace', 'desktop.oslayer.x11.motion'}"
        " & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", starting], check=False).returncode == 0


def test_the_words_follow_the_breath(panel: Panel, clock: Clock) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    assert guide.isVisible()
    assert guide.words == ("Let the air out", "3 breaths left")
    clock.now += READY_S
    assert guide.words == ("Breathe in", "3 breaths left")
    clock.now += 4
    assert guide.words == ("Breathe out", "3 breaths left")
    clock.now += 20
    assert guide.words == ("Breathe out", "Last breath")
    clock.now += 20
    assert guide.words == ("That is all", "Stay as long as you like")


def test_the_shape_grows_and_shrinks(panel: Panel, clock: Clock) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    clock.now += READY_S + 0.5
    small = picture(guide)
    clock.now += 3
    large = picture(guide)
    clock.now += 6.2
    assert small != large != picture(guide)


def test_nothing_ticks_where_nobody_sees_it(panel: Panel, clock: Clock) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    assert guide.is_ticking
    for is_collapsed in (True, False):
        panel.show_view(replace(AT_STEP, is_collapsed=is_collapsed))
        panel.setVisible(is_collapsed)
        assert not guide.is_ticking
        clock.now += 500
        panel.show_view(AT_STEP)
        panel.show()
        picture(guide)  # what comes into sight is painted
        assert guide.is_ticking
        assert guide.words[1] == "3 breaths left"  # it waited
    panel.show_view(PanelView(step=STEP))
    assert not guide.isVisible()
    assert not guide.is_ticking


def test_it_goes_on_at_the_breath_that_was_interrupted(panel: Panel, clock: Clock) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    clock.now += READY_S + 12
    panel.hide()
    panel.show()
    assert guide.words == ("Let the air out", "2 breaths left")
    clock.now += READY_S + 20
    panel.hide()
    panel.show()
    assert guide.words[0] == "That is all"


def test_it_stops_after_the_last_breath_and_begins_anew_with_the_step(
    panel: Panel, clock: Clock
) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    clock.now += 500
    guide._tick.timeout.emit()
    guide._tick.stop()
    picture(guide)
    assert not guide.is_ticking
    panel.show_view(replace(AT_STEP, target="Chrome"))
    assert guide.words[0] == "That is all"
    panel.show_view(PanelView(step=replace(BREATHE, step_key="a/reset/9/breathe")))
    assert guide.words == ("Let the air out", "3 breaths left")
    assert guide.is_ticking


def test_out_of_sight_in_a_step_that_scrolls(panel: Panel, clock: Clock) -> None:
    many = tuple(
        replace(STEP.phrases[0], id=f"p{n}", slot=n, text="Words. " * 60) for n in range(30)
    )
    panel.show_view(PanelView(step=replace(BREATHE, phrases=many)))
    guide = guide_of(panel)
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert guide.visibleRegion().isEmpty()
    guide._tick.stop()
    guide._on_tick()
    assert not guide.is_ticking
    bar.setValue(0)
    picture(guide)  # what comes into sight is painted
    assert guide.is_ticking
    assert clock.now == 1000.0


def test_motion_that_nobody_wants_is_left_out(panel: Panel, clock: Clock) -> None:
    panel._theme.motion.choice = "less"
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    shapes, counts = set(), set()
    for _ in range(20):
        clock.now += 0.5
        shot = picture(guide)
        counts.add(bytes(shot.constBits()))
        shapes.add(bytes(shot.copy(0, 0, guide.height() // 3, guide.height()).constBits()))
    assert len(shapes) == 1
    assert 8 <= len(counts) <= 12
    clock.now = 1000.0 + READY_S + 0.25
    guide._tick.stop()
    guide._on_tick()
    assert guide._tick.interval() == 750  # when the count changes, and not before


def test_who_decides_about_motion(panel: Panel) -> None:
    for choice, desktop, expected in (
        ("auto", False, False),
        ("auto", True, True),
        ("full", True, False),
        ("less", False, True),
    ):
        motion = Motion(choice, lambda answer=desktop: answer)  # type: ignore[misc]
        assert wants_less_motion(panel, motion) is expected


def test_it_never_takes_the_keyboard_and_is_told_to_screen_readers(
    panel: Panel, clock: Clock
) -> None:
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    assert guide.focusPolicy() == panel.focusPolicy()
    assert guide.accessibleName() == "Let the air out, 3 breaths left"
    clock.now += READY_S
    guide._on_tick()
    assert guide.accessibleName() == "Breathe in, 3 breaths left"
    assert QApplication.focusWidget() is None


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_number_in_the_shape_can_be_read(
    panel: Panel, clock: Clock, scheme: str, percent: int
) -> None:
    panel._theme.choose(scheme, percent)  # type: ignore[arg-type]
    panel._theme.motion.choice = "less"
    panel.show_view(AT_STEP)
    guide = guide_of(panel)
    clock.now += READY_S + 1
    shot = picture(guide)
    side = guide._side()
    ink = panel._theme.look.color("window" if scheme == "dark" else "text")
    beside = shot.pixelColor(side // 2 - panel._theme.look.px(12), 4 + side // 2)
    dark, light = sorted((_luminance(ink), _luminance(beside)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(color: object) -> float:
    parts = [getattr(color, name)() for name in ("redF", "greenF", "blueF")]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
