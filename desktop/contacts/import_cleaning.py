"""Texts of an export on their way into the record, cleaned and masked as the desk does it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from desktop.contacts.import_values import Item, Unfit
from desktop.phrases.template import clean, clean_lines
from desktop.phrases.visible import visible
from desktop.privacy.masker import Masker

_TYPED = frozenset(
    ("customer", "reference", "channel", "note", "text", "reason", "target", "old", "new", "whom")
)
"""Fields that were typed, or come from another program; ids and times are not masked."""


def cleaned(item: Item, masker: Masker, *, lines: Collection[str] = ()) -> Item:
    """An entry without control characters, and without what must not be kept. Nothing is cut.

    Args:
        item: As it stands in the file.
        masker: Takes out what must not be kept.
        lines: Names of the fields that may have several lines.

    Raises:
        Unfit: the name of a field has signs that nobody can see.
    """
    return _cleaned(item, masker, lines, is_word=False)


def _cleaned(item: Item, masker: Masker, lines: Collection[str], *, is_word: bool) -> Item:
    found: dict[str, Any] = {}
    for name, value in item.items():
        if not name.isprintable():
            raise Unfit(f"“{visible(name, 60)}” is the name of no field")
        if isinstance(value, str):
            whole = clean_lines if name in lines and not is_word else clean
            found[name] = _text(value, masker if is_word or name in _TYPED else None, whole)
        elif isinstance(value, dict):
            found[name] = _cleaned(value, masker, lines, is_word=name == "values")
        elif isinstance(value, list):
            found[name] = [_member(each, masker, lines) for each in value]
        else:
            found[name] = value
    return found


def _member(value: Any, masker: Masker, lines: Collection[str]) -> Any:
    if isinstance(value, dict):
        return _cleaned(value, masker, lines, is_word=False)
    return clean(value) if isinstance(value, str) else value


def _text(value: str, masker: Masker | None, whole: Callable[[str], str]) -> str:
    text = whole(value)
    return text if masker is None else whole(masker.masked(text))
