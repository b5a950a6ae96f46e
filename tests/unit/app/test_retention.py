"""Once a day, in small batches, never while the disk refuses, and with a line of counts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.app.retention import Retention, keep_of
from desktop.contacts import store
from desktop.contacts.record import Contact
from desktop.contacts.retention import Keep
from desktop.settings import Settings
from desktop.storage.ageing import keep_day, last_day
from desktop.storage.ledger import Ledger

WAIT_S = 20


class HandClock:
    """Time goes on when the test says so."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[[], None]]] = []

    def now_ms(self) -> float:
        return 0.0

    def later(self, delay_ms: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (delay_ms, call)
        self.calls.append(entry)
        return lambda: self.calls.remove(entry) if entry in self.calls else None


class Threads:
    """Keeps what the ledger's thread wants to be done, for the test to do it."""

    def __init__(self) -> None:
        self.work: list[Callable[[], None]] = []

    def call(self, work: Callable[[], None]) -> None:
        self.work.append(work)


class Room:
    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
        self.keep = Keep(contacts=90)
        keep_day(path, (self.now - timedelta(days=1)).date())
        self._path = path
        self.ledger = Ledger(path)
        self.start()

    def start(self) -> None:
        """Begin as a new start of the program does."""
        self.clock, self.threads = HandClock(), Threads()
        self.retention = Retention(
            self._path,
            self.ledger,
            self.threads,  # type: ignore[arg-type]  # needs no Qt
            self.clock,
            lambda: self.now,
            lambda: self.keep,
        )

    def add(self, count: int, days: float) -> None:
        at = self.now - timedelta(days=days)

        def job(connection: Any) -> None:
            for number in range(count):
                store.insert_contact(connection, Contact(f"{days}-{number}", at, ended_at=at))

        self.ledger.write(job).result(WAIT_S)

    def ids(self) -> int:
        def job(connection: Any) -> int:
            return int(connection.execute("SELECT count(*) FROM contacts").fetchone()[0])

        return self.ledger.read(job).result(WAIT_S)

    def run(self) -> list[float]:
        """Let everything happen until it waits for the next look; the waits."""
        waits = []
        while self.clock.calls:
            wait_ms, call = self.clock.calls.pop()
            waits.append(wait_ms)
            if wait_ms > 1000 and len(waits) > 1:
                self.clock.calls.append((wait_ms, call))
                return waits
            call()
            self.ledger.settled().result(WAIT_S)
            self.ids()  # reads come in order: the one before is answered
            while self.threads.work:
                self.threads.work.pop(0)()
                self.ledger.settled().result(WAIT_S)
                self.ids()
        return waits


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "poise.sqlite3")
    yield made
    made.retention.stop()
    made.ledger.close(WAIT_S)


def test_once_a_day_in_batches_with_one_line(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.add(50, 100)
    room.add(3, 1)
    with caplog.at_level(logging.INFO, "desktop"):
        waits = room.run()
    assert room.ids() == 3
    assert waits.count(250) >= 3
    line = "kept long enough and removed: 50 contacts, 0 deleted contacts, 0 done reminders"
    assert [line in message for message in caplog.messages] == [True]
    room.add(1, 200)
    room.run()
    assert room.ids() == 4  # not again today
    room.now += timedelta(days=1)
    room.run()
    assert room.ids() == 3


def test_nothing_is_removed_where_everything_is_to_be_kept(room: Room) -> None:
    room.keep = Keep()
    room.add(2, 9000)
    room.run()
    assert room.ids() == 2


@pytest.mark.parametrize("leap", [timedelta(days=32), timedelta(days=9000), timedelta(days=-40)])
def test_a_clock_that_leaps_removes_nothing_before_another_day(room: Room, leap: timedelta) -> None:
    room.add(2, 9000)
    room.now += leap
    room.run()
    room.retention.stop()
    room.start()  # as one does when a program shows odd times
    room.run()
    assert room.ids() == 2
    room.now -= leap  # somebody has put it right: that is a leap as well
    room.run()
    assert room.ids() == 2
    room.now += timedelta(days=1)
    room.run()
    assert room.ids() == 0


@pytest.mark.parametrize("content", [None, b"", b"soon", b"\xff"])
def test_the_first_day_removes_nothing(room: Room, tmp_path: Path, content: bytes | None) -> None:
    room.add(2, 9000)
    file = tmp_path / "poise-aged.day"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    room.run()
    assert room.ids() == 2
    assert last_day(tmp_path / "poise.sqlite3") == room.now.date()
    room.now += timedelta(days=31)
    room.run()
    assert room.ids() == 0


def test_stopped_it_does_nothing_more(room: Room) -> None:
    room.add(2, 9000)
    room.retention.stop()
    assert room.run() == []
    assert room.ids() == 2


def test_by_itself_only_what_was_deleted_goes() -> None:
    assert keep_of(Settings()) == Keep(deleted=30)
    chosen = Settings(keep_contacts_days=365, keep_done_reminders_days=9, keep_backups_days=8)
    assert keep_of(chosen) == Keep(365, 30, 9, 8)
