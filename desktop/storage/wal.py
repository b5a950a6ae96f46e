"""Whether the log beside a database (`-wal`) lost something that was on the disk.

SQLite reads that log up to the first frame whose checksum is wrong and forgets the rest without a
word: right for a power cut, where the last transaction was told to nobody, wrong for a bad disk.
The formats: https://www.sqlite.org/walformat.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop.storage import driver

_HEADER, _FRAME = 32, 24  # bytes
_MAGIC = 0x377F0682  # its last bit says in which byte order the checksums are


def is_cut_short(path: Path) -> bool:
    """Whether more was committed to a database's log than SQLite will read from it.

    One transaction behind the readable part is none: that is what a power cut in the middle of
    a write leaves. Costs a few reads of a few bytes, and only after a program was killed.

    Call it before the database is opened for good: it reads what SQLite locks, which takes the
    locks of this process away (see `driver`).
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        if not path.exists() or not log.exists() or log.stat().st_size < _HEADER + _FRAME:
            return False
        with closing(
            driver.connect(f"{path.absolute().as_uri()}?mode=ro", path, uri=True)
        ) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            readable, is_whole = _frames_read(path), _has_whole_header(log)
            committed = list(_commits(log, is_whole))
            if _frames_read(path) != readable or _has_whole_header(log) != is_whole:
                return False  # another program writes: so all is well
    except (OSError, *driver.Error, struct.error):  # the last: one that has just emptied it
        return False  # opening it for good tells what is wrong
    if not is_whole:
        return bool(committed)
    return len([frame for frame in committed if frame > readable]) > 1


def _frames_read(path: Path) -> int:
    """Up to which frame SQLite reads, as it wrote down in the -shm file."""
    with path.with_name(f"{path.name}-shm").open("rb") as shared:
        (last,) = struct.unpack("=I", shared.read(20)[16:])
    return int(last)


def _has_whole_header(log: Path) -> bool:
    with log.open("rb") as file:
        header = file.read(_HEADER)
    magic, *_ = struct.unpack(">I", header[:4])
    if magic & ~1 != _MAGIC:
        return False
    words = struct.unpack(">6I" if magic & 1 else "<6I", header[:24])
    first = second = 0
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return (first, second) == struct.unpack(">2I", header[24:])


def _commits(log: Path, has_whole_header: bool) -> Iterator[int]:
    """The numbers (from 1) of the frames that end a transaction of the log's present round."""
    with log.open("rb") as file:
        header = file.read(_HEADER)
        page_size = int.from_bytes(header[8:12], "big")
        if not 512 <= page_size <= 65536:
            page_size = 4096  # what we make; the header is not whole, which is told by itself
        salts = header[16:24]
        if not has_whole_header:
            salts = file.read(_FRAME)[8:16]
        number, size = 0, log.stat().st_size
        while _HEADER + (number + 1) * (_FRAME + page_size) <= size:
            file.seek(_HEADER + number * (_FRAME + page_size))
            frame = file.read(_FRAME)
            number += 1
            if frame[8:16] == salts and frame[4:8] != b"\0\0\0\0":
                yield number
