"""What is known of the customer in hand from earlier contacts, for the panel and for scripts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.contacts.desk import Desk
from desktop.followups.book import ReminderBook
from desktop.followups.promise import Reminder

if TYPE_CHECKING:
    from desktop.contacts.earlier import EarlierContact
    from desktop.ui.view import EarlierView

MOST = 50
"""So many are asked for; who has more is said to have at least so many."""


class EarlierContacts:
    """The answer about the contact in hand, and what of it the agent does not want to see.

    Whether a promise is still open is asked of the book, where it is known at once.

    Args:
        desk: Says which contact is in hand.
        book: Says what is still promised.
    """

    def __init__(self, desk: Desk, book: ReminderBook) -> None:
        self._desk = desk
        self._book = book
        self._owner_id = ""
        self._found: tuple[EarlierContact, ...] = ()
        self._hidden: dict[str, frozenset[str]] = {}  # ids put away, by the contact in hand
        self._gone: set[str] = set()  # an answer on its way may still name them
        self.is_doubtful = False
        """Whether the record may say something else by now."""

    def learn(self, owner_id: str, found: tuple[EarlierContact, ...]) -> None:
        """Take an answer of the record, with those first that the agent should see first.

        Args:
            owner_id: The contact it is about.
            found: As from `contacts.earlier.earlier_contacts`.
        """
        self._owner_id = owner_id
        self._found = tuple(each for each in found if each.id not in self._gone)

    def forget(self, contact_ids: Collection[str]) -> None:
        """Name no more what is about to be removed from the record."""
        self._gone.update(contact_ids)
        self.learn(self._owner_id, self._found)

    @property
    def known(self) -> tuple[EarlierContact, ...]:
        """The earlier contacts of the customer in hand, also when they are hidden."""
        current = self._desk.current
        return self._found if current is not None and current.id == self._owner_id else ()

    @property
    def shown(self) -> tuple[EarlierContact, ...]:
        """The same, or none when the agent has put all of them away."""
        known = self.known
        hidden = self._hidden.get(self._owner_id, frozenset())
        return () if all(each.id in hidden for each in known) else known

    def hide(self) -> None:
        """Show these no more with the contact in hand; others will be shown."""
        open_ids = {each.id for each in (self._desk.current, *self._desk.waiting) if each}
        self._hidden = {owner: ids for owner, ids in self._hidden.items() if owner in open_ids}
        self._hidden[self._owner_id] = frozenset(each.id for each in self.known)

    def promises(self, of: Collection[EarlierContact]) -> list[Reminder]:
        """What was promised in these contacts and is still open, the first due first."""
        ids = {each.id for each in of}
        return [each for each in self._book.all_open() if each.contact_id in ids]

    def state(self) -> list[dict[str, Any]]:
        """For scripts, see docs/command-line.md."""
        return [
            {
                "id": each.id,
                "started_at": each.started_at.isoformat(timespec="seconds"),
                "outcome": each.outcome,
                "customer": each.customer,
                "is_same_reference": each.is_same_reference,
                "promises": [promise.headline for promise in self.promises((each,))],
            }
            for each in self.known
        ]

    def view(self, now: datetime) -> EarlierView | None:
        """The card in the panel; None where there is nothing to show.

        Args:
            now: Aware.
        """
        if not self.shown:
            return None
        from desktop.cockpit.earlier_words import earlier_view  # most customers are new

        return earlier_view(self, self._desk.current, self._book, now)
