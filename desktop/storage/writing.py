"""Writing to the database from outside the running program: all of it, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.connection import identity
from desktop.storage.migrate import open_database
from desktop.storage.troubles import remedy_for_command, trouble_with

PATIENCE_MS = 15_000
"""How long to wait for the running program, which holds the lock for milliseconds at a time."""


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection in one transaction, committed at the end of the block.

    Safe while the program runs: it waits for us as we wait for it.

    Raises:
        Trouble: the database cannot be opened or written; nothing was changed. What the block
            raises comes through, and nothing was changed either.
    """
    known = identity(path)
    connection = open_database(path)
    try:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        connection.execute("BEGIN IMMEDIATE")
        if known is not None and identity(path) != known:  # encrypted, say, while we waited
            raise Trouble(f"{path} was replaced meanwhile.", "Nothing was written. Try again.")
        yield connection
        connection.execute("COMMIT")
    except driver.Error as error:
        trouble = trouble_with(path, error)
        if trouble is None:
            raise
        remedy = f"Nothing was written. {remedy_for_command(error)}"
        raise Trouble(trouble.what, remedy) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()
