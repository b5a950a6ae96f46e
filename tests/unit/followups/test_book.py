"""The reminder book: nothing is forgotten, nothing is announced twice."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from desktop.contacts import store as contacts
from desktop.contacts.record import Contact
from desktop.errors import Trouble
from desktop.followups import zone
from desktop.followups.book import ReminderBook
from desktop.followups.export import CSV_COLUMNS, export_reminders_csv, export_reminders_json
from desktop.followups.promise import Reminder, Repeat, Terms
from desktop.followups.zone import LOOKED_EVERY_S, local_zone
from desktop.privacy.masker import Masker
from desktop.storage.ledger import Ledger

BERLIN = ZoneInfo("Europe/Berlin")
WAIT_S = 20


class Bench:
    """A book on a real database, with a clock that can be turned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.time = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)  # 14:05 in Berlin, a Saturday
        self.zone: ZoneInfo | None = BERLIN
        self.bugs: list[BaseException] = []
        self.ledger = Ledger(path, on_bug=self.bugs.append)
        self.book = ReminderBook(self.ledger, lambda: self.time, self.where)

    def where(self) -> ZoneInfo:
        if self.zone is None:
            raise Trouble("This computer's time zone is not known.")
        return self.zone

    def pass_minutes(self, count: float) -> None:
        self.time += timedelta(minutes=count)

    def restart(self) -> ReminderBook:
        self.book = ReminderBook(self.ledger, lambda: self.time, self.where)
        self.book.load()
        return self.book


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "poise.db")
    yield made
    made.ledger.abandon(WAIT_S)
    assert made.bugs == []


def ids(reminders: tuple[Reminder, ...]) -> list[str]:
    return [each.id for each in reminders]


def test_a_reminder_is_found_again_after_a_restart(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "  call Ms Rivera ")
    assert made.text == "call Ms Rivera"
    assert made.due_utc == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert made.zone == "Europe/Berlin"
    assert bench.book.wording(made) == "due tomorrow 10:00"
    assert bench.restart().all_open() == (made,)
    assert bench.book.due() == ()
    assert bench.book.next_wake() == made.due_utc


