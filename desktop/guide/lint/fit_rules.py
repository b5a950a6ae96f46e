"""Rules about the room on the panel.

The limits are an estimate: the panel is 380 pixels wide and as high as the screen allows, its
fonts differ from desktop to desktop, and a team may enlarge the text. They are chosen so that a
step that keeps them stands on a screen of 1080 pixels without scrolling, at 100 % text size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from desktop.guide.conditions import ALWAYS
from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet, StepSpot
from desktop.guide.model import Step
from desktop.guide.source import MapNode, TextNode, shown
from desktop.guide.vocabulary import Channel, Medium

LONGEST_SUMMARY = 100
"""Two lines of the small font in the list of playbooks, which shows no more."""

LONGEST_TITLE = 22
"""Stands in one line with the playbook's name and the step's number, or beside a key cap."""

LONGEST_GOAL = 90
"""Three lines of the largest font; longer ones are not read under stress."""

LONGEST_LINE = 60
"""Two lines of the body font."""

LONGEST_LABEL = 28
"""One line of a branch's button, so that the eye finds it at once."""

LONGEST_CHAT = 240
"""Six lines of a phrase; as much as a person types in one message."""

MOST_PHRASES = 9
"""There are the keys 1 to 9."""

ROOM_PX = 795
"""A screen of 1080 pixels, less a taskbar of 48, the margin of 16 above the panel where it stands
at first, and 221 for the panel's head, foot and margins."""

TOLERANCE_PX = 40
"""By how much the estimate may be off (tests/ui/test_fit.py measures the shipped steps)."""

_GOAL_CHARACTERS, _BODY_CHARACTERS, _PHRASE_CHARACTERS = 40, 46, 42
_GOAL_PX, _BODY_PX = 25, 20
_TITLE_PX, _TIMER_PX, _LEGEND_PX, _BRANCH_PX, _BETWEEN_PX = 20, 24, 37, 44, 4
_GROUP_PX, _FIELD_PX, _FIELDS_PX = 6, 34, 24
_LADDER_PX = 54
_BREATHING_PX = 128
_BRANCH_ROWS, _HALF_CHARACTERS = 2, 18
_PHRASE_PX = 45
"""A phrase's button without its text: its edges, its title, and the gap below it."""
_PHRASE_LINES = 1
"""Of each text is still shown when the panel begins to scroll; where there is room it shows 3."""


def _too_long(sheet: Sheet, _: Round) -> Iterator[Remark]:
    if sheet.playbook is not None:
        yield from _longer(sheet, sheet.root.get("summary"), "summary", LONGEST_SUMMARY)
    for step in sheet.steps:
        yield from _longer(sheet, step.node.get("title"), "title", LONGEST_TITLE)
        yield from _longer(sheet, step.node.get("goal"), "goal", LONGEST_GOAL)
        for key in ("do", "avoid", "checklist", "ask"):
            for item in step.list_of(key):
                yield from _longer(sheet, item, f"line of `{key}`", LONGEST_LINE)
        for branch in step.list_of("branches"):
            label = branch.get("label") if isinstance(branch, MapNode) else None
            yield from _longer(sheet, label, "label", LONGEST_LABEL)
        yield from _too_high(sheet, step)
    for spot in sheet.phrases:
        yield from _longer(sheet, spot.node.get("title"), "title", LONGEST_TITLE)
        for words in spot.words:
            if words.medium is Medium.CHAT:
                yield from _longer(sheet, words.node, "chat text", LONGEST_CHAT)


def _longer(sheet: Sheet, node: object, thing: str, longest: int) -> Iterator[Remark]:
    if not isinstance(node, TextNode):
        return
    text = " ".join(node.value.split())
    if len(text) > longest:
        what = f"This {thing} has {len(text)} characters; {longest} fit on the panel."
        remedy = f"Shorten it: it is cut, or scrolls, from “{shown(text[longest:])[:24]}” on."
        if thing == "chat text":
            remedy = "Split it into two phrases, or put the long one under `email:`."
        yield sheet.remark(node, what, remedy)


