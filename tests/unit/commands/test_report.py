"""`poise report` as one types it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.contacts.export import export_contacts_json
from tests.unit.insights.records import Written


def day_before(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., int]:
    home = tmp_path / "home"
    record = Written(home / "data" / "poise.sqlite3")
    record.contact(day_before(3), day_before(3), "solved", trigger="billing")
    record.contact(day_before(40), day_before(40), "lost", trigger="billing")
    record.connection.close()
    return lambda *words: main(["--home", str(home), "report", *words])


def test_without_a_record_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path), "report"]) == 1
    assert "Start Poise once" in capsys.readouterr().err


def test_it_prints_the_last_thirty_days(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--compare", "previous") == 0
    text = capsys.readouterr().out
    assert text.startswith("Patterns, ")
    assert re.search(r"^  Contacts +1 +1$", text, re.MULTILINE)
    assert "Billing" in text


@pytest.mark.parametrize(
    "words",
    [
        ("--month", "October"),
        ("--from", "tomorrow"),
        ("--days", "0"),
        ("--from", "2026-02-01", "--to", "2026-01-01"),
    ],
)
def test_a_useless_time_is_refused(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(*words) == 1
    assert capsys.readouterr().err.startswith("poise: ")


def test_it_writes_a_page_tables_and_figures(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page, folder = tmp_path / "report.html", tmp_path / "tables"
    assert run("--html", str(page), "--csv", str(folder), "--json", "--days", "60") == 0
    assert json.loads(capsys.readouterr().out)["contacts"] == 2
    assert "<svg" in page.read_text(encoding="utf-8")
    assert (folder / "poise-report-weeks.csv").is_file()
    assert run("--html", str(tmp_path)) == 1


def test_it_merges_exports(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    export = tmp_path / "agent.json"
    with export.open("w", encoding="utf-8") as out:
        database = tmp_path / "home" / "data" / "poise.sqlite3"
        export_contacts_json(database, out, datetime.now(UTC))
    assert run("--days", "60", "--json", "--merge", str(export), str(export)) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["contacts"] == 2
    assert "2 exports read; 2 contacts stood in more than one." in captured.err
