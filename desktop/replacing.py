"""Putting a finished file in the place of an old one, or where there was none."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

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


def put_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all, readable by this user only.

    Raises:
        FileExistsError: Something has this name; it is as it was.
        OSError: It is not possible; there is no such file.
    """
    _make(path, b"")  # nobody else gets the name meanwhile
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)  # left over from a run that was killed
        _make(fresh, data)
        put_in_place(fresh, path)
    except BaseException:
        for each in (fresh, path):
            with suppress(OSError):
                each.unlink(missing_ok=True)
        raise


def _make(path: Path, data: bytes) -> None:
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, how, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
