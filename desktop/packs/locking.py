"""One `poise pack` at a time changes the packs of a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.errors import Trouble

WAIT_S = 5.0


class Busy(Trouble):
    """Another process changes packs at this moment."""

    def __init__(self) -> None:
        super().__init__("Another `poise pack` is at work.", "Wait for its end, then try again.")


@contextmanager
def only_one(file: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock on `file`, which stays empty.

    SQLite's lock is the one in the standard library that is the same on every OS and goes with
    its process, however that ends.

    Raises:
        Busy: Another process holds it.
        Trouble: The file cannot be made.
    """
    try:
        connection = sqlite3.connect(file, timeout=wait_s, isolation_level=None)
    except sqlite3.Error as problem:
        raise _cannot(file, problem) from problem
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as problem:
            if "locked" in str(problem):
                raise Busy from problem
            raise _cannot(file, problem) from problem
        yield


def _cannot(file: Path, problem: sqlite3.Error) -> Trouble:
    remedy = "Check the permissions of its folder; delete the file if it is not empty."
    return Trouble(f"{file} cannot be locked ({problem}).", remedy)
