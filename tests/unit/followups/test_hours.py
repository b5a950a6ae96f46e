"""Working hours: what they make of words, and what lies outside them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from desktop.errors import Trouble
from desktop.followups.hours import Hours, hours_of, outside, snooze_choices
from desktop.followups.when import parse_when

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = Hours()
NIGHT = Hours(start=time(22), end=time(6))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("days", "span", "lunch"),
    [
        ("", "09:00-17:00", "13:00"),
        ("Mon-Xyz", "09:00-17:00", "13:00"),
        ("Mon-Fri", "nine to five", "13:00"),
        ("Mon-Fri", "09:00-25:00", "13:00"),
        ("Mon-Fri", "09:00-17:00", "noon"),
    ],
)
def test_hours_that_nobody_understands_are_refused(days: str, span: str, lunch: str) -> None:
    with pytest.raises(Trouble, match="working hours"):
        hours_of(days, span, lunch)


def test_days_are_written_as_people_do() -> None:
    assert hours_of("Mon-Fri", "9:00 - 17:30", "12:45") == Hours(
        end=time(17, 30), lunch_end=time(12, 45)
    )
    assert hours_of("Sun - Thu", "09:00-17:00", "13:00").days == {6, 0, 1, 2, 3}
    assert hours_of("monday, Wed Sat", "09:00-17:00", "13:00").days == {0, 2, 5}


@pytest.mark.parametrize(
    ("now", "words", "wanted"),
    [
        ("2026-11-25T10:00", "tomorrow first thing", "2026-11-26T09:00"),
        ("2026-11-25T10:00", "first thing", "2026-11-26T09:00"),
        ("2026-11-25T07:00", "first thing in the morning", "2026-11-25T09:00"),
        ("2026-11-27T10:00", "first thing", "2026-11-30T09:00"),  # from a Friday
        ("2026-11-27T10:00", "next working day", "2026-11-30T09:00"),
        ("2026-11-27T10:00", "next business day at 11:30", "2026-11-30T11:30"),
        ("2026-11-27T07:00", "next working day end of day", "2026-11-30T17:00"),
        ("2026-11-25T10:00", "after lunch", "2026-11-25T13:00"),
        ("2026-11-25T14:00", "tomorrow after lunch", "2026-11-26T13:00"),
        ("2026-11-25T10:00", "by the end of day", "2026-11-25T17:00"),
        ("2026-11-25T10:00", "friday eod", "2026-11-27T17:00"),
        ("2026-11-25T10:00", "first thing on friday", "2026-11-27T09:00"),
    ],
)
def test_words_that_hang_on_the_working_hours(now: str, words: str, wanted: str) -> None:
    assert parse_when(words, at(now), BERLIN) == at(wanted)


def test_other_hours_move_the_words() -> None:
    early = Hours(start=time(7, 30), end=time(15), lunch_end=time(12, 15))
    now = at("2026-11-25T10:00")
    assert parse_when("tomorrow first thing", now, BERLIN, early) == at("2026-11-26T07:30")
    assert parse_when("after lunch", now, BERLIN, early) == at("2026-11-25T12:15")
    assert parse_when("end of day", now, BERLIN, early) == at("2026-11-25T15:00")


@pytest.mark.parametrize("words", ["after lunch", "end of day", "today first thing"])
def test_what_is_over_today_is_past_and_not_moved(words: str) -> None:
    with pytest.raises(Trouble, match="is past"):
        parse_when(words, at("2026-11-25T18:00"), BERLIN)


@pytest.mark.parametrize(
    "words", ["next working week", "10:00 first thing", "lunch", "first thing after lunch friday x"]
)
def test_nothing_is_guessed(words: str) -> None:
    with pytest.raises(Trouble):
        parse_when(words, at("2026-11-25T10:00"), BERLIN)


@pytest.mark.parametrize(
    ("moment", "hours", "warning"),
    [
        ("2026-11-25T09:00", USUAL, ""),
        ("2026-11-25T17:00:59", USUAL, ""),
        ("2026-11-25T17:01", USUAL, "outside your working hours (09:00 to 17:00)"),
        ("2026-11-28T10:00", USUAL, "Saturday is no working day of yours"),
        ("2026-11-28T03:00", NIGHT, ""),  # Friday's shift
        ("2026-11-30T03:00", NIGHT, "outside"),  # would be Sunday's
        ("2026-11-25T12:00", NIGHT, "outside"),
    ],
)
def test_a_warning_outside_the_working_hours(moment: str, hours: Hours, warning: str) -> None:
    found = outside(at(moment), BERLIN, hours)
    assert (warning in found) if warning else found == ""


@pytest.mark.parametrize(
    ("now", "labels"),
    [
        ("2026-11-25T10:00", ["10 min", "After lunch", "Tomorrow 09:00"]),
        ("2026-11-25T13:00", ["10 min", "Tomorrow 09:00"]),
        ("2026-11-27T10:00", ["10 min", "After lunch", "Mon 09:00"]),
        ("2026-11-28T10:00", ["10 min", "Mon 09:00"]),
        ("2026-11-29T10:00", ["10 min", "Tomorrow 09:00"]),
    ],
)
def test_each_way_to_snooze_is_a_time_that_lies_ahead(now: str, labels: list[str]) -> None:
    choices = snooze_choices(at(now).astimezone(UTC), BERLIN, USUAL)
    assert [label for _, label in choices] == labels
    for words, label in choices:
        moment = parse_when(words, at(now), BERLIN)
        assert label == "10 min" or f"{moment:%H:%M}" in label or label == "After lunch"
