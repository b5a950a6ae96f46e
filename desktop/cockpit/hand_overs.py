"""Contacts that were ended for conduct, or escalated, and that somebody is to take over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.guide.model import Place, Playbook
from desktop.guide.vocabulary import Ending

NAME = "hand-over"
"""What a copied hand-over is called in the state for scripts."""

_PASSED_ON = (Ending.ENDED_FOR_CONDUCT, Ending.ESCALATED)
BRIEF = "brief"
"""The step of the hand-over playbook where the supervisor is told."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A contact that is to be passed on.

    Args:
        contact_id: Which.
        who: The customer, as the panel names them.
        ladder: The rungs with their times, in one line; "" for an escalation without any.
        said: The last phrases, by their titles; "" for none.
        then: The playbook and step that help with the rest; "" where there is none.
        text: All of it, to be pasted for the supervisor.
    """

    contact_id: str
    who: str
    ladder: str
    said: str
    then: str
    text: str


class HandOvers:
    """Contacts that were ended for conduct or escalated, and are still to be passed on.

    Args:
        find_playbook: By its id.
        book: The promises, and the time.
        to_local: Turns a time into the agent's own.
    """

    def __init__(
        self,
        find_playbook: Callable[[str], Playbook | None],
        book: ReminderBook,
        to_local: Callable[[datetime], datetime] = datetime.astimezone,
    ) -> None:
        self.playbook = "escalation"  # which helps with the rest
        self._find_playbook = find_playbook
        self._book = book
        self._to_local = to_local
        self._open: tuple[HandOver, ...] = ()

    @property
    def open(self) -> tuple[HandOver, ...]:
        """Those that the agent has not closed, the first ended first."""
        return self._open

    def add(self, contact: OpenContact, ending: Ending, note: str) -> None:
        """A contact has just been ended, with this note; kept where somebody is to take it over.

        An escalation for which the brief was given already is not kept.
        """
        is_told = Place(self.playbook, BRIEF) in contact.walk.path
        if ending not in _PASSED_ON or (ending is Ending.ESCALATED and is_told):
            return
        from desktop.cockpit.hand_over_text import hand_over  # most contacts end otherwise

        promises = [
            f"{each.text} ({self._book.wording(each)})"
            for each in self._book.all_open()
            if each.contact_id == contact.id
        ]
        made = hand_over(
            *(contact, note, promises, self._find_playbook(self.playbook), self._find_playbook),
            ending=ending,
            ended_at=self._book.now(),
            to_local=self._to_local,
        )
        self._open = (*self._open, made)

    def text_of(self, contact_id: str) -> str:
        """What to paste for the supervisor.

        Raises:
            Trouble: It was closed.
        """
        for each in self._open:
            if each.contact_id == contact_id:
                return each.text
        raise Trouble("That hand-over was closed.", "The record of the contact has it all.")

    def close(self, contact_id: str) -> None:
        """It was passed on."""
        self._open = tuple(each for each in self._open if each.contact_id != contact_id)
