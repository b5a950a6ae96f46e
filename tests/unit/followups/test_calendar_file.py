"""Reminders as a calendar: what another program reads is what was promised."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrule, rrulestr

from desktop.errors import Trouble
from desktop.followups.calendar_file import calendar_text, keep_file
from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Repeat, Terms
from desktop.guide.vocabulary import Way
from tests.systems import mode_of

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 27, 11, 0, tzinfo=UTC)  # 12:00 in Berlin, two days before summer time


def made(text: str = "refund; “soon”, she said", repeats: Repeat = Repeat.NEVER) -> Reminder:
    terms = Terms("Ms Rivera", Way.CALL, repeats=repeats)
    return Reminder("r-1", text, NOON, NOON, BERLIN.key, NOON - timedelta(days=1), terms=terms)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_reads_the_promise_with_its_alarm() -> None:
    text = calendar_text([made()], Hours())
    (event,) = events(text)
    assert str(event["summary"]) == "Call Ms Rivera · refund; “soon”, she said"
    assert event["dtstart"].dt == NOON
    assert "RRULE" not in event
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(0)
    assert text.splitlines()[0] == "BEGIN:VCALENDAR"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert calendar_text([made()], Hours()) == text


def test_what_repeats_keeps_its_hour_when_the_clocks_change() -> None:
    (event,) = events(calendar_text([made(repeats=Repeat.DAILY)], Hours()))
    start = event["dtstart"].dt
    assert start.utcoffset() == timedelta(hours=1)
    assert (start.hour, str(event["dtstart"].params["TZID"])) == (12, "Europe/Berlin")
    assert event["rrule"]["freq"] == ["DAILY"]
    assert "BEGIN:VTIMEZONE" in calendar_text([made(repeats=Repeat.DAILY)], Hours())
    (event,) = events(calendar_text([made(repeats=Repeat.WORKING_DAYS)], Hours(frozenset({0, 5}))))
    assert event["rrule"]["byday"] == ["MO", "SA"]


def test_a_promise_of_the_31st_is_on_the_last_day_of_a_short_month() -> None:
    first = datetime(2026, 1, 31, 11, 0, tzinfo=UTC)
    due = datetime(2026, 2, 28, 11, 0, tzinfo=UTC)
    again = replace(made(repeats=Repeat.MONTHLY), due_utc=due, promised_utc=due, repeats_from=first)
    (event,) = events(calendar_text([again], Hours()))
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event["dtstart"].dt)
    assert isinstance(rule, rrule)
    assert [f"{each:%d.%m.}" for each in itertools.islice(rule, 4)] == [
        "28.02.",
        "31.03.",
        "30.04.",
        "31.05.",
    ]


def test_snoozing_moves_one_of_those_that_repeat() -> None:
    later = replace(made(repeats=Repeat.WEEKLY), due_utc=NOON + timedelta(hours=27), snoozed=1)
    series, moved = events(calendar_text([later], Hours()))
    assert (series["dtstart"].dt, series["rrule"]["freq"]) == (NOON, ["WEEKLY"])
    assert (moved["dtstart"].dt, moved["recurrence-id"].dt) == (later.due_utc, NOON)
    assert series["uid"] == moved["uid"]
    assert "RRULE" not in moved


def test_the_file_is_written_when_something_changed(tmp_path: Path) -> None:
    path = tmp_path / "poise.ics"
    assert keep_file(path, [made()], Hours())
    before = path.stat()
    assert mode_of(path) == 0o600
    assert not keep_file(path, [made()], Hours())
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert keep_file(path, [], Hours())
    assert events(path.read_text(encoding="utf-8")) == []
    assert [each.name for each in tmp_path.iterdir()] == ["poise.ics"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    path.write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(Trouble, match="something else"):
        keep_file(path, [made()], Hours())
    assert path.read_text(encoding="utf-8") == "Dear Sir"
    with pytest.raises(Trouble, match="cannot be written"):
        keep_file(tmp_path / "missing" / "poise.ics", [made()], Hours())
