"""What the linter says of a step's height is what the panel does with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.app.pictures import ROOM_PX as PANEL_ROOM_PX
from desktop.cockpit.previewing import step_views
from desktop.guide.library import Library
from desktop.guide.lint.fit_rules import ROOM_PX, TOLERANCE_PX, estimated_height_px
from desktop.guide.model import Branch, Phrase, Playbook, Step, StepTimer
from desktop.guide.vocabulary import Channel
from desktop.paths import shipped_playbooks
from desktop.ui.panel import Panel
from tests.systems import needs_our_fonts

pytestmark = needs_our_fonts

CHANNELS = (Channel.CHAT, Channel.EMAIL, Channel.PHONE)
AROUND_PX = PANEL_ROOM_PX - ROOM_PX
"""The panel's head and foot, and its margins."""


def playbooks() -> tuple[Playbook, ...]:
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    return library.playbooks()


def heights(panel: Panel, playbook: Playbook, channel: Channel) -> Iterator[tuple[str, int, int]]:
    """Of each step: its name, what the linter estimates, and what the panel needs at least."""
    for step, view in zip(playbook.steps, step_views(playbook, channel), strict=True):
        panel.show_view(view)
        panel.show_whole(0)  # phrases give up all lines but one
        name = f"{playbook.id}/{step.id} ({channel.value})"
        yield name, estimated_height_px(step, channel), panel.height() - AROUND_PX


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_shipped_step_is_as_high_as_the_linter_says(panel: Panel, channel: Channel) -> None:
    seen = 0
    for playbook in playbooks():
        for name, estimated, real in heights(panel, playbook, channel):
            seen += 1
            assert abs(estimated - real) <= TOLERANCE_PX, f"{name}: {estimated}, but {real}"
    assert seen > 60


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_shipped_step_fits_without_scrolling(panel: Panel, channel: Channel) -> None:
    for playbook in playbooks():
        for name, estimated, real in heights(panel, playbook, channel):
            assert estimated <= ROOM_PX, name
            assert real <= ROOM_PX, name


def step_of(lines: int, phrases: int, labels: int) -> Playbook:
    """A step with so much in it."""
    step = Step(
        "one",
        "One",
        "A goal that takes two lines of the large font, as most goals do.",
        do=tuple(f"Line number {n} of what to do here" for n in range(lines)),
        phrases=tuple(Phrase(f"p{n}", f"Phrase {n}", "Some words. " * 20) for n in range(phrases)),
        branches=tuple(Branch(f"b{n}", f"Way number {n}", step="one") for n in range(labels)),
        timer=StepTimer(60, "Wait"),
    )
    return Playbook("made", "Made", "S", (step,))


@pytest.mark.parametrize("phrases", [0, 3, 6])
@pytest.mark.parametrize("labels", [0, 2, 6])
def test_the_rule_speaks_where_the_panel_scrolls(panel: Panel, phrases: int, labels: int) -> None:
    """Line after line: the two agree on each, but for those that nearly fit."""
    fits, scrolls = 0, 0
    for lines in range(0, 40, 4):
        [(_, estimated, real)] = heights(panel, step_of(lines, phrases, labels), Channel.CHAT)
        if abs(real - ROOM_PX) > TOLERANCE_PX:
            assert (estimated <= ROOM_PX) == (real <= ROOM_PX), (lines, estimated, real)
        fits += real <= ROOM_PX
        scrolls += real > ROOM_PX
    assert fits
    assert scrolls
