"""Small packs to test with, in order and otherwise."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from desktop.packs.archive import MANIFEST
from desktop.packs.building import build

MADE_AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
DOS_FOLDER, DOS_LINK = 0x10, 0x400
LINK = (stat.S_IFLNK | 0o777) << 16
PIPE = (stat.S_IFIFO | 0o644) << 16

_BOOK = """\
poise: 1
id: {id}
title: {title}
summary: A summary.
steps:
  - id: first
    title: First
    goal: A goal.
    phrases:
"""
_PHRASE = "      - {{id: {id}, title: Said, text: {text}}}\n"


def book(name: str, title: str = "Title", **phrases: str) -> bytes:
    """A playbook with phrases, by default one called `hello`."""
    lines = [
        _PHRASE.format(id=each, text=text) for each, text in (phrases or {"hello": "Hi."}).items()
    ]
    return (_BOOK.format(id=name, title=title) + "".join(lines)).encode()


def phrase_file(name: str, **phrases: str) -> bytes:
    """A shared phrase file."""
    lines = [f"  - {{id: {each}, title: Said, text: {text}}}\n" for each, text in phrases.items()]
    return f"poise: 1\nid: {name}\ntitle: Shared\nphrases:\n{''.join(lines)}".encode()


def packed(
    files: Mapping[str, bytes] | None = None,
    name: str = "team",
    version: str = "1.0",
    secret: bytes | None = None,
) -> bytes:
    """A pack in order."""
    return build(name, version, "Marta", MADE_AT, files or {"a.yaml": book("a")}, secret)


def zipped(
    entries: Sequence[tuple[str, bytes]],
    attributes: Mapping[str, int] | None = None,
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """Any zip file; `attributes` are the external ones, by the name of an entry."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            entry.external_attr = (attributes or {}).get(name, 0)
            archive.writestr(entry, data)
    return buffer.getvalue()


def entries_of(data: bytes) -> dict[str, bytes]:
    """What is in a pack, by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def with_entries(*more: tuple[str, bytes], attributes: Mapping[str, int] | None = None) -> bytes:
    """A pack in order, with more in it."""
    return zipped([*entries_of(packed()).items(), *more], attributes)


def with_manifest(manifest: bytes) -> bytes:
    """A pack with another manifest."""
    entries = entries_of(packed())
    entries[MANIFEST] = manifest
    return zipped(list(entries.items()))
