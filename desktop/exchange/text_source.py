"""The bytes of a foreign file, and their text, within limits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from desktop.errors import Trouble

MAX_BYTES = 5_000_000
"""A team's phrases are a tenth of this."""

MAX_FOLDERS = 2_000


def read_bytes(path: Path) -> bytes:
    """All of a file.

    Raises:
        Trouble: It is missing, no regular file, too large, or cannot be read.
    """
    try:
        # Without O_NONBLOCK a named pipe would hold us until somebody writes into it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Trouble(f"{path} is no file.", "Name the file that was exported.")
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise Trouble(f"{path} cannot be read ({reason}).", "Check its name.") from None
    if len(data) > MAX_BYTES:
        what = f"{path} is larger than {MAX_BYTES // 1_000_000} MB."
        raise Trouble(what, "Export fewer phrases at a time.")
    return data


_BINARY = getattr(os, "O_BINARY", 0)  # Windows only


def files_in(folder: Path, endings: tuple[str, ...], most: int) -> list[Path]:
    """The files with these endings in a folder and in the folders in it, sorted.

    Raises:
        Trouble: There are more than `most`, or far too many folders.
    """
    found: list[Path] = []
    for number, (root, folders, names) in enumerate(os.walk(folder)):  # follows no links
        folders.sort()
        found += (Path(root, name) for name in sorted(names) if name.lower().endswith(endings))
        if len(found) > most or number >= MAX_FOLDERS:
            what = f"{folder} holds more than {most:,} files, or {MAX_FOLDERS:,} folders."
            raise Trouble(what, "Name a smaller folder.")
    return found


def text_of(data: bytes, name: str) -> str:
    """The text of a file that must be UTF-8; a byte order mark is left away.

    Args:
        data: All of its bytes.
        name: What to call it in a message.

    Raises:
        Trouble: It is written in another way.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4_000]:
        what = f"{name} is written in UTF-16, or is no text at all."
        raise Trouble(what, "Save it as UTF-8; in Excel that is “CSV UTF-8”.")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"{name} is not UTF-8 text (line {line}); it may be Windows-1252."
        raise Trouble(what, "Save it as UTF-8; in Excel that is “CSV UTF-8”.") from None
