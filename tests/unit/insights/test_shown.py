"""The report as text, tables, JSON and a page: nothing hidden, nothing dangerous."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TextIO
from xml.etree import ElementTree

import pytest

from desktop.errors import Trouble
from desktop.guide.graph.lettering import width_of
from desktop.insights.charts import charts_of
from desktop.insights.files import as_json, write_tables
from desktop.insights.ink import DARK, LIGHT, STYLED
from desktop.insights.names import Names, length, outcomes_in_order
from desktop.insights.page import page
from desktop.insights.period import month_named
from desktop.insights.pictures import WIDTH, Column, Piece, columns
from desktop.insights.plain import plain
from desktop.insights.reading import read_report
from desktop.insights.report import Report
from desktop.insights.tables import tables_of
from tests.unit.insights.records import Written, rung, said, step

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = month_named("2026-10", UTC)
NAMES = Names({"leap": "LEAP"}, {("leap", "ask"): "Ask"}, {"open": "LEAP · Open"})
NASTY = '=HYPERLINK("http://x")<script>alert(1)</script>&"'


def full(written: Written) -> Report:
    written.contact(
        *("2026-10-05 10:00", "2026-10-05 10:20", "escalated"),
        step("leap", "listen", "start"),
        said("open"),
        step("leap", "ask", calmer=1),
        rung(2),
        trigger="billing",
        manner="angry",
        causes=(NASTY,),
        customer="Ms Rivera",
    )
    written.contact("2026-10-20 10:00", None, "", causes=("x" * 3000,), customer="Mr Smith")
    written.promise("2026-10-05 10:00", "2026-10-05 09:00")
    return read_report(written.connection, OCTOBER, NOW, phrases=("open", "shut"))


def opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8-sig", newline="")


def test_an_empty_report_says_so_everywhere(tmp_path: Path) -> None:
    empty = Report(OCTOBER)
    assert "There are no contacts" in plain(empty, NAMES)
    assert "There are no contacts" in page(empty, NAMES)
    assert json.loads(as_json(empty, NOW))["contacts"] == 0
    assert len(write_tables(tmp_path, empty, NAMES, opened)) == len(tables_of(empty, NAMES))
    assert all(each.draw is None for each in charts_of(empty, NAMES))


def test_the_terminal_has_aligned_lines_of_a_readable_length(written: Written) -> None:
    text = plain(full(written), NAMES, Report(OCTOBER.before()))
    assert "Before: September 2026" in text
    assert re.search(r"^  LEAP · Ask +1 +1  escalated 1$", text, re.MULTILINE)
    assert re.search(r"^  Rung 2 +1 +0$", text, re.MULTILINE)
    assert "Phrases nobody used: 1" in text
    assert max(map(len, text.splitlines())) <= 130
    assert "\x1b" not in text


def test_no_cell_is_a_formula(written: Written, tmp_path: Path) -> None:
    for path in write_tables(tmp_path / "new" / "folder", full(written), NAMES, opened):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
        if path.name == "poise-report-causes.csv":
            assert rows[1][0] == f"'{NASTY}"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be written"):
        write_tables(tmp_path / "file" / "folder", Report(OCTOBER), NAMES, opened)


def test_json_has_every_figure_and_no_name_of_a_customer(written: Written) -> None:
    text = as_json(full(written), NOW, Report(OCTOBER.before()))
    found = json.loads(text)
    assert found["period"] == {"first": "2026-10-01", "last": "2026-10-31"}
    assert found["compared_with"]["contacts"] == 0
    assert found["triggers"][1] == {
        "trigger": "billing",
        "outcomes": [{"name": "escalated", "count": 1}],
    }
    assert found["calm"]["wordings"] == [{"phrase": "open", "wording": 0, "count": 1, "said": 1}]
    assert found["weeks"][1]["monday"] == "2026-10-05"
    assert "Rivera" not in text
    assert "Smith" not in text


def test_the_page_stands_alone_and_runs_nothing(written: Written) -> None:
    text = page(full(written), NAMES, Report(OCTOBER.before()))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert not re.search(r"(src|href)=|url\(|@import", text)
    assert "default-src 'none'" in text
    assert "Rivera" not in text
    assert text.count("<svg") == text.count("<table>")
    assert "x" * 3000 in text  # the table has it whole; the picture cut it


def test_pictures_are_whole_and_say_their_numbers(written: Written) -> None:
    report = full(written)
    for chart in charts_of(report, NAMES, report):
        if chart.draw is None:
            continue
        for ink in (LIGHT, DARK, STYLED):
            picture = ElementTree.fromstring(chart.draw(ink))
            assert picture.get("aria-label") == chart.table.title
            words = "".join(picture.itertext())
            assert "1" in words
            width = float(picture.get("width", "0"))
            for rect in picture.iter("{http://www.w3.org/2000/svg}rect"):
                right = float(rect.get("x", "0")) + float(rect.get("width", "0"))
                assert right <= width
                assert float(rect.get("width", "0")) >= 0


@pytest.mark.parametrize("weeks", [1, 5, 13, 53, 530])
def test_no_text_of_the_columns_is_cut_or_over_another(weeks: int) -> None:
    monday = date(2026, 1, 5)
    shown = [
        Column(monday + timedelta(days=7 * n), (Piece("Solved", "solved", n * 100),), n > 0)
        for n in range(weeks)
    ]
    picture = ElementTree.fromstring(columns("Weeks", shown, LIGHT))
    lines: dict[str, list[tuple[float, float]]] = {}
    for text in picture.iter("{http://www.w3.org/2000/svg}text"):
        wide = width_of(text.text or "", float(text.get("font-size", "0")))
        at, anchor = float(text.get("x", "0")), text.get("text-anchor")
        left = at - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor or ""]
        assert left >= -1
        assert left + wide <= WIDTH + 1 or weeks == 530  # of ten years, only the figures count
        lines.setdefault(text.get("y", ""), []).append((left, left + wide))
    for places in lines.values():
        for (_, end), (begin, _) in pairwise(sorted(places)):
            assert end <= begin


def test_lengths_are_said_as_people_do() -> None:
    said_as = [length(each) for each in (None, 0, 59.6, 250, 600, 3599, 3600, 7500, 200_000)]
    assert said_as == [
        *("–", "0 s", "1 min", "4 min 10 s", "10 min", "1 h", "1 h", "2 h 5 min", "2 days"),
    ]


def test_unknown_outcomes_stand_after_the_known_ones() -> None:
    assert outcomes_in_order(["", "merged", "lost", "solved"]) == ["solved", "lost", "merged", ""]
