"""What was read from files is kept as it was read, and by which program: the next start is quick.

All of it can be made anew from the files; losing it costs time only.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import desktop
from desktop.guide.keeping import KeptPlaybooks
from desktop.paths import Paths, resource
from desktop.replacing import put_in_place
from desktop.storage.blobs import BlobFile

Stamp = list[int]  # modified (ns), size, inode; a list, as JSON has it


def kept_playbooks(paths: Paths) -> KeptPlaybooks:
    """The playbooks that this very program read the last time."""
    return KeptPlaybooks(BlobFile(paths.kept_playbooks, _reader()))


class KeptTables:
    """Small tables of plain values, each read from a file of its own.

    Args:
        path: Where they are kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: dict[str, Any] = {}
        self._is_changed = False
        with suppress(OSError, ValueError):
            seal, _, content = path.read_bytes().partition(b"\n")
            kept = json.loads(content) if seal == _seal(content) else None
            if isinstance(kept, dict) and kept.pop("reader", "") == _reader():
                self._tables = kept

    def table(
        self, name: str, file: Path, read: Callable[[], tuple[dict[str, Any], bool]]
    ) -> dict[str, Any]:
        """What the file says.

        Args:
            name: Of the table.
            file: It may be missing.
            read: Reads it; the second value is whether it may be kept.
        """
        source = [str(file), *stamp_of(file)]
        kept = self._tables.get(name)
        if isinstance(kept, dict) and kept.get("source") == source:
            return dict(kept["says"])
        says, may_be_kept = read()
        self._is_changed = True
        if may_be_kept:  # else what was right stays, for `last`; its file is another one by now
            self._tables[name] = {"source": source, "says": says}
        return says

    def last(self, name: str, file: Path) -> dict[str, Any] | None:
        """What the file said when it was right the last time, as far as that is known."""
        kept = self._tables.get(name)
        if isinstance(kept, dict) and kept.get("source", [])[:1] == [str(file)]:
            return dict(kept["says"])
        return None

    def shipped(self, name: str, read: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
        """What a file of `resources/` says.

        Args:
            name: Of the file, and of the table.
            read: Reads it.
        """
        file = resource(name)
        return self.table(name, file, lambda: (read(file), True))

    def put_away(self) -> None:
        """Write what was read anew; where that is not possible, it is read another time."""
        if not self._is_changed:
            return
        self._is_changed = False
        fresh = self._path.with_name(f".{self._path.name}.new")
        with suppress(OSError, ValueError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            content = json.dumps({"reader": _reader(), **self._tables}).encode()
            fresh.write_bytes(_seal(content) + b"\n" + content)
            put_in_place(fresh, self._path)


def stamp_of(file: Path) -> Stamp:
    """What is another one as soon as somebody has written the file."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return []
    return [found.st_mtime_ns, found.st_size, found.st_ino]


def _seal(content: bytes) -> bytes:
    return f"{zlib.crc32(content):08x}".encode()


@cache
def _reader() -> str:
    """Which reader is at work: another one may find other mistakes in the same files."""
    version = f"{desktop.__version__} {sys.version_info[:2]}"
    if getattr(sys, "frozen", False):
        return f"{version} {stamp_of(Path(sys.executable))}"
    package = Path(desktop.__file__).parent
    rooms = (package, *(package / name for name in ("cockpit", "guide", "insertion", "phrases")))
    files = (file for room in rooms for file in sorted(room.glob("*.py")))
    return " ".join([version, *(f"{each[0]}/{each[1]}" for each in map(stamp_of, files))])
