"""What a report costs. `python -m benchmarks.report [--contacts N] [--write]`.

A month of 28,000 contacts with 12 events each, out of a record of N; the month lies in its middle.
Contacts of other months have events too where `--all-events` is given (1,000,000 contacts are
about 3 GB then); without it only the months beside it have them.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks import figures
from desktop.guide.library import Library
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.insights.period import Period, month_named
from desktop.insights.reading import read_report
from desktop.paths import shipped_playbooks
from desktop.storage.ids import new_id
from desktop.storage.migrate import open_database
from desktop.storage.times import to_text

HERE = Path(__file__).resolve().parent
MONTH, DAYS = month_named("2026-10", UTC), 31
PER_MONTH = 28_000
CAUSES = 40
RUNS = 5


def fill(path: Path, contacts: int, *, has_all_events: bool) -> None:
    """Write the record; the same one each time."""
    dice = random.Random(11)
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    books = [(book.id, [step.id for step in book.steps]) for book in library.playbooks()]
    phrases = sorted(
        {
            phrase.id
            for book in library.playbooks()
            for step in book.steps
            for phrase in step.phrases
        }
    )
    connection = open_database(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    months = max(1, round(contacts / PER_MONTH))
    begin = MONTH.begins_at - timedelta(days=DAYS * (months // 2))
    beside = Period(date(2026, 9, 1), date(2026, 11, 30), UTC)
    for number in range(contacts):
        started = begin + timedelta(days=DAYS * months * number / contacts)
        contact_id = new_id("c", started)
        ended = started + timedelta(seconds=dice.randint(60, 1800))
        words = (dice.choice([*Ending]), dice.choice([*Trigger, ""]), dice.choice([*Manner, ""]))
        connection.execute(
            'INSERT OR IGNORE INTO contacts (id, started_at, ended_at, outcome, "trigger", manner,'
            " customer) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (contact_id, to_text(started), to_text(ended), *words, f"Customer {number}"),
        )
        if not (has_all_events or beside.begins_at <= started < beside.ends_at):
            continue
        connection.executemany(
            "INSERT OR IGNORE INTO contact_events VALUES (?, ?, ?, ?, ?)",
            (
                (
                    contact_id,
                    n,
                    to_text(started + timedelta(seconds=20 * n)),
                    kind,
                    json.dumps(facts),
                )
                for n, (kind, facts) in enumerate(_events(dice, books, phrases), 1)
            ),
        )
        if number % 3 == 0:
            cause = f"the cause number {dice.randint(1, CAUSES)}"
            connection.execute(
                "INSERT OR IGNORE INTO contact_values (contact_id, name, value) VALUES (?, ?, ?)",
                (contact_id, "cause", cause),
            )
    connection.execute("COMMIT")
    connection.close()


def _events(
    dice: random.Random, books: list[tuple[str, list[str]]], phrases: list[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Twelve of them: five steps, four phrases, a rung, a detail, and the end."""
    playbook, steps = dice.choice(books)
    yield "started", {"playbook": playbook}
    for depth in range(1, 6):
        if dice.random() < 0.2:
            playbook, steps = dice.choice(books)
        facts = {"playbook": playbook, "step": dice.choice(steps), "move": "next", "depth": depth}
        yield "step", facts | ({"branch": "calmer", "calmer": 1} if depth == 4 else {})
        if depth > 1:
            yield (
                "insertion",
                {
                    "phrase": dice.choice(phrases),
                    "wording": dice.randint(0, 2),
                    "verdict": "confirmed",
                    "reason": "",
                    "target": "Chat – Firefox",
                    "ms": dice.randint(40, 400),
                },
            )
    if dice.random() < 0.1:
        yield "rung", {"rung": 1, "playbook": "boundaries", "step": "rung-1"}
    yield "details", {"fields": ["customer"]}
    yield "ended", {"outcome": "solved"}


def measure(path: Path) -> tuple[float, int, int]:
    """The median time of a month's report in ms, how many contacts it has, and the peak in MB."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    times_ms, count = [], 0
    for _ in range(RUNS):
        begin = time.perf_counter()
        report = read_report(connection, MONTH, datetime.now(UTC), cause_names=["cause"])
        times_ms.append((time.perf_counter() - begin) * 1000)
        count = report.contacts
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return sorted(times_ms)[RUNS // 2], count, peak_mb


def main() -> int:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.report")
    reader.add_argument("--contacts", type=int, nargs="+", default=[10_000, 1_000_000])
    reader.add_argument("--all-events", action="store_true")
    reader.add_argument("--database", type=Path, help="measure this record instead")
    reader.add_argument("--write", action="store_true", help="write benchmarks/results.md")
    options = reader.parse_args()
    lines = [
        "| record | the month | report, median of 5 | for each contact | peak memory |",
        "|---|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for contacts in options.contacts:
            path = options.database or Path(folder) / f"{contacts}.db"
            if options.database is None:
                fill(path, contacts, has_all_events=options.all_events)
            took_ms, count, peak_mb = measure(path)
            each_us = 1000 * took_ms / count
            lines.append(
                f"| {contacts:,} contacts | {count:,} | {took_ms:.0f} ms | {each_us:.0f} µs"
                f" | {peak_mb} MB |"
            )
            print(lines[-1], flush=True)
            if options.database is not None:
                break
    if options.write:
        body = (
            "By `python -m benchmarks.report --write`. A report counts the contacts of its month,"
            " which are all of the small record and one in 36 of the large one; the aim is a second"
            " for the large one, and at most twice the time for each contact.\n\n"
        ) + "\n".join(lines)
        figures.write_section(HERE / "results.md", "A report of a month", body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
