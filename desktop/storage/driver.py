"""Which SQLite reads and writes the record: Python's own, or SQLCipher where it is encrypted.

The only place that opens a file of the record, and that knows the errors of both. Nothing of
SQLCipher is imported before a key is in use. Errors are named through this module
(`except driver.Error`), because SQLCipher's are no children of those of `sqlite3`.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from desktop.errors import Bug, Trouble

_E = TypeVar("_E", bound=BaseException)
_Pair: TypeAlias = tuple[type[_E], type[_E]]

Error: _Pair[sqlite3.Error] = (sqlite3.Error,) * 2
"""What a database raises, Python's own and SQLCipher's; the next three are parts of it."""

DatabaseError: _Pair[sqlite3.DatabaseError] = (sqlite3.DatabaseError,) * 2
OperationalError: _Pair[sqlite3.OperationalError] = (
    sqlite3.OperationalError,
    sqlite3.OperationalError,
)
IntegrityError: _Pair[sqlite3.IntegrityError] = (sqlite3.IntegrityError,) * 2

KEY_BYTES = 32
_PLAIN = b"SQLite format 3\0"
_PAGE_BYTES = 4096  # of what SQLCipher makes, unless told otherwise


class _Opened:
    """Which files are open in this process, and whether they are plain.

    Nobody may open one of them by hand as well: POSIX takes every lock that a process has on a
    file when it closes any descriptor of it, and another program would then remove the -wal that
    we go on writing to. https://www.sqlite.org/howtocorrupt.html, section 2.2
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files = weakref.WeakKeyDictionary[sqlite3.Connection, tuple[tuple[int, int], bool]]()

    def add(self, connection: sqlite3.Connection, file: Path, *, is_plain: bool) -> None:
        """Note what a connection has open."""
        with suppress(OSError), self._lock:  # what has no file is nobody else's
            self._files[connection] = (_identity(file), is_plain)

    def remove(self, connection: sqlite3.Connection) -> None:
        """The connection is closed."""
        with self._lock:
            self._files.pop(connection, None)

    def is_plain(self, file: Path) -> bool | None:
        """Whether an open file is plain; None: it is not open here.

        Raises:
            OSError: it is not there.
        """
        wanted = _identity(file)
        with self._lock:
            return dict(self._files.values()).get(wanted)


_opened = _Opened()


class _Noted:
    """A connection that says when it is closed."""

    def close(self) -> None:
        super().close()  # type: ignore[misc]
        _opened.remove(cast("sqlite3.Connection", self))


class _PlainConnection(_Noted, sqlite3.Connection):
    """Of Python's own SQLite."""


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino


@dataclass(frozen=True, slots=True)
class Key:
    """What an encrypted record opens with; never shown by `repr`.

    Args:
        secret: `KEY_BYTES` random bytes.
    """

    secret: bytes = field(repr=False)

    @property
    def as_sql(self) -> str:
        """As SQLCipher takes a key that needs no deriving."""
        return f"\"x'{self.secret.hex()}'\""


class LockedRecord(Trouble):
    """The record is encrypted, and there is no key for it now. It was not touched.

    Args:
        what: What is wrong.
        remedy: What to do.
        is_pass_phrase_wanted: Whether a pass phrase opens it.
        can_start_anew: Whether setting the record aside is a way out.

    `path` is the record, where that is known.
    """

    def __init__(
        self,
        what: str,
        remedy: str,
        *,
        is_pass_phrase_wanted: bool = False,
        can_start_anew: bool = False,
    ) -> None:
        super().__init__(what, remedy)
        self.path: Path | None = None
        self.is_pass_phrase_wanted = is_pass_phrase_wanted
        self.can_start_anew = can_start_anew


_key: Key | None = None
_ask: Callable[[], Key | None] | None = None
_cipher: Any = None
_cipher_connection: Any = None


def use(key: Key | None) -> None:
    """Read what is encrypted, and encrypt new files, with a key; None: all is plain.

    Raises:
        Trouble: SQLCipher is not installed.
    """
    global _key, _ask
    if key is not None:
        load()
    _key, _ask = key, None


def ask_when_needed(ask: Callable[[], Key | None]) -> None:
    """Find out by asking, once, at the first file of a record that is opened.

    Args:
        ask: Returns the key, or None where the record is plain; may raise Trouble, and is then
            asked again the next time.
    """
    global _ask
    _ask = ask