def test_it_is_announced_once_also_after_a_restart(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    assert bench.book.take_newly_due() == ()
    bench.pass_minutes(20)
    assert ids(bench.book.take_newly_due()) == [made.id]
    assert bench.book.take_newly_due() == ()
    assert ids(bench.restart().due()) == [made.id]
    assert bench.book.take_newly_due() == ()
    assert bench.book.next_wake() is None


def test_a_clock_that_jumps_ahead_brings_each_once(bench: Bench) -> None:
    later = bench.book.add("in 2 hours", "second")
    sooner = bench.book.add("in 20 min", "first")
    beyond = bench.book.add("in 3 days", "not yet")
    bench.pass_minutes(24 * 60)
    assert ids(bench.book.take_newly_due()) == [sooner.id, later.id]
    assert bench.book.take_newly_due() == ()
    assert ids(bench.book.all_open()) == [sooner.id, later.id, beyond.id]


def test_a_clock_that_jumps_back_announces_nothing_again(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    bench.pass_minutes(21)
    bench.book.take_newly_due()
    bench.pass_minutes(-600)
    assert ids(bench.book.due()) == [made.id]
    bench.pass_minutes(600)
    assert bench.book.take_newly_due() == ()
    assert bench.restart().take_newly_due() == ()


def test_what_fell_due_while_it_was_off_is_announced_at_start(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    bench.pass_minutes(24 * 60)
    (found,) = bench.restart().take_newly_due()
    assert found.id == made.id
    assert bench.book.wording(found) == "since yesterday 14:25"


def test_snoozed_it_comes_again_and_keeps_what_was_promised(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    bench.pass_minutes(30)
    bench.book.take_newly_due()
    later = bench.book.snooze(made.id, 10)
    assert later.due_utc == bench.time + timedelta(minutes=10)
    assert later.promised_utc == made.due_utc
    assert later.snoozed == 1
    assert bench.book.due() == ()
    assert bench.restart().all_open() == (later,)
    bench.pass_minutes(10)
    assert ids(bench.book.take_newly_due()) == [made.id]
    assert bench.book.take_newly_due() == ()


def test_every_month_on_the_31st_is_the_last_day_of_shorter_months(bench: Bench) -> None:
    made = bench.book.add("on the 31st 10:00", "rent", terms=Terms(repeats=Repeat.MONTHLY))
    days = []
    for _ in range(5):
        days.append(f"{made.due_utc:%m-%d}")
        assert bench.restart().all_open() == (made,)
        bench.time = made.due_utc
        bench.book.done(made.id)
        (made,) = bench.book.all_open()
    assert days == ["11-30", "12-31", "01-31", "02-28", "03-31"]


def test_a_promise_that_is_too_long_is_cut_and_that_is_told(bench: Bench) -> None:
    said: list[str] = []
    masker = Masker()
    masker.on_masked = said.append
    book = ReminderBook(bench.ledger, lambda: bench.time, bench.where, masker)
    made = book.add("in 20 min", "send " + "x" * 600)
    assert len(made.text) == 500
    (told,) = said
    assert told.startswith("Only the first 500 characters of “send xxx")


def test_what_repeats_has_no_end(bench: Bench) -> None:
    with pytest.raises(Trouble, match="would be an end"):
        bench.book.add("until friday 10:00", "call", terms=Terms(repeats=Repeat.DAILY))
    made = bench.book.add("from monday 10:00", "call", terms=Terms(repeats=Repeat.DAILY))
    assert bench.book.all_open() == (made,)


def test_to_snooze_what_is_not_due_yet_never_brings_it_forward(bench: Bench) -> None:
    made = bench.book.add("friday 15:00", "call")
    later = bench.book.snooze(made.id, 10)
    assert later.due_utc == made.due_utc + timedelta(minutes=10)
    assert later.promised_utc == made.due_utc
    with pytest.raises(Trouble, match="400 days ahead"):
        bench.book.snooze(made.id, 399 * 24 * 60)
    assert bench.book.all_open() == (later,)
    sooner = bench.book.snooze_until(made.id, "monday 10:00")
    assert sooner.due_utc < made.due_utc


def test_snoozed_after_the_clock_was_put_back_it_is_due_in_so_many_minutes(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    bench.pass_minutes(21)
    bench.book.take_newly_due()
    bench.pass_minutes(-600)  # it stays on the screen
    assert bench.book.snooze(made.id, 10).due_utc == bench.time + timedelta(minutes=10)


def test_done_is_done(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call")
    bench.pass_minutes(30)
    assert bench.book.done(made.id).done_at == bench.time
    assert bench.book.due() == bench.book.all_open() == bench.book.take_newly_due() == ()
    assert bench.restart().all_open() == ()


def test_mistakes_are_answered(bench: Bench) -> None:
    with pytest.raises(Trouble, match="None is open"):
        bench.book.done("r-1")
    made = bench.book.add("in 20 min", "call")
    with pytest.raises(Trouble, match=f"Open are: {made.id}"):
        bench.book.snooze("r-1", 5)
    for minutes in (0, -5, 10**9):
        with pytest.raises(Trouble, match="cannot be snoozed"):
            bench.book.snooze(made.id, minutes)
    with pytest.raises(Trouble, match="needs a text"):
        bench.book.add("in 20 min", " ")
    with pytest.raises(Trouble, match="not a time"):
        bench.book.add("soon", "call")
    assert bench.book.all_open() == (made,)


def test_a_promise_is_kept_even_when_its_contact_is_not_in_the_record(bench: Bench) -> None:
    contact = Contact("c-1", bench.time)
    bench.ledger.write(lambda connection: contacts.insert_contact(connection, contact))
    with_contact = bench.book.add("in 20 min", "call", "c-1")
    bench.book.add("in 30 min", "write", "c-gone")
    first, second = bench.restart().all_open()
    assert first == with_contact
    assert second.text == "write"
    assert second.contact_id is None


def test_exports(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "=call")
    done = bench.book.add("in 20 min", "write")
    bench.book.done(done.id)
    bench.ledger.settled().result(WAIT_S)
    out = io.StringIO()
    assert export_reminders_json(bench.path, out, bench.time) == 2
    found = {each["id"]: each for each in json.loads(out.getvalue())["reminders"]}
    assert found[made.id]["due_at"] == "2026-11-22T09:00:00.000Z"
    assert found[made.id]["due_local"] == "2026-11-22T10:00+01:00"
    assert found[done.id]["state"] == "done"
    table = io.StringIO(newline="")
    assert export_reminders_csv(bench.path, table) == 2
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table.getvalue()))}
    assert tuple(rows[made.id]) == CSV_COLUMNS
    assert rows[made.id]["text"] == "'=call"


def test_the_computers_zone_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("the zone comes from the registry there")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert local_zone().key == "America/New_York"
        monkeypatch.setenv("TZ", "Nowhere/Atall")
        with pytest.raises(Trouble, match="time zone is not known"):
            local_zone()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert os.environ.get("TZ") != "Nowhere/Atall"
    assert local_zone().key


def test_the_computer_is_not_asked_for_each_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    moments = iter((100.0, 100.1, 100.0 + LOOKED_EVERY_S, 50.0))

    def reload() -> ZoneInfo:
        asked.append("")
        return ZoneInfo("Europe/Berlin" if len(asked) == 1 else "Asia/Tokyo")

    monkeypatch.setattr(tzlocal, "reload_localzone", reload)
    monkeypatch.setattr(zone, "_known", None)
    monkeypatch.setattr(zone, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    assert [local_zone().key for _ in range(4)] == ["Europe/Berlin"] * 2 + ["Asia/Tokyo"] * 2
    assert len(asked) == 3


def test_the_zone_may_change_and_get_lost_while_poise_runs(bench: Bench) -> None:
    made = bench.book.add("tomorrow 10:00", "call")
    bench.zone = ZoneInfo("America/New_York")
    assert bench.book.wording(made) == "due tomorrow 04:00"
    assert bench.book.add("tomorrow 10:00", "call").due_utc == made.due_utc + timedelta(hours=6)
    bench.zone = None
    assert bench.book.wording(made).startswith("due ")
    with pytest.raises(Trouble, match="time zone is not known"):
        bench.book.add("tomorrow 10:00", "call")


def test_whatever_text_comes_in_it_is_written(bench: Bench) -> None:
    made = bench.book.add("in 20 min", "call M\udcfcller\nback\ud800\x00" + "!" * 600)
    assert made.text.startswith("call Müller back\ufffd !")
    assert len(made.text) == 500
    assert bench.restart().all_open() == (made,)
    with pytest.raises(Trouble, match="needs a text"):
        bench.book.add("in 20 min", " \x00\u200b ")
