"""Contacts of an older Poise come into the log, and nothing waits for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue

import pytest

from desktop.app.taking_in import TakingIn
from desktop.contacts.history import LogFilter, anchors
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import migrations, open_database

WAIT_S = 20


class Threads:
    """Keeps what the ledger's thread wants to be done, for the test to do it."""

    def __init__(self) -> None:
        self.work: Queue[Callable[[], None]] = Queue()

    def call(self, work: Callable[[], None]) -> None:
        self.work.put(work)


class Room:
    def __init__(self, path: Path) -> None:
        with closing(open_database(path, steps=migrations()[:2])) as old:
            old.executemany(
                "INSERT INTO contacts (id, started_at) VALUES (?, '2026-11-21T14:05:03.000Z')",
                [(f"c-{number}",) for number in range(250)],
            )
        self.ledger = Ledger(path)
        self.threads = Threads()

    def begin(self) -> TakingIn:
        made = TakingIn(self.ledger, self.threads)  # type: ignore[arg-type]  # needs no Qt
        self.ledger.settled().result(WAIT_S)
        return made

    def turn(self) -> None:
        """Do on the main thread what was asked for, and wait until that is written."""
        self.threads.work.get(timeout=WAIT_S)()
        self.ledger.settled().result(WAIT_S)

    def in_log(self) -> int:
        return self.ledger.read(lambda c: anchors(c, LogFilter())).result(WAIT_S).total


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "poise.db")
    yield made
    made.ledger.abandon(WAIT_S)


def test_all_come_in_by_and_by(room: Room) -> None:
    room.begin()
    for count in (100, 200, 250):
        room.turn()
        assert room.in_log() == count
    assert room.threads.work.empty()


def test_where_all_are_in_nothing_is_written(room: Room, tmp_path: Path) -> None:
    room.ledger.abandon(WAIT_S)
    room.ledger = Ledger(tmp_path / "new.db")
    room.begin()
    assert room.threads.work.empty()


def test_a_stop_is_kept_to_and_the_next_start_goes_on(room: Room) -> None:
    taking_in = room.begin()
    room.turn()
    taking_in.stop()
    room.turn()
    assert room.in_log() == 100
    assert room.threads.work.empty()
    room.begin()
    room.turn()
    assert room.in_log() == 200


def test_a_record_that_was_closed_meanwhile_is_left_alone(room: Room) -> None:
    room.begin()
    assert room.ledger.close(WAIT_S) == 0
    room.threads.work.get(timeout=WAIT_S)()
    assert room.threads.work.empty()
