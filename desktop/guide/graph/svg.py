"""The paths of a playbook as an SVG picture that any browser shows."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import pairwise

from desktop.guide.graph.cards import (
    CARD_WIDTH,
    GOAL,
    LABEL,
    PADDING,
    SMALL,
    TITLE,
    Card,
    Row,
)
from desktop.guide.graph.layout import Drawing, Line, Point, lay_out
from desktop.guide.graph.lettering import width_of, wrapped
from desktop.guide.graph.paths import Goes, Stop

_MARGIN = 28.0
_HEAD_TITLE, _HEAD_SUMMARY = 20.0, 13.0
_LEAST_WIDTH = 460.0
_CORNER = 7.0
_ARROW = 7.0

_INK, _QUIET, _EDGE, _PAPER = "#1f2933", "#52606d", "#b8c2cc", "#ffffff"
_NOTE = "#6b4a9e"
_DOWN, _UP = "#2f6690", "#a3540f"
_CHIPS = {
    Goes.INTO_PLAYBOOK: ("#e6eefb", "#2f5597", _INK),
    Goes.BACK: ("#fdf1e2", "#a3540f", _INK),
    Goes.TO_END: ("#3e4c59", "#3e4c59", _PAPER),
}
_LINE_OF_TEXT = 16.0


def svg(title: str, summary: str, stops: Sequence[Stop]) -> str:
    """A picture.

    Args:
        title, summary: Of the playbook.
        stops: Its steps; at least one.
    """
    drawing = lay_out(stops)
    width = max(drawing.width, _LEAST_WIDTH)
    head = wrapped(title, _HEAD_TITLE, width * 0.94, 2)
    below = wrapped(summary, _HEAD_SUMMARY, width, 3)
    top = _MARGIN + 26 * len(head) + 18 * len(below) + 14
    whole, high = width + 2 * _MARGIN, top + drawing.height + _MARGIN
    left = _MARGIN + (width - drawing.width) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(whole)}" height="{_n(high)}" '
        f'viewBox="0 0 {_n(whole)} {_n(high)}" role="img" '
        "font-family=\"'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\">",
        f"<title>{_escaped(title)}</title>",
        f"<desc>{_escaped(summary)}</desc>",
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
    ]
    for number, line in enumerate(head):
        parts.append(_text(_MARGIN, _MARGIN + 18 + 26 * number, line, _HEAD_TITLE, is_bold=True))
    for number, line in enumerate(below):
        y = _MARGIN + 26 * len(head) + 12 + 18 * number
        parts.append(_text(_MARGIN, y, line, _HEAD_SUMMARY, _QUIET))
    parts.append(f'<g transform="translate({_n(left)} {_n(top)})">')
    parts += _start(drawing)
    parts += (_line(line) for line in drawing.lines)
    for card in drawing.cards:
        parts += _card(card)
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _start(drawing: Drawing) -> Iterator[str]:
    first = drawing.cards[0]
    x = first.x + CARD_WIDTH / 2
    yield f'<circle cx="{_n(x)}" cy="4" r="6" fill="{_INK}"/>'
    yield _line(Line(((x, 4), (x, first.y)), is_back=False), _INK)


def _card(card: Card) -> Iterator[str]:
    yield f'<g transform="translate({_n(card.x)} {_n(card.y)})">'
    yield f"<title>{_escaped(card.stop.title)}: {_escaped(card.stop.goal)}</title>"
    yield (
        f'<rect width="{_n(CARD_WIDTH)}" height="{_n(card.height)}" rx="10" fill="#f7f9fb" '
        f'stroke="{_EDGE}" stroke-width="1.5"/>'
    )
    for line, y in zip(card.title, card.title_baselines, strict=True):
        yield _text(PADDING, y, line, TITLE, is_bold=True)
    for line, y in zip(card.goal, card.goal_baselines, strict=True):
        yield _text(PADDING, y, line, GOAL, _QUIET)
    for line, y in zip(card.notes, card.note_baselines, strict=True):
        yield _text(PADDING, y, line, SMALL, _NOTE)
    for row in card.rows:
        yield from _row(row)
    yield "</g>"


def _row(row: Row) -> Iterator[str]:
    yield f'<path d="M0 {_n(row.top)}H{_n(CARD_WIDTH)}" stroke="{_EDGE}"/>'
    y = row.top + 6 + 13
    for line in row.label:
        color = _INK if row.way.label else _QUIET
        yield _text(PADDING, y, line, LABEL, color)
        y += 17
    if row.when:
        yield _text(PADDING, y, row.when, SMALL, _QUIET)
        y += 17
    if row.chip:
        yield from _chip(row, y - (9 if row.label else 13))


def _chip(row: Row, top: float) -> Iterator[str]:
    """Where a way leads out: a double edge for a playbook, a dashed one for the way back."""
    fill, edge, ink = _CHIPS[row.way.goes]
    widest = max(width_of(line, GOAL) for line in row.chip)
    width, height = widest + 2 * PADDING, len(row.chip) * _LINE_OF_TEXT + 6
    dashes = ' stroke-dasharray="4 3"' if row.way.goes is Goes.BACK else ""
    radius = 11 if row.way.goes is Goes.TO_END else 4
    yield (
        f'<rect x="{_n(PADDING)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" '
        f'rx="{_n(radius)}" fill="{fill}" stroke="{edge}"{dashes}/>'
    )
    if row.way.goes is Goes.INTO_PLAYBOOK:
        yield (
            f'<path d="M{_n(PADDING + 4)} {_n(top)}v{_n(height)}M{_n(PADDING + width - 4)} '
            f'{_n(top)}v{_n(height)}" stroke="{edge}"/>'
        )
    for number, line in enumerate(row.chip):
        y = top + 3 + 12 + number * _LINE_OF_TEXT
        yield _text(2 * PADDING, y, line, GOAL, ink)


def _line(line: Line, color: str = "") -> str:
    """A line with round corners and an arrow's head at its end."""
    color = color or (_UP if line.is_back else _DOWN)
    corners = _distinct(line.corners)
    (x0, y0), (x1, y1) = corners[-2:]
    away = ((x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0))
    base = (x1 - away[0] * _ARROW, y1 - away[1] * _ARROW)
    across = (away[1] * _ARROW * 0.6, away[0] * _ARROW * 0.6)
    path = _rounded((*corners[:-1], base))
    head = (
        f"M{_n(x1)} {_n(y1)}L{_n(base[0] + across[0])} {_n(base[1] + across[1])}"
        f"L{_n(base[0] - across[0])} {_n(base[1] - across[1])}Z"
    )
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.6"/>'
        f'<path d="{head}" fill="{color}"/>'
    )


