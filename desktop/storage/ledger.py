"""The one door to the database for the running program.

One worker thread owns the connection. What is written is written in order, each job in
its own transaction, and it is told done only when it is on the disk. When the disk
refuses, the job stays first in line and is tried again; nothing is dropped or reordered.
"""

from __future__ import annotations

import atexit
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import Any, TypeVar

from desktop.errors import Bug, Trouble
from desktop.storage import driver
from desktop.storage.connection import identity, mark_damaged
from desktop.storage.jobs import Entry, FileLost, Job, LedgerState, nothing, read_error
from desktop.storage.migrate import make_anew, open_database
from desktop.storage.troubles import DAMAGED_CODES, primary_code, trouble_with

T = TypeVar("T")

_log = logging.getLogger(__name__)

AT_EXIT_S = 5.0
"""How long a process that forgot `close` may still write when it exits."""


class Ledger:
    """Writes and reads in the background, in order.

    The thread is a daemon, so that a disk that hangs cannot keep the process alive for
    ever; `close` (or, failing that, a hook at exit) waits for what is still unwritten.

    Args:
        path: The database file; made, or brought up to date, on the calling thread.
        on_state: Called **from the worker thread** when writing gets stuck, whenever that
            state changes (more jobs wait at the next try, another trouble), and with
            `trouble=None` when it goes on. Must return quickly.
        on_bug: Called **from the worker thread** when a written job failed by our own fault
            (its future has the error too; most writers do not wait for theirs).
        first_wait_s, longest_wait_s: Wait before the first retry, doubled up to the longest.

    Raises:
        Trouble: the database cannot be opened; see `migrate.open_database`.
    """

    def __init__(
        self,
        path: Path,
        on_state: Callable[[LedgerState], None] | None = None,
        on_bug: Callable[[BaseException], None] | None = None,
        *,
        first_wait_s: float = 0.2,
        longest_wait_s: float = 5.0,
    ) -> None:
        self._path = path
        self._on_state = on_state
        self._on_bug = on_bug
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s
        self._connection = open_database(path)
        self._identity = identity(path)
        self._door = Condition()  # guards everything below
        self._writes: deque[Entry] = deque()
        self._reads: deque[Entry] = deque()
        self._number = 0
        self._failures = 0
        self._state = LedgerState()
        self._wait_s = 0.0  # 0: not stuck
        self._retry_at = 0.0
        self._is_closed = False
        self._thread = Thread(target=self._work, name="poise-ledger", daemon=True)
        self._thread.start()
        atexit.register(self._close_at_exit)

    @property
    def state(self) -> LedgerState:
        """How the writing goes now; `waiting` counts the job in the making too."""
        with self._door:
            return LedgerState(self._waiting(), self._state.trouble)

    @property
    def handed_in(self) -> int:
        """How many jobs there have been, reads too; a number that stands still is a quiet time."""
        with self._door:
            return self._number

    @property
    def failures(self) -> int:
        """How many written jobs failed by our own fault since the start.

        It has grown before their futures, and any `settled` asked for after them, resolve: one
        who looks before handing in and again when it is settled knows whether all went well.
        """
        with self._door:
            return self._failures

    def write(self, job: Job[T]) -> Future[T]:
        """Run a job in one transaction, after everything handed in before.

        The job may run more than once (after a rollback), so it must do nothing but SQL.

        Returns:
            Resolves after COMMIT. Never with a full disk or a lock (those are waited out),
            only with our own errors (`sqlite3.IntegrityError` …); later jobs go on then.

        Raises:
            Bug: the ledger is closed.
        """
        return self._hand_in(self._writes, job)

    def read(self, job: Job[T]) -> Future[T]:
        """Run a job that only reads; it sees all that was written before it was handed in.

        While writing is stuck it does not wait for that, and sees what is on the disk.

        Returns:
            Resolves with the job's result, or with a `Trouble` when the disk cannot be read.

        Raises:
            Bug: the ledger is closed.
        """
        return self._hand_in(self._reads, job)

    def settled(self) -> Future[None]:
        """Resolves when everything handed in so far is on the disk (or failed by our fault).

        Raises:
            Bug: the ledger is closed.
        """
        return self._hand_in(self._writes, None)

    def close(self, timeout_s: float) -> int:
        """Write what is left, then close the database.

        Nothing is given up: when jobs are left at the end of the time, the ledger stays open
        and goes on trying, so that the person may free some space; call it again then.

        Args:
            timeout_s: How long to wait.

        Returns:
            How many jobs could not be written; 0: closed.
        """
        deadline = monotonic() + timeout_s
        with self._door:
            self._retry_at = 0.0  # try at once, not when the wait is over
            self._door.notify_all()
            while self._writes or self._reads:
                left_s = deadline - monotonic()
                if left_s <= 0:
                    return self._waiting()
                self._door.wait(left_s)
            self._is_closed = True  # in the same breath: nobody can hand in one more
        self.abandon(max(deadline - monotonic(), 1.0))
        return 0

    def abandon(self, timeout_s: float = 1.0) -> int:
        """Close at once, for a person who chose to quit although jobs are unwritten.

        Args:
            timeout_s: How long to wait for the job in the making.

        Returns:
            How many jobs were given up; their futures fail with a `Trouble`.
        """
        atexit.unregister(self._close_at_exit)
        with self._door:
            self._is_closed = True
            self._door.notify_all()
        self._thread.join(timeout_s)
        with self._door:
            lost = [*self._writes, *self._reads]
            count = self._waiting()
            if not self._thread.is_alive():
                self._writes.clear()
                self._reads.clear()
        if not self._thread.is_alive():
            for entry in lost:
                entry.future.set_exception(
                    Trouble("Poise was closed before this could be written to the disk.")
                )
        return count

    def _waiting(self) -> int:
        """Jobs not on the disk yet, without the markers of `settled`; hold the door."""
        return sum(entry.job is not nothing for entry in self._writes)

    def _hand_in(self, line: deque[Entry], job: Job[Any] | None) -> Future[Any]:
        with self._door:
            if self._is_closed:
                raise Bug("The ledger was used after it was closed.")
            self._number += 1
            entry = Entry(self._number, job if job is not None else nothing)
            line.append(entry)
            self._door.notify_all()
        return entry.future

    # ------------------------------------------------------------ on the worker thread

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            if self._reads and entry is self._reads[0]:
                self._do_read(entry)
            else:
                self._do_write(entry)
            del entry  # or its future and result would live until the next job comes
        try:
            self._keep_file()
        except FileLost as lost:
            _log.error("the record is lost: %s", lost.what)
        self._connection.close()

    def _next(self) -> Entry | None:
        """Wait for the next job that may run; None: closed. It stays in line until done."""
        with self._door:
            while not self._is_closed:
                is_stuck = self._wait_s > 0
                if self._reads and (
                    is_stuck or not self._writes or self._reads[0].number < self._writes[0].number
                ):
                    return self._reads[0]
                pause_s = self._retry_at - monotonic() if is_stuck else 0.0
                if self._writes and pause_s <= 0:
                    return self._writes[0]
                self._door.wait(pause_s if self._writes else None)
            return None

    def _do_read(self, entry: Entry) -> None:
        result, error = None, None
        try:
            self._connection.execute("PRAGMA query_only = ON")
            result = entry.job(self._connection)
        except BaseException as caught:  # noqa: BLE001 - it belongs to whoever asked
            self._leave_word(caught)
            error = read_error(self._path, caught)
        finally:
            self._connection.execute("PRAGMA query_only = OFF")
        self._done(self._reads, entry, result, error)

    def _do_write(self, entry: Entry) -> None:
        result, error = None, None
        try:
            result = self._commit(entry)
        except FileLost as lost:
            self._stay_stuck(lost)
            return
        except BaseException as caught:  # noqa: BLE001 - it belongs to whoever asked
            trouble = trouble_with(self._path, caught)
            if trouble is not None:
                self._leave_word(caught)
                self._stay_stuck(trouble)
                return
            error = caught
        self._done(self._writes, entry, result, error)
        self._go_on()
        if error is not None:
            _log.error("a job could not be written", exc_info=error)
            self._tell(self._on_bug, error)

    def _commit(self, entry: Entry) -> Any:
        """Run a job and return its result once it is in the file that has our name.

        SQLite would go on for ever in a file that somebody removed; so we look before each
        job, and again before it is told done. What was committed is never run again.
        """
        self._keep_file()
        if entry.job is not nothing and not entry.is_committed:
            entry.result = self._transact(entry.job)
            entry.is_committed = True
            self._keep_file()
        return entry.result

    def _keep_file(self) -> None:
        """When the file was removed or replaced, make it anew with all we have.

        Raises:
            FileLost: That is not possible now; everything is still in the open connection.
        """
        try:
            if identity(self._path) == self._identity:
                return
            connection, put_aside = make_anew(self._connection, self._path)
            found = identity(self._path)
        except (OSError, *driver.Error, Trouble) as error:
            raise FileLost(self._path, error) from error
        self._connection.close()
        self._connection, self._identity = connection, found
        _log.warning("the record was removed or replaced by somebody, and was made anew")
        if put_aside is not None:
            _log.warning("what stood in its place is now %s", put_aside.name)

    def _transact(self, job: Job[T]) -> T:
        connection = self._connection
        if connection.in_transaction:  # the disk refused even the last rollback
            connection.execute("ROLLBACK")
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = job(connection)
            connection.execute("COMMIT")
        except BaseException:
            # SQLite rolls back by itself after some errors, and then a second one fails.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _done(
        self, line: deque[Entry], entry: Entry, result: object, error: BaseException | None
    ) -> None:
        with self._door:
            line.popleft()
            self._failures += error is not None and line is self._writes
            self._door.notify_all()
        if error is not None:
            entry.future.set_exception(error)
        else:
            entry.future.set_result(result)

    def _leave_word(self, error: BaseException) -> None:
        """The next start looks closer at a file in which damage was found."""
        if isinstance(error, driver.Error) and primary_code(error) in DAMAGED_CODES:
            mark_damaged(self._path)

    def _stay_stuck(self, trouble: Trouble) -> None:
        with self._door:
            self._wait_s = min(self._wait_s * 2 or self._first_wait_s, self._longest_wait_s)
            self._retry_at = monotonic() + self._wait_s
            before, self._state = self._state, LedgerState(self._waiting(), trouble)
            state = self._state
        is_news = before.waiting != state.waiting or str(before.trouble) != str(trouble)
        if before.trouble is None:
            _log.warning("writing is stuck: %s", trouble.what)
        if is_news:
            self._tell(self._on_state, state)

    def _go_on(self) -> None:
        with self._door:
            if self._state.trouble is None:
                return
            self._wait_s = 0.0
            self._state = LedgerState()
            state = LedgerState(self._waiting(), None)
        _log.info("writing goes on")
        self._tell(self._on_state, state)

    def _tell(self, whom: Callable[[Any], None] | None, what: object) -> None:
        if whom is None:
            return
        try:
            whom(what)
        except Exception:  # noqa: BLE001 - the writing must go on, whatever a listener does
            _log.exception("a listener of the ledger failed")

    def _close_at_exit(self) -> None:
        left = self.close(AT_EXIT_S)
        if left:
            _log.error("%d jobs were not written when the process ended", left)
