"""What the record knows of one contact, ended or not: enough to take it up again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass

from desktop.errors import Trouble
from desktop.storage.ledger import Ledger

_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A contact as it stands in the record; fields as in `record.Contact`.

    Args:
        values: The words filled in for its placeholders.
    """

    id: str
    customer: str
    reference: str
    channel: str
    trigger: str
    manner: str
    values: Mapping[str, str]


def recorded(ledger: Ledger, contact_id: str) -> Recorded | None:
    """A contact by its id; None where the record has none (any more).

    Raises:
        Trouble: the record cannot be read now.
    """

    def look(connection: sqlite3.Connection) -> Recorded | None:
        row = connection.execute(
            'SELECT id, customer, reference, channel, "trigger", manner FROM contacts WHERE id = ?',
            (contact_id,),
        ).fetchone()
        if row is None:
            return None
        values = connection.execute(
            "SELECT name, value FROM contact_values WHERE contact_id = ?", (contact_id,)
        )
        who, words = tuple(map(str, row)), dict(values.fetchall())
        return Recorded(who[0], who[1], who[2], who[3], who[4], who[5], words)

    try:
        return ledger.read(look).result(_PATIENCE_S)
    except TookTooLong:
        raise Trouble("The record is busy.", "Try it again in a moment.") from None
