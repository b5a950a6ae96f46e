"""What `poise ctl` is told while the disk is slow or refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.door import Door
from desktop.qt.threads import MainThread
from desktop.remote.client import ask
from tests.fakes import FakeClock
from tests.unit.cockpit.room import PLAYBOOK, Room

WAIT_MS = 10_000


class House(Room):
    """A cockpit behind a real door; its clock stands still until the test moves it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        super().__init__(folder, refund=PLAYBOOK)
        self.endpoint, self.qtbot = folder / "endpoint", qtbot
        self.door_clock, self.threads = FakeClock(), ThreadPoolExecutor(2)
        self.main = MainThread()
        self.door = Door(
            self.endpoint,
            self.cockpit,
            self.ledger,
            self.main,
            self.door_clock,
            {},
            lambda _customer: None,
            dict,
            lambda _is_forced, _told: None,
        )

    def start(self) -> Future[dict[str, Any]]:
        """`poise ctl start refund`, asked and taken in."""
        request = {"command": "start", "playbook": "refund"}
        asked = self.threads.submit(ask, self.endpoint, request)
        self.qtbot.waitUntil(lambda: self.desk.current is not None, timeout=WAIT_MS)
        return asked

    def answer(self, asked: Future[dict[str, Any]]) -> dict[str, Any]:
        self.qtbot.waitUntil(asked.done, timeout=WAIT_MS)
        return asked.result()


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    made = House(tmp_path, qtbot)
    yield made
    made.door.close()
    made.threads.shutdown()
    made.ledger.close(WAIT_MS / 1000)


def test_a_slow_disk_is_waited_for(house: House) -> None:
    disk = Event()
    house.ledger.write(lambda _connection: disk.wait(WAIT_MS / 1000))
    asked = house.start()
    house.door_clock.advance(1000)
    assert not asked.done()
    disk.set()
    assert "error" not in house.answer(asked)


def test_a_disk_that_hangs_is_told(house: House) -> None:
    disk = Event()
    house.ledger.write(lambda _connection: disk.wait(WAIT_MS / 1000))
    asked = house.start()
    house.door_clock.advance(3000)
    assert "Done, but not written yet. The disk is slow." in house.answer(asked)["error"]
    disk.set()


def test_a_disk_that_refuses_is_told_at_once(house: House, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "poise.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = house.start()
        house.qtbot.waitUntil(lambda: house.ledger.state.trouble is not None, timeout=WAIT_MS)
        house.door_clock.advance(150)
        told = house.answer(asked)["error"]
        assert told.startswith("Done, but not written yet.")
        assert "slow" not in told
        other.execute("ROLLBACK")


def test_what_was_told_meanwhile_is_answered_too_and_nothing_else(house: House) -> None:
    house.door.overhear("Before anybody asked.")
    house.masker.on_masked = house.door.overhear
    request = {"command": "start", "playbook": "refund", "customer": "Ana 4111 1111 1111 1111"}
    asked = house.threads.submit(ask, house.endpoint, request)
    told = house.answer(asked)["told"]
    assert len(told) == 1
    assert "kept out of the record: [card …1111]" in told[0]
    house.door.overhear("Afterwards.")
    later = house.threads.submit(ask, house.endpoint, {"command": "back"})
    assert "told" not in house.answer(later)
