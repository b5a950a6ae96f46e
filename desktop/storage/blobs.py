"""Bytes by name in a file that can be made again: to lose it costs time, never a record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from desktop.storage.troubles import DAMAGED_CODES, primary_code

_TABLES = (
    "CREATE TABLE about (key TEXT NOT NULL)",
    "CREATE TABLE head (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE body (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
)


class BlobFile:
    """A short and a long part for each name; the short ones are read all at once.

    Nothing here raises: what cannot be kept is made anew another time.

    Args:
        path: The file; its folder is made when there is none.
        key: Of what wrote it. What another key wrote is forgotten.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def heads(self) -> Mapping[str, bytes]:
        """The short part of everything; empty where nothing (right) is kept."""
        if not self._path.exists():
            return {}
        try:
            with closing(self._open()) as connection:
                if not self._is_ours(connection):
                    return {}
                return dict(connection.execute("SELECT name, bytes FROM head").fetchall())
        except (sqlite3.Error, OSError):
            return {}

    def bodies(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """The long part of some; those that are lost are left out."""
        found: dict[str, bytes] = {}
        if not self._path.exists():
            return found
        with suppress(sqlite3.Error, OSError, UnicodeError), closing(self._open()) as connection:
            if self._is_ours(connection):
                for name in names:
                    row = connection.execute("SELECT bytes FROM body WHERE name = ?", (name,))
                    found.update((name, blob) for (blob,) in row.fetchall())
        return found

    def write(self, rows: Mapping[str, tuple[bytes, bytes | None]], gone: Iterable[str]) -> bool:
        """Keep short and long parts; None lets the long one stay.

        Returns:
            Whether all of it is kept; otherwise nothing is.
        """
        gone = list(gone)
        for _ in range(2):
            try:
                with closing(self._open()) as connection:
                    self._write(connection, rows, gone)
                return True
            except sqlite3.Error as error:
                if primary_code(error) not in DAMAGED_CODES or not self._remove():
                    return False
            except (OSError, UnicodeError):  # a name may be no text: bytes of an old disk
                return False
        return False

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self._path, timeout=0.1, isolation_level=None)
        try:
            # Safe against being killed; not against a power cut, which the reader's checks notice.
            connection.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error:
            connection.close()  # Windows removes no file that somebody has open
            raise
        return connection

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'about'")
        if tables.fetchone() is None:
            return False
        return connection.execute("SELECT key FROM about").fetchall() == [(self._key,)]

    def _write(
        self,
        connection: sqlite3.Connection,
        rows: Mapping[str, tuple[bytes, bytes | None]],
        gone: list[str],
    ) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if not self._is_ours(connection):
            for table in ("about", "head", "body"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute("INSERT INTO about VALUES (?)", (self._key,))
        for table in ("head", "body"):
            connection.executemany(
                f"DELETE FROM {table} WHERE name = ?", [(each,) for each in gone]
            )
        heads = [(name, head) for name, (head, _) in rows.items()]
        bodies = [(name, body) for name, (_, body) in rows.items() if body is not None]
        connection.executemany("INSERT OR REPLACE INTO head VALUES (?, ?)", heads)
        connection.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)
        connection.execute("COMMIT")

    def _remove(self) -> bool:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return False
        return True
