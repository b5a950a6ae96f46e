"""A report as tables: what the terminal, CSV, HTML and the window show, each in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from desktop.insights import names
from desktop.insights.names import Names
from desktop.insights.report import FEW, Counted, Report
from desktop.insights.tally import TO_PLAYBOOK

Cell = str | int

BEFORE = "Before"
"""The column of the earlier period; which one that is stands above the tables."""

CAUTION = "What was said just before need not be why they calmed down."


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Args:
        id: For a file's name.
        title: What it shows.
        columns: At least one; the first names the row.
        rows: As many cells each as there are columns.
        note: What a reader should know beside it; "" for nothing.
        empty: What to say where there are no rows: what will stand here.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    empty: str = ""


def tables_of(report: Report, called: Names, other: Report | None = None) -> tuple[Table, ...]:
    """All tables of a report, also the empty ones.

    Args:
        called: What to call what the record names by ids.
        other: An earlier period, shown beside it.
    """
    return (
        overview(report, other),
        weeks(report),
        triggers(report, other),
        causes(report, other),
        leavings(report, called),
        calm(report, called),
        promises(report, other),
        rungs(report, other),
        manners(report, other),
        phrases(report, called),
        unused(report, called),
    )


def overview(report: Report, other: Report | None = None) -> Table:
    """The main figures, one a row."""
    both: list[dict[str, Cell]] = [_figures(each) for each in (report, other) if each is not None]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(figures[name] for figures in both)) for name in both[0]
    )
    return Table("overview", "At a glance", ("Figure", "This time", *_before(other)), rows)


def _figures(report: Report) -> dict[str, Cell]:
    kept = report.promises
    due = kept.in_time + kept.late + kept.overdue
    return {
        "Contacts": report.contacts,
        "Still open": report.still_open,
        "Solved": names.percent(report.share_of("solved")),
        "Escalated": names.percent(report.share_of("escalated")),
        "Median length": names.length(report.median_s),
        "Calmer": report.calm.contacts,
        "Median time to calmer": names.length(report.calm.median_s),
        "Promises kept in time": names.percent(kept.in_time / due if due else None),
    }


def weeks(report: Report) -> Table:
    """Contacts by week and outcome."""
    found = names.outcomes_in_order(each.name for each in report.outcomes)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str(week.monday) + ("" if week.is_whole else " (part)"),
            week.count,
            *(_count(week.outcomes, each) for each in found),
        )
        for week in report.weeks
    )
    columns = ("Week from", "Contacts", *map(names.outcome, found))
    return Table("weeks", "Contacts and outcomes by week", columns, rows if report.contacts else ())


def triggers(report: Report, other: Report | None = None) -> Table:
    """Triggers by outcome."""
    found = names.outcomes_in_order(each.name for each in report.outcomes)
    before = {each.trigger: each.count for each in other.triggers} if other else {}
    rows = tuple(
        (
            names.word(row.trigger),
            row.count,
            *((before.get(row.trigger, 0),) if other else ()),
            *(_count(row.outcomes, each) for each in found),
        )
        for row in report.triggers
    )
    columns = ("Trigger", "Contacts", *_before(other), *map(names.outcome, found))
    return Table("triggers", "What they were about, and how it ended", columns, rows)


def causes(report: Report, other: Report | None = None) -> Table:
    """Root causes, the most frequent first, with what they make together."""
    before = {each.name: each.count for each in other.causes} if other else {}
    total = sum(each.count for each in report.causes)
    sums = accumulate(each.count for each in report.causes)
    rows = tuple(
        (
            each.name,
            each.count,
            *((before.get(each.name, 0),) if other else ()),
            names.percent(so_far / total),
        )
        for each, so_far in zip(report.causes, sums, strict=True)
    )
    return Table(
        "causes",
        "Root causes",
        ("Cause", "Contacts", *_before(other), "Together"),
        rows,
        empty="A playbook that asks for the cause fills this.",
    )


def leavings(report: Report, called: Names) -> Table:
    """Where paths leave a playbook."""
    rows = tuple(
        (
            called.step(each.playbook, each.step),
            each.count,
            each.reached,
            ", ".join(f"{_way(way.name, called)} {way.count}" for way in each.ways),
        )
        for each in report.leavings
    )
    return Table(
        "leavings",
        "Where paths leave a playbook",
        ("Step", "Left here", "Came here", "Where to"),
        rows,
        note="Ends other than solved, and ways into another playbook.",
        empty="Ends other than solved, and ways into another playbook, will stand here.",
    )


def _way(way: str, called: Names) -> str:
    if way.startswith(TO_PLAYBOOK):
        return f"into {called.playbook(way.removeprefix(TO_PLAYBOOK))}"
    return names.outcome(way).lower()


def calm(report: Report, called: Names) -> Table:
    """What was said just before the customer was calmer."""
    rows = tuple(
        (
            called.wording(each.phrase, each.wording),
            each.count,
            each.said,
            "too few" if each.is_too_few else names.percent(each.share),
        )
        for each in report.calm.wordings
    )
    return Table(
        "calmer",
        "Said just before they were calmer",
        ("Wording", "Just before", "Said at all", "Share"),
        rows,
        note=f"{CAUTION} A share is given from {FEW} times on.",
        empty="A branch that says “calmer” fills this, such as those of LEAP and Boundaries.",
    )


def promises(report: Report, other: Report | None = None) -> Table:
    """The agent's promises by whether they were kept."""
    kept = [each.promises for each in (report, other) if each is not None]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Kept in time", *(each.in_time for each in kept)),
        ("Kept late", *(each.late for each in kept)),
        ("Overdue", *(each.overdue for each in kept)),
        ("Not due yet", *(each.ahead for each in kept)),
    )
    return Table(
        "promises",
        "Promises first due in this time",
        ("Promises", "Count", *_before(other)),
        rows if any(each.count for each in kept) else (),
        empty="Promises with a time fill this.",
    )


