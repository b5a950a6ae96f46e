"""What is made of a contact: the draft of its note, the brief, the summary."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.followups.calendar_words import moment
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.paths import resource

if TYPE_CHECKING:
    from desktop.contacts.account import Account
    from desktop.contacts.documents import DocumentKind, DocumentTemplate
    from desktop.contacts.store import StoredContact

log = logging.getLogger(__name__)

FOLDER = "documents"
"""Where the templates are, in the shipped resources and beside the settings."""

LONGEST_TEMPLATE = 100_000
"""More characters than any team's template has."""


@dataclass(frozen=True, slots=True)
class Document:
    """A brief or a summary, to be looked at before it is used.

    Args:
        kind: Which.
        contact_id: Of which contact.
        who: The customer, as the panel names them.
        text: As it would be used.
    """

    kind: DocumentKind
    contact_id: str
    who: str
    text: str

    @property
    def file_name(self) -> str:
        """What a file of it may be called."""
        return f"{self.kind.value}-{self.contact_id}.txt"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a contact ended; fields as in `contacts.account.account_of`."""

    contact: OpenContact
    at: datetime
    outcome: Ending
    note: str


class Papers:
    """Makes them, for the contact in hand, the one that ended last, or any of the record.

    Args:
        find_playbook: By its id.
        book: The promises, and the time.
        agent: The agent's name now.
        recorded: What the record knows of a contact by now; None where it has none (yet).
        own_folder: Where the team's templates are; None: there are none.
        to_local: Turns a time into the agent's own.
    """

    def __init__(
        self,
        find_playbook: Callable[[str], Playbook | None],
        book: ReminderBook,
        agent: Callable[[], str],
        recorded: Callable[[str], StoredContact | None],
        own_folder: Path | None = None,
        to_local: Callable[[datetime], datetime] = datetime.astimezone,
    ) -> None:
        self.own_folder = own_folder
        self.last_ended: Ended | None = None
        self._find_playbook = find_playbook
        self._book = book
        self._agent = agent
        self._recorded = recorded
        self._to_local = to_local

    def remember(self, contact: OpenContact, outcome: Ending, note: str) -> Ended:
        """A contact has just ended; it stays at hand until the next one does."""
        self.last_ended = Ended(contact, self._book.now(), outcome, note)
        return self.last_ended

    def forget(self, contact_ids: Collection[str]) -> None:
        """Contacts are about to be removed for good."""
        if self.last_ended is not None and self.last_ended.contact.id in contact_ids:
            self.last_ended = None

    def as_corrected(self, ended: Ended) -> Ended:
        """A contact that ended, in the words that the record has of it now."""
        try:
            stored = self._recorded(ended.contact.id)
        except Trouble as trouble:
            log.warning("a contact is told as it ended: %s", trouble.what)
            return ended
        if stored is None or stored.contact.ended_at is None:
            return ended  # the disk refuses, and it waits to be written
        now = stored.contact
        contact = replace(
            ended.contact,
            customer=now.customer,
            reference=now.reference,
            channel=now.channel,
            trigger=next((each for each in Trigger if each == now.trigger), None),
            manner=next((each for each in Manner if each == now.manner), None),
        )
        return Ended(contact, ended.at, Ending(now.outcome), now.note)

    def draft(self, contact: OpenContact) -> str:
        """What may stand in the note of a contact that is about to end."""
        from desktop.contacts.draft import draft

        return draft(self.account(contact))

    def document(self, kind: DocumentKind, contact: OpenContact | None) -> Document:
        """A brief or summary of the contact in hand, or else of the one that ended last.

        Raises:
            Trouble: there is neither, or the team's template has a mistake.
        """
        template, ended = self.template(kind), self.last_ended
        if contact is not None:
            account = self.account(contact)
        elif ended is not None:
            ended = self.as_corrected(ended)
            contact, account = ended.contact, self.account(ended.contact, ended)
        else:
            what = "There is no contact to write about."
            raise Trouble(what, "Start one; the record of earlier ones is in the log.")
        return Document(kind, contact.id, account.who, template.fill(account))

    def account(self, contact: OpenContact, ended: Ended | None = None) -> Account:
        """A contact of this sitting in words."""
        from desktop.contacts.account import account_of

        promises = [
            f"{each.text} ({moment(self._to_local(each.due_utc))})"
            for each in self._book.all_open()
            if each.contact_id == contact.id
        ]
        return account_of(
            contact,
            self._find_playbook,
            until=ended.at if ended is not None else self._book.now(),
            to_local=self._to_local,
            reminders=promises,
            note=ended.note if ended is not None else "",
            outcome=ended.outcome if ended is not None else None,
            agent=self._agent(),
        )

    def template(self, kind: DocumentKind) -> DocumentTemplate:
        """The team's template, or the one that came with Poise.

        Raises:
            Trouble: the team's cannot be read, or has a mistake.
        """
        from desktop.contacts.documents import read_template

        own = self.own_folder / f"{kind.value}.txt" if self.own_folder is not None else None
        if own is None or not own.exists():
            return self.shipped_template(kind)
        try:
            with own.open(encoding="utf-8-sig") as file:
                text = file.read(LONGEST_TEMPLATE + 1)
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
            raise Trouble(f"{own} cannot be read ({reason}).", "Mend or remove it.") from problem
        if len(text) > LONGEST_TEMPLATE:
            raise Trouble(f"{own} is too long for a template.", "Shorten it, or remove it.")
        return read_template(kind, text, own)

    def shipped_template(self, kind: DocumentKind) -> DocumentTemplate:
        """The template that came with Poise."""
        from desktop.contacts.documents import read_template

        path = resource(FOLDER) / f"{kind.value}.txt"
        return read_template(kind, path.read_text(encoding="utf-8"), path)
