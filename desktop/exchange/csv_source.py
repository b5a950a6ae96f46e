"""Foreign CSV within limits, whatever separator the spreadsheet of the country uses."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.errors import Trouble
from desktop.exchange.text_source import text_of

MAX_ROWS = 20_000
MAX_LINES = 1_000_000
MAX_COLUMNS = 60
MAX_CELL = 120_000
"""Characters; `csv` itself refuses more than 131,072."""

_SEPARATORS = (",", ";", "\t")
_NONE = "\x1f"  # stands in no text
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is where it ends in the file, from 1."""

    line: int
    cells: tuple[str, ...]


def parse_csv(data: bytes, name: str) -> list[Row]:
    """The rows of a CSV file that are not empty.

    Raises:
        Trouble: It is not UTF-8, its quotation marks do not match, or it is beyond the limits.
    """
    text = text_of(data, name)
    if text.count("\n") > MAX_LINES:
        what = f"{name} has more than {MAX_LINES:,} lines."
        raise Trouble(what, "Export fewer phrases at a time.")
    separator = ""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], "\n" + rest  # a hint that only Excel writes
    separator = separator or _separator(text)
    return _rows(text, separator, name)


def _rows(text: str, separator: str, name: str) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
                what = f"{name} has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns."
                raise Trouble(what, "Export fewer phrases at a time.")
            if any(len(cell) > MAX_CELL for cell in cells):
                what = f"{name} holds a text of more than {MAX_CELL:,} characters."
                raise Trouble(f"{what[:-1]} (line {reader.line_num}).", "Split it, or remove it.")
            rows.append(Row(reader.line_num, tuple(cells)))
    except csv.Error:
        what = f"The quotation marks of {name} do not match (line {reader.line_num})."
        raise Trouble(what, 'A mark within a text is written twice: "".') from None
    return rows


def _separator(text: str) -> str:
    """The one that makes half of the first rows as wide as the very first.

    Where none does, the rows are lines of text with commas in them, and have one cell each.
    """
    best, best_score = _NONE, (0, 0)
    for separator in _SEPARATORS:
        widths = list(_widths(text, separator))
        alike = widths.count(widths[0]) if widths and widths[0] > 1 else 0
        if alike and 2 * alike >= len(widths) and (alike, widths[0]) > best_score:
            best, best_score = separator, (alike, widths[0])
    return best


def _widths(text: str, separator: str) -> Iterator[int]:
    sample = io.StringIO(text[:200_000], newline="")
    reader = csv.reader(sample, delimiter=separator)
    try:
        for row in itertools.islice(reader, _SAMPLE):
            if row:
                yield len(row)
    except csv.Error:
        return
