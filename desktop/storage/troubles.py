"""What SQLite's errors mean to a person, and which of them may pass by waiting."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop.errors import Trouble
from desktop.storage import driver

_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""

_AFTER_DAMAGE = (
    "New entries are in memory only: copy what must not be lost, then `poise ctl quit --force` and "
    "start Poise again; it offers the newest good copy."
)

# https://www.sqlite.org/rescode.html
_LASTING: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: the record {path} cannot grow.",
        "Free some space; what happened meanwhile is kept in memory and written then.",
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program holds the record {path} locked.",
        "Close the program that has the file open; Poise keeps trying.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "Another program holds the record {path} locked.",
        "Close the program that has the file open; Poise keeps trying.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The record {path} cannot be written.",
        "Make the file and its folder writable for you; Poise keeps trying.",
    ),
    sqlite3.SQLITE_PERM: (
        "The record {path} cannot be written.",
        "Make the file and its folder writable for you; Poise keeps trying.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The record {path} cannot be opened.",
        "Check that its folder is there and writable for you; Poise keeps trying.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk reports an error with the record {path}.",
        "Check that the disk is connected and healthy; Poise keeps trying.",
    ),
    sqlite3.SQLITE_PROTOCOL: (
        "The record {path} cannot be locked.",
        "Move it to a local disk if it is on a network drive; Poise keeps trying.",
    ),
    sqlite3.SQLITE_NOMEM: (
        "The computer is out of memory; the record {path} cannot be written.",
        "Close other programs; Poise keeps trying.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The record {path} is damaged.",
        _AFTER_DAMAGE,
    ),
    sqlite3.SQLITE_NOTADB: (
        "The record {path} is damaged.",
        _AFTER_DAMAGE,
    ),
}

DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

PUT_BACK = "Quit Poise and put a copy back (`poise restore newest`)."
"""What helps a command when the record is damaged."""


def remedy_for_command(error: BaseException) -> str:
    """What helps a command that works on the record from outside the running program."""
    is_damaged = isinstance(error, driver.Error) and primary_code(error) in DAMAGED_CODES
    return PUT_BACK if is_damaged else "Set that right and try again."


def primary_code(error: Exception) -> int | None:
    """SQLite's primary result code; None when the error was raised by the Python module."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


def trouble_with(path: Path, error: BaseException) -> Trouble | None:
    """The world's fault behind an error; None when the error is ours (bad SQL, a broken rule)."""
    if isinstance(error, MemoryError):
        code: int | None = sqlite3.SQLITE_NOMEM
    elif isinstance(error, driver.Error):
        code = primary_code(error)
    else:
        return None
    words = _LASTING.get(code) if code is not None else None
    if words is None:
        return None
    what, remedy = words
    return Trouble(what.format(path=path), remedy)
