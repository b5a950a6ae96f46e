"""Changing a copy of the record: a new file is made, checked, and takes its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from desktop.replacing import put_in_place
from desktop.storage import driver
from desktop.storage.connection import companions_of
from desktop.storage.driver import Key


def copies_and_set_aside(path: Path) -> list[Path]:
    """Every other file that is, or was, this record: backups and what was set aside."""
    folder = path.parent
    backups = (folder / "backups").glob(f"{path.stem}*{path.suffix}*")
    beside = folder.glob(f"{path.stem}.set-aside-*{path.suffix}")
    unfinished = folder.glob(f".{path.name}.new")
    others = ("-wal", "-shm", "-journal", ".part", ".left")
    return sorted(
        each for each in (*backups, *beside, *unfinished) if not each.name.endswith(others)
    )


def without_their_file(path: Path) -> list[Path]:
    """What SQLite kept beside a backup or a record that was set aside, which is gone itself."""
    folder = path.parent
    pattern = f"{path.suffix}-"
    found = (
        *(folder / "backups").glob(f"{path.stem}*{pattern}*"),
        *folder.glob(f"{path.stem}.set-aside-*{pattern}*"),
    )
    return sorted(
        each
        for each in found
        for owner in (each.with_name(each.name[: each.name.rindex("-")]),)
        if each in companions_of(owner) and not owner.exists()
    )


def open_quietly(path: Path, key: Key | None = None) -> sqlite3.Connection:
    """Open a copy for reading, its -wal included where it has one.

    Args:
        path: The copy.
        key: Its own, where it is encrypted with another one than the record.

    Raises:
        sqlite3.Error: it is no database.
    """
    log = companions_of(path)[0]
    is_whole = not log.exists() or not log.stat().st_size
    how = "mode=ro&immutable=1" if is_whole else "mode=ro"
    return driver.connect(
        f"{path.absolute().as_uri()}?{how}", path, key, uri=True, timeout=5, isolation_level=None
    )


def opens(path: Path) -> bool:
    """Whether a copy is plain, or encrypted with the key in use; not how much of it is whole."""
    try:
        with closing(open_quietly(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.Error:
        return False
    return True


def rewrite(path: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    """Change a copy. It is whole at every moment: before, the old one; then the new one.

    Args:
        path: The copy; nobody has it open.
        change: Given a connection outside a transaction.

    Raises:
        OSError, sqlite3.Error: it cannot be changed, and is as it was.
    """
    half = path.with_name(f"{path.name}.part")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_RDWR, 0o600))
    try:
        with (
            closing(open_quietly(path)) as source,
            closing(driver.connect_for_copy(source, half, isolation_level=None)) as copy,
        ):
            source.backup(copy)
            # No journal beside it: that would hold what is removed. Half a file is removed anyway.
            copy.execute("PRAGMA journal_mode = MEMORY")
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("PRAGMA foreign_keys = ON")
            copy.execute("PRAGMA temp_store = MEMORY")
            change(copy)
            copy.execute("VACUUM")
            if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError(f"{path.name} is not whole")
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        put_in_place(half, path)
        for companion in companions_of(path):
            companion.unlink(missing_ok=True)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def remove_whole(path: Path) -> None:
    """Remove a copy with what SQLite keeps beside it.

    Raises:
        OSError: it cannot be removed.
    """
    for each in (*companions_of(path), path):
        each.unlink(missing_ok=True)
