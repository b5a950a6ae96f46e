"""Copies of the record that are too old, and its -wal, which still holds what was removed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.replacing import put_in_place

_MADE_AT = re.compile(r"-(\d{8}-\d{6})(?:-\d+)?$")


def copies_by_age(path: Path) -> list[tuple[datetime, Path]]:
    """Every copy beside a record with the time (UTC) in its name, newest first."""
    found = []
    for copy in (path.parent / "backups").glob(f"{path.stem}-*{path.suffix}"):
        stamp = _MADE_AT.search(copy.stem)
        if stamp is not None:
            with suppress(ValueError):  # a name like ours with a day that never was
                made = datetime.strptime(stamp[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
                found.append((made, copy))
    return sorted(found, reverse=True)


def remove_old_copies(path: Path, days: int, now: datetime) -> int:
    """Remove the copies of a record that are older than so many days, never the newest one.

    Returns:
        How many; one that somebody holds open stays until the next time.
    """
    if not days:
        return 0
    removed = 0
    for made, copy in copies_by_age(path)[1:]:
        if made < now - timedelta(days=days):
            with suppress(OSError):
                copy.unlink()
                removed += 1
    return removed


def last_day(path: Path) -> date | None:
    """The day that was kept last beside a record; None where none is known."""
    try:
        return date.fromisoformat(_day_file(path).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def keep_day(path: Path, day: date) -> None:
    """Keep a day beside a record. One that cannot be written is not known the next time."""
    fresh = _day_file(path).with_suffix(".new")
    with suppress(OSError):
        fresh.write_text(f"{day.isoformat()}\n", encoding="ascii")
        put_in_place(fresh, _day_file(path))


def _day_file(path: Path) -> Path:
    return path.with_name(f"{path.stem}-aged.day")


def empty_wal(connection: sqlite3.Connection) -> bool:
    """Bring everything from the -wal into the file, and make the -wal empty.

    Call it outside a transaction.

    Returns:
        False when another program reads the record: try again later.
    """
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
