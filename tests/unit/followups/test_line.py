"""A promise in one line: understood as it was meant, or said that it was not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.followups.line import Line, begins_one, read_line
from desktop.followups.promise import Repeat, Side
from desktop.followups.when import parse_when
from desktop.guide.vocabulary import Way

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 5, tzinfo=UTC)  # 11:05 in Berlin, a Wednesday


def read(text: str) -> Line | None:
    return read_line(text, lambda words: parse_when(words, NOW, BERLIN))


def told(text: str) -> tuple[str, str]:
    """The promise, and when it is due."""
    line = read(text)
    assert line is not None
    assert line.objection == ""
    assert line.moment is not None
    return line.headline, f"{line.moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "text",
    ["", "call", "email ", "calling Rivera tomorrow", "refund", "remind", "recall Rivera", "wait"],
)
def test_what_is_no_promise_stays_a_search(text: str) -> None:
    assert read(text) is None


def test_the_cheap_question_agrees() -> None:
    assert begins_one("call Rivera")
    assert begins_one("Waiting for Rivera")
    assert not begins_one("calls")
    assert not begins_one("refund call")


@pytest.mark.parametrize(
    ("text", "headline", "due"),
    [
        ("call Rivera tomorrow 15:00 re refund", "Call Rivera · refund", "2026-11-26 15:00"),
        ("Call Rivera re refund tomorrow 15:00", "Call Rivera · refund", "2026-11-26 15:00"),
        ("phone Mary Jane on friday 15:00", "Call Mary Jane", "2026-11-27 15:00"),
        ("e-mail Ben in 20 min about the photos", "E-mail Ben · the photos", "2026-11-25 11:25"),
        ("write to Ben after lunch", "Write to Ben", "2026-11-25 13:00"),
        ("call June tomorrow", "Call June", "2026-11-26 09:00"),
        ("call Ben at 14:00 re tomorrow’s van", "Call Ben · tomorrow’s van", "2026-11-25 14:00"),
        ("remind me to send the form 26 Nov 10:00", "send the form", "2026-11-26 10:00"),
        ("call tomorrow 15:00", "Call them", "2026-11-26 15:00"),
    ],
)
def test_a_line_is_taken_apart(text: str, headline: str, due: str) -> None:
    assert told(text) == (headline, due)


def test_waiting_for_somebody_is_the_other_way_round() -> None:
    line = read("waiting for Rivera next working day re the photos")
    assert line is not None
    assert line.terms.side is Side.THEIRS
    assert line.headline == "Waiting for Rivera · the photos"


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        ("call Rivera every monday 10:00", Repeat.WEEKLY),
        ("call Rivera every working day first thing", Repeat.WORKING_DAYS),
        ("call Rivera daily 16:00", Repeat.DAILY),
        ("call Rivera monthly 26 Nov 10:00 re rent", Repeat.MONTHLY),
        ("call Rivera tomorrow", Repeat.NEVER),
    ],
)
def test_it_may_repeat(text: str, repeat: Repeat) -> None:
    line = read(text)
    assert line is not None
    assert (line.terms.repeats, line.terms.whom) == (repeat, "Rivera")
    assert line.terms.way is Way.CALL
    assert line.moment is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("call Rivera at 4", "can mean 4:00 or 16:00"),
        ("call Rivera wednesday 15:00", "can mean today or Wed 2 Dec"),
        ("call Rivera today 9:00 re refund", "is past: it is 11:05 now"),
        ("call Rivera 3/4 10:00", "can be 3 April or 4 March"),
        ("call Rivera", "When?"),
        ("call Monica at 4", "“at 4” can mean"),
        ("call Rivera tomorow", "When?"),
    ],
)
def test_what_is_not_clear_is_said_and_not_guessed(text: str, why: str) -> None:
    line = read(text)
    assert line is not None
    assert line.moment is None
    assert why in line.objection
