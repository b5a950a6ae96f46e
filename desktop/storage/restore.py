"""Putting a copy back in the place of a record, and saving what the damaged one still tells.

Nothing is overwritten: the file that was there is set aside, whole.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.backup import copy_whole
from desktop.storage.connection import (
    APPLICATION_ID,
    companions_of,
    damage_mark,
    open_to_read,
    rescue_note,
    set_aside,
    those_set_aside,
)
from desktop.storage.copies import check, open_copy, tables_of
from desktop.storage.driver import Key, LockedRecord
from desktop.storage.encrypting import turned, with_own_key
from desktop.storage.migrate import migrations, open_database
from desktop.storage.rewriting import open_quietly
from desktop.storage.troubles import primary_code
from desktop.storage.wal import is_cut_short

log = logging.getLogger(__name__)

Look = Callable[[sqlite3.Connection], object]
Derived = Mapping[str, Collection[str]]
"""By table: the columns that are made from the rest, and so are no loss."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How it went.

    Args:
        set_aside: Where the file went that was there; None when there was none.
        saved: How many rows were read from it that the copy did not have, or had otherwise.
    """

    set_aside: Path | None
    saved: int = 0


def is_damaged(path: Path, look: Look) -> bool:
    """Whether a record needs to be put right (`rescue`); all of it is read.

    Args:
        path: The record; nobody has it open for good.
        look: Reads what a start needs, and raises where that makes no sense.

    Raises:
        LockedRecord: its key is not to be had, so nobody can tell.
        Trouble: another program holds it locked.
    """
    driver.is_on()  # asks for the key: without it every encrypted record looks damaged
    if rescue_note(path).exists():
        return True
    if not path.exists():
        return False
    if path.stat().st_size == 0 or is_cut_short(path):
        return True
    try:
        # Where nobody has it open, nothing is left beside it by looking.
        is_in_use = any(each.exists() for each in companions_of(path))
        with closing(open_to_read(path) if is_in_use else open_quietly(path)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict == "ok" and (owner, version) == (APPLICATION_ID, len(migrations())):
                look(connection)
    except LockedRecord:
        raise
    except (Trouble, *driver.Error, ValueError, LookupError, TypeError) as error:
        cause = error.__cause__ if isinstance(error, Trouble) else error
        if isinstance(cause, driver.Error) and primary_code(cause) in _IN_USE:
            raise Trouble(
                f"Another program holds the record {path} locked.", "Close it, then try again."
            ) from error
        return True
    return bool(verdict != "ok")


_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def put_back(
    path: Path, copy: Path, now: datetime | None = None, key: Key | None = None
) -> Restored:
    """Make a copy the record, after it was verified; no program may have the record open.

    Args:
        path: The record. What stands there is set aside.
        copy: Stays where it is.
        now: For the name of what is set aside.
        key: What the copy opens with, if it is encrypted with another key than the record's.
            The record is then as it is to be now: encrypted with its own key, or plain.

    Raises:
        Trouble: the copy is damaged, foreign or newer, or the disk refuses; nothing was changed.
    """
    with _noted(path):
        aside = _put_back(path, copy, now, key)
    rescue_note(path).unlink(missing_ok=True)
    return Restored(aside)


def _put_back(path: Path, copy: Path, now: datetime | None, key: Key | None = None) -> Path | None:
    check(copy, key)
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if key is not None:
            with_own_key(copy, key, fresh)
        else:
            with closing(open_copy(copy)) as source:
                copy_whole(source, fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        if driver.is_on() and driver.is_plain(fresh):
            turned(fresh)  # made before the record was encrypted
        check(fresh)
        aside = _set_aside(path, now)
        fresh.replace(path)
    except (OSError, *driver.Error) as error:
        raise Trouble(
            f"{copy} could not be put back ({getattr(error, 'strerror', None) or error}).",
            "Free some space or make the folder writable, then try again.",
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return aside


def rescue(
    path: Path,
    copy: Path | None,
    look: Look,
    renew: Look,
    now: datetime | None = None,
    derived: Derived | None = None,
) -> Restored:
    """Put a damaged record right: the copy (or a new record), and on it what can still be read.

    Args:
        path: The damaged record; it is set aside.
        copy: The newest good copy, if there is one.
        look: Reads what a start needs, and raises where that makes no sense. What was saved
            is kept only if it does not.
        renew: Empties what is derived from the rest, to be made from it again: before anything
            is saved, so that nothing stands in its way, and after.
        now: For the name of what is set aside.
        derived: What `renew` empties; a row that differs in nothing else was not saved.

    Raises:
        Trouble: the copy cannot be put back, or the disk refuses.
    """
    with _noted(path) as before:
        aside = _set_aside(path, now) if copy is None else _put_back(path, copy, now)
        connection = open_database(path, is_rescue=True)
        try:
            # More than one where an earlier rescue was cut short: each knows what the next may not.
            damaged = [each for each in those_set_aside(path) if each.name not in before]
            saved = sum(_save(each, connection, look, renew, derived or {}) for each in damaged)
        finally:
            connection.close()
    rescue_note(path).unlink(missing_ok=True)
    log.warning("the damaged record was set aside; %d rows were saved from it", saved)
    return Restored(aside, saved)


@contextmanager
def _noted(path: Path) -> Iterator[Collection[str]]:
    """Leave word for the next start that the record is being put right; gives the names of the
    files that were set aside before that began."""
    note = rescue_note(path)
    now = [each.name for each in those_set_aside(path)]
    try:
        is_again = note.exists()
        before = note.read_text(encoding="utf-8").splitlines() if is_again else now
        if not is_again:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            note.touch(mode=0o600)
            note.write_text("\n".join(before), encoding="utf-8")
    except OSError as error:
        raise Trouble(
            f"{note} cannot be written ({error.strerror or error}).",
            "Free some space or make the folder writable, then try again.",
        ) from error
    try:
        yield before
    except BaseException:
        if not is_again and [each.name for each in those_set_aside(path)] == now:
            note.unlink(missing_ok=True)  # nothing was changed
        raise


def _set_aside(path: Path, now: datetime | None) -> Path | None:
    there = (damage_mark(path), *companions_of(path), path)
    return set_aside(path, now) if any(each.exists() for each in there) else None


def _save(aside: Path, into: sqlite3.Connection, look: Look, renew: Look, derived: Derived) -> int:
    """Write what can be read of a damaged file over what is there, all or nothing."""
    try:
        with closing(open_to_read(aside)) as damaged:
            if damaged.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return 0  # another program's, whatever its tables are called
            damaged.execute("PRAGMA cell_size_check = ON")
            into.execute("PRAGMA foreign_keys = OFF")  # a row may be readable before its parent
            into.execute("BEGIN IMMEDIATE")
            renew(into)
            saved = sum(
                _save_table(damaged, into, table, derived.get(table, ()))
                for table in tables_of(into)
            )
            _drop_orphans(into)
            renew(into)
            (verdict,) = into.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)
            look(into)
            into.execute("COMMIT")
    except (Trouble, *driver.Error, ValueError, LookupError) as error:
        if into.in_transaction:
            into.execute("ROLLBACK")
        log.warning("nothing could be saved from the damaged record: %s", type(error).__name__)
        return 0
    return saved


def _save_table(
    damaged: sqlite3.Connection, into: sqlite3.Connection, table: str, derived: Collection[str]
) -> int:
    """Insert rows that are missing and update those that differ; how many."""
    try:
        there = {row[1] for row in damaged.execute(f'PRAGMA table_info("{table}")')}
    except driver.Error:
        return 0
    told = list(into.execute(f'PRAGMA table_info("{table}")'))
    columns = [row[1] for row in told if row[1] in there]
    keys = [row[1] for row in sorted(told, key=lambda row: row[5]) if row[5]]
    if not keys or not set(keys) <= set(columns):
        return 0
    others = [column for column in columns if column not in keys and column not in derived]
    update = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
    differs = " OR ".join(f'"{table}"."{each}" IS NOT excluded."{each}"' for each in others)
    clash = f"DO UPDATE SET {update} WHERE {differs}" if others else "DO NOTHING"
    insert = (
        f'INSERT INTO "{table}" ({_quoted(columns)}) VALUES ({", ".join("?" * len(columns))})'
        f" ON CONFLICT ({_quoted(keys)}) {clash}"
    )
    (has_no_rowid,) = into.execute(
        "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,)
    ).fetchone()
    saved = 0
    for row in readable_rows(damaged, table, columns, keys if has_no_rowid else ["rowid"]):
        with suppress(*driver.IntegrityError):  # this row makes no sense any more
            saved += max(0, into.execute(insert, row).rowcount)
    return saved


def readable_rows(
    damaged: sqlite3.Connection, table: str, columns: list[str], order: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Rows from the first on to where the damage is, then from the last back to it."""
    for direction in ("ASC", "DESC"):
        by = ", ".join(f'"{key}" {direction}' for key in order)
        # NOT INDEXED: an index may be damaged where the table itself is not.
        query = f'SELECT {_quoted(columns)} FROM "{table}" NOT INDEXED ORDER BY {by}'
        try:
            yield from damaged.execute(query)
        except driver.Error:
            continue
        return


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Rows whose parent could not be read would break the rule that they have one."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    for table, column, parent in {(row[0], row[3], row[2]) for row in rows}:
        keys = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        for key in keys:
            if key[0] != column or key[2] != parent:
                continue
            lost = f'"{key[3]}" NOT IN (SELECT "{key[4]}" FROM "{parent}")'
            if key[6] == "SET NULL":
                connection.execute(f'UPDATE "{table}" SET "{key[3]}" = NULL WHERE {lost}')
            else:
                connection.execute(f'DELETE FROM "{table}" WHERE {lost}')
