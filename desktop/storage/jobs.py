"""What stands in line at the ledger, and what its work can come to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from desktop.errors import Bug, Trouble
from desktop.storage import driver
from desktop.storage.troubles import primary_code, trouble_with

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


@dataclass(frozen=True, slots=True)
class LedgerState:
    """How the writing goes.

    Args:
        waiting: Jobs not on the disk yet.
        trouble: What is in the way, or None when nothing is.
    """

    waiting: int = 0
    trouble: Trouble | None = None


@dataclass(slots=True)
class Entry:
    """One job in line; `number` is its place among reads and writes together."""

    number: int
    job: Job[Any]
    future: Future[Any] = field(default_factory=Future)
    is_committed: bool = False
    result: Any = None

    def __post_init__(self) -> None:
        # From here on Future.cancel() answers False: what was handed in is not taken back.
        self.future.set_running_or_notify_cancel()


class FileLost(Trouble):
    """The record's file is gone, and cannot be made anew just now."""

    def __init__(self, path: Path, error: Exception) -> None:
        known = trouble_with(path, error)
        reason = known.what if known else getattr(error, "strerror", None) or str(error)
        super().__init__(
            f"The record {path} was removed or replaced while Poise was running, "
            f"and cannot be made anew: {reason.rstrip('.')}.",
            "Make its folder writable for you, and do not close Poise: it keeps trying.",
        )


def nothing(_connection: sqlite3.Connection) -> None:
    """The job behind `settled`: its turn comes when all before it are on the disk."""


def read_error(path: Path, error: BaseException) -> BaseException:
    """What a failed read is told: the disk's trouble, or the error itself."""
    if isinstance(error, driver.Error) and primary_code(error) == sqlite3.SQLITE_READONLY:
        return Bug(f"A read tried to write: {error}")
    return trouble_with(path, error) or error
