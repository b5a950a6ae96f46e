"""A start reads what it needs at once: what makes no sense there is a damaged record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.app.record import open_record
from desktop.storage.connection import DamagedRecord, set_aside
from desktop.storage.migrate import open_database

WAIT_S = 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "poise.sqlite3"
    with closing(open_database(path)) as connection:
        connection.execute(
            "INSERT INTO contacts (id, started_at) VALUES ('c-1', '2026-11-21T15:00:00.000Z')"
        )
        connection.execute(
            "INSERT INTO contact_events (contact_id, number, at, kind)"
            " VALUES ('c-1', 1, '2026-11-21T15:00:00.000Z', 'resumed')"
        )
    return path


def flipped_text(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"resumed", b"resumdd"),  # no kind of event
        (b"resumed", b"resum\xe5d"),  # no UTF-8
        (b"{}", b"{\x7f"),  # no JSON
        (b"2026-11-21T15", b"2026-1\x71-21T15"),  # no moment
    ],
)
@pytest.mark.plain
def test_entries_that_make_no_sense_are_damage(path: Path, old: bytes, new: bytes) -> None:
    flipped_text(path, old, new)
    before = path.read_bytes()
    with pytest.raises(DamagedRecord, match="is damaged") as caught:
        open_record(path)
    assert caught.value.path == path
    assert path.read_bytes() == before
    set_aside(path)  # nobody has it open, or a new one would be made in its place
    assert not path.exists()


def test_a_page_that_cannot_be_read_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'reminders_open'"
        ).fetchone()
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with pytest.raises(DamagedRecord, match="is damaged"):
        open_record(path)


def test_a_mistake_of_ours_is_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(_connection: sqlite3.Connection) -> None:
        raise AttributeError("ours")

    monkeypatch.setattr("desktop.app.record.first_look", mistaken)
    with pytest.raises(AttributeError, match="ours"):
        open_record(path)


def test_a_good_record_is_opened(path: Path) -> None:
    def count(connection: sqlite3.Connection) -> object:
        return connection.execute("SELECT count(*) FROM contacts").fetchone()

    ledger = open_record(path)
    assert ledger.read(count).result(WAIT_S) == (1,)
    assert ledger.close(WAIT_S) == 0
