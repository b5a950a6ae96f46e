"""Pictures as SVG: bars and columns with their numbers on them, and nothing else.

Why drawn here and not by a library: docs/decisions/0023-pictures-drawn-by-poise.md. Widths of
texts are guessed, because nobody knows the font of the machine that shows them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.guide.graph.lettering import width_of
from desktop.insights.ink import Ink

WIDTH = 680.0
_TEXT, _SMALL = 13.0, 12.0
_BAR, _STEP = 20.0, 30.0
_LABEL, _GAP = 220.0, 12.0
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar or column.

    Args:
        name: For people.
        color: Of the `Ink`; `on-…` is what can be read on it, where there is such a colour.
        count: Its length.
    """

    name: str
    color: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row.

    Args:
        label: What it is.
        pieces: From left to right.
        note: Stands behind its number.
        before: How long it was in the earlier period; None: not compared.
    """

    label: str
    pieces: tuple[Piece, ...]
    note: str = ""
    before: int | None = None

    @property
    def count(self) -> int:
        """The length of the whole bar."""
        return sum(each.count for each in self.pieces)


@dataclass(frozen=True, slots=True)
class Column:
    """One week; `is_whole` is False for a part of one, which is drawn paler."""

    monday: date
    pieces: tuple[Piece, ...]
    is_whole: bool = True

    @property
    def count(self) -> int:
        """The height of the whole column."""
        return sum(each.count for each in self.pieces)


def bars(title: str, rows: Sequence[Bar], ink: Ink, *, has_legend: bool = False) -> str:
    """Horizontal bars; an earlier period is a thin pale bar below each.

    Args:
        title: Read aloud in place of the picture.
        rows: At least one.
        ink: The colours.
        has_legend: Whether to name the pieces above.
    """
    parts: list[str] = []
    top = 0.0
    if has_legend:
        legend, top = _legend(_totals([row.pieces for row in rows]), ink)
        parts += legend
    longest = max(max(row.count, row.before or 0) for row in rows) or 1
    behind = max(
        width_of(f"{row.count:,}", _TEXT) + (width_of(row.note, _SMALL) + 8 if row.note else 0)
        for row in rows
    )
    left = min(_LABEL, max(width_of(row.label, _TEXT) for row in rows)) + _GAP
    room = WIDTH - left - min(behind, 300.0) - 10
    for number, row in enumerate(rows):
        y = top + _STEP * number
        parts += _row(row, ink, (left, y), room / longest)
    return _svg(title, top + _STEP * len(rows), parts)


def _row(row: Bar, ink: Ink, corner: tuple[float, float], per_one: float) -> Iterator[str]:
    left, y = corner
    label = _fitting(row.label, _TEXT, left - _GAP)
    yield _text(left - _GAP, y + 15, label, _TEXT, ink["text"], anchor="end", hint=row.label)
    x = left
    for piece in row.pieces:
        wide = piece.count * per_one
        if wide > 0:
            yield _rect(x, y, max(wide - 1, 0.8), _BAR, ink[piece.color], _named(piece))
            number = f"{piece.count:,}"
            on = ink.get(f"on-{piece.color}")
            if on and len(row.pieces) > 1 and width_of(number, _SMALL) + 6 < wide:
                yield _text(x + wide / 2, y + 14.5, number, _SMALL, on, anchor="middle")
        x += wide
    if row.before is not None:
        shown = max(row.before * per_one - 1, 0.8 if row.before else 0)
        yield _rect(left, y + _BAR + 1, shown, 4, ink["bar-before"], f"before: {row.before:,}")
    number = f"{row.count:,}"
    yield _text(x + 6, y + 15, number, _TEXT, ink["text"], is_bold=True)
    if row.note:
        behind = x + 6 + width_of(number, _TEXT) + 8
        note = _fitting(row.note, _SMALL, WIDTH - behind)
        yield _text(behind, y + 15, note, _SMALL, ink["muted"], hint=row.note)


def columns(title: str, weeks: Sequence[Column], ink: Ink) -> str:
    """A column for each week, with its number above (the highest at least) and its Monday below.

    Args:
        title: Read aloud in place of the picture.
        weeks: At least one, in order.
        ink: The colours.
    """
    legend, top = _legend(_totals([week.pieces for week in weeks]), ink)
    high = 170.0
    floor = top + 20 + high
    highest = max(week.count for week in weeks) or 1
    parts = [*legend, _rect(0, floor, WIDTH, 1, ink["line"])]
    step = WIDTH / len(weeks)
    wide = min(step * 0.72, 64.0)
    tallest = max(weeks, key=lambda week: week.count)
    fits = all(width_of(f"{week.count:,}", _TEXT) + 2 < step for week in weeks)
    every = max(1, -(-len(weeks) * 72 // int(WIDTH)))  # as many labels as there is room for
    for number, week in enumerate(weeks):
        x = step * number + (step - wide) / 2
        y = floor
        for piece in week.pieces:
            tall = piece.count * high / highest
            if tall > 0:
                y -= tall
                hint = f"{_day(week.monday)}: {_named(piece)}"
                pale = 1.0 if week.is_whole else 0.6
                parts.append(
                    _rect(x, y, wide, max(tall - 1, 0.8), ink[piece.color], hint, opacity=pale)
                )
        middle = x + wide / 2
        if fits or week is tallest:
            count = f"{week.count:,}"
            at, anchor = _within(middle, width_of(count, _TEXT))
            parts.append(_text(at, y - 6, count, _TEXT, ink["text"], anchor=anchor, is_bold=True))
        if number % every == 0:
            day = _day(week.monday)
            at, anchor = _within(middle, width_of(day, _SMALL))
            parts.append(_text(at, floor + 18, day, _SMALL, ink["muted"], anchor=anchor))
            if not week.is_whole:
                parts.append(_text(at, floor + 33, "part", 11, ink["muted"], anchor=anchor))
    return _svg(title, floor + 38, parts)


def _within(middle: float, width: float) -> tuple[float, str]:
    """Where a text centred there begins or ends, so that the picture does not cut it."""
    if middle < width / 2:
        return 0.0, "start"
    return (WIDTH, "end") if middle > WIDTH - width / 2 else (middle, "middle")


def _totals(rows: Sequence[tuple[Piece, ...]]) -> list[Piece]:
    found: dict[str, Piece] = {}
    for pieces in rows:
        for each in pieces:
            so_far = found[each.name].count if each.name in found else 0
            found[each.name] = Piece(each.name, each.color, so_far + each.count)
    return [each for each in found.values() if each.count]


def _legend(pieces: Sequence[Piece], ink: Ink) -> tuple[list[str], float]:
    """The names of the pieces with their sums, in lines; and how high that is."""
    parts: list[str] = []
    x, y = 0.0, 0.0
    for piece in pieces:
        words = f"{piece.name} {piece.count:,}"
        wide = 18 + width_of(words, _SMALL) + 16
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 20
        parts.append(_rect(x, y + 2, 12, 12, ink[piece.color]))
        parts.append(_text(x + 18, y + 12.5, words, _SMALL, ink["text"]))
        x += wide
    return parts, y + 28


def _svg(title: str, high: float, parts: Sequence[str]) -> str:
    escaped = html.escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(WIDTH)}" height="{_n(high)}" '
        f'viewBox="0 0 {_n(WIDTH)} {_n(high)}" role="img" aria-label="{escaped}" '
        f'font-family="{_FONT}">\n<title>{escaped}</title>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _rect(
    x: float, y: float, wide: float, high: float, color: str, hint: str = "", opacity: float = 1.0
) -> str:
    pale = f' opacity="{opacity}"' if opacity < 1 else ""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"'
    inside = f"<title>{html.escape(hint)}</title>" if hint else ""
    return f'<rect {place} rx="1.5" style="fill:{color}"{pale}>{inside}</rect>'


def _text(
    x: float,
    y: float,
    words: str,
    size: float,
    color: str,
    *,
    anchor: str = "start",
    is_bold: bool = False,
    hint: str = "",
) -> str:
    weight = ' font-weight="600"' if is_bold else ""
    inside = f"<title>{html.escape(hint)}</title>" if hint and hint != words else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"{weight} '
        f'style="fill:{color}">{html.escape(words)}{inside}</text>'
    )


def _fitting(words: str, size: float, width: float) -> str:
    """The words in one line, cut with … where they are too long."""
    line = " ".join(words.split())[:200]
    if width_of(line, size) <= width:
        return line
    while line and width_of(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _named(piece: Piece) -> str:
    return f"{piece.name} {piece.count:,}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
