"""Reading the database from outside the running program, as it stood at one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.migrate import open_for_export
from desktop.storage.troubles import PUT_BACK, primary_code, remedy_for_command, trouble_with


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection that sees one moment, however long the reading takes.

    Writers are not held up by it (WAL).

    Raises:
        Trouble: there is no database, another version of Poise made it, it is damaged (the
            reader raised LookupError or ValueError over an entry), or the disk refuses.
    """
    connection = open_for_export(path)
    try:
        connection.execute("BEGIN")
        # BEGIN alone waits for the first look before it chooses its moment.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection
    except driver.Error as error:
        trouble = trouble_with(path, error)
        if trouble is not None:
            raise Trouble(trouble.what, remedy_for_command(error)) from error
        if primary_code(error) is None:  # Python's own: no text in UTF-8
            raise _makes_no_sense(path) from error
        raise
    except UnicodeError:  # of whoever writes what was read
        raise
    except (ValueError, LookupError) as error:
        raise _makes_no_sense(path) from error
    finally:
        connection.close()


def _makes_no_sense(path: Path) -> Trouble:
    return Trouble(
        f"{path} is damaged: it holds entries that make no sense.",
        PUT_BACK,
    )
