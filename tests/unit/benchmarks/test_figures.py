"""Figures of the benchmarks: percentiles, cells, and the report's sections."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import figures


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 5), (51, 6), (90, 9), (99, 10), (100, 10)]
)
def test_a_percentile_is_one_of_the_values(percent: int, expected: float) -> None:
    assert figures.percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent) == expected


def test_of_a_hundred_the_99th_leaves_one_out() -> None:
    assert figures.percentile(range(1, 101), 99) == 99
    assert figures.percentile([7.0], 99) == 7.0


def test_a_cell_tells_median_p99_and_count() -> None:
    assert figures.told([3.0, 1.0, 2.04, 8.96]) == "2.5 ms (p99 9.0, n=4)"


def test_a_report_begins_with_its_first_section(tmp_path: Path) -> None:
    report = tmp_path / "results.md"
    figures.write_section(report, "On Linux", "One.\n")
    assert report.read_text("utf-8") == "# Measured\n\n## On Linux\n\nOne.\n"


def test_a_section_replaces_itself_only(tmp_path: Path) -> None:
    report = tmp_path / "results.md"
    for heading, body in (("On Linux", "One."), ("On Windows", "Two."), ("On Linux", "Three.")):
        figures.write_section(report, heading, body)
    assert report.read_text("utf-8") == (
        "# Measured\n\n## On Linux\n\nThree.\n\n## On Windows\n\nTwo.\n"
    )


def test_writing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    report = tmp_path / "results.md"
    for _ in range(2):
        figures.write_section(report, "On Linux", "One.")
        figures.write_section(report, "On Linux and Windows", "### Two\n\n| a |\n")
    assert report.read_text("utf-8") == (
        "# Measured\n\n## On Linux\n\nOne.\n\n## On Linux and Windows\n\n### Two\n\n| a |\n"
    )
