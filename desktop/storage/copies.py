"""Whole, verified copies of the record: made while it is in use, rotated, and found again."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.errors import Trouble
from desktop.replacing import put_in_place
from desktop.storage import driver
from desktop.storage.connection import (
    APPLICATION_ID,
    DamagedRecord,
    damaged,
    mark_damaged,
    open_to_read,
)
from desktop.storage.driver import Key, LockedRecord
from desktop.storage.migrate import migrations
from desktop.storage.times import to_text
from desktop.storage.troubles import DAMAGED_CODES, primary_code

PAGES_A_STEP = 256
"""Copied at once, a megabyte; between two steps the one who asked may pause or give up."""

_SYNC_EVERY_STEPS = 8  # so that the disk never has much to catch up on when a contact is written
_CACHE = "PRAGMA cache_size = -512"  # KiB, of each side: a copy costs no memory to speak of
_SPARE_BYTES = 16 * 1024 * 1024  # stay free for the record itself

_LEFT_OVER_AFTER_S = 3600.0

_STAMP = re.compile(r"-(?:day|v\d+)-(\d{8}-\d{6})(?:-\d+)?$")


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of the record.

    Args:
        path: The file.
        taken_at: When it was made, UTC.
    """

    path: Path
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many copies stay: one of each of the newest days, one of each of the newest weeks."""

    days: int = 7
    weeks: int = 4


def copies_of(path: Path) -> list[Copy]:
    """Every copy there is beside a record, daily ones and those before an update; newest first."""
    found = []
    for file in (path.parent / "backups").glob(f"*{path.suffix}"):
        match = _STAMP.search(file.stem)
        if match is not None and file.stem[: match.start()] == path.stem:
            with suppress(ValueError):  # a name like ours with a day that never was
                at = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
                found.append(Copy(file, at))
    return sorted(found, key=lambda copy: (copy.taken_at, copy.path.name), reverse=True)


def is_due(path: Path, now: datetime) -> bool:
    """Whether the local day of `now` has no copy yet, and there is something to copy."""
    copies = _likely_newest_first(path, now)
    newest = next((each for each in copies if _is_daily(each) and each.taken_at <= now), None)
    if newest is None:
        return path.exists()
    return newest.taken_at.astimezone().date() < now.astimezone().date()


def make_daily(
    path: Path, now: datetime, rotation: Rotation, after_step: Callable[[], None] = lambda: None
) -> Copy:
    """Copy the record into its `backups` folder, then remove what is too old.

    Args:
        path: The record; programs may go on writing to it.
        now: The moment, for the name.
        rotation: How many copies stay. The newest always does.
        after_step: Called every megabyte; may wait, or raise to give up.

    Raises:
        Trouble: there is no room, or the copy is not whole; nothing was removed.
        DamagedRecord: the record itself is damaged; the same, and the next start will know.
    """
    open_to_read(path).close()
    folder = path.parent / "backups"
    _make_folder(folder)
    _clear_away(folder.glob(f"{path.stem}-*.part"))
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{path.stem}-day-{stamp}{path.suffix}"
    copy_to(path, target, after_step)
    made = Copy(target, now.astimezone(UTC).replace(microsecond=0))
    copies = [each for each in _likely_newest_first(path, made.taken_at) if _is_daily(each)]
    for old in _too_old(copies, rotation):
        if old.path != target:
            with suppress(OSError):  # somebody looks at it; the next time then
                old.path.unlink()
    return made


def copy_to(path: Path, target: Path, after_step: Callable[[], None] = lambda: None) -> None:
    """Copy the record as it stands now into a new file, readable by this user only.

    Programs may go on writing meanwhile: what is copied is one moment. The copy has its name
    only once it was verified (`integrity_check`, and as many rows in each table).

    Raises:
        Trouble: it is not possible; there is no file `target` then.
        DamagedRecord: because the record itself is damaged.
    """
    if target.exists():
        raise Trouble(f"{target} exists.", "Choose another name; no file is replaced.")
    half = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with closing(open_to_read(path)) as source:
            source.execute(_CACHE)
            source.execute("BEGIN")  # one moment, whoever writes; it also spares starting over
            (size,) = source.execute(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            ).fetchone()
            free = shutil.disk_usage(target.parent).free
            if free < size + _SPARE_BYTES:
                raise Trouble(
                    f"The disk has no room for a copy of the record ({size // 2**20 + 1} MB).",
                    f"Free some space on the disk of {target.parent}.",
                )
            try:
                _copy(source, half, after_step)
                _verify(source, half, path)
            except driver.DatabaseError as error:
                _blame_the_source(source, path)
                raise _cannot(target.parent, error) from error
        put_in_place(half, target)
    except (OSError, *driver.Error) as error:
        raise _cannot(target.parent, error) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def check(copy: Path, key: Key | None = None) -> None:
    """Look at all of a file that is to be put back.

    Args:
        copy: The file.
        key: Its own, where it is encrypted with another one than the record.

    Raises:
        Trouble: it is damaged, not ours, or made by a newer Poise.
    """
    try:
        with closing(open_copy(copy, key)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (OSError, *driver.Error) as error:
        if key is not None:
            raise Trouble(
                f"This key does not open {copy}, or that is damaged. Nothing was changed.",
                "Look for the recovery key that was shown when that record was encrypted.",
            ) from error
        raise Trouble(f"{copy} is damaged or no copy of a record.", "Choose another.") from error
    known = len(migrations())
    if owner != APPLICATION_ID:
        raise Trouble(f"{copy} is no record of Poise.", "Choose another file.")
    if version > known:
        raise Trouble(
            f"{copy} was made by a newer Poise (schema {version}, this one knows {known}).",
            "Update Poise, then put it back.",
        )
    if version < 1 or verdict != "ok":
        raise Trouble(f"{copy} is damaged.", "Choose another.")


def look_for_damage(path: Path) -> DamagedRecord | None:
    """Like `find_damage`; leaves word of it for the next start, too."""
    found = find_damage(path)
    if found is not None:
        mark_damaged(path)
    return found


def find_damage(path: Path) -> DamagedRecord | None:
    """A quick look at a record in use, by a connection of its own; None: no damage was found."""
    try:
        with closing(open_to_read(path)) as connection:
            connection.execute(_CACHE)
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except DamagedRecord as found:
        return found
    except driver.DatabaseError as error:
        if primary_code(error) not in DAMAGED_CODES:
            return None  # busy, no memory: says nothing about the record
        verdict = "damaged"
    except Trouble:
        return None
    return None if verdict == "ok" else damaged(path)


def newest_good(path: Path, now: datetime) -> Copy | None:
    """The newest copy beside a record that is whole; each is looked at before it is named.

    Args:
        path: The record.
        now: Copies from after that come last: the clock was wrong when they were made.

    Raises:
        LockedRecord: the key is not to be had, so nobody can look.
    """
    for copy in _likely_newest_first(path, now):
        try:
            check(copy.path)
        except LockedRecord:
            raise
        except Trouble:
            continue
        return copy
    return None


def open_copy(path: Path, key: Key | None = None) -> sqlite3.Connection:
    """Open a copy for reading and leave nothing beside it.

    Args:
        path: The copy.
        key: Its own, where it is encrypted with another one than the record.

    Raises:
        sqlite3.Error: it is no database.
    """
    log = path.with_name(f"{path.name}-wal")
    is_in_use = log.exists() and log.stat().st_size > 0
    how = "mode=ro" if is_in_use else "mode=ro&immutable=1"
    connection = driver.connect(f"{path.absolute().as_uri()}?{how}", path, key, uri=True, timeout=5)
    try:
        connection.execute(_CACHE)
    except BaseException:
        connection.close()  # or the file would count as open, and as plain
        raise
    return connection


def contacts_since(connection: sqlite3.Connection, moment: datetime) -> int:
    """How many contacts of a record were started or ended after a moment.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    at = to_text(moment)
    (count,) = connection.execute(
        "SELECT count(*) FROM contacts WHERE started_at > ? OR ended_at > ?", (at, at)
    ).fetchone()
    return int(count)


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold rows of their own (none of a search index)."""
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [name for (name,) in rows]


def _is_daily(copy: Copy) -> bool:
    return "-day-" in copy.path.name


def _likely_newest_first(path: Path, now: datetime) -> list[Copy]:
    """The copies, those from days to come last: the clock was wrong when they were made."""
    return sorted(copies_of(path), key=lambda copy: copy.taken_at > now)


def _too_old(newest_first: list[Copy], rotation: Rotation) -> list[Copy]:
    """Which to remove: all but the newest of each kept day and of each kept week."""
    days: dict[object, Copy] = {}
    weeks: dict[object, Copy] = {}
    for copy in newest_first:
        day = copy.taken_at.astimezone().date()
        days.setdefault(day, copy)
        weeks.setdefault(day.isocalendar()[:2], copy)
    kept = [*list(days.values())[: max(1, rotation.days)], *list(weeks.values())[: rotation.weeks]]
    return [copy for copy in newest_first if copy not in kept]


def _clear_away(halves: Iterable[Path]) -> None:
    """Remove what processes left that were ended; one that is at work wrote just now."""
    for half in halves:
        with suppress(OSError):
            if time.time() - half.stat().st_mtime > _LEFT_OVER_AFTER_S:
                half.unlink()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _cannot(folder, error) from error


def _copy(source: sqlite3.Connection, half: Path, after_step: Callable[[], None]) -> None:
    half.unlink(missing_ok=True)
    file = os.open(half, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        with closing(driver.connect_for_copy(source, half)) as copy:
            # Nothing to roll back to: a copy that is not whole is removed.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            copy.execute(_CACHE)
            steps = 0

            def on_step(_status: int, _remaining: int, _total: int) -> None:
                nonlocal steps
                steps += 1
                if steps % _SYNC_EVERY_STEPS == 0:
                    os.fsync(file)
                after_step()

            source.backup(copy, pages=PAGES_A_STEP, progress=on_step)
            # One file that any program can open, without the companions of the running record.
            copy.execute("PRAGMA journal_mode = DELETE")
        os.fsync(file)
    finally:
        os.close(file)


def _verify(source: sqlite3.Connection, half: Path, path: Path) -> None:
    """Raises sqlite3.DatabaseError when the copy is not what the source is."""
    with closing(open_copy(half)) as copy:
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the copy of {path.name} is not whole: {verdict}")
        for table in tables_of(source):
            count = f'SELECT count(*) FROM "{table}"'
            if copy.execute(count).fetchone() != source.execute(count).fetchone():
                raise sqlite3.DatabaseError(f"the copy of {path.name} lacks rows of {table}")


def _blame_the_source(source: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedRecord where a copy failed because there is nothing whole to copy."""
    try:
        (verdict,) = source.execute("PRAGMA integrity_check(1)").fetchone()
    except driver.DatabaseError as error:
        if primary_code(error) not in DAMAGED_CODES:
            return
        verdict = "damaged"
    if verdict != "ok":
        mark_damaged(path)
        raise damaged(path)


def _cannot(folder: Path, error: Exception) -> Trouble:
    reason = getattr(error, "strerror", None) or str(error)
    return Trouble(
        f"The record could not be copied ({reason}).",
        f"Free some space or make {folder} writable; the record itself is as it was.",
    )
