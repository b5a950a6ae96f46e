"""A contact told in words: what the draft of a note, the brief and the summary are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.contacts.open_contact import OpenContact, channel_named
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Audience, Channel, Ending, RecordField

_RUNGS = (1, 2, 3)

Find = Callable[[str], Playbook | None]
"""Gives a playbook by its id as it is now; None when it is gone."""


@dataclass(frozen=True, slots=True)
class Account:
    """A contact in words. Nothing of it is the text of a phrase.

    Args:
        customer, reference, channel, agent: "" when not known.
        medium: The channel as the vocabulary names it; None where the agent wrote something else.
        started_at, until: In the agent's own time; `until` is its end, or now.
        outcome: None while it is open.
        trigger, manner: As people read them; "" when nobody said.
        methods: Titles of the playbooks walked, in order.
        said: Titles of the phrases said to the customer, in the order of their first use.
        rungs: The rungs of the boundaries ladder that were entered, as "rung 1 at 14:12".
        skipped: The rungs that were not.
        causes, options, agreed, scores, feedback, remarks: The words of that kind.
        promises: The promises among the words, then the reminders with their times.
        promised_words: Only those among the words: the customer has been told them.
        words: What else was filled in, each with what it is called.
        lines: What the agent wrote during the contact.
        note: What the agent wrote at its end.
        asked: What the steps say to a supervisor.
    """

    customer: str
    reference: str
    channel: str
    agent: str
    medium: Channel | None
    started_at: datetime
    until: datetime
    outcome: Ending | None
    trigger: str
    manner: str
    methods: tuple[str, ...]
    said: tuple[str, ...]
    rungs: tuple[str, ...]
    skipped: tuple[int, ...]
    causes: tuple[str, ...]
    options: tuple[str, ...]
    agreed: tuple[str, ...]
    promises: tuple[str, ...]
    promised_words: tuple[str, ...]
    scores: tuple[str, ...]
    feedback: tuple[str, ...]
    remarks: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    note: str
    asked: tuple[str, ...]

    @property
    def who(self) -> str:
        """The customer, or what stands for them."""
        return self.customer or self.reference or "the customer"

    @property
    def has_length(self) -> bool:
        """Whether anybody knows how long it took: what was written down afterwards without its
        minutes ended when it started."""
        return self.outcome is None or self.until != self.started_at

    @property
    def minutes(self) -> int:
        """How long it took; 0 where the clock was set back."""
        return max(0, round((self.until - self.started_at).total_seconds() / 60))

    @property
    def ladder(self) -> str:
        """The rungs in one sentence."""
        if not self.rungs:
            return "no rung was used."
        skipped = " and ".join(map(str, self.skipped))
        return ", ".join(self.rungs) + (f"; without rung {skipped}." if skipped else ".")


def account_of(
    contact: OpenContact,
    find_playbook: Find,
    *,
    until: datetime,
    to_local: Callable[[datetime], datetime],
    reminders: Iterable[str] = (),
    note: str = "",
    outcome: Ending | None = None,
    agent: str = "",
) -> Account:
    """Put a contact into words.

    Args:
        contact: As it stands, or stood at its end.
        find_playbook: For the titles of playbooks and phrases, the labels of words, and what the
            steps say to a supervisor.
        until: Aware: when it ended, or now.
        to_local: Turns a time into the agent's own.
        reminders: What was promised with a time, in words.
        note: What the agent wrote at its end.
        outcome: None while it is open.
        agent: The agent's name.
    """
    ids = tuple(dict.fromkeys(each.playbook for each in contact.walk.path if each.playbook))
    books = [book for each in ids if (book := find_playbook(each)) is not None]
    titles = {book.id: book.title for book in books}

    def of(kind: RecordField) -> tuple[str, ...]:
        named = ((name, word) for name, word in contact.values.items() if word)
        return tuple(word for name, word in named if contact.kinds.get(name) == kind.value)

    rungs = (f"rung {each.rung} at {to_local(each.at):%H:%M}" for each in contact.climbs)
    skipped = tuple(each for each in _RUNGS if each not in contact.rungs)
    return Account(
        customer=contact.customer,
        reference=contact.reference,
        channel=contact.channel,
        agent=agent,
        medium=channel_named(contact.channel),
        started_at=to_local(contact.started_at),
        until=to_local(until),
        outcome=outcome,
        trigger=contact.trigger.label if contact.trigger is not None else "",
        manner=contact.manner.label if contact.manner is not None else "",
        methods=tuple(titles.get(each, each) for each in ids),
        said=_titles(contact, books),
        rungs=tuple(rungs),
        skipped=skipped,
        causes=of(RecordField.ROOT_CAUSE),
        options=of(RecordField.OPTION),
        agreed=of(RecordField.AGREED),
        promises=(*of(RecordField.PROMISE), *reminders),
        promised_words=of(RecordField.PROMISE),
        scores=of(RecordField.FEEDBACK_SCORE),
        feedback=of(RecordField.FEEDBACK),
        remarks=of(RecordField.NOTE),
        words=_other_words(contact, books),
        lines=contact.lines,
        note=note,
        asked=_to_supervisor(contact, books),
    )


def _titles(contact: OpenContact, books: Iterable[Playbook]) -> tuple[str, ...]:
    found = (
        next((phrase for book in books if (phrase := book.phrase(said)) is not None), None)
        for said in contact.said
    )
    return tuple(
        phrase.title
        for phrase in found
        if phrase is not None and phrase.audience is Audience.CUSTOMER
    )


def _other_words(contact: OpenContact, books: Iterable[Playbook]) -> tuple[tuple[str, str], ...]:
    labels = {each.name: each.label for book in books for each in book.placeholders}
    return tuple(
        (labels.get(name, name), word)
        for name, word in contact.values.items()
        if word and name not in contact.kinds
    )


def _to_supervisor(contact: OpenContact, books: Iterable[Playbook]) -> tuple[str, ...]:
    """What the steps say to a supervisor at which each playbook was left; the last one first."""
    left = {each.playbook: each.step for each in contact.walk.path}
    latest = list(dict.fromkeys(each.playbook for each in reversed(contact.walk.path)))
    steps = [
        step
        for book in sorted(books, key=lambda each: latest.index(each.id))
        if (step := book.step(left[book.id])) is not None
    ]
    return tuple(dict.fromkeys(line for step in steps for line in step.supervisor))
