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
    "held_ms": 80,
    "times_ms": {
        "held": {"Poise": [9.0, 11.0], "Pasting": [8.0, 8.0], "Typing": [90.0, 110.0]},
        "tapped": {"Poise": [12.0, 12.0], "Pasting": [8.0, 8.0], "Typing": [90.0, 110.0]},
    },
    "survived": {
        "held": {"Poise": 2, "Pasting": 1, "Typing": 2},
        "tapped": {"Poise": 2, "Pasting": 2, "Typing": 2},
    },
}


def rows(section: str) -> list[list[str]]:
    """The table's cells, without the two lines of its head."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert lines[1] == "|---|---|---|---|---|"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {len(row) for row in cells} == {5}
    return cells[2:]


def test_times_stand_side_by_side() -> None:
    times, *_ = rows(windows.section(FOUND))
    assert times[1:4] == [
        "10.0 ms (p99 11.0, n=2)",
        "8.0 ms (p99 8.0, n=2)",
        "100.0 ms (p99 110.0, n=2)",
    ]


def test_poise_is_measured_by_the_pasting_way() -> None:
    _, held, _, tapped, _ = rows(windows.section(FOUND))
    assert held[1:] == ["1.25 ×", "–", "–", "≤ 1.2 ×"]
    assert tapped[1] == "1.50 ×"


def test_every_lost_picture_shows() -> None:
    *_, survived = rows(windows.section(FOUND))
    assert survived[1:] == ["4 of 4", "3 of 4", "4 of 4", "always"]


def test_it_says_what_it_was_measured_on_and_how() -> None:
    head = windows.section(FOUND).split("|")[0]
    for fact in (
        "Wine 10.0",
        "AutoHotkey 2.0.18",
        "119 characters",
        "1.9 MB",
        "80 ms",
        windows.COMMAND,
    ):
        assert fact in head
