"""One step as a card: its lines of text, and a row for each way on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.guide.graph.lettering import wrapped
from desktop.guide.graph.paths import Goes, Stop, Way

CARD_WIDTH = 276.0
PADDING = 12.0

TITLE, GOAL, LABEL, SMALL = 15.0, 12.0, 13.0, 11.0
"""Sizes of letters."""

_TITLE_LINE, _GOAL_LINE, _ROW_LINE, _NOTE_LINE = 20.0, 16.0, 17.0, 15.0
_NOTES_GAP = 6.0
_INNER = CARD_WIDTH - 2 * PADDING


@dataclass(frozen=True, slots=True)
class Row:
    """A way on, below the others.

    Args:
        way: The way itself.
        label: What has happened, in lines.
        when: Its condition, in one line; "" for none.
        chip: Where it leads out of the playbook, in lines; none for a line to a step.
        top: From the card's upper edge.
        height: Of the whole row.
    """

    way: Way
    label: tuple[str, ...]
    when: str
    chip: tuple[str, ...]
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Card:
    """A step; `notes` are for a supervisor, `x` and `y` are its left upper corner."""

    stop: Stop
    title: tuple[str, ...]
    goal: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    height: float
    x: float = 0.0
    y: float = 0.0

    def moved(self, right: float, down: float = 0.0) -> Card:
        """The same card in another place."""
        return replace(self, x=self.x + right, y=self.y + down)

    @property
    def title_y(self) -> float:
        """The height at which a line from the side comes in."""
        return self.y + PADDING + _TITLE_LINE / 2

    @property
    def title_baselines(self) -> tuple[float, ...]:
        """Where the lines of the title stand, from the card's upper edge."""
        return tuple(PADDING + TITLE + number * _TITLE_LINE for number in range(len(self.title)))

    @property
    def goal_baselines(self) -> tuple[float, ...]:
        """The same for the goal."""
        top = PADDING + len(self.title) * _TITLE_LINE + GOAL + 2
        return tuple(top + number * _GOAL_LINE for number in range(len(self.goal)))

    @property
    def note_baselines(self) -> tuple[float, ...]:
        """The same for the notes."""
        top = PADDING + len(self.title) * _TITLE_LINE + len(self.goal) * _GOAL_LINE
        first = top + SMALL + _NOTES_GAP
        return tuple(first + number * _NOTE_LINE for number in range(len(self.notes)))

    def row_y(self, number: int) -> float:
        """The height at which the line of a row begins."""
        row = self.rows[number]
        return self.y + row.top + row.height / 2


def card_of(number: int, stop: Stop) -> Card:
    """The card of the step with this number (from 1)."""
    title = wrapped(f"{number} · {stop.title}", TITLE, _INNER * 0.94, 2)  # it is bold
    goal = wrapped(stop.goal, GOAL, _INNER, 3)
    words = (f"Supervisor: {each}" for each in stop.supervisor)
    notes = tuple(line for each in words for line in wrapped(each, SMALL, _INNER, 3))
    top = PADDING + len(title) * _TITLE_LINE + len(goal) * _GOAL_LINE + PADDING
    top += len(notes) * _NOTE_LINE + (_NOTES_GAP if notes else 0)
    rows: list[Row] = []
    for way in stop.ways:
        rows.append(_row(way, top))
        top += rows[-1].height
    return Card(stop, title, goal, notes, tuple(rows), top)


def _row(way: Way, top: float) -> Row:
    words = way.label or ("Next step" if way.goes is Goes.TO_STEP else "")
    label = wrapped(words, LABEL, _INNER, 2)
    when = "".join(wrapped(f"if {way.when}", SMALL, _INNER, 1)) if way.when else ""
    chip = wrapped(way.place, GOAL, _INNER - 2 * PADDING, 2)
    height = 12 + (len(label) + bool(when)) * _ROW_LINE
    if chip:
        height += len(chip) * _GOAL_LINE + (14 if label else 10)
    return Row(way, label, when, chip, top, height)
