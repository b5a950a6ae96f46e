"""Exports as JSON and CSV: one row after the other, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TextIO

from desktop.storage.times import to_text

EXPORT_FORMAT = 1
"""The value of `poise_export` in JSON exports; grows when a reader would have to change."""

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """A cell's text; what a spreadsheet would run as a formula gets a leading apostrophe.

    None becomes an empty cell. Numbers are ours and stay as they are.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write a header and a row per mapping.

    Args:
        out: Open it with `newline=""`; rows end with CR LF (RFC 4180).
        columns: Which keys, in which order; a missing key is an empty cell.
        rows: Read one at a time, so that a long history needs no memory.

    Returns:
        How many rows there were.
    """
    writer = csv.writer(out)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])
        count += 1
    return count


Items = Iterable[Mapping[str, object]]


def write_json(
    out: TextIO,
    kind: str,
    items: Items,
    now: datetime,
    also: Mapping[str, Items] = MappingProxyType({}),
) -> int:
    """Write `{"poise_export": 1, "kind": …, "exported_at": …, KIND: [ … ]}`, an item a line.

    Args:
        out: Any text file; UTF-8 is expected of it.
        kind: `contacts` or `reminders`; also the name of the list.
        items: Read one at a time.
        now: Aware; written as `exported_at`.
        also: Further lists by name, read in their turn.

    Returns:
        How many items there were in the first list.
    """
    head = {"poise_export": EXPORT_FORMAT, "kind": kind, "exported_at": to_text(now)}
    out.write(json.dumps(head)[:-1])
    count = _write_list(out, kind, items)
    for name, others in also.items():
        _write_list(out, name, others)
    out.write("}\n")
    return count


def _write_list(out: TextIO, name: str, items: Items) -> int:
    out.write(f', "{name}": [')
    count = 0
    for item in items:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(item, ensure_ascii=False))
        count += 1
    out.write("\n]")
    return count
