"""Which reminders are due, and how that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.followups.due import (
    due_now,
    is_overdue,
    newly_due,
    next_wake,
    there,
    wording,
)
from desktop.followups.promise import Reminder, ReminderState

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 14, 5, tzinfo=BERLIN).astimezone(UTC)


def reminder(due: datetime, name: str = "r-1") -> Reminder:
    return Reminder(name, "call", due, due, "Europe/Berlin", NOW)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (minutes(0), "due 14:05"),
        (minutes(-0.9), "due 14:04"),
        (minutes(25), "due 14:30"),
        (minutes(24 * 60), "due tomorrow 14:05"),
        (minutes(5 * 24 * 60), "due Thu 26 Nov 14:05"),
        (minutes(60 * 24 * 60), "due Wed 20 Jan 2027 14:05"),
        (minutes(-1), "1 min overdue"),
        (minutes(-59.9), "59 min overdue"),
        (minutes(-60), "1 h overdue"),
        (minutes(-150), "2 h overdue"),
        (minutes(-28 * 60 - 5), "since yesterday 10:00"),
        (minutes(-52 * 60 - 5), "since Thu 19 Nov 10:00"),
    ],
)
def test_how_it_is_said(due: datetime, words: str) -> None:
    assert wording(reminder(due), NOW, BERLIN) == words


def test_just_after_midnight_minutes_are_still_minutes() -> None:
    midnight = datetime(2026, 11, 22, 0, 10, tzinfo=BERLIN)
    assert wording(reminder(midnight - timedelta(minutes=20)), midnight, BERLIN) == "20 min overdue"


def test_due_and_newly_due_and_the_next_look() -> None:
    early, late, coming = (
        reminder(minutes(-90), "r-a"),
        reminder(minutes(0), "r-b"),
        reminder(minutes(30), "r-c"),
    )
    done = replace(early, id="r-d", state=ReminderState.DONE)
    fired = replace(late, id="r-e", fired_at=NOW)
    everything = (coming, late, done, fired, early)
    assert [each.id for each in due_now(everything, NOW)] == ["r-a", "r-b", "r-e"]
    assert [each.id for each in newly_due(everything, NOW)] == ["r-a", "r-b"]
    assert next_wake(everything, NOW) == NOW
    assert next_wake((coming, fired, done), NOW) == minutes(30)
    assert next_wake((fired, done), NOW) is None
    assert [is_overdue(each, NOW) for each in (early, late, coming, done)] == [
        True,
        False,
        False,
        False,
    ]


def test_announced_before_the_clock_was_put_back_it_stays_to_be_seen() -> None:
    fired = replace(reminder(minutes(0)), fired_at=NOW)
    assert due_now((fired,), minutes(-600)) == (fired,)
    assert newly_due((fired,), minutes(-600)) == ()


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_no_clock_shows_is_said_all_the_same(year: int) -> None:
    edge = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(9999, 12, 31, 23, tzinfo=UTC)
    for zone in (BERLIN, ZoneInfo("America/New_York"), None):
        assert str(year) in wording(reminder(edge), NOW, zone)
        assert isinstance(there(reminder(edge), NOW, zone), str)


def test_a_folder_of_zones_is_no_zone() -> None:
    odd = replace(reminder(NOW), zone="America")
    assert there(odd, NOW, BERLIN) == ""
