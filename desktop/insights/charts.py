"""Which pictures a report has, each with the table of the same figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from desktop.insights import names, tables
from desktop.insights.ink import Ink, of_outcome
from desktop.insights.names import Names
from desktop.insights.pictures import Bar, Column, Piece, bars, columns
from desktop.insights.report import Counted, Report
from desktop.insights.tables import Table

_MOST = 10
"""How many bars a picture has; the table tells of the rest."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A table and its picture.

    Args:
        table: The figures.
        draw: Makes the SVG in these colours; None where there is nothing to draw.
    """

    table: Table
    draw: Callable[[Ink], str] | None = None


def charts_of(report: Report, called: Names, other: Report | None = None) -> tuple[Chart, ...]:
    """All pictures of a report, also the empty ones."""
    found = names.outcomes_in_order(each.name for each in report.outcomes)

    def by_outcome(counted: Iterable[Counted]) -> tuple[Piece, ...]:
        counts = {each.name: each.count for each in counted}
        return tuple(
            Piece(names.outcome(each), of_outcome(each), counts.get(each, 0)) for each in found
        )

    week_columns = [
        Column(each.monday, by_outcome(each.outcomes), each.is_whole) for each in report.weeks
    ]
    before = {each.trigger: each.count for each in other.triggers} if other else {}
    trigger_bars = [
        Bar(
            names.word(each.trigger),
            by_outcome(each.outcomes),
            before=before.get(each.trigger, 0) if other else None,
        )
        for each in report.triggers
    ]
    weeks = tables.weeks(report)
    triggers = tables.triggers(report, other)
    return (
        Chart(
            weeks,
            (lambda ink: columns(weeks.title, week_columns, ink)) if report.contacts else None,
        ),
        _chart(triggers, trigger_bars, has_legend=True),
        _chart(tables.causes(report, other), _causes(report, other)),
        _chart(
            tables.leavings(report, called),
            [
                _bar(called.step(each.playbook, each.step), each.count, f"of {each.reached:,}")
                for each in report.leavings
            ],
        ),
        _chart(
            tables.calm(report, called),
            [
                _bar(
                    called.wording(each.phrase, each.wording),
                    each.count,
                    f"of {each.said:,} times"
                    + ("" if each.is_too_few else f", {names.percent(each.share)}"),
                )
                for each in report.calm.wordings
            ],
        ),
        _chart(tables.promises(report, other), _promises(report, other)),
        _chart(
            tables.rungs(report, other),
            _compared(report.rungs, other.rungs if other else None, "Rung {}".format),
        ),
        _chart(
            tables.manners(report, other),
            _compared(report.manners, other.manners if other else None, names.word),
        ),
        _chart(
            tables.phrases(report, called),
            [
                _bar(called.phrase(each.phrase), each.count, f"in {each.contacts:,} contacts")
                for each in report.phrases
            ],
        ),
        Chart(tables.unused(report, called)),
    )


def _chart(table: Table, rows: list[Bar], *, has_legend: bool = False) -> Chart:
    shown = rows[:_MOST]
    if not table.rows:
        return Chart(table)
    return Chart(table, lambda ink: bars(table.title, shown, ink, has_legend=has_legend))


def _bar(label: str, count: int, note: str = "", before: int | None = None) -> Bar:
    return Bar(label, (Piece(label, "bar", count),), note, before)


def _causes(report: Report, other: Report | None) -> list[Bar]:
    before = {each.name: each.count for each in other.causes} if other else {}
    total = sum(each.count for each in report.causes)
    sums = accumulate(each.count for each in report.causes)
    return [
        _bar(
            each.name,
            each.count,
            names.percent(so_far / total) + (" together" if number else ""),
            before.get(each.name, 0) if other else None,
        )
        for number, (each, so_far) in enumerate(zip(report.causes, sums, strict=True))
    ]


def _promises(report: Report, other: Report | None) -> list[Bar]:
    now, then = report.promises, other.promises if other is not None else None
    rows = (
        ("Kept in time", "solved", now.in_time, then.in_time if then else None),
        ("Kept late", "escalated", now.late, then.late if then else None),
        ("Overdue", "lost", now.overdue, then.overdue if then else None),
        ("Not due yet", "open", now.ahead, then.ahead if then else None),
    )
    return [
        Bar(label, (Piece(label, color, count),), before=before)
        for label, color, count, before in rows
    ]


def _compared(
    now: tuple[Counted, ...], then: tuple[Counted, ...] | None, called: Callable[[str], str]
) -> list[Bar]:
    before = {each.name: each.count for each in then or ()}
    rows = [*now, *(Counted(name, 0) for name in before if all(name != e.name for e in now))]
    return [
        _bar(
            called(each.name),
            each.count,
            before=None if then is None else before.get(each.name, 0),
        )
        for each in rows
    ]
