"""A report over many agents' exports (`poise export`): a contact that stands in two counts once.

Of a contact only what is counted is taken: times, words of fixed lists, causes, ids of steps and
phrases. Who it was with is never looked at. A file is read line by line, as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from desktop.contacts.record import StepMove
from desktop.errors import Trouble
from desktop.guide.vocabulary import RecordField
from desktop.insertion.outcome import Verdict
from desktop.insights.period import Period
from desktop.insights.report import Report
from desktop.insights.tally import Happening, Said, Stepped, Tally, Told
from desktop.storage.tables import EXPORT_FORMAT
from desktop.storage.times import from_text, to_text

_KINDS = ("contacts", "reminders")
_NEXT_LIST = re.compile(r'], "(\w+)": \[')


@dataclass(frozen=True, slots=True)
class Merged:
    """A report over exports.

    Args:
        report: The figures.
        files: How many were read.
        twice: How many contacts stood in more than one.
    """

    report: Report
    files: int
    twice: int


@dataclass(frozen=True, slots=True)
class _Export:
    path: Path
    kind: str
    exported_at: datetime


class _Wrong(Exception):  # noqa: N818 - what is wrong with a file, for the one who read it
    """What is wrong with a line."""


_DAMAGE = (_Wrong, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading a file raises that is not as it was written."""


def merge(
    paths: Iterable[Path],
    period: Period,
    now: datetime,
    *,
    phrases: Iterable[str] = (),
    cause_names: Iterable[str] = (),
) -> Merged:
    """Count the contacts and reminders of exports.

    Where one stands in several files, that which was exported last counts.

    Args:
        paths: JSON exports of contacts and of reminders, in any order.
        period, now, phrases, cause_names: As for `reading.Reading`.

    Raises:
        Trouble: a file cannot be read, is damaged, or is no export; it is named.
    """
    exports = sorted(map(_looked_at, paths), key=lambda each: each.exported_at, reverse=True)
    tally = Tally(period, phrases)
    names = frozenset(cause_names)
    seen: set[tuple[str, str]] = set()
    twice = 0

    def add_contact(item: dict[str, Any]) -> None:
        tally.add(_told(item, names))

    def add_reminder(item: dict[str, Any]) -> None:
        if item.get("side", "mine") == "mine":
            done_at = item["done_at"]
            promised_at = _moment(item["promised_at"])
            tally.add_promise(promised_at, None if done_at is None else _moment(done_at), now)

    adders = {"contacts": (add_contact, "started_at"), "reminders": (add_reminder, "created_at")}
    for export in exports:
        with _opened(export.path) as file:
            try:
                for name, item in _items(file, export.kind):
                    if name not in adders:
                        continue  # of a newer Poise
                    add, made_at = adders[name]
                    # Two agents' ids may be the same by chance; hardly to the millisecond.
                    key = (_text(item["id"]), _text(item[made_at]))
                    if key in seen:
                        twice += name == "contacts"
                        continue
                    add(item)
                    seen.add(key)
            except _DAMAGE as problem:
                raise _damaged(export.path) from problem
            except OSError as problem:
                raise _unreadable(export.path, problem) from problem
    return Merged(tally.report(), len(exports), twice)


def _looked_at(path: Path) -> _Export:
    """The head of a file."""
    with _opened(path) as file:
        try:
            head = _head(file.readline(10_000))
        except (UnicodeDecodeError, ValueError, RecursionError):
            head = None
        except OSError as problem:
            raise _unreadable(path, problem) from problem
    if head is None or "poise_export" not in head or head.get("kind") not in _KINDS:
        what = f"{path} is no export of contacts or reminders."
        raise Trouble(what, "Make one with: poise export contacts -o FILE")
    version = head["poise_export"]
    if not isinstance(version, int) or version > EXPORT_FORMAT:
        raise Trouble(f"{path} was exported by a newer Poise.", "Update Poise here.")
    try:
        return _Export(path, head["kind"], from_text(_text(head.get("exported_at"))))
    except (_Wrong, ValueError) as problem:
        raise _damaged(path) from problem


def _head(line: str) -> dict[str, Any] | None:
    """The first line of an export ends where its list begins."""
    text = line.rstrip()
    if not text.endswith("["):
        return None
    head = json.loads(f"{text}]}}")
    return head if isinstance(head, dict) else None


def _items(file: TextIO, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries of an export, one at a time, each with the name of its list.

    Args:
        file: At its beginning.
        kind: The name of the first list.

    Raises:
        _Wrong, ValueError: it is not whole.
    """
    file.readline()
    for line in file:
        text = line.strip()
        if text == "]}":
            if any(each.strip() for each in file):
                raise _Wrong
            return
        if (following := _NEXT_LIST.fullmatch(text)) is not None:
            kind = following[1]
        elif text:
            item = json.loads(text.removesuffix(","))
            if not isinstance(item, dict):
                raise _Wrong
            yield kind, item
    raise _Wrong  # it was cut off


def _told(item: dict[str, Any], names: frozenset[str]) -> Told:
    ended_at = item["ended_at"]
    kinds = item.get("kinds", {})
    causes = [
        _text(words)
        for name, words in item["values"].items()
        if kinds.get(name) == RecordField.ROOT_CAUSE or (name not in kinds and name in names)
    ]
    return Told(
        _moment(item["started_at"]),
        None if ended_at is None else _moment(ended_at),
        _text(item["outcome"]),
        _text(item.get("trigger", "")),
        _text(item.get("manner", "")),
        causes,
        list(_happenings(item["events"])),
    )


def _happenings(events: Sequence[dict[str, Any]]) -> Iterator[Happening]:
    for event in events:
        kind = event["kind"]
        if kind == "step":
            place = (_text(event["playbook"]), _text(event["step"]))
            calmer_at = _moment(event["at"]) if event.get("calmer") else None
            yield Stepped(place, event["move"] == StepMove.BACK, calmer_at)
        elif kind == "insertion" and event["verdict"] != Verdict.REFUSED:
            yield Said(_text(event["phrase"]), int(event.get("wording", 0)))
        elif kind == "rung":
            yield int(event["rung"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong
    return value


def _moment(value: object) -> str:
    """A moment as the record has it, checked."""
    return to_text(from_text(_text(value)))


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _unreadable(path: Path, problem: OSError) -> Trouble:
    what = f"{path} cannot be read ({problem.strerror or problem})."
    return Trouble(what, "Check its name and its permissions.")


def _damaged(path: Path) -> Trouble:
    what = f"{path} is damaged or not whole. Nothing was counted."
    return Trouble(what, "Ask for the export once more, or leave it out.")
