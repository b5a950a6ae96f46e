"""A copy a day, at a quiet moment, also after sleep; what is in the way is told once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.keeping import Keeping
from desktop.errors import Trouble
from desktop.settings import Settings
from desktop.storage.copies import copies_of
from desktop.storage.ledger import Ledger

WAIT_MS = 20_000


@dataclass
class Room:
    """A record in use, and the clock on the wall."""

    path: Path
    ledger: Ledger
    now: datetime = field(
        default_factory=lambda: datetime.now(UTC).astimezone().replace(hour=9, minute=0)
    )
    told: list[Trouble] = field(default_factory=list)
    damage: list[Trouble] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keeping = Keeping(
            self.path,
            self.ledger,
            Settings,
            lambda: self.now,
            self.told.append,
            self.damage.append,
        )

    def look(self, later: timedelta = timedelta(minutes=1)) -> None:
        self.now += later
        self.keeping.look()

    def has_copies(self, count: int) -> bool:
        return len(copies_of(self.path)) == count and self.keeping._copying is None


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    ledger = Ledger(tmp_path / "poise.sqlite3")
    room = Room(tmp_path / "poise.sqlite3", ledger)
    yield room
    room.keeping.stop()
    ledger.close(20)


def work(room: Room) -> None:
    room.ledger.read(lambda _: None).result()


def test_one_is_made_in_a_quiet_minute_and_no_second_that_day(room: Room, qtbot: QtBot) -> None:
    room.look()
    assert room.has_copies(0)  # it has only just begun to look
    work(room)
    room.look()
    assert room.has_copies(0)  # something was done
    room.look()
    qtbot.waitUntil(lambda: room.has_copies(1), timeout=WAIT_MS)
    room.look()
    room.look()
    assert room.has_copies(1)
    assert not room.told


def test_the_next_day_after_sleep_too(room: Room, qtbot: QtBot) -> None:
    room.look()
    room.look()
    qtbot.waitUntil(lambda: room.has_copies(1), timeout=WAIT_MS)
    room.look(timedelta(hours=23))
    room.look()
    qtbot.waitUntil(lambda: room.has_copies(2), timeout=WAIT_MS)


def test_a_day_without_a_quiet_minute_gets_one_all_the_same(room: Room, qtbot: QtBot) -> None:
    for _ in range(61):
        work(room)
        room.look()
    qtbot.waitUntil(lambda: room.has_copies(1), timeout=WAIT_MS)


def test_what_is_in_the_way_is_told_once_and_tried_again(room: Room, qtbot: QtBot) -> None:
    folder = room.path.parent / "backups"
    folder.write_text("in the way")
    room.look()
    room.look()
    qtbot.waitUntil(lambda: len(room.told) == 1, timeout=WAIT_MS)
    room.look()
    assert room.keeping._copying is None
    room.look(timedelta(hours=1))
    qtbot.waitUntil(lambda: room.keeping._copying is None, timeout=WAIT_MS)
    folder.unlink()
    room.look(timedelta(hours=1, minutes=1))
    qtbot.waitUntil(lambda: room.has_copies(1), timeout=WAIT_MS)
    assert len(room.told) == 1


def test_a_damaged_record_is_told(room: Room, qtbot: QtBot) -> None:
    def grow(connection: sqlite3.Connection) -> None:
        for number in range(200):
            connection.execute(
                "INSERT INTO contacts (id, started_at, note) VALUES (?, 'x', ?)",
                (f"c-{number}", "n" * 2000),
            )

    room.ledger.write(grow).result()
    room.ledger.read(lambda connection: connection.execute("PRAGMA wal_checkpoint")).result()
    with room.path.open("rb+") as file:
        file.seek(4096 * 30)
        file.write(b"\xa5" * 4096 * 20)
    room.look()
    room.look()
    qtbot.waitUntil(lambda: len(room.damage) == 1, timeout=WAIT_MS)
    assert "it offers the newest good copy" in room.damage[0].remedy
    assert not copies_of(room.path)


def test_at_the_end_it_is_given_up(room: Room) -> None:
    room.look()
    room.look()
    room.keeping.stop()
    assert not list((room.path.parent / "backups").glob("*.part"))
