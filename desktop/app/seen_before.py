"""Asks the record who the customer in hand is, as soon as a name or a reference is known."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.earlier import MOST
from desktop.contacts.keys import customer_key, reference_key
from desktop.errors import Trouble
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.contacts.earlier import EarlierContact
    from desktop.contacts.open_contact import OpenContact
    from desktop.qt.threads import MainThread

log = logging.getLogger("desktop")

_NOBODY = ("", "", "")


class SeenBefore:
    """Looks for earlier contacts in the background; nothing waits for the answer.

    A disk that cannot be read is told about elsewhere: here it means that nothing is shown, and
    that it is asked anew at the next change.

    Args:
        cockpit: Whose contact it is, and who learns the answer.
        ledger: Where the record is read.
        threads: Brings the answer to the main thread.
        on_learned: Called when there is another answer to show.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        ledger: Ledger,
        threads: MainThread,
        on_learned: Callable[[], None],
    ) -> None:
        self._cockpit = cockpit
        self._ledger = ledger
        self._threads = threads
        self._on_learned = on_learned
        self._question = 0  # an answer to an older one is worth nothing
        self._asked = _NOBODY

    def look(self) -> None:
        """Something changed: where it is another contact, name or reference, ask about it."""
        wanted, earlier = self._wanted(), self._cockpit.earlier
        if wanted == self._asked and not earlier.is_doubtful:
            return
        is_other = wanted != self._asked
        self._question += 1
        self._asked = wanted
        earlier.is_doubtful = False
        if is_other:
            earlier.learn("", ())
        current = self._cockpit.desk.current
        if current is not None and any(wanted[1:]):
            self._ask(self._question, current)

    def _wanted(self) -> tuple[str, str, str]:
        current = self._cockpit.desk.current
        if current is None:
            return _NOBODY
        return current.id, customer_key(current.customer), reference_key(current.reference)

    def _ask(self, question: int, contact: OpenContact) -> None:
        from desktop.contacts.earlier import earlier_contacts  # many contacts have no name

        def look(connection: sqlite3.Connection) -> tuple[EarlierContact, ...]:
            if question != self._question:
                return ()
            customer, reference = contact.customer, contact.reference
            return earlier_contacts(connection, customer, reference, contact.id, MOST)

        def arrived(done: Future[tuple[EarlierContact, ...]]) -> None:
            error = done.exception()
            if error is None:
                found = done.result()
                self._threads.call(lambda: self._learn(question, contact.id, found))
                return
            if not isinstance(error, Trouble):
                log.error("earlier contacts were not found", exc_info=error)
            self._threads.call(lambda: self._give_up(question))

        self._ledger.read(look).add_done_callback(arrived)

    def _learn(self, question: int, contact_id: str, found: tuple[EarlierContact, ...]) -> None:
        if question == self._question:
            self._cockpit.earlier.learn(contact_id, found)
            self._on_learned()

    def _give_up(self, question: int) -> None:
        if question == self._question:
            self._asked = _NOBODY
