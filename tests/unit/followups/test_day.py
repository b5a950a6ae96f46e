"""The end of a day: each promise that matters stands in one place, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.followups.day import day_sections
from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Side, Terms

BERLIN = ZoneInfo("Europe/Berlin")


def made(text: str, due: str, side: Side = Side.MINE) -> Reminder:
    moment = datetime.fromisoformat(due).replace(tzinfo=BERLIN).astimezone(UTC)
    return Reminder(text, text, moment, moment, BERLIN.key, moment, terms=Terms(side=side))


def told(now: str, *reminders: Reminder) -> dict[str, list[str]]:
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    sections = day_sections(reminders, moment, BERLIN, Hours())
    return {each.title: [one.text for one in each.reminders] for each in sections}


def test_nothing_promised_is_nothing_to_show() -> None:
    assert told("2026-11-25T16:00") == {}
    assert told("2026-11-25T16:00", made("far", "2026-12-24T10:00")) == {}


def test_everything_stands_in_its_place() -> None:
    found = told(
        "2026-11-25T16:00",
        made("photos", "2026-11-25T12:00", Side.THEIRS),
        made("late", "2026-11-25T10:00"),
        made("later", "2026-11-24T10:00"),
        made("still", "2026-11-25T16:30"),
        made("call", "2026-11-26T23:59"),
        made("letter", "2026-11-26T10:00", Side.THEIRS),
        made("friday", "2026-11-27T00:00"),
    )
    assert found == {
        "Overdue": ["later", "late"],
        "Waited for in vain": ["photos"],
        "Still today": ["still"],
        "Tomorrow": ["call"],
        "Waiting for them": ["letter"],
    }
    assert list(found) == [
        *("Overdue", "Waited for in vain", "Still today", "Tomorrow", "Waiting for them"),
    ]


@pytest.mark.parametrize(
    ("now", "title"),
    [("2026-11-27T16:00", "Until Monday"), ("2026-11-29T16:00", "Tomorrow")],
)
def test_before_free_days_it_looks_to_the_next_working_day(now: str, title: str) -> None:
    assert told(now, made("call", "2026-11-30T10:00")) == {title: ["call"]}


def test_what_was_announced_before_the_clock_went_back_is_overdue() -> None:
    announced = replace(
        made("x", "2026-11-26T10:00"), fired_at=datetime(2026, 11, 26, 9, tzinfo=UTC)
    )
    assert told("2026-11-20T10:00", announced) == {"Overdue": ["x"]}
