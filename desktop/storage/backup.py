"""A copy of the database before it is changed for good."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from desktop.errors import Trouble
from desktop.replacing import put_in_place
from desktop.storage import driver

KEPT = 3
"""How many copies stay; older ones are removed after a new one is complete."""


def back_up(connection: sqlite3.Connection, path: Path, version: int, now: datetime) -> Path:
    """Copy the whole database beside it, through SQLite's backup API (consistent, WAL included).

    Args:
        connection: An open connection to the database, outside a transaction.
        path: Its file; the copy goes to `backups/` in the same folder.
        version: The schema version it has now, for the name.
        now: For the name.

    Returns:
        The copy, e.g. `backups/poise-v1-20261121-140503.db`, readable by this user only.

    Raises:
        Trouble: the copy cannot be made (then nothing else should be done).
    """
    folder = path.parent / "backups"
    name = f"{path.stem}-v{version}-{now.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
    target, half = folder / name, folder / f"{name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        copy_whole(connection, half)
        put_in_place(half, target)  # a copy with its final name is always a whole one
        for old in backups_of(path)[KEPT:]:
            if old != target:  # the clock may have been wrong when the others were made
                old.unlink()
    except (OSError, *driver.Error) as error:
        half.unlink(missing_ok=True)
        raise Trouble(
            f"The record could not be copied to {target} before the update: {error}.",
            "Free some space or check the folder, then start Poise again; nothing was changed.",
        ) from error
    return target


def copy_whole(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the database of a connection into a new file, readable by this user only.

    Raises:
        OSError, sqlite3.Error: the copy is not whole.
    """
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    copy = driver.connect_for_copy(connection, target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


def backups_of(path: Path) -> list[Path]:
    """The copies there are of this database, newest first."""
    found = (path.parent / "backups").glob(f"{path.stem}-v*{path.suffix}")
    return sorted(found, key=lambda copy: copy.stem.rsplit("-", 2)[-2:], reverse=True)
