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
    return read_line(text, lambda words, repeats: parse_when(words, NOW, BERLIN, repeats=repeats))


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
    ("text", "headline", "due"),
    [
        ("call Ana every month on the 15th at 10:00", "Call Ana", "2026-12-15 10:00"),
        ("call Ana on the 15th of every month at 10:00", "Call Ana", "2026-12-15 10:00"),
        ("call Ana on the 15th each month 10:00 re rent", "Call Ana · rent", "2026-12-15 10:00"),
        ("call Ana re rent every month on the 26th 10:00", "Call Ana · rent", "2026-11-26 10:00"),
        ("call Ana monthly on the 25th 10:00", "Call Ana", "2026-12-25 10:00"),
        ("call Ana every month on the 31st 10:00", "Call Ana", "2026-11-30 10:00"),
        ("call Ana every month on the 29th", "Call Ana", "2026-11-29 09:00"),
        ("call Ana every week from friday 10:00", "Call Ana", "2026-11-27 10:00"),
        ("call Ana every day starting on monday 10:00", "Call Ana", "2026-11-30 10:00"),
        ("call Ana on the 15th at 10:00", "Call Ana", "2026-12-15 10:00"),
        ("call Ana and June tomorrow", "Call Ana and June", "2026-11-26 09:00"),
        ("call Sun tomorrow 10:00", "Call Sun", "2026-11-26 10:00"),
        ("remind me to call each customer tomorrow", "call each customer", "2026-11-26 09:00"),
    ],
)
def test_a_day_of_the_month_is_understood(text: str, headline: str, due: str) -> None:
    assert told(text) == (headline, due)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("call Ana last friday of every month 10:00", "“last friday 10:00” is not a time"),
        ("call Ana every day until friday 10:00", "a promise that repeats has none"),
        ("call Ana every day from monday until friday 10:00", "a promise that repeats has none"),
        ("call Ana every week on the 15th 10:00", "“on the 15th 10:00” does not come every week"),
        ("call Ana every month on friday 10:00", "does not come every month. Write “every week”"),
        ("call Ana every month on the 1st and 15th 10:00", "not a time I understand"),
        ("call Ana every friday on the 15th 10:00", "“friday on the 15th 10:00” is not"),
        ("call Ana every tuesday and thursday 10:00", "“tuesday and thursday 10:00” is not"),
        ("call Ana daily at 10:00 and 15:00", "not a time I understand"),
        ("call Ana every 2 weeks 10:00", "“every 2 weeks 10:00” is not a time"),
        ("call Ana every other friday 10:00", "“every other friday 10:00” is not a time"),
        ("call Ana once a month 10:00", "“once a month 10:00” is not a time"),
        ("call Ana at the end of every month 10:00", "is “on the 31st”"),
        ("call Ana every month’s end 10:00", "not a time I understand"),
        ("call Ana 10:00 re rent every month on the 15th", "“10:00” or “on the 15th”?"),
        ("call Ana in two weeks at 10:00", "not a time I understand"),
        ("call Ana last friday 10:00", "“last friday 10:00” is not"),
        ("call Ana friday on the 15th 10:00", "not a time I understand"),
        ("call Ana on the 31st 10:00", "November has 30 days"),
        ("call Ana on the 25th 10:00", "is past: it is 11:05 now"),
        ("call Ana on the 32nd 10:00", "There is no such day"),
        ("call Ana re " + "long " * 60 + "tomorrow 10:00", "longer than 300 characters"),
    ],
)
def test_a_day_that_is_not_understood_is_never_left_out(text: str, why: str) -> None:
    line = read(text)
    assert line is not None
    assert line.moment is None
    assert why in line.objection


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


