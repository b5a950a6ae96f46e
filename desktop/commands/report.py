"""`poise report`: what keeps coming, how it ends, and what to mend."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.asked_file import asked_file, refuse_own
from desktop.commands.parsing import DONE, file_name, folder_name, parser
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.insights.names import Names
    from desktop.insights.period import Period
    from desktop.insights.report import Report

_DAYS = 30
_OTHER_FOLDER = "Choose another folder."


def run(words: list[str], paths: Paths) -> int:
    """Print the report of a period, or write it to files."""
    options = _options(words)
    from desktop.app.shelves import Shelves
    from desktop.guide.library import Library
    from desktop.insights.names import names_of

    now = datetime.now(UTC)
    period = _period(options, now)
    other = {"": None, "previous": period.before(), "last-year": period.year_before()}[
        options.compare
    ]
    library = Library(Shelves(paths).folders)
    library.load()
    called = names_of(library.playbooks(), library.phrase_files())
    report, before = _reports(options, paths, called, (period, other), now)
    if options.json:
        from desktop.insights.files import as_json

        print(as_json(report, now, before), end="")
    elif options.html is None and options.csv is None:
        from desktop.insights.plain import plain

        print(plain(report, called, before), end="")
    if options.csv is not None:
        from desktop.insights.files import write_tables

        _check_folder(options.csv, paths)
        opened = partial(asked_file, paths=paths, encoding="utf-8-sig", remedy=_OTHER_FOLDER)
        written = write_tables(options.csv, report, called, opened, before)
        print(f"{len(written)} tables written to {options.csv}.", file=sys.stderr)
    if options.html is not None:
        _write_page(options.html, paths, report, called, before)
    return DONE


def _options(words: list[str]) -> argparse.Namespace:
    reader = parser("report", "What keeps coming, how it ends, and what to mend.")
    days = reader.add_mutually_exclusive_group()
    days.add_argument("--from", dest="first", default="", metavar="DAY", help="like 2026-10-01")
    days.add_argument("--month", default="", metavar="MONTH", help="like 2026-10")
    days.add_argument("--days", type=int, metavar="N", help=f"up to today; {_DAYS} without it")
    reader.add_argument("--to", dest="last", default="", metavar="DAY", help="today without it")
    reader.add_argument(
        "--compare",
        choices=["previous", "last-year"],
        default="",
        help="also show the period before, or the same one a year ago",
    )
    reader.add_argument("--html", type=file_name, metavar="FILE", help="write a page with pictures")
    reader.add_argument("--csv", type=folder_name, metavar="FOLDER", help="write a file per table")
    reader.add_argument("--json", action="store_true", help="print every figure as JSON")
    reader.add_argument(
        "--merge",
        type=Path,
        nargs="+",
        metavar="EXPORT",
        help="count these JSON exports of contacts and reminders instead of your own record",
    )
    options = reader.parse_args(words)
    if options.last and not options.first:
        reader.error("--to needs --from")
    return options


def _period(options: argparse.Namespace, now: datetime) -> Period:
    from desktop.followups.zone import local_zone
    from desktop.insights.period import days_named, last_days, month_named

    zone = local_zone()
    today = now.astimezone(zone).date()
    if options.month:
        return month_named(options.month, zone)
    if options.first:
        return days_named(options.first, options.last, today, zone)
    return last_days(_DAYS if options.days is None else options.days, today, zone)


def _reports(
    options: argparse.Namespace,
    paths: Paths,
    called: Names,
    periods: tuple[Period, Period | None],
    now: datetime,
) -> tuple[Report, Report | None]:
    if options.merge:
        from desktop.insights.exports import merge

        merged = [
            merge(options.merge, each, now, phrases=called.phrases, cause_names=called.causes)
            for each in periods
            if each is not None
        ]
        twice = f"; {merged[0].twice} contacts stood in more than one" if merged[0].twice else ""
        print(f"{merged[0].files} exports read{twice}.", file=sys.stderr)
        reports = [each.report for each in merged]
    else:
        from desktop.insights.reading import read_report
        from desktop.storage.reading import snapshot

        with snapshot(paths.database) as connection:
            reports = [
                read_report(
                    connection, each, now, phrases=called.phrases, cause_names=called.causes
                )
                for each in periods
                if each is not None
            ]
    return reports[0], reports[1] if len(reports) > 1 else None


def _check_folder(folder: Path, paths: Paths) -> None:
    """Complain before one is made among Poise's own."""
    refuse_own(folder / "any", paths)


def _write_page(
    path: Path, paths: Paths, report: Report, called: Names, before: Report | None
) -> None:
    from desktop.commands.export import output
    from desktop.insights.page import page

    with output(path, paths) as out:
        out.write(page(report, called, before))
    print(f"The page is in {path}.", file=sys.stderr)
