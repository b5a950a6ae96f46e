"""A small file on the disk: read whole, replaced whole, never half of it."""

from __future__ import annotations

import os
import shutil
import stat
from errno import EACCES
from pathlib import Path

from desktop.errors import Trouble
from desktop.guide.source import MAX_BYTES, NOT_A_FILE
from desktop.replacing import put_in_place


def content_of(path: Path) -> bytes | None:
    """What a file holds, None when there is none; of one that is too large, a byte too much.

    Raises:
        Trouble: It is there and cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
            raise Trouble(*NOT_A_FILE)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"{path.name} cannot be read ({error.strerror or error})."
        raise Trouble(what, "Check its permissions.") from error


def replace_content(path: Path, data: bytes) -> None:
    """Put new content in a file's place, on the disk before the old one goes.

    The folder may have been taken away meanwhile; then it is made again.

    Raises:
        Trouble: It cannot be written; the file is as it was.
    """
    real = Path(os.path.realpath(path))  # a link to the file stays a link
    fresh = real.with_name(f".{real.name}.new")
    try:
        try:
            if real.exists() and not os.access(real, os.W_OK):
                raise PermissionError(EACCES, "It is read-only")
            real.parent.mkdir(mode=0o700, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if real.exists():
                shutil.copymode(real, fresh)
            put_in_place(fresh, real)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def put_aside(path: Path) -> None:
    """Give a file a hidden name, under which nobody reads it; a link goes alone. Raises Trouble."""
    try:
        put_in_place(path, _aside(path))
    except OSError as error:
        raise _unwritable(path, error) from error


def bring_back(path: Path, data: bytes) -> None:
    """Undo `put_aside` for a file that held this. Raises Trouble."""
    aside = _aside(path)
    try:
        is_the_same = content_of(aside) == data
    except Trouble:
        is_the_same = False
    if not is_the_same:
        replace_content(path, data)
        return
    try:
        put_in_place(aside, path)
    except OSError as error:
        raise _unwritable(path, error) from error


def remove(path: Path) -> None:
    """Take a file away that was made a moment ago. Raises Trouble."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.removed")


def _unwritable(path: Path, error: OSError) -> Trouble:
    what = f"{path.name} cannot be written ({error.strerror or error})."
    return Trouble(what, "What you typed stays here; free some space or check the permissions.")
