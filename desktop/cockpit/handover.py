"""What a supervisor needs to know of a contact that was ended for conduct, or escalated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.guide.model import Place, Playbook
from desktop.guide.vocabulary import Audience, Ending

NAME = "hand-over"
"""What a copied hand-over is called in the state for scripts."""

LAST_PHRASES = 3
"""So many phrases are named, the latest last."""

_PASSED_ON = (Ending.ENDED_FOR_CONDUCT, Ending.ESCALATED)
_BRIEF = "brief"  # the step of the hand-over playbook where the supervisor is told


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
        is_told = Place(self.playbook, _BRIEF) in contact.walk.path
        if ending not in _PASSED_ON or (ending is Ending.ESCALATED and is_told):
            return
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


def hand_over(
    contact: OpenContact,
    note: str,
    promises: Iterable[str],
    then: Playbook | None,
    find_playbook: Callable[[str], Playbook | None],
    *,
    ending: Ending,
    ended_at: datetime,
    to_local: Callable[[datetime], datetime],
) -> HandOver:
    """What to pass on.

    Args:
        contact: As it stood at its end.
        note: What the agent wrote then.
        promises: Open ones, in words.
        then: The hand-over playbook.
        find_playbook: For the titles of phrases, the labels of words, and what the steps say to
            a supervisor.
        ending: One of those after which somebody takes over.
        ended_at: Aware.
        to_local: Turns a time into the agent's own.
    """

    def clock(moment: datetime) -> str:
        return to_local(moment).strftime("%H:%M")

    books = [
        book
        for book_id in dict.fromkeys(each.playbook for each in contact.walk.path)
        if (book := find_playbook(book_id)) is not None
    ]
    is_escalated = ending is Ending.ESCALATED
    ladder = "" if is_escalated and not contact.climbs else _ladder(contact, clock)
    said = " · ".join(_titles(contact, books)[-LAST_PHRASES:])
    who = contact.customer or contact.reference or "the customer"
    minutes = max(0, round((ended_at - contact.started_at).total_seconds() / 60))
    lines = [
        "Hand-over: " + ", ".join(filter(None, (who, *_more(contact, who)))),
        f"{ending.label} at {clock(ended_at)}, after {minutes} min.",
        ladder,
        f"Said last: {said}" if said else "",
        *(f"{label}: {word}" for label, word in _words(contact, books)),
        *(f"Promised: {each}" for each in promises),
        f"Note: {' '.join(note.split())}" if note.strip() else "",
        *(f"For you: {each}" for each in _to_supervisor(contact, books)),
    ]
    text = "\n".join(filter(None, lines))
    return HandOver(contact.id, who, ladder, said, _place(then), text)


def _ladder(contact: OpenContact, clock: Callable[[datetime], str]) -> str:
    rungs = ", ".join(f"rung {each.rung} at {clock(each.at)}" for each in contact.climbs)
    skipped = [str(rung) for rung in (1, 2, 3) if rung not in contact.rungs]
    if not rungs:
        return "Boundaries: no rung was used."
    without = f"; without rung {' and '.join(skipped)}" if skipped else ""
    return f"Boundaries: {rungs}{without}."


def _titles(contact: OpenContact, books: Iterable[Playbook]) -> list[str]:
    found = (
        next((phrase for book in books if (phrase := book.phrase(said)) is not None), None)
        for said in contact.said
    )
    return [
        f"“{phrase.title}”"
        for phrase in found
        if phrase is not None and phrase.audience is Audience.CUSTOMER
    ]


def _words(contact: OpenContact, books: Iterable[Playbook]) -> list[tuple[str, str]]:
    labels = {each.name: each.label for book in books for each in book.placeholders}
    return [(labels.get(name, name), word) for name, word in contact.values.items() if word]


def _to_supervisor(contact: OpenContact, books: Iterable[Playbook]) -> list[str]:
    """What the steps say to a supervisor at which each playbook was left; the last one first."""
    left = {each.playbook: each.step for each in contact.walk.path}
    latest = list(dict.fromkeys(each.playbook for each in reversed(contact.walk.path)))
    steps = [
        step
        for book in sorted(books, key=lambda each: latest.index(each.id))
        if (step := book.step(left[book.id])) is not None
    ]
    return list(dict.fromkeys(line for step in steps for line in step.supervisor))


def _more(contact: OpenContact, who: str) -> tuple[str, ...]:
    return tuple(each for each in (contact.reference, contact.channel) if each != who)


def _place(then: Playbook | None) -> str:
    if then is None:
        return ""
    step = then.step(_BRIEF)
    return f"{then.title} · {step.title}" if step is not None else then.title
