"""Playbooks as bytes: what makes a second start quick.

Each value is written as JSON with the name of its class. Only the classes of this room can be
named: a file that somebody changed can hold wrong words, never anything that runs.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from desktop.guide.conditions import Comparison, Condition
from desktop.guide.head import Body, Head, Kept
from desktop.guide.mentions import Mention, Use
from desktop.guide.model import (
    Branch,
    Breathing,
    Cover,
    Phrase,
    PhraseFile,
    Placeholder,
    Playbook,
    Problem,
    Promised,
    Step,
    StepTimer,
    Variant,
)
from desktop.guide.vocabulary import (
    Audience,
    Channel,
    Ending,
    FieldType,
    Manner,
    Medium,
    RecordField,
    Tone,
    Trigger,
    Way,
)

_VALUES = (
    *(Kept, Head, Cover, Mention, Use, Problem, Playbook, PhraseFile, Step, Phrase, Branch),
    *(StepTimer, Breathing, Placeholder, Variant, Condition, Comparison, Promised),
)
_TERMS: tuple[type[Enum], ...] = (
    *(Audience, Channel, Ending, FieldType, Manner, Medium, RecordField, Tone, Trigger),
    Way,
)
_FIELDS = {each: tuple(field.name for field in fields(each)) for each in _VALUES}
_MAKERS: dict[str, Any] = {each.__name__: each for each in (*_VALUES, *_TERMS)}
_MAKERS |= {"date": date.fromisoformat, "path": Path, "tuple": lambda *items: items}


class Blobs(Protocol):
    """Keeps bytes by name; it may lose anything, and says so where it notices."""

    def heads(self) -> Mapping[str, bytes]:
        """The short part of everything."""

    def bodies(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """The long part of some."""

    def write(self, rows: Mapping[str, tuple[bytes, bytes | None]], gone: Iterable[str]) -> bool:
        """Keep short and long parts (None: the long one stays); whether it did."""


class KeptPlaybooks:
    """Playbook files by their paths, kept as bytes. A `guide.head.Store`.

    Args:
        blobs: Keeps the bytes.
    """

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def files(self) -> Mapping[Path, Kept]:
        """Every file that is kept; damaged ones are left out."""
        found = ((name, _from_bytes(blob)) for name, blob in self._blobs.heads().items())
        return {Path(name): kept for name, kept in found if isinstance(kept, Kept)}

    def bodies(self, paths: Iterable[Path]) -> Mapping[Path, Body]:
        """The texts of some files; missing and damaged ones are left out."""
        blobs = self._blobs.bodies(str(path) for path in paths)
        found = ((name, _from_bytes(blob)) for name, blob in blobs.items())
        return {Path(name): body for name, body in found if isinstance(body, Playbook | PhraseFile)}

    def keep(
        self, files: Mapping[Path, Kept], bodies: Mapping[Path, Body], gone: Iterable[Path]
    ) -> bool:
        """Keep these; see `Store`."""
        rows = {
            str(path): (
                _to_bytes(kept),
                _to_bytes(bodies[path]) if path in bodies else None,
            )
            for path, kept in files.items()
        }
        return self._blobs.write(rows, [str(path) for path in gone])


def _to_bytes(thing: Kept | Body) -> bytes:
    content = json.dumps(_plain(thing), separators=(",", ":")).encode()
    return zlib.crc32(content).to_bytes(4, "big") + content


def _from_bytes(blob: bytes) -> object:
    """None where the bytes are damaged, or hold something else than playbooks."""
    if zlib.crc32(blob[4:]).to_bytes(4, "big") != blob[:4]:
        return None
    try:
        return _value(json.loads(blob[4:]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    """A value as lists: each begins with the name of what it was."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):  # before str: a StrEnum is one, too
        return [type(value).__name__, value.value]
    if isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return ["tuple", *map(_plain, value)]
    if isinstance(value, Path):
        return ["path", str(value)]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    parts = (_plain(getattr(value, name)) for name in _FIELDS[type(value)])
    return [type(value).__name__, *parts]


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    return _MAKERS[plain[0]](*map(_value, plain[1:]))
