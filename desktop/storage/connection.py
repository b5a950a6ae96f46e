"""Opening the database file: what we ask of SQLite, and who may read the file."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.troubles import DAMAGED_CODES, primary_code, trouble_with

APPLICATION_ID = 0x504F4953
"""`POIS`: marks our files, so that another program's database is never migrated."""

BUSY_WAIT_MS = 500
"""How long SQLite itself waits for a lock. Short, because reads wait behind it; the ledger
tries again for as long as it takes."""

_SWITCHES, _SWITCH_AGAIN_S = 25, 0.02

_COMPANIONS = ("-wal", "-shm", "-journal")
_DAMAGE_MARK = "-damaged"


def identity(path: Path) -> tuple[int, int] | None:
    """Which file has this name now; None: none has.

    Raises:
        OSError: nobody can tell.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def open_file(path: Path) -> sqlite3.Connection:
    """Open (or create) the file and change nothing in it yet.

    The connection may be handed to another thread; only one may use it at a time.

    Raises:
        Trouble: the file cannot be opened, or is no SQLite database. It was not touched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            # Created by us and not by SQLite, so that it is never readable to others,
            # not for a moment. SQLite gives -wal and -shm the same mode.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = driver.connect(
            path, timeout=BUSY_WAIT_MS / 1000, isolation_level=None, check_same_thread=False
        )
    except (OSError, *driver.Error) as error:
        raise _cannot_open(path, error) from error
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.Error as error:
        with left_as_it_is(path):
            connection.close()
        raise _cannot_open(path, error) from error
    return connection


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set up a connection that writes; call it once the file is known to be ours.

    Raises:
        Trouble: the disk refuses.
    """
    try:
        with suppress(OSError):  # a disk without modes (FAT, some network drives)
            path.chmod(0o600)
        # WAL: exports read while we write. FULL: a commit is on the disk when it returns.
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten, and nothing spills into temporary files.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    except driver.Error as error:
        raise _cannot_open(path, error) from error


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """For this one lock SQLite does not wait: another program may be opening a new file too."""
    for attempt in range(_SWITCHES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except driver.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or attempt == _SWITCHES - 1:
                raise
            threading.Event().wait(_SWITCH_AGAIN_S)
        else:
            return


def companions_of(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database."""
    return tuple(path.with_name(path.name + suffix) for suffix in _COMPANIONS)


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open an existing file for reading only, also while the program runs.

    Raises:
        Trouble: there is no such file, or it cannot be read.
    """
    if not path.exists():
        raise Trouble(f"There is no record at {path} yet.", "Start Poise once; it makes it.")
    try:
        try:
            return _reader(path, "ro")
        except driver.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_READONLY:
                raise
            # Somebody was killed who was making it: what is half written has to be taken back,
            # which none who only reads can do.
            return _reader(path, "rw")
    except driver.Error as error:
        raise _cannot_open(path, error) from error


def _reader(path: Path, mode: str) -> sqlite3.Connection:
    connection = driver.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        path,
        uri=True,
        timeout=5,
        isolation_level=None,
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.Error:
        connection.close()
        raise
    return connection


@contextmanager
def left_as_it_is(path: Path) -> Iterator[None]:
    """While a connection to a damaged file is closed: it stays bit by bit what it was.

    The last connection to close writes the -wal into the file and removes it, unless it may
    only read.
    """
    if not path.exists():
        yield
        return
    with closing(driver.connect(f"{path.absolute().as_uri()}?mode=ro", path, uri=True)) as reader:
        with suppress(*driver.Error):
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def set_aside(path: Path, now: datetime | None = None) -> Path:
    """Rename a database that cannot be used, so that a new one can start. Deletes nothing.

    Args:
        path: The database file.
        now: The time for the new name (local now when left out).

    Returns:
        Where the file is now, e.g. `poise.set-aside-20261121-140503.db`.

    Raises:
        Trouble: it cannot be renamed.
    """
    stamp = (now or datetime.now().astimezone()).strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}.set-aside-{stamp}{path.suffix}")
    again = 1
    while target.exists():
        again += 1
        target = path.with_name(f"{path.stem}.set-aside-{stamp}-{again}{path.suffix}")
    try:
        # The file itself goes last: if we die in between, the next start finds it still
        # there and asks again, instead of making a new one beside an old -wal.
        for suffix in (*_COMPANIONS, _DAMAGE_MARK, ""):
            source = path.with_name(path.name + suffix)
            if source.exists():
                source.rename(target.with_name(target.name + suffix))
    except OSError as error:
        raise Trouble(
            f"{path} cannot be renamed: {error.strerror or error}.",
            "Close other programs that have it open, then try again.",
        ) from error
    return target


def those_set_aside(path: Path) -> list[Path]:
    """The files that `set_aside` made of a record, the first first."""
    return sorted(path.parent.glob(f"{path.stem}.set-aside-*{path.suffix}"))


def rescue_note(path: Path) -> Path:
    """The file that is there while a record is put right, with what was set aside before."""
    return path.with_name(path.name + ".rescue")


class DamagedRecord(Trouble):
    """The database file is broken; `path` names it. It can be set aside."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.path = path


def damaged(path: Path, what: str = "is damaged or no Poise database") -> DamagedRecord:
    """What to say about a file that is no (whole) database."""
    backups = path.parent / "backups"
    copies = (
        f", or put back a copy from the {backups} folder (`poise restore newest`)"
        if backups.is_dir()
        else ""
    )
    return DamagedRecord(
        path,
        f"{path} {what}. It was not touched.",
        f"Let Poise set it aside and start a new one{copies}.",
    )


def mark_damaged(path: Path) -> None:
    """Leave word for the next start, which then looks at all of the file."""
    with suppress(OSError):  # a disk that refuses even this is told elsewhere
        damage_mark(path).touch(mode=0o600)


def damage_mark(path: Path) -> Path:
    """The file that is there when damage was found while the record was in use."""
    return path.with_name(path.name + _DAMAGE_MARK)


def _cannot_open(path: Path, error: Exception) -> Trouble:
    if isinstance(error, driver.Error):
        if primary_code(error) in DAMAGED_CODES:
            return damaged(path)
        known = trouble_with(path, error)
        if known is not None:
            return Trouble(known.what, known.remedy.replace("; Poise keeps trying", ""))
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Trouble(
        f"The record {path} cannot be opened: {reason or error}.",
        "Check that its folder is there and writable for you.",
    )
