"""Turning a file of the record from plain to encrypted, or back, without ever being without one.

A new file is made beside it, compared row by row, and takes its place in one step. A process
that is killed at any moment leaves the old file or the new one under the name, each of them whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from desktop.errors import Trouble
from desktop.replacing import put_in_place
from desktop.storage import driver
from desktop.storage.connection import companions_of
from desktop.storage.copies import tables_of
from desktop.storage.driver import Key
from desktop.storage.leftovers import (
    clear_away,
    keep_for_overwriting,
    overwrite,
    overwrite_left,
)
from desktop.storage.rewriting import (
    copies_and_set_aside,
    open_quietly,
    opens,
    without_their_file,
)

_BUSY = Trouble(
    "Another program has the record open.",
    "Quit Poise and let other commands finish, then say it again; nothing was changed.",
)

Step = Callable[[], None]


def convert_record(path: Path, after_step: Step = lambda: None) -> None:
    """Turn the record itself: a plain one is encrypted, an encrypted one made plain.

    Needs a key in use (`driver.use`). Nobody else can read or write it meanwhile.

    Args:
        path: The record; it may have a -wal.
        after_step: Called between the steps.

    Raises:
        Trouble: it is in use, damaged, or the disk refuses; it is as it was.
    """
    try:
        overwrite_left(path)
        with closing(driver.connect(path, timeout=2, isolation_level=None)) as source:
            _have_alone(source)
            half = _half_of(path)
            try:
                _write(source, half, path, after_step)
                _take_place(source, half, path, after_step)
            finally:
                with suppress(OSError):
                    half.unlink(missing_ok=True)
        overwrite_left(path)
    except (OSError, *driver.Error) as error:
        raise _cannot(path, error) from error


def convert_copies(path: Path, *, to_plain: bool, after_step: Step = lambda: None) -> list[str]:
    """Turn every backup, and what was set aside, that is not yet as it is to be.

    Args:
        path: The record.
        to_plain: Whether they are to be plain.
        after_step: Called between the steps.

    Returns:
        The names of those that are not as they were to be: damaged, or encrypted with another
        key; and of what killed processes left that cannot be removed. Where all is to be
        encrypted, every file is among them that does not open with the key in use.
    """
    _, stuck = clear_away(path)
    for copy in copies_and_set_aside(path):
        try:
            overwrite_left(copy)
            if copy.is_file() and copy.stat().st_size == 0:
                continue
            if driver.is_plain(copy) == to_plain:
                # One that lost its header is not plain either, and the rest of it can be read.
                if to_plain or opens(copy):
                    continue
                raise sqlite3.DatabaseError(f"{copy.name} does not open with the key")
            half = _half_of(copy)
            try:
                with closing(open_quietly(copy)) as source:
                    _write(source, half, copy, after_step)
                with suppress(OSError):  # a disk without links
                    keep_for_overwriting(copy)
                put_in_place(half, copy)
                after_step()
                _overwrite_companions(copy)
                overwrite_left(copy)
            finally:
                half.unlink(missing_ok=True)
        except (OSError, *driver.Error):
            stuck.append(copy.name)
            if not to_plain:
                stuck += [each.name for each in companions_of(copy) if _has_rows(each)]
    if not to_plain:
        stuck += [each.name for each in without_their_file(path) if _has_rows(each)]
    return stuck


def with_own_key(copy: Path, key: Key, fresh: Path) -> None:
    """Write a copy that is encrypted with another key as a new file of this record.

    Args:
        copy: Stays as it is.
        key: What it opens with.
        fresh: The new file: encrypted with the key in use, or plain where none is.

    Raises:
        OSError, driver.Error: it cannot be written.
    """
    with closing(open_quietly(copy, key)) as source:
        _write(source, fresh, copy, lambda: None, is_to_be_plain=not driver.is_on())


def turned(copy: Path) -> None:
    """Turn a copy that nobody has open, such as one that is about to become the record.

    Raises:
        OSError, driver.Error: it cannot be turned.
    """
    half = _half_of(copy)
    try:
        with closing(open_quietly(copy)) as source:
            _write(source, half, copy, lambda: None)
        put_in_place(half, copy)
    finally:
        half.unlink(missing_ok=True)


def _have_alone(source: sqlite3.Connection) -> None:
    """Bring everything from the -wal into the file, and keep everybody else out until closed."""
    try:
        source.execute("PRAGMA journal_mode = DELETE")  # refused while another has it open
        source.execute("PRAGMA locking_mode = EXCLUSIVE")
        source.execute("BEGIN EXCLUSIVE")
        source.execute("COMMIT")  # the lock stays
    except driver.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        ):
            raise _BUSY from error
        raise


def _write(
    source: sqlite3.Connection,
    half: Path,
    path: Path,
    after_step: Step,
    *,
    is_to_be_plain: bool | None = None,
) -> None:
    """Write the other kind of file, or the one that is said, and compare the two."""
    if is_to_be_plain is None:
        is_to_be_plain = driver.is_encrypted(source)
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_RDWR, 0o600))
    key = "''" if is_to_be_plain else driver.key_in_use().as_sql
    source.execute("PRAGMA temp_store = MEMORY")
    source.execute(f"ATTACH ? AS other KEY {key}", (str(half),))
    # Nothing to roll back to: a file that is not whole never gets the name.
    source.execute("PRAGMA other.journal_mode = OFF")
    source.execute("SELECT sqlcipher_export('other')")
    for name in ("application_id", "user_version"):
        (number,) = source.execute(f"PRAGMA main.{name}").fetchone()
        source.execute(f"PRAGMA other.{name} = {int(number)}")
    source.execute("DETACH other")
    after_step()
    with half.open("rb+") as file:
        os.fsync(file.fileno())
    with closing(driver.connect(half, isolation_level=None)) as made:
        (verdict,) = made.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok" or driver.is_plain(half) != is_to_be_plain:
            raise sqlite3.DatabaseError(f"what was made of {path.name} is not whole: {verdict}")
        for table in tables_of(source):
            _compare(source, made, table, path)
    after_step()


def _compare(source: sqlite3.Connection, made: sqlite3.Connection, table: str, path: Path) -> None:
    query = f'SELECT * FROM "{table}"'
    here, there = source.execute(query), made.execute(query)
    while (row := here.fetchone()) is not None:
        if there.fetchone() != row:
            break
    else:
        if there.fetchone() is None:
            return
    raise sqlite3.DatabaseError(f"what was made of {path.name} differs in {table}")


def _take_place(source: sqlite3.Connection, half: Path, path: Path, after_step: Step) -> None:
    with suppress(OSError):  # a disk without links
        keep_for_overwriting(path)
    try:
        half.replace(path)  # while the lock is ours: nobody can write to the old one any more
    except PermissionError:  # Windows renames nothing over a file that is open
        source.close()
        put_in_place(half, path)
    after_step()
    source.close()
    _overwrite_companions(path)


def _half_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _has_rows(companion: Path) -> bool:
    """Whether what SQLite keeps beside a file may hold words; its -shm never does."""
    is_log = companion.name.endswith(("-wal", "-journal"))
    return is_log and companion.is_file() and companion.stat().st_size > 0


def _overwrite_companions(path: Path) -> None:
    for companion in companions_of(path):
        if companion.exists():
            overwrite(companion)
            companion.unlink()


def _cannot(path: Path, error: Exception) -> Trouble:
    reason = getattr(error, "strerror", None) or str(error)
    return Trouble(
        f"{path} cannot be turned ({reason}).",
        "Free some space, look at the record with `poise doctor`, then say it again; "
        "the record is as it was.",
    )
