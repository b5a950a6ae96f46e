"""A report for the terminal: aligned, and short enough to be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from desktop.insights.names import Names
from desktop.insights.report import Report
from desktop.insights.tables import BEFORE, Cell, Table, tables_of

_ROWS = 8
_WIDEST = 46
_SUMMED = ("unused",)
"""Long lists that only say how long they are."""


def plain(report: Report, called: Names, other: Report | None = None) -> str:
    """The report as text.

    Args:
        called: What to call what the record names by ids.
        other: An earlier period to compare with.
    """
    lines = [f"Patterns, {report.period.label}"]
    if other is not None:
        lines.append(f"{BEFORE}: {other.period.label}")
    if report.contacts == 0:
        lines += ["", "There are no contacts in this time."]
    for table in tables_of(report, called, other):
        if table.rows:
            lines += ["", *_lines(table)]
    return "\n".join(lines) + "\n"


def _lines(table: Table) -> Iterator[str]:
    if table.id in _SUMMED:
        yield f"{table.title}: {len(table.rows):,} (--csv lists them)"
        return
    yield table.title
    shown = table.rows[:_ROWS] if table.id != "weeks" else table.rows
    texts = [table.columns, *([_text(cell) for cell in row] for row in shown)]
    widths = [max(_width(row[n]) for row in texts) for n in range(len(table.columns))]
    is_number = [all(_is_number(row[n]) for row in shown) for n in range(len(table.columns))]
    for row in texts:
        cells = [
            _filled(cell, width, is_right=is_right)
            for cell, width, is_right in zip(row, widths, is_number, strict=True)
        ]
        yield "  " + "  ".join(cells).rstrip()
    left = len(table.rows) - len(shown)
    if left:
        yield f"  … and {left:,} more (--csv lists them)"
    if table.note:
        yield f"  {table.note}"


def _text(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    line = " ".join(cell.split())
    return line if _width(line) <= _WIDEST else _cut(line)


def _cut(line: str) -> str:
    taken = ""
    for sign in line:
        if _width(taken + sign) >= _WIDEST:
            break
        taken += sign
    return f"{taken.rstrip()}…"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _filled(text: str, width: int, *, is_right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if is_right else text + room


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int) or cell == "–" or cell.endswith(" %") or cell == "too few"