def rungs(report: Report, other: Report | None = None) -> Table:
    """How far contacts went up the boundaries ladder."""
    named = tuple(Counted(f"Rung {each.name}", each.count) for each in report.rungs)
    before = tuple(Counted(f"Rung {e.name}", e.count) for e in other.rungs) if other else ()
    rows = tuple(_beside(named, before, is_compared=other is not None))
    return Table("rungs", "Highest rung of the ladder", ("Rung", "Contacts", *_before(other)), rows)


def manners(report: Report, other: Report | None = None) -> Table:
    """How customers came across."""
    named = tuple(Counted(names.word(each.name), each.count) for each in report.manners)
    before = tuple(Counted(names.word(e.name), e.count) for e in other.manners) if other else ()
    rows = tuple(_beside(named, before, is_compared=other is not None))
    return Table("manners", "How they came across", ("Manner", "Contacts", *_before(other)), rows)


def phrases(report: Report, called: Names) -> Table:
    """The phrases said."""
    rows = tuple((called.phrase(each.phrase), each.count, each.contacts) for each in report.phrases)
    return Table("phrases", "Phrases used", ("Phrase", "Said", "In contacts"), rows)


def unused(report: Report, called: Names) -> Table:
    """The phrases nobody said."""
    rows = tuple((called.phrase(each), each) for each in report.unused)
    return Table("unused", "Phrases nobody used", ("Phrase", "Id"), rows)


def _before(other: Report | None) -> tuple[str, ...]:
    return (BEFORE,) if other is not None else ()


def _count(counted: Iterable[Counted], name: str) -> int:
    return next((each.count for each in counted if each.name == name), 0)


def _beside(
    now: tuple[Counted, ...], before: tuple[Counted, ...], *, is_compared: bool
) -> Iterator[tuple[Cell, ...]]:
    for each in now:
        yield (each.name, each.count, *((_count(before, each.name),) if is_compared else ()))
    for each in before:
        if all(each.name != one.name for one in now):
            yield (each.name, 0, each.count)
