"""Putting a finished file in the place of an old one, or where there was none."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_IN_USE = frozenset({5, 32})  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
_TRIES = 12
_PAUSE_S = 0.02


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename `fresh` to `path`, which vanishes in the same moment if it was there.

    Windows refuses that while another program, an editor or a virus scanner, has the old file
    open. They are done in no time as a rule, so it is tried for a quarter of a second.

    Raises:
        OSError: It is not possible; both files are as they were.
    """
    for attempt in range(_TRIES):
        try:
            fresh.replace(path)
        except PermissionError as problem:
            if getattr(problem, "winerror", None) not in _IN_USE or attempt == _TRIES - 1:
                raise
            threading.Event().wait(_PAUSE_S)
        else:
            return


@contextmanager
def whole(path: Path, mode: int = 0o600, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file to write that takes the place of `path` when the block is done, and is on the disk.

    Until then it lies beside it under a name that nobody else has. What the block raises leaves
    everything as it was.

    Args:
        path: No link; one that is there keeps its mode.
        mode: Of a file that is new; what the system's umask takes away is taken away.
        encoding: Of its text; bytes go into its `buffer`. Line ends are written as they are.

    Raises:
        OSError: It is not possible, or the file that is there is read-only.
    """
    is_there = path.exists()
    if is_there and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "It is read-only", str(path))
    fresh = _beside(path)
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(fresh, how, 0o600 if is_there else mode)
    try:
        with open(handle, "w", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            _sync(file.fileno())
        if is_there:
            shutil.copymode(path, fresh)
        put_in_place(fresh, path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def put_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file that is not there yet, whole or not at all.

    Args:
        path: Where.
        data: All of it.
        mode: As in `whole`; without it only this user reads it.

    Raises:
        FileExistsError: Something has this name; it is as it was.
        OSError: It is not possible; there is no such file.
    """
    _make(path, b"", mode)  # nobody else gets the name meanwhile
    fresh = _beside(path)
    try:
        _make(fresh, data, mode)
        put_in_place(fresh, path)
    except BaseException:
        for each in (fresh, path):
            with suppress(OSError):
                each.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    """A name that nobody has, however long the one of the file is."""
    return path.with_name(f".poise-{os.urandom(8).hex()}.new")


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network shares
            raise


def _make(path: Path, data: bytes, mode: int) -> None:
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, how, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
