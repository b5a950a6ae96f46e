"""Reading and writing so that a power cut leaves the old or the new, never half of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.errors import Trouble
from desktop.replacing import put_in_place

_PRIVATE = 0o700


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of an ordinary file; one more than `limit` at most.

    Raises:
        Trouble: It cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would never end
            raise Trouble(f"{path} is not an ordinary file.", "Name another file.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        what = f"{path} cannot be read ({reason})."
        raise Trouble(what, "Check its name and permissions.") from problem


def write_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file that is not there yet, down to the disk itself.

    Raises:
        OSError: It cannot be written, or is there already.
    """
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put `data` in the place of a file, in one moment and for good.

    Raises:
        OSError: It is not possible; the old file is as it was.
    """
    fresh = fresh_name(path)
    fresh.unlink(missing_ok=True)  # left over from a run that was killed
    try:
        write_new(fresh, data, mode)
        put_in_place(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync_done(path.parent)


def fresh_name(path: Path) -> Path:
    """Where the new bytes of a file lie until they take its place."""
    return path.with_name(f".{path.name}.new")


def make_folder(folder: Path) -> None:
    """Make a folder for this person's eyes only; its parents too.

    Raises:
        OSError: It cannot be made.
    """
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names down to the disk, where the OS can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders; it writes their lists by itself
        return
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network shares
            raise
    finally:
        os.close(handle)


def sync_done(folder: Path) -> None:
    """Like `sync_folder`, after the one step that counts.

    That step is done and cannot be refused any more; where this fails, a power cut can still take
    it back as a whole, and that is all.
    """
    with suppress(OSError):
        sync_folder(folder)


@contextmanager
def disk_trouble(doing: str) -> Iterator[None]:
    """Tell what the disk refuses as Trouble: "The pack cannot be `doing` (no space left)."."""
    try:
        yield
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        what = f"The pack cannot be {doing} ({where}{problem.strerror or problem})."
        remedy = "Nothing has changed. Free some space or check the permissions, and try again."
        raise Trouble(what, remedy) from problem


_BINARY = getattr(os, "O_BINARY", 0)
