"""The day's copy on a thread of its own: what it comes to is told, whatever that is."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from desktop.errors import Trouble
from desktop.storage import daily
from desktop.storage.connection import DamagedRecord, damage_mark
from desktop.storage.copies import Rotation, copies_of
from desktop.storage.daily import DailyCopy
from desktop.storage.migrate import open_database

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
WAIT_S = 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "poise.sqlite3"
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number in range(2000):
            connection.execute(
                "INSERT INTO contacts (id, started_at, note) VALUES (?, 'x', ?)",
                (f"c-{number:04}", "note " * 300),
            )
        connection.execute("COMMIT")
    return path


@pytest.fixture
def ends() -> Queue[Trouble | None]:
    return Queue()


def spoil(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(4096 * 50)
        file.write(b"\xa5" * 4096 * 40)


def test_a_copy_is_made(path: Path, ends: Queue[Trouble | None]) -> None:
    DailyCopy(path, NOW, Rotation(), ends.put)
    assert ends.get(timeout=WAIT_S) is None
    assert len(copies_of(path)) == 1


def test_given_up_it_leaves_nothing_and_says_nothing(
    path: Path, ends: Queue[Trouble | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "_PAUSE_S", WAIT_S)
    copying = DailyCopy(path, NOW, Rotation(), ends.put)
    copying.give_up(WAIT_S)
    assert ends.empty()
    assert not list((path.parent / "backups").iterdir())


def test_a_damaged_record_is_told_and_marked(path: Path, ends: Queue[Trouble | None]) -> None:
    spoil(path)
    DailyCopy(path, NOW, Rotation(), ends.put)
    assert isinstance(ends.get(timeout=WAIT_S), DamagedRecord)
    assert damage_mark(path).exists()


def test_where_no_copy_can_be_made_damage_is_found_all_the_same(
    path: Path, ends: Queue[Trouble | None]
) -> None:
    (path.parent / "backups").write_text("in the way")
    DailyCopy(path, NOW, Rotation(), ends.put)
    told = ends.get(timeout=WAIT_S)
    assert told is not None
    assert "could not be copied" in told.what
    assert not damage_mark(path).exists()
    spoil(path)
    DailyCopy(path, NOW, Rotation(), ends.put)
    assert isinstance(ends.get(timeout=WAIT_S), DamagedRecord)
    assert damage_mark(path).exists()


def test_a_mistake_of_ours_ends_in_the_log(
    path: Path,
    ends: Queue[Trouble | None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def mistaken(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(daily, "make_daily", mistaken)
    DailyCopy(path, NOW, Rotation(), ends.put)
    told = ends.get(timeout=WAIT_S)
    assert told is not None
    assert "KeyError" in told.what
    assert "the day's copy failed" in caplog.text


def test_the_record_is_written_on_while_it_is_copied(
    path: Path, ends: Queue[Trouble | None]
) -> None:
    is_over = Event()

    def on_end(trouble: Trouble | None) -> None:
        ends.put(trouble)
        is_over.set()

    with closing(open_database(path)) as connection:
        DailyCopy(path, NOW, Rotation(), on_end)
        number = 0
        while not is_over.is_set():
            number += 1
            connection.execute(
                "INSERT INTO contacts (id, started_at) VALUES (?, 'x')", (f"d-{number}",)
            )
    assert number > 0
    assert ends.get(timeout=WAIT_S) is None
