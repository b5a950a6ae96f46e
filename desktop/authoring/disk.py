"""A small file on the disk: read whole, replaced whole, never half of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from desktop.errors import Trouble
from desktop.replacing import put_in_place


def content_of(path: Path) -> bytes | None:
    """What a file holds, None when there is none.

    Raises:
        Trouble: It is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = f"{path.name} cannot be read ({error.strerror or error})."
        raise Trouble(what, "Check its permissions.") from error


def replace_content(path: Path, data: bytes) -> None:
    """Put new content in a file's place, on the disk before the old one goes.

    Raises:
        Trouble: It cannot be written; the file is as it was.
    """
    real = Path(os.path.realpath(path))  # a link to the file stays a link
    fresh = real.with_name(f".{real.name}.new")
    try:
        try:
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
    """Give a file a hidden name, under which nobody reads it. Raises Trouble."""
    real = Path(os.path.realpath(path))
    try:
        put_in_place(real, real.with_name(f".{real.name}.removed"))
    except OSError as error:
        raise _unwritable(path, error) from error


def remove(path: Path) -> None:
    """Take a file away that was made a moment ago. Raises Trouble."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Trouble:
    what = f"{path.name} cannot be written ({error.strerror or error})."
    return Trouble(what, "What you typed stays here; free some space or check the permissions.")
