"""Times by the clock, those too that no clock can show."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desktop.storage.times import local


def test_what_a_clock_can_show_is_shown_by_it() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert f"{local(noon, ZoneInfo('Europe/Berlin')):%H:%M}" == "13:00"


def test_what_no_clock_can_show_is_shown_in_utc() -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert local(last, ZoneInfo("Europe/Berlin")) == last
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert local(first, ZoneInfo("America/New_York")) == first
