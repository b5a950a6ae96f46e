"""The one door: order, commit before the answer, patience with the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from desktop.errors import Bug, Trouble
from desktop.storage import driver
from desktop.storage.jobs import Job, LedgerState
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import open_database

WAIT_S = 20


def insert(name: str) -> Job[None]:
    def job(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES (?, 'x')", (name,))

    return job


def names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT id FROM contacts ORDER BY id")]


def seen_from_outside(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as other:
        return names(other)


class Listener:
    """Keeps what the ledger said, in order."""

    def __init__(self) -> None:
        self.states: Queue[LedgerState] = Queue()
        self.bugs: Queue[BaseException] = Queue()

    def next_state(self) -> LedgerState:
        return self.states.get(timeout=WAIT_S)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "poise.db"


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def ledger(path: Path, heard: Listener) -> Iterator[Ledger]:
    made = Ledger(path, heard.states.put, heard.bugs.put, first_wait_s=0.01, longest_wait_s=0.05)
    yield made
    made.abandon(WAIT_S)


@pytest.fixture
def lock(path: Path, ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """Another program that holds the write lock."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=WAIT_S)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_write_is_on_the_disk_when_its_future_resolves(ledger: Ledger, path: Path) -> None:
    ledger.write(insert("a")).result(WAIT_S)
    assert seen_from_outside(path) == ["a"]


def test_a_read_sees_what_was_written_before_it_and_not_what_came_after(ledger: Ledger) -> None:
    gate = Event()
    ledger.read(lambda _: gate.wait(WAIT_S))
    ledger.write(insert("a"))
    between = ledger.read(names)
    ledger.write(insert("b"))
    gate.set()
    assert between.result(WAIT_S) == ["a"]
    assert ledger.read(names).result(WAIT_S) == ["a", "b"]


def test_settled_resolves_after_everything_handed_in(ledger: Ledger, path: Path) -> None:
    for number in range(200):
        ledger.write(insert(f"{number:03}"))
    ledger.settled().result(WAIT_S)
    assert len(seen_from_outside(path)) == 200


def test_a_job_is_all_or_nothing_and_a_bug_fails_only_its_own(
    ledger: Ledger, heard: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    def half(connection: sqlite3.Connection) -> None:
        insert("half")(connection)
        insert("a")(connection)

    ledger.write(insert("a"))
    broken = ledger.write(half)
    ledger.write(insert("b"))
    with pytest.raises(driver.IntegrityError):
        broken.result(WAIT_S)
    assert ledger.read(names).result(WAIT_S) == ["a", "b"]
    assert isinstance(heard.bugs.get(timeout=WAIT_S), driver.IntegrityError)
    assert heard.states.empty()
    assert "could not be written" in caplog.text


def test_a_listener_that_fails_does_not_stop_the_writing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: BaseException) -> None:
        raise ValueError("the window is gone")

    ledger = Ledger(path, on_bug=fails)
    ledger.write(lambda connection: connection.execute("SELECT nonsense"))
    ledger.write(insert("a")).result(WAIT_S)
    assert ledger.close(WAIT_S) == 0
    assert "a listener of the ledger failed" in caplog.text


def test_a_read_that_writes_is_a_bug(ledger: Ledger) -> None:
    with pytest.raises(Bug, match="read tried to write"):
        ledger.read(insert("a")).result(WAIT_S)
    ledger.write(insert("b")).result(WAIT_S)
    assert ledger.read(names).result(WAIT_S) == ["b"]


def test_a_write_cannot_be_taken_back(ledger: Ledger, lock: sqlite3.Connection) -> None:
    assert not ledger.write(insert("a")).cancel()


def test_locked_out_it_says_so_reads_on_and_then_writes_in_order(
    ledger: Ledger, lock: sqlite3.Connection, heard: Listener, path: Path
) -> None:
    order: list[str] = []

    def noted(name: str) -> Future[None]:
        future = ledger.write(insert(name))
        future.add_done_callback(lambda _: order.append(name))
        return future

    noted("a")
    stuck = heard.next_state()
    assert stuck.waiting == 1
    assert stuck.trouble is not None
    assert "locked" in stuck.trouble.what
    assert str(path) in stuck.trouble.what
    later = [noted(name) for name in ("b", "c", "d")]
    assert ledger.read(names).result(WAIT_S) == []  # does not wait for the lock
    assert ledger.state.waiting == 4
    assert ledger.state.trouble is not None
    lock.execute("ROLLBACK")
    later[-1].result(WAIT_S)
    assert order == ["a", "b", "c", "d"]
    states = [heard.next_state()]
    while states[-1].trouble is not None:
        states.append(heard.next_state())
    ledger.settled().result(WAIT_S)
    assert ledger.state == LedgerState()
    assert seen_from_outside(path) == ["a", "b", "c", "d"]


