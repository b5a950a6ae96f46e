"""Reminders of an export, checked: each must be one that this Poise could have made."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.contacts.import_values import Item, Unfit, choice_of, id_of, moment_of, text_of
from desktop.followups.promise import ReminderState, Repeat, Side
from desktop.guide.vocabulary import Way
from desktop.phrases.visible import visible
from desktop.storage.times import to_text

_DERIVED = frozenset({"due_local"})
"""What an export adds for readers; it is in no table."""

_UNNAMED_ZONE = "local"
"""Of a computer that keeps the rules of its zone without a name, see `followups.zone`."""

_NEEDED_TIMES = ("created_at", "due_at", "promised_at")
_OTHER_TIMES = ("done_at", "fired_at", "repeats_from")
_CHOICES = {
    "way": [each.value for each in Way],
    "side": [each.value for each in Side],
    "repeats": [each.value for each in Repeat],
}
_MOST_SNOOZED = 1_000_000


def row_of(item: Item) -> dict[str, Any]:
    """The columns of a reminder; fields of a newer Poise are there as they are.

    Raises:
        Unfit: it cannot be a reminder.
    """
    row = {name: value for name, value in item.items() if name not in _DERIVED}
    id_of(item, "id")
    if item.get("contact_id") is not None:
        id_of(item, "contact_id")
    for name in _NEEDED_TIMES:
        row[name] = to_text(moment_of(item, name))
    for name in _OTHER_TIMES:
        if item.get(name) is not None:
            row[name] = to_text(moment_of(item, name))
    for name in ("text", "whom"):
        if name == "text" or name in item:
            text_of(item, name)
    for name, known in _CHOICES.items():
        if name in item:  # an older Poise did not write it
            choice_of(item, name, known)
    state = choice_of(item, "state", [each.value for each in ReminderState])
    if (state == ReminderState.DONE) != (item.get("done_at") is not None):
        raise Unfit("it is done without “done_at”, or has “done_at” without being done")
    _check_snoozed(item.get("snoozed", 0))
    _check_zone(text_of(item, "zone"))
    for name, value in row.items():
        if isinstance(value, bool) or not (value is None or isinstance(value, str | int)):
            raise Unfit(f"“{name}” is neither text nor a number")
    return row


def _check_snoozed(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_SNOOZED:
        raise Unfit(f"“snoozed” is no number from 0 to {_MOST_SNOOZED:,}")


def _check_zone(name: str) -> None:
    if name == _UNNAMED_ZONE:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise Unfit(
            f"“zone” is “{visible(name, 60)}”, which is no time zone known here"
        ) from problem