def _distinct(corners: Sequence[Point]) -> list[Point]:
    """Without corners that stand on the one before, and without those that are none."""
    found: list[Point] = []
    for corner in corners:
        if found and _are_near(found[-1], corner):
            continue
        if len(found) > 1 and any(
            abs(found[-2][axis] - found[-1][axis]) < 1e-6
            and abs(found[-1][axis] - corner[axis]) < 1e-6
            for axis in (0, 1)
        ):
            found.pop()
        found.append(corner)
    return found


def _are_near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) < 1e-6


def _rounded(corners: Sequence[Point]) -> str:
    path = f"M{_n(corners[0][0])} {_n(corners[0][1])}"
    for before, (corner, after) in zip(corners, pairwise(corners[1:]), strict=False):
        enter, leave = _towards(corner, before), _towards(corner, after)
        path += f"L{_n(enter[0])} {_n(enter[1])}"
        path += f"Q{_n(corner[0])} {_n(corner[1])} {_n(leave[0])} {_n(leave[1])}"
    return f"{path}L{_n(corners[-1][0])} {_n(corners[-1][1])}"


def _towards(corner: Point, other: Point) -> Point:
    """A point a little before a corner, at most half the way to the other end."""
    far = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    part = min(_CORNER, far / 2) / far
    return (
        corner[0] + (other[0] - corner[0]) * part,
        corner[1] + (other[1] - corner[1]) * part,
    )


def _text(
    x: float, y: float, words: str, size: float, color: str = _INK, is_bold: bool = False
) -> str:
    weight = ' font-weight="600"' if is_bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{color}"{weight}>'
        f"{_escaped(words)}</text>"
    )


def _escaped(text: str) -> str:
    return html.escape(text)


def _n(number: float) -> str:
    """A number as short as it can be."""
    return f"{round(number, 1):g}"
