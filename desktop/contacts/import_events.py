"""What happened in a contact of an export: each fact is checked for what it is, and no fact that
this Poise does not know gets into the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from desktop.contacts.import_values import (
    Item,
    Unfit,
    choice_of,
    happened_at,
    kind_of,
    moment_of,
    text_of,
)
from desktop.contacts.record import ContactEvent, EventKind, Fact, StepMove
from desktop.guide.vocabulary import Ending
from desktop.insertion.outcome import Verdict
from desktop.privacy.masker import Masker
from desktop.storage.times import to_text

# What a playbook, step, phrase, branch or document is called; a phrase of a shared file has two
# parts, and a contact that was written down afterwards stands nowhere ("").
_ID = re.compile(r"(?:[A-Za-z0-9-]{1,64}(?:/[A-Za-z0-9-]{1,64})?)?")
_RUNGS = range(1, 4)

Check = Callable[[Item, str, Masker], Fact]


def event_of(
    contact_id: str, item: Item, masker: Masker, now: datetime
) -> tuple[ContactEvent, frozenset[str]]:
    """An event, and the names of the facts that were left out because they are none of its kind.

    Args:
        contact_id: Whose.
        item: As it stands in the file, its words cleaned and masked.
        masker: Knows what must not be kept.
        now: Aware.

    Raises:
        Unfit: something in it cannot be.
    """
    kind = kind_of(item)
    at = happened_at(item, "at", now)
    checks = _FACTS[kind]
    facts: dict[str, Fact] = {
        name: checks[name](item, name, masker) for name in item if name in checks
    }
    return ContactEvent(contact_id, at, kind, facts), frozenset(
        item.keys() - checks.keys() - {"at", "kind"}
    )


def _words(item: Item, name: str, _masker: Masker) -> str:
    return text_of(item, name)  # cleaned, masked and cut before


def _id(item: Item, name: str, masker: Masker) -> str:
    text = text_of(item, name)
    if not _ID.fullmatch(text):
        raise Unfit(f"“{name}” of an event is no id of letters, digits and hyphens")
    if masker.masked(text, is_told=False) != text:
        raise Unfit(f"“{name}” of an event holds a number that must not be kept")
    return text


def _names(item: Item, name: str, _masker: Masker) -> list[str]:
    found = item[name]
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise Unfit(f"“{name}” of an event is no list of names")
    return list(found)


def _rungs(item: Item, name: str, _masker: Masker) -> list[str]:
    """Each rung with its time: `2 2026-11-21T14:05:03.120Z`."""
    found = []
    for each in _names(item, name, _masker):
        rung, _, at = each.partition(" ")
        if rung not in map(str, _RUNGS):
            raise Unfit(f"“{name}” of an event is no list of rungs with their times")
        found.append(f"{rung} {to_text(moment_of({name: at}, name))}")
    return found


def _number(first: int, last: int) -> Check:
    def check(item: Item, name: str, _masker: Masker) -> int:
        found = item[name]
        is_number = isinstance(found, int) and not isinstance(found, bool)
        if not is_number or not first <= found <= last:
            raise Unfit(f"“{name}” of an event is no number from {first:,} to {last:,}")
        return int(found)

    return check


def _one_of(known: type[StepMove] | type[Ending] | type[Verdict]) -> Check:
    words = [each.value for each in known]
    return lambda item, name, _masker: choice_of(item, name, words)


_PLACE: Mapping[str, Check] = {"playbook": _id, "step": _id}
_FACTS: Mapping[EventKind, Mapping[str, Check]] = {
    EventKind.STARTED: {"playbook": _id},
    EventKind.DETAILS: {"fields": _names, "language": _words},
    EventKind.STEP: {
        **_PLACE,
        "move": _one_of(StepMove),
        "depth": _number(1, 1_000_000),
        "timer_s": _number(0, 1_000_000),
        "branch": _id,
        "calmer": _number(0, 1),
    },
    EventKind.INSERTION: {
        "phrase": _id,
        "wording": _number(0, 10_000),
        "verdict": _one_of(Verdict),
        "reason": _words,
        "target": _words,
        "ms": _number(0, 999_999_999),  # a computer may sleep in between
    },
    EventKind.RUNG: {"rung": _number(_RUNGS[0], _RUNGS[-1]), **_PLACE},
    EventKind.TICKED: {**_PLACE, "item": _words, "is_on": _number(0, 1)},
    EventKind.NOTE: {"text": _words},
    EventKind.DOCUMENT: {"document": _id, "way": _id},
    EventKind.SET_ASIDE: {},
    EventKind.RESUMED: {},
    EventKind.ENDED: {"outcome": _one_of(Ending), "rungs": _rungs},
}
"""The facts of each kind, see `EventKind`; which of them must be there, `_check` of the import
finds by asking the contact."""
