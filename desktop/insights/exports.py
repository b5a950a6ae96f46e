"""A report over many agents' exports (`poise export`): a contact that stands in two counts once.

Of a contact only what is counted is taken: times, words of fixed lists, causes, ids of steps and
phrases. Who it was with is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.contacts.import_values import (
    Item,
    entries_of,
    kind_of,
    moment_of,
    text_of,
    texts_of,
)
from desktop.contacts.record import EventKind, StepMove
from desktop.guide.vocabulary import RecordField
from desktop.insertion.outcome import Verdict
from desktop.insights.export_files import counting, entries, looked_at
from desktop.insights.period import Period
from desktop.insights.report import Report
from desktop.insights.tally import Happening, Said, Stepped, Tally, Told
from desktop.storage.times import to_text


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
    exports = sorted(map(looked_at, paths), key=lambda each: each.exported_at, reverse=True)
    tally = Tally(period, phrases)
    names = frozenset(cause_names)
    seen: set[tuple[str, str]] = set()
    twice = 0

    def add_contact(item: Item) -> None:
        tally.add(_told(item, names))

    def add_reminder(item: Item) -> None:
        if item.get("side", "mine") == "mine":
            tally.add_promise(_moment(item, "promised_at"), _moment_or_none(item, "done_at"), now)

    adders = {"contacts": (add_contact, "started_at"), "reminders": (add_reminder, "created_at")}
    for export in exports:
        for entry in entries(export):
            if entry.name not in adders:
                continue  # of a newer Poise
            add, made_at = adders[entry.name]
            with counting(export, entry):
                # Two agents' ids may be the same by chance; hardly to the millisecond.
                key = (text_of(entry.item, "id"), _moment(entry.item, made_at))
                if key in seen:
                    twice += entry.name == "contacts"
                    continue
                add(entry.item)
                seen.add(key)
    return Merged(tally.report(), len(exports), twice)


def _told(item: Item, names: frozenset[str]) -> Told:
    kinds = item.get("kinds", {})
    causes = [
        words
        for name, words in texts_of(item["values"]).items()
        if kinds.get(name) == RecordField.ROOT_CAUSE or (name not in kinds and name in names)
    ]
    return Told(
        _moment(item, "started_at"),
        _moment_or_none(item, "ended_at"),
        text_of(item, "outcome"),
        text_of({"trigger": "", **item}, "trigger"),
        text_of({"manner": "", **item}, "manner"),
        causes,
        list(_happenings(entries_of(item, "events"))),
    )


def _happenings(events: Sequence[Item]) -> Iterator[Happening]:
    for event in events:
        kind, at = kind_of(event), _moment(event, "at")
        if kind is EventKind.STEP:
            place = (text_of(event, "playbook"), text_of(event, "step"))
            calmer_at = at if event.get("calmer") else None
            yield Stepped(place, event["move"] == StepMove.BACK, calmer_at)
        elif kind is EventKind.INSERTION and event["verdict"] != Verdict.REFUSED:
            yield Said(text_of(event, "phrase"), int(event.get("wording", 0)))
        elif kind is EventKind.RUNG:
            yield int(event["rung"])


def _moment(item: Item, name: str) -> str:
    """A moment as the record has it, checked."""
    return to_text(moment_of(item, name))


def _moment_or_none(item: Item, name: str) -> str | None:
    return None if item[name] is None else _moment(item, name)
