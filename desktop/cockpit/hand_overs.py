"""Contacts that were ended for conduct, or escalated, and that somebody is to take over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import Trouble
from desktop.guide.model import Place, Playbook
from desktop.guide.vocabulary import Ending

if TYPE_CHECKING:
    from desktop.cockpit.papers import Ended, Papers

log = logging.getLogger(__name__)

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
        papers: Makes the brief.
    """

    def __init__(
        self, find_playbook: Callable[[str], Playbook | None], papers: Callable[[], Papers]
    ) -> None:
        self.playbook = "escalation"  # which helps with the rest
        self._find_playbook = find_playbook
        self._papers = papers
        self._open: tuple[HandOver, ...] = ()
        self._ended: dict[str, Ended] = {}

    @property
    def open(self) -> tuple[HandOver, ...]:
        """Those that the agent has not closed, the first ended first."""
        return self._open

    def add(self, ended: Ended) -> None:
        """A contact has just been ended; kept where somebody is to take it over.

        An escalation for which the brief was given already is not kept.
        """
        contact, ending = ended.contact, ended.outcome
        is_told = Place(self.playbook, BRIEF) in contact.walk.path
        if ending not in _PASSED_ON or (ending is Ending.ESCALATED and is_told):
            return
        self._ended[contact.id] = ended
        self._open = (*self._open, self._made(ended))

    def _made(self, ended: Ended) -> HandOver:
        from desktop.cockpit.hand_over_text import hand_over  # most contacts end otherwise
        from desktop.contacts.documents import DocumentKind

        papers = self._papers()
        try:
            template = papers.template(DocumentKind.BRIEF)
        except Trouble as trouble:
            # The contact has ended: it gets a brief all the same. Asked for by name, it is told.
            log.warning("the brief that came with Poise is used: %s", trouble)
            template = papers.shipped_template(DocumentKind.BRIEF)
        account = papers.account(ended.contact, ended)
        return hand_over(ended.contact.id, account, template, self._find_playbook(self.playbook))

    def text_of(self, contact_id: str) -> str:
        """What to paste for the supervisor, in the words that the record has by now.

        Raises:
            Trouble: It was closed.
        """
        ended = self._ended.get(contact_id)
        if ended is not None:
            now = self._papers().as_corrected(ended)
            if now != ended:
                self._ended[contact_id], made = now, self._made(now)
                self._open = tuple(
                    made if each.contact_id == contact_id else each for each in self._open
                )
        for each in self._open:
            if each.contact_id == contact_id:
                return each.text
        raise Trouble("That hand-over was closed.", "The record of the contact has it all.")

    def close(self, contact_id: str) -> None:
        """It was passed on."""
        self._ended.pop(contact_id, None)
        self._open = tuple(each for each in self._open if each.contact_id != contact_id)
