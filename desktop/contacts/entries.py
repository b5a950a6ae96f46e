"""What happens in open contacts, handed to the ledger as it happens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from desktop.contacts import store, words
from desktop.contacts.open_contact import OpenContact, as_contact
from desktop.contacts.record import ContactEvent
from desktop.storage.ledger import Ledger


class Entries:
    """Writes each change of a contact together with the event that tells of it.

    Args:
        ledger: Where everything is written.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, contact: OpenContact, *events: ContactEvent) -> None:
        """A new contact, and how it began."""
        self.add(*events, first=lambda c: store.insert_contact(c, as_contact(contact)))

    def put_details(self, event: ContactEvent, contact: OpenContact, names: Sequence[str]) -> None:
        """Details that changed, by their names; of those, `store.DETAILS` are in its row."""
        written = {name: getattr(contact, name) for name in names if name in store.DETAILS}
        self.add(event, first=lambda c: store.update_details(c, event.contact_id, written))

    def put_values(
        self, event: ContactEvent, values: Mapping[str, str], kinds: Mapping[str, str]
    ) -> None:
        """New words for placeholders, and what they mean in the record."""
        self.add(event, first=lambda c: store.put_values(c, event.contact_id, values, kinds))

    def end(self, event: ContactEvent, outcome: str, note: str) -> None:
        """How a contact ended, at the time of the event."""
        self.add(
            event,
            first=lambda c: store.end_contact(c, event.contact_id, event.at, outcome, note),
        )

    def add(
        self,
        *events: ContactEvent,
        first: Callable[[sqlite3.Connection], None] | None = None,
        is_found_by: bool = False,
    ) -> None:
        """What happened in a contact, after the change of it that this tells of.

        Args:
            events: In order, of one contact.
            first: That change.
            is_found_by: Whether the log can find the contact by the events; by the change it can.
        """

        def job(connection: sqlite3.Connection) -> None:
            if first is not None:
                first(connection)
            for event in events:
                store.append_event(connection, event)
            if first is not None or is_found_by:
                words.refresh(connection, events[0].contact_id)

        self._ledger.write(job)
