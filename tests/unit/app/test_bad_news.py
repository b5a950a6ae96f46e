"""What went wrong is kept until it is over, and shown from the main thread only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from desktop.app.bad_news import BadNews
from desktop.errors import Trouble
from desktop.qt.threads import MainThread
from desktop.storage.jobs import LedgerState

FULL = Trouble("The disk is full.", "Make room.")


class Threads:
    """Keeps what another thread wants to be done, for the test to do it."""

    def __init__(self) -> None:
        self.work: list[Callable[[], None]] = []

    def call(self, work: Callable[[], None]) -> None:
        self.work.append(work)

    def run(self) -> None:
        while self.work:
            self.work.pop(0)()


class Newsroom:
    def __init__(self) -> None:
        self.threads = Threads()
        self.told: list[Trouble] = []
        self.times_shown = 0
        threads = cast("MainThread", self.threads)
        self.news = BadNews(threads, Path("poise.log"), self.show, self.told.append)

    def show(self) -> None:
        self.times_shown += 1


@pytest.fixture
def room() -> Newsroom:
    return Newsroom()


def test_a_full_disk_is_kept_until_there_is_room(room: Newsroom) -> None:
    room.news.on_ledger_state(LedgerState(waiting=1, trouble=FULL))
    assert (room.news.kept, room.times_shown) == ((), 0)  # not from the ledger's thread
    room.threads.run()
    assert (room.news.kept, room.times_shown) == ((FULL,), 1)
    room.news.on_ledger_state(LedgerState(waiting=0, trouble=None))
    room.threads.run()
    assert (room.news.kept, room.times_shown) == ((), 2)


def test_the_gravest_comes_first(room: Newsroom) -> None:
    damage = Trouble("The record is damaged.")
    room.news.on_open_files([Path("poise.sqlite3"), Path("poise.log")])
    room.news.on_crash()
    room.news.on_damage(damage)
    room.news.on_ledger_state(LedgerState(waiting=1, trouble=FULL))
    room.threads.run()
    assert room.news.kept[:2] == (FULL, damage)
    assert "Something broke" in room.news.kept[2].what
    assert "poise.log" in room.news.kept[2].remedy
    assert "poise.sqlite3" in room.news.kept[3].what


def test_no_open_file_is_no_news(room: Newsroom) -> None:
    room.news.on_open_files([])
    assert (room.news.kept, room.times_shown) == ((), 0)


def test_an_entry_that_we_could_not_write_is_told_and_logged(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "desktop"):
        room.news.on_ledger_bug(ValueError("wrong"))
        assert room.told == []
        room.threads.run()
    assert "a mistake in Poise" in room.told[0].what
    assert caplog.records[0].exc_info is not None
