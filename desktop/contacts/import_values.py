"""Values of an export, taken one by one and checked: what is wrong is said in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.contacts.record import EventKind
from desktop.phrases.visible import visible
from desktop.privacy.masker import Masker
from desktop.years import YEARS

Item = Mapping[str, Any]

_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_OWN_ID = re.compile(r"[cr]-(\d{8}-\d{6})-[0-9a-f]{4,6}")
_SHOWN_CHARS = 60
CLOCK_ERROR = timedelta(days=1)
"""By how much clocks may be wrong, or set back while a contact goes on: its own record has that."""
_KINDS = frozenset(EventKind)


class Unfit(ValueError):  # noqa: N818 - what is wrong with a file, for the one who reads it
    """A value of an export that cannot stand in the record; its text says why, for a person."""


def text_of(item: Item, name: str) -> str:
    """The text of a field.

    Raises:
        Unfit: it is missing, or something else.
    """
    if name not in item:
        raise Unfit(f"“{name}” is missing")
    value = item[name]
    if not isinstance(value, str):
        raise Unfit(f"“{name}” is no text")
    return value


def id_of(item: Item, name: str) -> str:
    """The id of a field.

    Raises:
        Unfit: it looks like none of ours.
    """
    text = text_of(item, name)
    if not _ID.fullmatch(text):
        raise Unfit(f"{_shown(name, text)}, and not 1 to 64 letters, digits and hyphens")
    return text


def safe_id_of(item: Item, name: str, masker: Masker) -> str:
    """The same; one that holds a number which must not be kept is refused.

    Ids that Poise makes hold the time: their digits mean nothing else.
    """
    text = id_of(item, name)
    if not _is_own(text) and masker.masked(text, is_told=False) != text:
        raise Unfit(f"“{name}” holds a number that must not be kept")
    return text


def _is_own(text: str) -> bool:
    found = _OWN_ID.fullmatch(text)
    try:
        return found is not None and _time_in(found[1]).year in YEARS
    except ValueError:
        return False


def _time_in(stamp: str) -> datetime:
    return datetime.strptime(f"{stamp}+0000", "%Y%m%d-%H%M%S%z")


def happened_at(item: Item, name: str, now: datetime) -> datetime:
    """The moment of a field, in UTC, which lies not in the future.

    Args:
        now: Aware; the clock of another computer may be ahead of it by `CLOCK_ERROR`.

    Raises:
        Unfit: as `moment_of`, or it is still to come.
    """
    found = moment_of(item, name)
    if found > now + CLOCK_ERROR:
        raise Unfit(f"{_shown(name, text_of(item, name))}, which is still to come")
    return found


def moment_of(item: Item, name: str) -> datetime:
    """The moment of a field, in UTC.

    Raises:
        Unfit: it is missing, no time, one without a zone, or of a year that no record has.
    """
    text = text_of(item, name)
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise Unfit
    except ValueError as problem:
        what = f"{_shown(name, text)}, which is no time with a zone"
        raise Unfit(what) from problem
    try:
        found = found.astimezone(UTC)
        if found.year not in YEARS:
            raise OverflowError
    except OverflowError as problem:
        what = f"{_shown(name, text)}, and not in the years {YEARS[0]} to {YEARS[-1]}"
        raise Unfit(what) from problem
    return found


def kind_of(event: Item) -> EventKind:
    """The kind of an event.

    Raises:
        Unfit: this Poise knows no such kind.
    """
    kind = text_of(event, "kind")
    if kind not in _KINDS:
        raise Unfit(f"there is no kind of event called “{visible(kind, _SHOWN_CHARS)}”")
    return EventKind(kind)


def choice_of(item: Item, name: str, known: Sequence[str]) -> str:
    """The word of a field that must be one of some.

    Raises:
        Unfit: it is another one.
    """
    text = text_of(item, name)
    if text not in known:
        words = ", ".join(each or "nothing" for each in known)
        raise Unfit(f"{_shown(name, text)}, and not one of: {words}")
    return text


def entries_of(item: Item, name: str) -> Sequence[Item]:
    """The entries of a list; none where there is no such list.

    Raises:
        Unfit: it is something else.
    """
    found = item.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unfit(f"“{name}” is no list of entries")
    return found


def texts_of(item: Any) -> dict[str, str]:
    """Words by name.

    Raises:
        Unfit: it is something else.
    """
    if not isinstance(item, dict) or not all(isinstance(each, str) for each in item.values()):
        raise Unfit("the words of a contact or edit are no texts")
    return dict(item)


def place_of(name: str, number: int, item: Item) -> str:
    """Where in a file an entry stands: `contacts[3] (c-20261121-140503-4f3a9c)`."""
    told = item.get("id")
    return f"{name}[{number}]" + (f" ({visible(told, 64)})" if isinstance(told, str) else "")


def why(error: Exception) -> str:
    """What is wrong with an entry, in plain words, by what reading it raised."""
    if isinstance(error, Unfit):
        return str(error)
    if isinstance(error, KeyError):
        return f"“{visible(str(error.args[0]), _SHOWN_CHARS)}” is missing"
    return "its fields do not fit together"


def _shown(name: str, text: str) -> str:
    return f"“{name}” is “{visible(text, _SHOWN_CHARS)}”"
