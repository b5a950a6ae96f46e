"""What is kept of a promise, and that it is found again wherever the clock and the agent go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.errors import Trouble
from desktop.followups import store
from desktop.followups.book import ReminderBook
from desktop.followups.promise import Repeat, Side, Terms, headline
from desktop.followups.zone import zone_named
from desktop.guide.vocabulary import Way
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import migrations, open_database

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
RIVERA = Terms("Ms Rivera", Way.CALL, Side.THEIRS, Repeat.WEEKLY)


class Bench:
    """A book on a real database, whose clock and place can be changed."""

    def __init__(self, path: Path) -> None:
        self.time = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)  # 14:05 in Berlin, a Wednesday
        self.zone = BERLIN
        self.bugs: list[BaseException] = []
        self.ledger = Ledger(path, on_bug=self.bugs.append)
        self.book = self.start()

    def start(self) -> ReminderBook:
        self.book = ReminderBook(self.ledger, lambda: self.time, lambda: self.zone)
        self.book.load()
        return self.book

    def announced(self, now: datetime | None = None) -> list[str]:
        self.time = now or self.time
        return [each.text for each in self.book.take_newly_due()]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "poise.db")
    yield made
    made.ledger.abandon(20)
    assert made.bugs == []


def test_a_promise_of_the_first_version_is_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path, steps=migrations()[:1])) as old:
        old.execute(
            "INSERT INTO reminders (id, created_at, due_at, promised_at, zone, text) VALUES"
            " ('r-1', '2026-11-21T14:05:03.000Z', '2026-11-22T09:00:00.000Z',"
            " '2026-11-22T09:00:00.000Z', 'Europe/Berlin', 'call Ms Rivera')"
        )
    with closing(open_database(path)) as connection:
        (found,) = store.open_reminders(connection)
    assert found.terms == Terms()
    assert found.headline == "call Ms Rivera"
    assert found.due_utc == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_all_terms_are_found_again(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "the photos", terms=RIVERA)
    assert bench.start().all_open() == (made,)
    assert made.terms == RIVERA
    assert made.headline == "Waiting for Ms Rivera · the photos"


def test_a_promise_needs_a_text_or_somebody(bench: Bench) -> None:
    with pytest.raises(Trouble, match="needs a text"):
        bench.book.add("tomorrow", " ", terms=Terms("\u200b", Way.CALL))
    assert bench.book.add("tomorrow", "", terms=Terms("Ben", Way.CALL)).headline == "Call Ben"


@pytest.mark.parametrize(
    ("text", "terms", "wanted"),
    [
        ("call Ms Rivera", Terms(), "call Ms Rivera"),
        ("call Ms Rivera", Terms(way=Way.CALL), "call Ms Rivera"),
        ("refund", Terms("Rivera", Way.CALL), "Call Rivera · refund"),
        ("refund", Terms("Rivera"), "Rivera · refund"),
        ("", Terms(side=Side.THEIRS), "Waiting for them"),
        ("photos", Terms("Ben", Way.EMAIL), "E-mail Ben · photos"),
    ],
)
def test_one_line_says_it(text: str, terms: Terms, wanted: str) -> None:
    assert headline(text, terms) == wanted


def test_words_may_be_meant_by_the_customers_clock(bench: Bench) -> None:
    made = bench.book.add("tomorrow 9:00", "call", zone_text="tokyo")
    assert made.zone == "Asia/Tokyo"
    assert made.due_utc == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    assert bench.book.wording(made) == "due tomorrow 01:00"
    assert bench.book.full_wording(made) == "due tomorrow 01:00 · 09:00 in Tokyo"
    bench.zone = TOKYO
    assert bench.book.full_wording(made) == "due tomorrow 09:00"
    bench.zone = ZoneInfo("America/New_York")
    assert bench.book.full_wording(made) == "due 19:00 · tomorrow 09:00 in Tokyo"
    bench.zone = BERLIN
    with pytest.raises(Trouble, match="no time zone"):
        bench.book.add("tomorrow 9:00", "call", zone_text="Atlantis")
    assert zone_named("New York").key == "America/New_York"


def test_one_that_repeats_is_open_again_and_survives_a_restart(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "photos", terms=RIVERA)
    bench.time += timedelta(days=1)
    bench.book.done(made.id)
    (again,) = bench.start().all_open()
    assert again.id != made.id
    assert again.due_utc - made.due_utc == timedelta(days=7)
    assert (again.text, again.terms, again.snoozed) == ("photos", RIVERA, 0)
    assert again.repeats_from == made.promised_utc
    bench.time += timedelta(days=7)
    bench.book.done(again.id)
    assert bench.start().all_open()[0].repeats_from == made.promised_utc


def test_snoozing_one_that_repeats_moves_only_that_one(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "photos", terms=RIVERA)
    bench.time += timedelta(days=1)
    bench.book.snooze_until(made.id, "friday 12:00")
    bench.time += timedelta(days=2)
    bench.book.done(made.id)
    (again,) = bench.book.all_open()
    assert again.due_utc - made.due_utc == timedelta(days=7)


def test_own_words_for_a_snooze_may_be_wrong(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "photos")
    with pytest.raises(Trouble, match="is past"):
        bench.book.snooze_until(made.id, "today 9:00")
    with pytest.raises(Trouble, match="no open reminder"):
        bench.book.snooze_until("r-0", "tomorrow")
    assert bench.book.all_open() == (made,)
    later = bench.book.snooze_until(made.id, "next working day end of day")
    assert later.due_utc == datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert later.promised_utc == made.promised_utc


def test_a_clock_put_forward_and_back_loses_nothing_and_repeats_nothing(bench: Bench) -> None:
    start = bench.time
    bench.book.add("in 3 min", "first")
    bench.book.add("in 3 days", "second")
    assert bench.announced(start + timedelta(days=1)) == ["first"]
    assert bench.announced(start - timedelta(days=400)) == []
    assert [each.text for each in bench.book.due()] == ["first"]  # overdue is never hidden
    bench.start()
    assert bench.announced(start + timedelta(minutes=4)) == []
    assert bench.announced(start + timedelta(days=4)) == ["second"]
    assert [each.text for each in bench.book.due()] == ["first", "second"]


def test_five_minutes_asleep_are_five_minutes(bench: Bench) -> None:
    start = bench.time
    bench.book.add("in 3 min", "call")
    assert bench.announced(start + timedelta(minutes=2, seconds=59)) == []
    assert bench.announced(start + timedelta(minutes=5)) == ["call"]
    assert bench.announced(start + timedelta(minutes=6)) == []


def test_a_journey_moves_no_promise(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "call")
    bench.zone = TOKYO
    bench.start()
    (found,) = bench.book.all_open()
    assert found == made
    assert bench.book.wording(found) == "due tomorrow 18:00"
    assert bench.announced(made.due_utc - timedelta(seconds=1)) == []
    assert bench.announced(made.due_utc) == ["call"]


@pytest.mark.parametrize(
    ("now", "words", "due"),
    [
        # 02:30 is skipped on 29 March, and comes twice on 25 October.
        ("2026-03-28T12:00+00:00", "tomorrow 02:30", "2026-03-29T01:30+00:00"),
        ("2026-03-29T00:58+00:00", "in 3 min", "2026-03-29T01:01+00:00"),
        ("2026-10-24T12:00+00:00", "tomorrow 02:30", "2026-10-25T00:30+00:00"),
        ("2026-10-25T00:58+00:00", "in 3 min", "2026-10-25T01:01+00:00"),
        ("2026-10-25T00:45+00:00", "02:30", "2026-10-25T01:30+00:00"),
    ],
)
def test_a_promise_over_the_change_of_the_clocks(
    bench: Bench, now: str, words: str, due: str
) -> None:
    bench.time = datetime.fromisoformat(now)
    made = bench.book.add(words, "call")
    assert made.due_utc == datetime.fromisoformat(due)
    bench.start()
    assert bench.announced(made.due_utc - timedelta(seconds=1)) == []
    assert bench.announced(made.due_utc) == ["call"]
