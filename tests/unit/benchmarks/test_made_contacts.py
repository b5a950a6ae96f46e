"""The contacts that are made for measuring are such as Poise itself would have written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.made_contacts import COMMON, LAST_MOMENT, make
from desktop.contacts import store, words
from desktop.contacts.history import LogFilter, anchors, page
from desktop.contacts.record import EventKind
from desktop.storage.migrate import open_database

COUNT = 400


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(open_database(make(tmp_path_factory.mktemp("made"), COUNT))) as opened:
        yield opened


def test_they_are_kept_between_runs(tmp_path: Path) -> None:
    path = make(tmp_path, 10)
    before = path.stat().st_mtime_ns
    assert make(tmp_path, 10) == path
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_log_finds_them_by_what_poise_would_have_written(
    connection: sqlite3.Connection,
) -> None:
    before = connection.total_changes
    for stored in store.all_contacts(connection):
        words.refresh(connection, stored.contact.id)
    assert connection.total_changes == before
    assert anchors(connection, LogFilter()).total == COUNT
    assert anchors(connection, LogFilter(COMMON[0])).total > COUNT // 20


def test_each_is_a_whole_contact(connection: sqlite3.Connection) -> None:
    for stored in store.all_contacts(connection):
        assert len(stored.events) == 12
        assert stored.events[0].kind is EventKind.STARTED
        assert stored.events[-1].kind is EventKind.ENDED
        assert [place.step for place in stored.path] == ["listen", "empathise", "ask", "solve"]
        assert stored.contact.ended_at is not None
        assert stored.contact.started_at < stored.contact.ended_at <= LAST_MOMENT


def test_some_promises_are_still_to_be_kept(connection: sqlite3.Connection) -> None:
    rows = page(connection, LogFilter(has_promise=True), None, COUNT)
    assert COUNT // 20 < len(rows) < COUNT // 2
