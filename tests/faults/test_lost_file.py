"""The record's file is taken away or exchanged while Poise has it open."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue

import pytest

from desktop.storage.jobs import Job, LedgerState
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import open_database
from tests.systems import needs_replacing

pytestmark = [pytest.mark.faults, needs_replacing]

WAIT_S = 20


def insert(name: str) -> Job[None]:
    def job(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES (?, 'x')", (name,))

    return job


def stored(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in other.execute("SELECT id FROM contacts ORDER BY id")]


@pytest.fixture
def states() -> Queue[LedgerState]:
    return Queue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "poise.db"


@pytest.fixture
def ledger(path: Path, states: Queue[LedgerState]) -> Iterator[Ledger]:
    made = Ledger(path, states.put, first_wait_s=0.01, longest_wait_s=0.05)
    made.write(insert("before")).result(WAIT_S)
    yield made
    made.abandon(WAIT_S)


def test_removed_with_its_folder_it_is_made_anew_with_everything(
    ledger: Ledger, path: Path
) -> None:
    shutil.rmtree(path.parent)
    ledger.write(insert("while")).result(WAIT_S)
    assert stored(path) == ["before", "while"]
    assert path.stat().st_mode & 0o777 == 0o600
    ledger.write(insert("zafter")).result(WAIT_S)
    assert ledger.close(WAIT_S) == 0
    assert stored(path) == ["before", "while", "zafter"]


def test_removed_without_its_companions(ledger: Ledger, path: Path) -> None:
    path.unlink()
    ledger.write(insert("while")).result(WAIT_S)
    assert stored(path) == ["before", "while"]


def test_removed_in_a_transaction(ledger: Ledger, path: Path) -> None:
    def removes(connection: sqlite3.Connection) -> None:
        insert("while")(connection)
        shutil.rmtree(path.parent)

    ledger.write(removes).result(WAIT_S)
    assert stored(path) == ["before", "while"]


def test_removed_before_the_end_it_is_there_after_it(ledger: Ledger, path: Path) -> None:
    shutil.rmtree(path.parent)
    assert ledger.close(WAIT_S) == 0
    assert stored(path) == ["before"]


def test_what_took_its_place_is_set_aside_whole(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(open_database(other)) as connection:
        insert("theirs")(connection)
    other.replace(path)
    ledger.write(insert("while")).result(WAIT_S)
    assert stored(path) == ["before", "while"]
    (aside,) = path.parent.glob("*.set-aside-*.db")
    assert stored(aside) == ["theirs"]


def test_nothing_is_acknowledged_until_it_can_be_made_anew(
    ledger: Ledger, path: Path, states: Queue[LedgerState]
) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("in the way")
    written, settled = ledger.write(insert("while")), ledger.settled()
    trouble = states.get(timeout=WAIT_S).trouble
    assert trouble is not None
    assert "removed or replaced while Poise was running" in trouble.what
    assert trouble.remedy
    assert not written.done()
    assert not settled.done()
    path.parent.unlink()
    settled.result(WAIT_S)
    assert stored(path) == ["before", "while"]
