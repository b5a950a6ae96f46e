"""Opening the record for the panel: what a start reads must make sense, or it is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop.contacts.store import open_contacts
from desktop.followups.store import open_reminders
from desktop.storage import driver
from desktop.storage.connection import DamagedRecord, damaged, left_as_it_is
from desktop.storage.jobs import LedgerState
from desktop.storage.ledger import Ledger
from desktop.storage.troubles import DAMAGED_CODES, primary_code, trouble_with


def first_look(connection: sqlite3.Connection) -> None:
    """Read what the panel starts with: open contacts and open reminders.

    Raises:
        sqlite3.Error, ValueError, LookupError, TypeError: it makes no sense.
    """
    open_contacts(connection)
    open_reminders(connection)


def open_record(
    path: Path,
    on_state: Callable[[LedgerState], None] | None = None,
    on_bug: Callable[[BaseException], None] | None = None,
) -> Ledger:
    """The ledger of a record from which a start can read.

    Raises:
        DamagedRecord: the file is damaged or foreign; it was not touched, and nobody has it open.
        Trouble: it cannot be opened.
    """
    ledger = Ledger(path, on_state, on_bug)

    def job(connection: sqlite3.Connection) -> DamagedRecord | None:
        try:
            first_look(connection)
        except driver.Error as error:
            # What is no known trouble is a table that is not there, or no text in UTF-8.
            if primary_code(error) in DAMAGED_CODES or trouble_with(path, error) is None:
                return damaged(path, "is damaged")
            raise
        except (ValueError, LookupError, TypeError):
            return damaged(path, "is damaged: it holds entries that make no sense")
        return None

    try:
        found = ledger.read(job).result()
        if found is not None:
            raise found
    except BaseException:
        with left_as_it_is(path):
            ledger.abandon()
        raise
    return ledger
