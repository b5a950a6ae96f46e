"""Days as an agent writes them."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.ui.log_days import parse_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        (" 1.11.2026 ", date(2026, 11, 1)),
        ("1.11.", date(2026, 11, 1)),
        ("24.12.", date(2025, 12, 24)),
        ("1 Nov", date(2026, 11, 1)),
        ("1. november 2024", date(2024, 11, 1)),
        ("24 Dec", date(2025, 12, 24)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 21)),
    ],
)
def test_known(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "31 feb", "29.2.", "2026-13-01", "99999-01-01", "1 foo", "tomorrow", "١٢.١١.x"]
)
def test_no_day(text: str) -> None:
    assert parse_day(text, TODAY) is None
