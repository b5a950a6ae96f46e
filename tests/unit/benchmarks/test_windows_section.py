"""The section about Windows in the benchmarks' report."""

from __future__ import annotations

from typing import Any

from benchmarks import windows

FOUND: dict[str, Any] = {
    "system": "Wine 10.0 as Windows 10.0.22000",
    "python": "3.13.2",
    "cores": 2,
    "autohotkey": "2.0.18",
    "characters": 119,
    "picture_mb": 1.92004,
    "times_ms": {"Poise": [9.0, 11.0], "Pasting": [8.0, 8.0], "Typing": [90.0, 110.0]},
    "survived": {"Poise": 2, "Pasting": 1, "Typing": 2},
}


def rows(section: str) -> list[list[str]]:
    """The table's cells, without the two lines of its head."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert lines[1] == "|---|---|---|---|---|"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {len(row) for row in cells} == {5}
    return cells[2:]


def test_times_stand_side_by_side() -> None:
    times, _, _ = rows(windows.section(FOUND))
    assert times[1:4] == [
        "10.0 ms (p99 11.0, n=2)",
        "8.0 ms (p99 8.0, n=2)",
        "100.0 ms (p99 110.0, n=2)",
    ]


def test_poise_is_measured_by_the_pasting_way() -> None:
    _, ratio, _ = rows(windows.section(FOUND))
    assert ratio[1:] == ["1.25 ×", "–", "–", "≤ 1.2 ×"]


def test_every_lost_picture_shows() -> None:
    *_, survived = rows(windows.section(FOUND))
    assert survived[1:] == ["2 of 2", "1 of 2", "2 of 2", "always"]


def test_it_says_what_it_was_measured_on_and_how() -> None:
    head = windows.section(FOUND).split("|")[0]
    for fact in ("Wine 10.0", "AutoHotkey 2.0.18", "119 characters", "1.9 MB", windows.COMMAND):
        assert fact in head
