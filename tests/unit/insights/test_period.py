"""Days, months, and what came before them."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.errors import Trouble
from desktop.insights.period import Period, days_named, last_days, month_named

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-10", "October", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="is no month"):
        month_named(text, UTC)


@pytest.mark.parametrize("text", ["2026-02-30", "1.2.2026", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="is no day"):
        days_named(text, "", TODAY, UTC)


@pytest.mark.parametrize("text", ["1960-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_or_month_of_a_year_without_records_is_told_so(text: str) -> None:
    with pytest.raises(Trouble, match=f"There are no records of “{text}”") as caught:
        days_named(text, "", TODAY, UTC)
    assert "1970 to 2199" in caught.value.remedy
    with pytest.raises(Trouble, match="There are no records"):
        month_named(text[:7], UTC)


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Trouble, match="is before the first"):
        days_named("2026-11-23", "", TODAY, UTC)


@pytest.mark.parametrize("days", [0, -3, 100_000])
def test_a_useless_number_of_days_is_refused(days: int) -> None:
    with pytest.raises(Trouble, match="cannot be about"):
        last_days(days, TODAY, UTC)


def test_a_month_ends_on_its_last_day_and_follows_the_month_before() -> None:
    march = month_named("2024-03", UTC)
    assert (march.label, march.days) == ("March 2024", 31)
    assert (march.before().first, march.before().last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert march.before().before().label == "January 2024"
    february = march.before().year_before()
    assert (february.first, february.last) == (date(2023, 2, 1), date(2023, 2, 28))


def test_as_many_days_come_before_other_periods() -> None:
    week = days_named("2026-11-03", "2026-11-09", TODAY, UTC)
    assert week.before() == Period(date(2026, 10, 27), date(2026, 11, 2), UTC)
    assert week.before().label == "27 October to 2 November 2026"
    assert week.year_before().label == "3 to 9 November 2025"
    assert last_days(1, TODAY, UTC).label == "22 November 2026"
    leap = Period(date(2024, 2, 29), date(2024, 3, 5), UTC)
    assert leap.year_before().first == date(2023, 2, 28)


def test_a_day_has_23_hours_where_the_clock_goes_forward() -> None:
    day = days_named("2026-03-29", "2026-03-29", TODAY, ZoneInfo("Europe/Berlin"))
    length = day.ends_at.astimezone(UTC) - day.begins_at.astimezone(UTC)
    assert length == timedelta(hours=23)
