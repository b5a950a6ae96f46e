"""Bringing a database to the schema this program knows, one numbered step at a time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.errors import Bug, Trouble
from desktop.storage import driver
from desktop.storage.backup import back_up, copy_whole
from desktop.storage.connection import (
    APPLICATION_ID,
    DamagedRecord,
    companions_of,
    damage_mark,
    damaged,
    left_as_it_is,
    open_file,
    open_to_read,
    prepare,
    rescue_note,
    set_aside,
)
from desktop.storage.troubles import trouble_with
from desktop.storage.wal import is_cut_short

# Beside this file, so that a wheel and a PyInstaller bundle find them the same way.
MIGRATIONS = Path(__file__).parent / "migrations"

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_IS_THERE_ALREADY = re.compile(r"already exists|duplicate column")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: brings a database from version `number - 1` to `number`."""

    number: int
    path: Path


def migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """All steps, in order.

    Raises:
        Bug: there are none, or a number is missing or given twice.
    """
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise Bug(f"{path.name} is no name for a migration; write 0002_what_it_does.sql.")
        found.append(Migration(int(match[1]), path))
    if not found or [each.number for each in found] != list(range(1, len(found) + 1)):
        raise Bug(f"The migrations in {folder} are not numbered 1, 2, 3 …")
    return tuple(found)


def open_database(
    path: Path,
    *,
    steps: tuple[Migration, ...] | None = None,
    now: datetime | None = None,
    is_rescue: bool = False,
) -> sqlite3.Connection:
    """Open the database for writing, made or brought up to date.

    An existing database is copied (see `backup`) before its schema changes.

    Args:
        path: The file; made when it is missing.
        steps: Other migrations than the shipped ones (tests).
        now: The time for a backup's name (now when left out).
        is_rescue: Whether the one who asks is putting the record right.

    Raises:
        DamagedRecord: the file is damaged or foreign; it may be set aside.
        Trouble: the file was made by a newer Poise, or the disk refuses.
            In each case its content was not changed.
    """
    known = migrations() if steps is None else steps
    if rescue_note(path).exists() and not is_rescue:
        raise damaged(path, "was being put right when that was cut short")
    _refuse_what_was_emptied(path)
    if is_cut_short(path):
        raise damaged(path, "lost what was written last (its -wal file is damaged)")
    connection = open_file(path)
    try:
        version = _version_of(connection, path, len(known))
        if damage_mark(path).exists():
            _check_whole(connection, path)
            damage_mark(path).unlink(missing_ok=True)
        prepare(connection, path)
        if version < len(known):
            if version > 0:
                _check_whole(connection, path)
                back_up(connection, path, version, now or datetime.now(UTC))
            for step in known[version:]:
                _apply(connection, path, step)
    except BaseException:
        with left_as_it_is(path):
            connection.close()
        raise
    return connection


def make_anew(connection: sqlite3.Connection, path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """Put the database of an open connection back to its name, from which it was removed.

    The connection still holds everything, although its file has no name or another one.

    Args:
        connection: Open, outside a transaction; the caller closes it afterwards.
        path: Where its file was. Another file that has the name now is set aside, not lost.

    Returns:
        A connection to the new file, and where the other file went, if there was one.

    Raises:
        Trouble, OSError, sqlite3.Error: it is not possible now; `connection` serves as before.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.new")
    copy_whole(connection, fresh)
    put_aside = None
    # A -wal with this name may be ours and must never be read as that of another file.
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise Trouble("Another program is reading the record.", "Wait until it is done.")
    if path.exists():
        put_aside = set_aside(path)
    for companion in companions_of(path):
        companion.unlink(missing_ok=True)
    fresh.replace(path)
    try:
        return open_database(path), put_aside
    except BaseException:
        for made in (path, *companions_of(path)):
            made.unlink(missing_ok=True)
        raise


def open_for_export(path: Path) -> sqlite3.Connection:
    """Open the database for reading only; works while the program runs and writes.

    Raises:
        Trouble: there is none, or it was made by another version of Poise.
    """
    known = len(migrations())
    connection = open_to_read(path)
    try:
        version = _version_of(connection, path, known)
        if version < known:
            raise Trouble(
                f"{path} was made by an older Poise.",
                "Start Poise once; it copies the record and brings it up to date.",
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _version_of(connection: sqlite3.Connection, path: Path, known: int) -> int:
    """The schema version; refuses what is not ours to change."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_empty = version == 0 and owner == 0 and tables == 0
    if owner != APPLICATION_ID and not is_empty:
        raise DamagedRecord(
            path,
            f"{path} is the database of another program. It was not touched.",
            "Move it elsewhere, or let Poise set it aside and start a new one.",
        )
    if version > known:
        raise Trouble(
            f"{path} was made by a newer Poise (schema {version}, this one knows {known}).",
            "Update Poise; nothing was changed.",
        )
    return int(version)


def _refuse_what_was_emptied(path: Path) -> None:
    """SQLite takes an empty file for a new database, and removes the -wal that belonged to it."""
    try:
        is_empty = path.is_file() and path.stat().st_size == 0
        log = companions_of(path)[0]
        was_in_use = log.exists() and log.stat().st_size > 0
        has_copies = any((path.parent / "backups").glob(f"{path.stem}-*{path.suffix}"))
    except OSError:
        return  # opening it tells why
    if is_empty and (was_in_use or has_copies):
        raise damaged(path, "is empty, and was not")


def _check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a damaged file: the good pages may still be rescued from it.

    The whole check, of indexes too: it is made before a migration and after damage was found,
    never at a usual start.
    """
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except driver.DatabaseError as error:
        raise damaged(path) from error
    if verdict != "ok":
        raise damaged(path)


def _apply(connection: sqlite3.Connection, path: Path, step: Migration) -> None:
    """Run one step in one transaction, its version number included.

    Another process may have been quicker: then there is nothing left to do.
    """
    script = step.path.read_text(encoding="utf-8")
    try:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < step.number:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {step.number}")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        trouble = trouble_with(path, error)
        if trouble is not None:
            raise Trouble(trouble.what, "Set that right and start Poise again.") from error
        if _IS_THERE_ALREADY.search(str(error)):  # the version number is what is damaged
            raise damaged(path) from error
        raise Bug(f"Migration {step.path.name} failed: {error}") from error


def _statements(script: str) -> Iterator[str]:
    """One after the other: `executescript` would end the transaction that it is called in."""
    begun = ""
    for piece in script.split(";"):
        begun += piece + ";"
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
