"""What processes that were killed left beside a record: each may be a whole record itself."""

from __future__ import annotations

import os
import re
from pathlib import Path

_LEFT = ".left"
_LEFT_OVER = re.compile(r"\.part(?:-wal|-shm|-journal)?$|\.left$")
_CHUNK_BYTES = 1 << 20


def left_over(path: Path) -> list[Path]:
    """Halves of copies, and old files that were to be overwritten.

    While a program makes a copy, its half is among them.

    Args:
        path: The record.
    """
    folder = path.parent
    names = (f"{path.name}*", f".{path.name}.new*", f"{path.stem}.set-aside-*{path.suffix}*")
    beside = (each for name in names for each in folder.glob(name))
    backups = (folder / "backups").glob(f"{path.stem}*{path.suffix}*")
    return sorted({each for each in (*beside, *backups) if _LEFT_OVER.search(each.name)})


def clear_away(path: Path) -> tuple[list[str], list[str]]:
    """Overwrite and remove all of it.

    The caller holds the lock of the running program. Another command that makes a copy just now
    fails, and says so; one that has just finished it is not disturbed.

    Args:
        path: The record.

    Returns:
        The names of what is gone, and of what cannot be removed now.
    """
    gone, stuck = [], []
    for each in left_over(path):
        try:
            if each == _left_of(path) and not path.exists():
                stuck.append(each.name)  # it may be all that there is of the record
                continue
            left = each
            if each.suffix != _LEFT:
                left = each.replace(_left_of(each))  # from here on nobody can make a copy of it
            _overwrite_and_remove(left)
            gone.append(each.name)
        except FileNotFoundError:
            continue  # it was finished, or is gone
        except OSError:
            stuck.append(each.name)
    return gone, stuck


def keep_for_overwriting(path: Path) -> None:
    """A second name for an old file, or it would be gone before anybody can overwrite it.

    Raises:
        OSError: a disk without links.
    """
    os.link(path, _left_of(path))


def overwrite_left(path: Path) -> None:
    """Write over what a file was before it was turned, where it is still there, and remove it.

    Raises:
        OSError: it cannot be written.
    """
    left = _left_of(path)
    if left.exists():
        _overwrite_and_remove(left)


def overwrite(file: Path) -> None:
    """Write zeros over all of a file.

    Raises:
        OSError: it cannot be written.
    """
    left = file.stat().st_size
    with file.open("rb+") as opened:
        while left > 0:
            written = min(left, _CHUNK_BYTES)
            opened.write(bytes(written))
            left -= written
        opened.flush()
        os.fsync(opened.fileno())


def _left_of(path: Path) -> Path:
    return path.with_name(path.name + _LEFT)


def _overwrite_and_remove(left: Path) -> None:
    if left.stat().st_nlink == 1:  # else it was killed before a new one took the place
        overwrite(left)
    left.unlink()
