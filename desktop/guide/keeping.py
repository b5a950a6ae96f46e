"""Playbooks as bytes: what makes a second start quick.

Python's own format keeps them, because it is read back within a millisecond for each playbook.
It can also name things to call; so only the plain values of this room are accepted.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from desktop.guide.head import Body, Kept
from desktop.guide.model import PhraseFile, Playbook

_OUR_MODULES = frozenset(
    f"desktop.guide.{name}" for name in ("conditions", "head", "mentions", "model", "vocabulary")
)


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


class _Writer(pickle.Pickler):
    def persistent_id(self, thing: Any) -> str | None:
        # The name of the class of a path is another one with each version of Python.
        return str(thing) if isinstance(thing, Path) else None


class _Reader(pickle.Unpickler):
    def persistent_load(self, name: Any) -> Path:
        return Path(name)

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "date"):
            return date
        found = getattr(import_module(module), name) if module in _OUR_MODULES else None
        if not isinstance(found, type) or found.__module__ != module:
            found = None
        if found is not None and (is_dataclass(found) or issubclass(found, Enum)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a playbook")


def _to_bytes(thing: Kept | Body) -> bytes:
    stream = io.BytesIO()
    _Writer(stream, pickle.HIGHEST_PROTOCOL).dump(thing)
    content = stream.getvalue()
    return zlib.crc32(content).to_bytes(4, "big") + content


def _from_bytes(blob: bytes) -> object:
    """None where the bytes are damaged, or hold something else than playbooks."""
    if zlib.crc32(blob[4:]).to_bytes(4, "big") != blob[:4]:
        return None
    try:
        return _Reader(io.BytesIO(blob[4:])).load()
    except Exception:  # noqa: BLE001 - what a foreign pickle raises has no end; the file is read
        return None
