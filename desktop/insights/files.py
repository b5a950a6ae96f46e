"""A report as files for other programs: JSON with every figure, CSV with a file per table."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from desktop.errors import Trouble
from desktop.insights.names import Names
from desktop.insights.report import Report
from desktop.insights.tables import tables_of
from desktop.storage.tables import write_csv
from desktop.storage.times import to_text

REPORT_FORMAT = 1
"""The value of `poise_report` in JSON reports; grows when a reader would have to change."""


def as_json(report: Report, now: datetime, other: Report | None = None) -> str:
    """All figures; ids and words as they are in the record, times in seconds."""
    content: dict[str, object] = {
        "poise_report": REPORT_FORMAT,
        "made_at": to_text(now),
        **_plain(report),
        "compared_with": None if other is None else _plain(other),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_day) + "\n"


def _plain(report: Report) -> dict[str, object]:
    period = report.period
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    figures = {name: getattr(report, name) for name in Report.__slots__ if name != "period"}
    return {"period": days, **{name: _value(each) for name, each in figures.items()}}


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)  # type: ignore[call-overload]  # one of the values of `report`
    return value


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a report")


def write_tables(
    folder: Path,
    report: Report,
    called: Names,
    opened: Callable[[Path], AbstractContextManager[TextIO]],
    other: Report | None = None,
) -> list[Path]:
    """Write `poise-report-TABLE.csv` for each table into a folder, which is made.

    Args:
        folder: Where.
        report: What is told.
        called: What things are called.
        opened: Opens a file to write, with line ends as they are; in UTF-8 with a mark at its
            beginning, by which spreadsheets know it.
        other: What it is compared with.

    Returns:
        The files, those without rows too: a spreadsheet that reads them finds them all.

    Raises:
        Trouble: it cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables_of(report, called, other):
            path = folder / f"poise-report-{table.id}.csv"
            with opened(path) as file:
                _write_table(file, table.columns, table.rows)
            written.append(path)
    except OSError as problem:
        what = f"{problem.filename or folder} cannot be written ({problem.strerror or problem})."
        raise Trouble(what, "Choose another folder.") from problem
    return written


def _write_table(
    out: TextIO, columns: tuple[str, ...], rows: tuple[tuple[str | int, ...], ...]
) -> None:
    write_csv(out, columns, (dict(zip(columns, row, strict=True)) for row in rows))
