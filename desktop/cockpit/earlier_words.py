"""The card of earlier contacts in words: who may be the same, and what is still promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.cockpit.earlier import MOST, EarlierContacts
from desktop.contacts.earlier import EarlierContact
from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.followups.calendar_words import day
from desktop.followups.due import is_overdue
from desktop.followups.promise import Reminder
from desktop.ui.view import EarlierView

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def earlier_view(
    earlier: EarlierContacts, current: OpenContact | None, book: ReminderBook, now: datetime
) -> EarlierView:
    """The card.

    Args:
        earlier: With at least one contact to show.
        current: The contact in hand.
        book: For the words of a time.
        now: Aware.
    """
    today = now.astimezone(_zone(book))
    same = [each for each in earlier.shown if each.is_same_reference]
    named = [each for each in earlier.shown if not each.is_same_reference]
    whose, promises = "", earlier.promises(same)
    if not promises:
        whose, promises = "same name" if same else "", earlier.promises(named)
    if same:
        headline, parts = "Seen before", [_last(same, today)]
        if named:
            parts.append(f"{_many(len(named))} more by name")
    else:
        headline, parts = "Same name", [_last(named, today)]
        if current is not None and current.reference and all(each.reference for each in named):
            parts.insert(0, "another reference")
    view = EarlierView(f"{headline}: {_count(len(same or named))}", _capital("; ".join(parts)))
    if not promises:
        return view
    return replace(
        view,
        promise=_promise(promises, whose),
        due=book.wording(promises[0]),
        is_late=is_overdue(promises[0], now),
    )


def _last(group: Sequence[EarlierContact], today: datetime) -> str:
    """`last Thu 19 Nov, escalated`"""
    last = max(group, key=lambda each: (each.started_at, each.number))
    when = day(last.started_at.astimezone(today.tzinfo), today)
    how = "still open" if last.ended_at is None else last.outcome.replace("-", " ")
    return ", ".join(filter(None, (when if len(group) == 1 else f"last {when}", how)))


def _count(count: int) -> str:
    return "1 contact" if count == 1 else f"{_many(count)} contacts"


def _many(count: int) -> str:
    return f"{count} or more" if count >= MOST else str(count)


def _promise(promises: Sequence[Reminder], whose: str) -> str:
    """`call back about the refund`, `2 promises, same name: call back about the refund`"""
    many = f"{len(promises)} promises" if len(promises) > 1 else ""
    before = ", ".join(filter(None, (many, whose)))
    return _capital(": ".join(filter(None, (before, promises[0].headline))))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _zone(book: ReminderBook) -> ZoneInfo | None:
    try:
        return book.zone()
    except Trouble:
        return None  # the C library's idea of it is better than no card