def _too_high(sheet: Sheet, spot: StepSpot) -> Iterator[Remark]:
    step = spot.step
    channels = _channels(step)
    most = max(_offered(step, channel)[0] for channel in channels)
    if most > MOST_PHRASES:
        what = f"This step offers {most} phrases; there are keys for {MOST_PHRASES}."
        remedy = "Move some to another step; the palette finds phrases of every step."
        yield sheet.remark(spot.node.get("phrases") or spot.node, what, remedy)
        return
    height = max(estimated_height_px(step, channel) for channel in channels)
    if height > ROOM_PX:
        what = f"This step is about {height} pixels high; {ROOM_PX} fit on a usual screen."
        remedy = f"Make two steps of it, or take something out: a phrase is {_PHRASE_PX + _BODY_PX}"
        remedy += f" pixels, a field to fill in {_FIELD_PX}, a line {_BODY_PX + _BETWEEN_PX}."
        yield sheet.remark(spot.node.get("id") or spot.node, what, remedy)


def estimated_height_px(step: Step, channel: Channel | None) -> int:
    """How much room a step takes, in pixels at 100 % text size, without the panel's head and foot.

    Args:
        step: With its shared phrases.
        channel: Where it is used; None while nobody knows.
    """
    lines = (*step.do, *step.avoid, *step.ask, *step.checklist)
    groups = (step.avoid, step.ask, step.checklist, step.capture)
    phrases, phrase_lines = _offered(step, channel)
    labels = [each.label for each in step.branches if each.when.can_hold_on(channel)]
    return (
        _TITLE_PX
        + _lines(step.goal, _GOAL_CHARACTERS) * _GOAL_PX
        + (_TIMER_PX if step.timer else 0)
        + (_BREATHING_PX if step.breathing else 0)
        + (_LADDER_PX if step.rung else 0)
        + sum(_lines(line, _BODY_CHARACTERS) * _BODY_PX + _BETWEEN_PX for line in lines)
        + sum(_GROUP_PX for group in groups if group)
        + len(step.capture) * _FIELD_PX
        + (_FIELDS_PX if step.capture else 0)
        + (_LEGEND_PX if phrases else 0)
        + phrases * _PHRASE_PX
        + phrase_lines * _BODY_PX
        + (_LEGEND_PX if labels else 0)
        + _branches_px(labels)
    )


def _branches_px(labels: Sequence[str]) -> int:
    """Where there are more than two, the panel puts two in a row."""
    if len(labels) <= _BRANCH_ROWS:
        return len(labels) * _BRANCH_PX
    rows = [max(labels[n : n + 2], key=len) for n in range(0, len(labels), 2)]
    more = sum(_lines(label, _HALF_CHARACTERS) - 1 for label in rows)
    return len(rows) * _BRANCH_PX + more * _BODY_PX


def _channels(step: Step) -> tuple[Channel | None, ...]:
    """Those for which the step looks different; one that stands for all where it never does."""
    is_alike = all(each.when == ALWAYS and not each.variants for each in step.phrases)
    is_alike = is_alike and all(branch.when == ALWAYS for branch in step.branches)
    return (None,) if is_alike else (None, *Channel)


def _offered(step: Step, channel: Channel | None) -> tuple[int, int]:
    """How many phrases the step offers at once, and how many lines of text they take."""
    medium = channel.medium if channel else None
    shown_ones = [each for each in step.phrases if each.when.can_hold_on(channel)]
    longest = (max(each.texts(medium), key=len) for each in shown_ones)
    lines = (min(_lines(text, _PHRASE_CHARACTERS), _PHRASE_LINES) for text in longest)
    return len(shown_ones), sum(lines)


def _lines(text: str, characters: int) -> int:
    return sum(max(1, ceil(len(line) / characters)) for line in text.split("\n"))


RULES = (
    Rule(
        "does-not-fit",
        Severity.WARNING,
        "A text is too long for its place on the panel, or a step too high to show at once.",
        _too_long,
    ),
)
