"""Plain words to a moment: right, or refused; never nearly."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Trouble
from desktop.followups.promise import LATEST
from desktop.followups.when import parse_when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 14, 5, tzinfo=BERLIN)  # a Saturday


def at(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> str:
    return parse_when(text, now, zone).isoformat(timespec="minutes")[:16]


KNOWN_WORDS = (
    *("in", "a", "an", "half", "1", "2", "10", "31", "h", "min", "days", "week", "tomorrow"),
    *("today", "friday", "next", "at", "on", "10:00", "3pm", "nov", "2027", "26.11.", "11/12"),
    *("noon", "morning", "this", "and", ",", ".", ":", "-"),
)


def moment_or_trouble(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> datetime | None:
    """What must hold for any text at all: a moment ahead, or Trouble with a remedy (None)."""
    try:
        found = parse_when(text, now, zone)
    except Trouble as trouble:
        if not trouble.remedy:
            raise
        return None
    assert now < found.astimezone(UTC) <= now.astimezone(UTC) + LATEST
    return found


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # from now
        ("in 20 min", "2026-11-21T14:25"),
        ("20 min", "2026-11-21T14:25"),
        ("in 20min.", "2026-11-21T14:25"),
        ("20 minutes from now", "2026-11-21T14:25"),
        ("in 1h 30m", "2026-11-21T15:35"),
        ("1h30m", "2026-11-21T15:35"),
        ("in 1.5 hours", "2026-11-21T15:35"),
        ("in 2 hours and 15 minutes", "2026-11-21T16:20"),
        ("in an hour", "2026-11-21T15:05"),
        ("half an hour", "2026-11-21T14:35"),
        ("in 15h", "2026-11-22T05:05"),
        ("in 2 days", "2026-11-23T14:05"),
        ("in 2 days at 10:00", "2026-11-23T10:00"),
        ("in a week", "2026-11-28T14:05"),
        ("in a month", "2026-12-21T14:05"),
        # an hour
        ("15:00", "2026-11-21T15:00"),
        ("by 17:00", "2026-11-21T17:00"),
        ("9:00", "2026-11-22T09:00"),
        ("14:05", "2026-11-22T14:05"),
        ("14:06", "2026-11-21T14:06"),
        ("3pm", "2026-11-21T15:00"),
        ("at 10", "2026-11-22T10:00"),
        ("at 10 o'clock", "2026-11-22T10:00"),
        ("15.30", "2026-11-21T15:30"),
        ("12am", "2026-11-22T00:00"),
        ("at noon", "2026-11-22T12:00"),
        ("tonight", "2026-11-21T20:00"),
        ("this evening", "2026-11-21T18:00"),
        ("in the morning", "2026-11-22T09:00"),
        # a day
        ("today 15:00", "2026-11-21T15:00"),
        ("tomorrow", "2026-11-22T09:00"),
        ("Tomorrow 10:00", "2026-11-22T10:00"),
        ("10:00 tomorrow", "2026-11-22T10:00"),
        ("tomorrow 3pm", "2026-11-22T15:00"),
        ("tomorrow morning", "2026-11-22T09:00"),
        ("tomorrow afternoon at 3", "2026-11-22T15:00"),
        ("tomorrow 10.30", "2026-11-22T10:30"),
        ("day after tomorrow", "2026-11-23T09:00"),
        ("friday", "2026-11-27T09:00"),
        ("this friday 9:30", "2026-11-27T09:30"),
        ("friday 10", "2026-11-27T10:00"),
        ("mon at 9", "2026-11-23T09:00"),
        ("monday at 3pm", "2026-11-23T15:00"),
        ("saturday 10:00", "2026-11-28T10:00"),  # today's is past
        ("10:00 thurs", "2026-11-26T10:00"),
        # a date
        ("26 Nov 15:00", "2026-11-26T15:00"),
        ("26 Nov", "2026-11-26T09:00"),
        ("26th of November 2026, 3 p.m.", "2026-11-26T15:00"),
        ("Nov 26 at 10", "2026-11-26T10:00"),
        ("thu 26 nov 10:00", "2026-11-26T10:00"),
        ("21 nov 15:00", "2026-11-21T15:00"),
        ("march 3", "2027-03-03T09:00"),
        ("1 Sept 2027 10:00", "2027-09-01T10:00"),
        ("2026-11-25 10:00", "2026-11-25T10:00"),
        ("2026-11-25T10:00", "2026-11-25T10:00"),
        ("2026-12-05", "2026-12-05T09:00"),
        ("26/11 15:00", "2026-11-26T15:00"),
        ("12/12/2026", "2026-12-12T09:00"),
        ("26.11.2026 15:00", "2026-11-26T15:00"),
        ("5.12. 15:00", "2026-12-05T15:00"),
    ],
)
def test_it_means(text: str, moment: str) -> None:
    assert at(text) == moment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a time"),
        ("banana", "not a time"),
        ("10", "an hour, a day or minutes"),
        ("1530", "not a time"),
        ("may", "not a time"),
        ("15h", "not a time"),
        ("26 nov 10", "not a time"),
        ("tomorrow tomorrow", "not a time"),
        ("monday tuesday", "not a time"),
        ("in 20 min 10:00", "not a time"),
        ("tomorrow 10:00 or 11:00", "not a time"),
        ("2026-11-25 10:00Z", "not a time"),
        ("in -5 min", "not a time"),
        ("yesterday", "is past"),
        ("yesterday 10:00", "“yesterday 10:00” is past"),
        ("the day before yesterday 10:00", "is past"),
        ("20 minutes ago", "is past"),
        ("2 days ago at 10:00", "is past"),
        ("long ago", "not a time"),
        ("midnight", "not a time"),
        ("in 999999 months", "not a time"),
        ("mon 4", "4:00 or 16:00"),
        ("10.12", "a time or a date"),
        ("11/12/2026", "11 December or 12 November"),
        ("next friday", "more than one day"),
        ("next week", "more than one day"),
        ("saturday 15:00", "today or Sat 28 Nov"),
        ("today", "At what time today"),
        ("today 9:00", "is past: it is 14:05 now"),
        ("this morning", "is past"),
        ("in 0 min", "is past"),
        ("20 nov", "past this year"),
        ("2026-11-20 10:00", "is past"),
        ("25:00", "no such hour"),
        ("tomorrow 24:00", "no such hour"),
        ("tomorrow 10:75", "no such hour"),
        ("15pm", "no such hour"),
        ("tomorrow morning at 3pm", "does not fit"),
        ("fri 26 nov 10:00", "does not fit: that is Thu 26 Nov"),
        ("2027-02-29", "no such day"),
        ("31 nov", "no such day"),
        ("13/13", "no such day"),
        ("29 feb 10:00", "more than 400 days ahead: it is in 2028."),
        ("32nd 10:00", "no such day"),
        ("the 31st 10:00", "November has 30 days"),
        ("in 1000 days", "more than 400 days"),
        ("2028-01-15 10:00", "more than 400 days"),
    ],
)
def test_it_refuses(text: str, why: str) -> None:
    with pytest.raises(Trouble) as raised:
        parse_when(text, NOW, BERLIN)
    assert why in raised.value.what
    assert raised.value.remedy


def test_the_suggestions_are_understood() -> None:
    with pytest.raises(Trouble) as raised:
        parse_when("saturday 15:00", NOW, BERLIN)
    for suggestion in raised.value.remedy.split("“")[1:]:
        parse_when(suggestion.split("”")[0], NOW, BERLIN)
    with pytest.raises(Trouble) as raised:
        parse_when("banana", NOW, BERLIN)
    assert [at(each.split("”")[0]) for each in raised.value.remedy.split("“")[1:]] == [
        "2026-11-22T10:00",
        "2026-11-21T14:25",
        "2026-11-27T15:00",
        "2026-11-26T10:00",
    ]


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ("2027-03-28T00:00", "02:30", "2027-03-28T01:30:00+00:00"),  # skipped: shown as 03:30
        ("2027-03-27T11:00", "tomorrow 2:30", "2027-03-28T01:30:00+00:00"),
        ("2026-10-24T23:00", "2:30", "2026-10-25T00:30:00+00:00"),  # the first of two
        ("2026-10-25T00:45", "2:30", "2026-10-25T01:30:00+00:00"),  # the first is past
        ("2026-10-25T00:45", "in 20 min", "2026-10-25T01:05:00+00:00"),
        ("2026-10-24T10:00", "in 2 days", "2026-10-26T11:00:00+00:00"),
        ("2026-10-24T10:00", "in 48 hours", "2026-10-26T10:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("as_said", [UTC, BERLIN])
def test_when_the_clocks_change(now: str, text: str, moment: str, as_said: ZoneInfo) -> None:
    start = datetime.fromisoformat(now).replace(tzinfo=UTC).astimezone(as_said)
    found = parse_when(text, start, BERLIN)
    assert found.tzinfo is BERLIN
    assert found.astimezone(UTC).isoformat() == moment


def test_the_zone_decides_what_tomorrow_is() -> None:
    now = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert at("tomorrow 10:00", now, ZoneInfo("Asia/Tokyo")) == "2026-11-23T10:00"
    assert at("tomorrow 10:00", now, ZoneInfo("America/Los_Angeles")) == "2026-11-22T10:00"


@given(
    st.integers(1_700_000_000, 2_050_000_000),  # seconds: the years 2023 to 2034
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.sampled_from(["", "today", "tomorrow", "fri", "sunday", "26 nov", "in 3 days", "1 jan"]),
    st.times(),
)
def test_what_is_understood_is_ahead_and_shows_the_asked_hour(
    seconds: int, zone_name: str, day: str, hour: time
) -> None:
    now, zone = datetime.fromtimestamp(seconds, UTC), ZoneInfo(zone_name)
    found = moment_or_trouble(f"{day} {hour:%H:%M}", now, zone)
    if found is None:
        return
    shown = found.replace(tzinfo=None)
    is_skipped = abs(timedelta(hours=shown.hour - hour.hour)) <= timedelta(hours=1)
    assert (shown.hour, shown.minute) == (hour.hour, hour.minute) or is_skipped


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_trouble(text: str) -> None:
    moment_or_trouble(text)


@given(
    st.lists(
        st.sampled_from(KNOWN_WORDS),
        max_size=6,
    )
)
def test_any_heap_of_known_words_is_a_moment_or_trouble(words: list[str]) -> None:
    moment_or_trouble(" ".join(words))