def test_closing_writes_what_is_left(path: Path) -> None:
    ledger = Ledger(path)
    for number in range(50):
        ledger.write(insert(f"{number:02}"))
    assert ledger.close(WAIT_S) == 0
    assert len(seen_from_outside(path)) == 50
    assert ledger.close(0) == 0  # twice does no harm
    with pytest.raises(Bug, match="closed"):
        ledger.write(insert("late"))
    assert not path.with_name("poise.db-wal").exists()  # SQLite put it into the file


def test_closing_without_success_gives_up_nothing(
    ledger: Ledger, lock: sqlite3.Connection, heard: Listener, path: Path
) -> None:
    ledger.write(insert("a"))
    ledger.write(insert("b"))
    ledger.settled()
    heard.next_state()
    assert ledger.close(0.05) == 2
    lock.execute("ROLLBACK")
    assert ledger.close(WAIT_S) == 0
    assert seen_from_outside(path) == ["a", "b"]


def test_abandoning_says_how_much_was_lost(
    ledger: Ledger, lock: sqlite3.Connection, heard: Listener
) -> None:
    lost = ledger.write(insert("a"))
    heard.next_state()
    assert ledger.abandon(WAIT_S) == 1
    with pytest.raises(Trouble, match="closed before"):
        lost.result(WAIT_S)


def test_a_full_disk_loses_nothing_and_keeps_the_order(path: Path, heard: Listener) -> None:
    ledger = Ledger(path, heard.states.put, first_wait_s=0.01, longest_wait_s=0.05)

    def limit(pages: int) -> Job[None]:
        def job(connection: sqlite3.Connection) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        return job

    def big(name: str) -> Job[None]:
        def job(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO contacts (id, started_at, note) VALUES (?, 'x', ?)",
                (name, "words " * 5000),
            )

        return job

    ledger.read(limit(1)).result(WAIT_S)  # SQLite takes the present size as the least
    ledger.write(big("a"))
    ledger.write(big("b"))
    stuck = heard.next_state()
    assert stuck.trouble is not None
    assert "disk is full" in stuck.trouble.what
    assert ledger.read(names).result(WAIT_S) == []
    ledger.read(limit(100_000)).result(WAIT_S)
    ledger.settled().result(WAIT_S)
    assert ledger.close(WAIT_S) == 0
    assert seen_from_outside(path) == ["a", "b"]


def test_jobs_are_tried_again_as_a_whole(ledger: Ledger, path: Path, heard: Listener) -> None:
    tries: list[int] = []

    def job(connection: sqlite3.Connection) -> None:
        insert("a")(connection)
        tries.append(1)
        if len(tries) < 3:
            raise MemoryError

    ledger.write(job).result(WAIT_S)
    assert len(tries) == 3
    assert seen_from_outside(path) == ["a"]
    first = heard.next_state()
    assert first.trouble is not None
    assert "out of memory" in first.trouble.what


def test_the_database_opens_on_the_callers_thread(path: Path) -> None:
    path.write_bytes(b"no database" * 100)
    with pytest.raises(Trouble, match="not touched"):
        Ledger(path)
    path.unlink()
    open_database(path).close()


def test_a_failure_by_our_own_fault_is_counted_before_it_is_settled(ledger: Ledger) -> None:
    assert ledger.failures == 0
    ledger.write(insert("a"))
    broken = ledger.write(insert("a"))
    ledger.settled().result(WAIT_S)
    assert ledger.failures == 1
    assert isinstance(broken.exception(WAIT_S), driver.IntegrityError)
    with pytest.raises(Bug):
        ledger.read(insert("b")).result(WAIT_S)
    ledger.write(insert("b")).result(WAIT_S)
    assert ledger.failures == 1
