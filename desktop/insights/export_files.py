"""The files that `poise export` wrote, read an entry at a time.

As it was written, a file has an entry a line, and needs no memory however long it is. One that
another program wrote anew, on one line say, is read as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from desktop.contacts.import_values import Item, Unfit, entries_of, moment_of, place_of, why
from desktop.errors import Trouble
from desktop.storage.tables import EXPORT_FORMAT

_KINDS = ("contacts", "reminders")
_NEXT_LIST = re.compile(r'], "(\w+)": \[')
_AGAIN = "Nothing was counted. Ask for the export once more, or leave it out."
_DAMAGE = (LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading a file raises that is not as it was written."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that is an export.

    Args:
        path: Where it is.
        kind: The name of its first list.
        exported_at: Aware; the beginning of all time where that is not told.
        has_lines: Whether it is as Poise wrote it, an entry a line.
    """

    path: Path
    kind: str
    exported_at: datetime
    has_lines: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the name of its list, its place there from 0, and itself."""

    name: str
    number: int
    item: dict[str, Any]


def looked_at(path: Path) -> ExportFile:
    """What stands at the head of a file.

    Raises:
        Trouble: it cannot be read, is no export, damaged, or of a newer Poise; it is named.
    """
    with _opened(path) as file:
        try:
            line, following = file.readline(10_000), file.readline()
            head = _head(line)
        except (ValueError, RecursionError):
            raise _no_export(path) from None
    has_lines = head is not None and _is_entry_or_end(following)
    if head is None or not has_lines:
        head = _document(path)
    version = head.get("poise_export")
    if not isinstance(version, int) or isinstance(version, bool):
        raise _no_export(path)
    if version > EXPORT_FORMAT:
        raise Trouble(f"{path} was exported by a newer Poise.", "Update Poise here.")
    if head.get("kind") not in _KINDS:
        raise _no_export(path)
    exported_at = datetime.min.replace(tzinfo=UTC)
    if "exported_at" in head:
        try:
            exported_at = moment_of(head, "exported_at")
        except Unfit as problem:
            raise Trouble(f"{path} is damaged: {problem}.", _AGAIN) from problem
    return ExportFile(path, head["kind"], exported_at, has_lines)


def entries(export: ExportFile) -> Iterator[Entry]:
    """The entries of all its lists, one at a time.

    Raises:
        Trouble: it cannot be read any more, or is damaged.
    """
    if export.has_lines:
        with _opened(export.path) as file:
            yield from _by_line(export, file)
        return
    document = _document(export.path)
    for name in _KINDS:
        try:
            found = entries_of(document, name)
        except Unfit as problem:
            raise Trouble(f"{export.path} is damaged: {problem}.", _AGAIN) from problem
        for number, item in enumerate(found):
            yield Entry(name, number, dict(item))


@contextmanager
def counting(export: ExportFile, entry: Entry) -> Iterator[None]:
    """Says which entry it was that could not be counted, and why.

    Raises:
        Trouble: the block raised over what stands in the entry.
    """
    try:
        yield
    except _DAMAGE as problem:
        place = place_of(entry.name, entry.number, entry.item)
        raise Trouble(f"{export.path} is damaged: {place}: {why(problem)}.", _AGAIN) from problem


def _head(line: str) -> Item | None:
    """The first line, which ends where its list begins; None where it does not."""
    text = line.rstrip()
    if not text.endswith("["):
        return None
    head = json.loads(f"{text}]}}")
    return head if isinstance(head, dict) else None


def _is_entry_or_end(line: str) -> bool:
    text = line.strip()
    if text.startswith("]"):
        return True
    try:
        return isinstance(json.loads(text.removesuffix(",")), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(export: ExportFile, file: TextIO) -> Iterator[Entry]:
    name, number, line_number = export.kind, 0, 1
    try:
        file.readline()
        for line in file:
            line_number += 1
            text = line.strip()
            if text == "]}":
                if any(each.strip() for each in file):
                    raise Unfit
                return
            if (following := _NEXT_LIST.fullmatch(text)) is not None:
                name, number = following[1], 0
            elif text:
                item = json.loads(text.removesuffix(","))
                if not isinstance(item, dict):
                    raise Unfit
                yield Entry(name, number, item)
                number += 1
        raise Unfit  # it was cut off
    except (ValueError, RecursionError) as problem:
        what = f"{export.path} is damaged or not whole (line {line_number})."
        raise Trouble(what, _AGAIN) from problem


def _document(path: Path) -> Item:
    """All of a file that was written anew.

    Raises:
        Trouble: it cannot be read, is damaged, or is something else.
    """
    with _opened(path) as file:
        try:
            start = file.read(1_000)
            if not start.lstrip().startswith("{"):
                raise _no_export(path)
            text = start + file.read()
            document = json.loads(text)
        except json.JSONDecodeError as problem:
            if '"poise_export"' not in start:
                raise _no_export(path) from problem
            where = f"{path}:{problem.lineno}:{problem.colno}"
            raise Trouble(f"{where}: the file is damaged or cut off here.", _AGAIN) from problem
        except (ValueError, RecursionError) as problem:
            raise _no_export(path) from problem
    if not isinstance(document, dict):
        raise _no_export(path)
    return document


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield file
    except OSError as problem:
        what = f"{path} cannot be read ({problem.strerror or problem})."
        raise Trouble(what, "Check its name and its permissions.") from problem


def _no_export(path: Path) -> Trouble:
    what = f"{path} is no export of contacts or reminders."
    return Trouble(what, "Make one with: poise export contacts -o FILE")
