"""What the record knows of one contact, ended or not: enough to take it up again."""

from __future__ import annotations

from concurrent.futures import TimeoutError as TookTooLong

from desktop.contacts.store import StoredContact, stored_contact
from desktop.errors import Trouble
from desktop.storage.ledger import Ledger

_PATIENCE_S = 2.0


def recorded(ledger: Ledger, contact_id: str) -> StoredContact | None:
    """A contact by its id; None where the record has none (any more).

    Raises:
        Trouble: the record cannot be read now.
    """
    try:
        return ledger.read(lambda c: stored_contact(c, contact_id)).result(_PATIENCE_S)
    except TookTooLong:
        raise Trouble("The record is busy.", "Try it again in a moment.") from None
