"""A promise that repeats comes again at the same hour by the clock, whatever the clock did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.followups.hours import Hours
from desktop.followups.promise import Reminder, Repeat, Terms
from desktop.followups.repeating import following

BERLIN = ZoneInfo("Europe/Berlin")


def made(promised: str, repeats: Repeat) -> Reminder:
    moment = datetime.fromisoformat(promised).replace(tzinfo=BERLIN).astimezone(UTC)
    return Reminder("r-1", "x", moment, moment, BERLIN.key, moment, terms=Terms(repeats=repeats))


def after(promised: str, repeats: Repeat, now: str) -> str:
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC)
    found = following(made(promised, repeats), moment, BERLIN, Hours())
    assert found is not None
    assert found > moment
    return found.astimezone(BERLIN).isoformat(timespec="minutes")


def test_most_promises_come_once() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert following(made("2026-11-24T10:00", Repeat.NEVER), now, BERLIN, Hours()) is None


@pytest.mark.parametrize(
    ("promised", "repeats", "now", "wanted"),
    [
        ("2026-11-25T10:00", Repeat.DAILY, "2026-11-25T10:20", "2026-11-26T10:00+01:00"),
        # Kept before it fell due: the next one is not the same again.
        ("2026-11-25T10:00", Repeat.DAILY, "2026-11-25T08:00", "2026-11-26T10:00+01:00"),
        ("2026-11-27T10:00", Repeat.WORKING_DAYS, "2026-11-27T11:00", "2026-11-30T10:00+01:00"),
        ("2026-11-25T10:00", Repeat.WEEKLY, "2026-12-20T10:00", "2026-12-23T10:00+01:00"),
        ("2026-01-31T10:00", Repeat.MONTHLY, "2026-01-31T11:00", "2026-02-28T10:00+01:00"),
        ("2025-12-24T10:00", Repeat.DAILY, "2026-11-25T10:20", "2026-11-26T10:00+01:00"),
        ("2025-12-24T10:00", Repeat.MONTHLY, "2026-11-25T10:20", "2026-12-24T10:00+01:00"),
        # Into summer time, over its gap, and back: by the clock it is always the same hour.
        ("2026-03-28T09:00", Repeat.DAILY, "2026-03-28T09:30", "2026-03-29T09:00+02:00"),
        ("2026-03-28T02:30", Repeat.DAILY, "2026-03-28T09:30", "2026-03-29T03:30+02:00"),
        ("2026-10-24T02:30", Repeat.DAILY, "2026-10-24T09:30", "2026-10-25T02:30+02:00"),
        ("2026-10-24T09:00", Repeat.DAILY, "2026-10-24T09:30", "2026-10-25T09:00+01:00"),
        # The hour that comes twice: kept in its first half, it is not due again in the second.
        ("2026-10-25T02:30", Repeat.DAILY, "2026-10-25T02:35", "2026-10-26T02:30+01:00"),
        ("2026-10-25T02:30", Repeat.WEEKLY, "2026-10-25T02:35", "2026-11-01T02:30+01:00"),
        ("2026-10-25T02:30", Repeat.WORKING_DAYS, "2026-10-25T02:35", "2026-10-26T02:30+01:00"),
    ],
)
def test_it_comes_again(promised: str, repeats: Repeat, now: str, wanted: str) -> None:
    assert after(promised, repeats, now) == wanted


def test_an_agent_who_works_on_saturdays_is_reminded_there() -> None:
    moment = datetime(2026, 11, 27, 12, tzinfo=UTC)
    found = following(
        made("2026-11-27T10:00", Repeat.WORKING_DAYS), moment, BERLIN, Hours(frozenset({4, 5}))
    )
    assert found is not None
    assert found.astimezone(BERLIN).isoformat(timespec="minutes") == "2026-11-28T10:00+01:00"


@pytest.mark.parametrize(
    ("promised", "repeats", "wanted"),
    [
        (
            "2026-01-31T10:00",
            Repeat.MONTHLY,
            ["2026-02-28T10:00+01:00", "2026-03-31T10:00+02:00", "2026-04-30T10:00+02:00"],
        ),
        (
            "2026-03-28T02:30",
            Repeat.DAILY,
            ["2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00"],
        ),
    ],
)
def test_one_time_that_differs_does_not_move_the_next(
    promised: str, repeats: Repeat, wanted: list[str]
) -> None:
    kept, found = made(promised, repeats), []
    for _ in wanted:
        moment = following(kept, kept.promised_utc, BERLIN, Hours())
        assert moment is not None
        kept = replace(kept, due_utc=moment, promised_utc=moment, repeats_from=kept.first_utc)
        found.append(moment.astimezone(BERLIN).isoformat(timespec="minutes"))
    assert found == wanted
