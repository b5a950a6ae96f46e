"""A pack from its file."""

from __future__ import annotations

from pathlib import Path

from desktop.packs.archive import MAX_PACK_BYTES, Pack, read_archive
from desktop.packs.files import read_limited


def read_pack(file: Path) -> Pack:
    """The pack in a file, which is read once, so that what is checked is what is installed.

    Raises:
        Trouble: It cannot be read, or is no pack, or has something in it that no pack may have.
    """
    return read_archive(read_limited(file, MAX_PACK_BYTES))
