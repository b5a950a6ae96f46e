"""Texts of an export on their way into the record: cleaned, masked and cut as the desk does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.contacts.import_values import Item, Unfit
from desktop.contacts.record import DETAIL_CHARS, NOTE_CHARS
from desktop.followups.book import TEXT_CHARS, WHOM_CHARS
from desktop.phrases.template import clean
from desktop.phrases.visible import visible
from desktop.privacy.masker import Masker


@dataclass(frozen=True, slots=True)
class Room:
    """How long a text may be, and whether it may have several lines."""

    chars: int
    has_lines: bool = False


_DETAIL, _NOTE = Room(DETAIL_CHARS), Room(NOTE_CHARS, has_lines=True)

CONTACT_ROOMS: Mapping[str, Room] = {
    **dict.fromkeys(("customer", "reference", "channel", "target", "language", "field"), _DETAIL),
    **dict.fromkeys(("note", "text", "old", "new"), _NOTE),
    **dict.fromkeys(("reason", "item"), Room(NOTE_CHARS)),
}
"""What was typed into a contact and what happened in it, or comes from another program."""

REMINDER_ROOMS: Mapping[str, Room] = {"text": Room(TEXT_CHARS), "whom": Room(WHOM_CHARS)}
"""The same of a reminder."""

_NAMED = ("values", "kinds")
"""What has names that may come from anywhere, instead of fields."""


def cleaned(item: Item, masker: Masker, rooms: Mapping[str, Room]) -> Item:
    """An entry without control characters, and without what must not be kept; texts that are too
    long are cut, which the masker tells.

    Fields that are not named in `rooms` are only cleaned: they are looked at one by one later.

    Args:
        item: As it stands in the file.
        masker: Takes out what must not be kept.
        rooms: The fields that hold words.

    Raises:
        Unfit: the name of a field has signs that nobody can see.
    """
    found: dict[str, Any] = {}
    for name, value in item.items():
        _check_name(name)
        if name in _NAMED and isinstance(value, dict):
            found[name] = _named(value, masker, is_words=name == "values")
        elif name == "fields" and isinstance(value, list):
            found[name] = [_name(each, masker) if _is_text(each) else each for each in value]
        else:
            found[name] = _value(name, value, masker, rooms)
    return found


def _value(name: str, value: Any, masker: Masker, rooms: Mapping[str, Room]) -> Any:
    if isinstance(value, dict):
        return cleaned(value, masker, rooms)
    if isinstance(value, list):
        return [_value("", each, masker, rooms) for each in value]
    if not isinstance(value, str):
        return value
    room = rooms.get(name)
    if room is None:
        return clean(value)
    return (masker.lines if room.has_lines else masker.line)(value, room.chars)


def _named(item: Item, masker: Masker, *, is_words: bool) -> Item:
    found: dict[str, Any] = {}
    for name, value in item.items():
        _check_name(name)
        if not isinstance(value, str):
            words = value
        elif is_words:
            words = masker.line(value, DETAIL_CHARS)
        else:
            words = clean(value)
        found[_name(name, masker)] = words
    return found


def _name(name: str, masker: Masker) -> str:
    """The name of a placeholder: some are longer than any of ours, and hold anything."""
    return clean(masker.masked(clean(name)), DETAIL_CHARS)


def _check_name(name: str) -> None:
    if not name.isprintable():
        raise Unfit(f"“{visible(name, 60)}” is the name of no field")


def _is_text(value: object) -> bool:
    return isinstance(value, str)