@pytest.mark.parametrize(
    ("text", "whom", "why"),
    [
        ("call Ana yesterday 10:00", "Ana", "“yesterday 10:00” is past"),
        ("call Ana the day before yesterday 10:00", "Ana", "is past"),
        ("call Ana 2 days ago 10:00", "Ana", "“2 days ago 10:00” is past"),
        ("call Ana end of month 12:00", "Ana", "“end of month 12:00” is not a time"),
        ("call Ana tomorow 12:00", "Ana", "“tomorow 12:00” is not a time"),
        ("call Ana Tomorow 12:00", "Ana", "“Tomorow 12:00” is not a time"),
        ("call tomorow 12:00", "", "“tomorow 12:00” is not a time"),
        ("call Ana fryday 12:00", "Ana", "“fryday 12:00” is not a time"),
        ("call Ana the day after tommorow 12:00", "Ana", "“the day after tommorow 12:00” is not"),
        ("call Ana 5 Dez 12:00", "Ana", "“5 Dez 12:00” is not a time"),
        ("call Ana 24 11 2026 12:00", "Ana", "“24 11 2026 12:00” is not a time"),
        ("call Ana tomorow after lunch", "Ana", "“tomorow after lunch” is not a time"),
        ("call Ana tomorow first thing", "Ana", "“tomorow first thing” is not a time"),
        ("call Ana tomorow in 2 hours", "Ana", "“tomorow in 2 hours” is not a time"),
        ("call Ana within 2 hours", "Ana", "“within 2 hours” is not a time"),
        ("call Ana not tomorrow 12:00", "Ana", "“not tomorrow 12:00” is not a time"),
        ("call not tomorrow 12:00", "", "“not tomorrow 12:00” is not a time"),
        ("call Ana week tomorrow 12:00", "Ana", "“week tomorrow 12:00” is not a time"),
        ("call Ana nxt friday 12:00", "Ana", "“nxt friday 12:00” is not a time"),
        ("call Ana lsat friday 12:00", "Ana", "“lsat friday 12:00” is not a time"),
        ("call Ana first friday 12:00", "Ana", "“first friday 12:00” is not a time"),
        ("call Ana daily starting tomorow 12:00", "Ana", "“starting tomorow 12:00” is not"),
        ("call Ana tomorow re refund 12:00", "Ana", "“tomorow 12:00” is not a time"),
        ("call Ana re refund tomorow 12:00", "Ana", "“tomorow 12:00” is not a time"),
        ("call Ana 12:00 re refund tomorrow", "Ana", "“12:00” or “tomorrow”?"),
        ("call Ana 12:00 re refund tomorow", "Ana", "“12:00” or “tomorow”?"),
        ("call Ana morgen 12:00", "Ana morgen", "“morgen” may belong to the name or to the time"),
        ("call ana de 12:00", "ana de", "“de” may belong to the name or to the time"),
        ("call mary jane daily 12:00", "mary jane", "such as “from tomorrow 12:00”"),
        ("call Mr Monday 12:00", "Mr Monday", "“Monday” may belong to the name or to the time"),
        ("remind me to send it tomorow 12:00", "", "“tomorow 12:00” is not a time"),
        ("remind me to send it end of month 12:00", "", "“end of month 12:00” is not a time"),
        ("remind me to send it 5 Dez 2026 12:00", "", "“5 Dez 2026 12:00” is not a time"),
        ("remind me to ask Ben first friday 12:00", "", "“first friday 12:00” is not a time"),
    ],
)
def test_words_that_are_no_name_are_asked_about(text: str, whom: str, why: str) -> None:
    line = read(text)
    assert line is not None
    assert line.moment is None
    assert line.terms.whom == whom
    assert why in line.objection


@pytest.mark.parametrize(
    ("text", "headline", "due"),
    [
        ("call rivera 12:00", "Call rivera", "2026-11-25 12:00"),
        ("call mr rivera 12:00", "Call mr rivera", "2026-11-25 12:00"),
        ("call Van der Berg 12:00", "Call Van der Berg", "2026-11-25 12:00"),
        ("call Ana de la Cruz 12:00", "Call Ana de la Cruz", "2026-11-25 12:00"),
        ("call ana de la cruz 12:00", "Call ana de la cruz", "2026-11-25 12:00"),
        ("call my boss Ana 12:00", "Call my boss Ana", "2026-11-25 12:00"),
        ("call Ana and June 12:00", "Call Ana and June", "2026-11-25 12:00"),
        ("call Ana back at 12:00", "Call Ana back", "2026-11-25 12:00"),
        ("call May 12:00", "Call May", "2026-11-25 12:00"),
        ("call April Frost 12:00", "Call April Frost", "2026-11-25 12:00"),
        ("call Doris Day 12:00", "Call Doris Day", "2026-11-25 12:00"),
        ("call Frida 12:00", "Call Frida", "2026-11-25 12:00"),
        ("call 李 12:00", "Call 李", "2026-11-25 12:00"),
        ("call +49 170 1234567 12:00", "Call +49 170 1234567", "2026-11-25 12:00"),
        ("call Mr Monday today 12:00", "Call Mr Monday", "2026-11-25 12:00"),
        ("call Ravi Mondal tomorrow 12:00", "Call Ravi Mondal", "2026-11-26 12:00"),
        ("call mary jane tomorrow 12:00", "Call mary jane", "2026-11-26 12:00"),
        ("call my mother friday 12:00", "Call my mother", "2026-11-27 12:00"),
        ("call room 12 tomorrow 12:00", "Call room 12", "2026-11-26 12:00"),
        ("call Ana if no reply tomorrow", "Call Ana if no reply", "2026-11-26 09:00"),
        ("call Ana in about 2 hours", "Call Ana", "2026-11-25 13:05"),
        (
            "call Ana 12:00 re the call yesterday",
            "Call Ana · the call yesterday",
            "2026-11-25 12:00",
        ),
        ("call Ana 12:00 re order 4711", "Call Ana · order 4711", "2026-11-25 12:00"),
        ("call mary jane daily from tomorrow 12:00", "Call mary jane", "2026-11-26 12:00"),
        ("remind me to ask Ben first tomorrow 10:00", "ask Ben first", "2026-11-26 10:00"),
        ("remind me to ask Ben first in 20 min", "ask Ben first", "2026-11-25 11:25"),
        ("remind me to check ticket 4711 at 12:00", "check ticket 4711", "2026-11-25 12:00"),
        ("remind me to read yesterday’s mail 12:00", "read yesterday’s mail", "2026-11-25 12:00"),
    ],
)
def test_names_and_deeds_are_let_through(text: str, headline: str, due: str) -> None:
    assert told(text) == (headline, due)