def is_on() -> bool:
    """Whether new files are encrypted.

    Raises:
        Trouble: the key was asked for, and is not to be had.
    """
    if _ask is not None:
        use(_ask())
    return _key is not None


def key_in_use() -> Key:
    """The key of the record.

    Raises:
        Trouble: it was asked for, and is not to be had.
        Bug: there is none.
    """
    if not is_on() or _key is None:
        raise Bug("A key was asked for, and none is in use.")
    return _key


def connect(
    path: Path | str, file: Path | None = None, key: Key | None = None, **how: Any
) -> sqlite3.Connection:
    """Open a file as `sqlite3.connect` does, with the key where it needs one.

    A plain file is opened as it is, also while a key is in use; a new one is encrypted then.

    Args:
        path: The file, or its address where `uri` is among `how`.
        file: The file itself, where `path` is an address.
        key: What an encrypted file opens with, if that is not the key of the record.
        how: As for `sqlite3.connect`.
    """
    file = file or Path(path)
    own = _key if is_on() and not is_plain(file) else None
    if key is not None:
        load()
    return _open(path, file, key or own, **how)


def connect_for_copy(source: sqlite3.Connection, target: Path, **how: Any) -> sqlite3.Connection:
    """Open a new file for `source.backup`: encrypted if the source is, plain if that is."""
    return _open(target, target, _key if is_on() and is_encrypted(source) else None, **how)


def is_encrypted(connection: sqlite3.Connection) -> bool:
    """Whether the file of a connection is encrypted."""
    (status,) = connection.execute("PRAGMA cipher_status").fetchone() or ("0",)
    return bool(status == "1")


def is_plain(file: Path) -> bool:
    """Whether a file is a database that everybody can read; not where it is missing or empty."""
    try:
        known = _opened.is_plain(file)
        if known is not None:
            return known
        with file.open("rb") as opened:
            return opened.read(len(_PLAIN)) == _PLAIN
    except OSError:
        return False  # opening it tells why


def may_be_encrypted(file: Path) -> bool:
    """Whether a file looks as encrypted ones do: no header of SQLite, and whole pages.

    Nobody can tell without its key; one whose first page was lost looks like that too.
    """
    try:
        size = file.stat().st_size if file.is_file() else 0
    except OSError:
        return False
    return size > 0 and size % _PAGE_BYTES == 0 and not is_plain(file)


def _open(path: Path | str, file: Path, key: Key | None, **how: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection
    if _key is None and key is None:
        connection = sqlite3.connect(path, factory=_PlainConnection, **how)
    else:
        connection = cast(
            "sqlite3.Connection", _cipher.connect(str(path), factory=_cipher_connection, **how)
        )
    if key is not None:
        try:
            # Where a key does not fit SQLCipher would write to the error output; we tell it.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = {key.as_sql}")
        except BaseException:
            connection.close()
            raise
    _opened.add(connection, file, is_plain=key is None)
    return connection


def is_installed() -> bool:
    """Whether SQLCipher is here to be loaded; does not load it."""
    from importlib.util import find_spec

    return find_spec("sqlcipher3") is not None


def how_to_install() -> str:
    """What to do where that which encrypts the record is missing."""
    if getattr(sys, "frozen", False):
        return "Take the Poise with “encryption” in its file's name; it finds your record again."
    return 'Install it: pip install "poise[encryption]"'


def load() -> None:
    """Import SQLCipher, before anybody is asked for a key in vain.

    Raises:
        LockedRecord: it is not installed.
    """
    global _cipher, _cipher_connection, Error, DatabaseError, OperationalError, IntegrityError
    if _cipher is not None:
        return
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise LockedRecord(
            "The record is encrypted, or is to be, and what encrypts it is not installed here.",
            how_to_install(),
        ) from error

    class CipherConnection(_Noted, dbapi2.Connection):  # type: ignore[misc]
        """Of SQLCipher."""

    _cipher, _cipher_connection = dbapi2, CipherConnection
    Error = (sqlite3.Error, dbapi2.Error)
    DatabaseError = (sqlite3.DatabaseError, dbapi2.DatabaseError)
    OperationalError = (sqlite3.OperationalError, dbapi2.OperationalError)
    IntegrityError = (sqlite3.IntegrityError, dbapi2.IntegrityError)
