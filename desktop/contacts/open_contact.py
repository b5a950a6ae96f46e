"""A contact that has not ended, as the desk holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from desktop.contacts.record import (
    DETAIL_CHARS,
    NOTE_CHARS,
    Climb,
    Contact,
    ContactEvent,
    EventKind,
    Fact,
    StepMove,
)
from desktop.contacts.store import StoredContact, Tick
from desktop.guide.conditions import Situation
from desktop.guide.model import Place, Playbook, Step
from desktop.guide.vocabulary import Channel, Ending, Manner, Trigger
from desktop.guide.walk import Walk
from desktop.insertion.outcome import Outcome
from desktop.privacy.masker import Masker
from desktop.storage.times import to_text

_NOWHERE = Place("", "")
"""Where a contact stands of which no step is written down: it was written down afterwards."""

_CHANNELS = {"e-mail": Channel.EMAIL, "mail": Channel.EMAIL, "call": Channel.PHONE}
"""What agents write, besides the words of the vocabulary."""


@dataclass(frozen=True, slots=True)
class OpenContact:
    """A contact that has not ended.

    Args:
        id: Its id in the record.
        customer, reference, channel: "" when not known.
        walk: Where the agent stands, and the way there.
        started_at: Aware.
        said: The phrases said already in the order of their first use, each with the numbers of
            its wordings in the order in which they were said.
        values: Words for the playbooks' own placeholders, by name.
        trigger: What it is about; None while nobody said.
        manner: How the customer comes across; the same.
        climbs: The rungs of the boundaries ladder, in the order in which they were entered.
        ticks: What is ticked off on checklists.
        aside_since: When it was set aside; None while it is in hand, or when nobody knows.
        language: In which the customer is written to; "" for the playbook's own.
        kinds: What the words mean in the record, a `RecordField` by placeholder.
        lines: What the agent wrote into the contact, in order.
    """

    id: str
    customer: str
    reference: str
    channel: str
    walk: Walk
    started_at: datetime
    said: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    trigger: Trigger | None = None
    manner: Manner | None = None
    climbs: tuple[Climb, ...] = ()
    ticks: frozenset[Tick] = frozenset()
    aside_since: datetime | None = None
    language: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """Ids of phrases said already, each once, in order of first use."""
        return tuple(self.said)

    @property
    def rungs(self) -> tuple[int, ...]:
        """The rungs of the boundaries ladder, in the order in which they were entered."""
        return tuple(each.rung for each in self.climbs)

    @property
    def rung(self) -> int:
        """The highest rung of the boundaries ladder so far; 0 for none."""
        return max(self.rungs, default=0)

    @property
    def situation(self) -> Situation:
        """What conditions in playbooks ask about."""
        return Situation(channel_named(self.channel), self.trigger, self.manner, self.rung)


def channel_named(text: str) -> Channel | None:
    """The channel an agent means, None where they wrote something else."""
    word = text.strip().casefold()
    return _CHANNELS.get(word) or (Channel(word) if word in set(Channel) else None)


def reopened(stored: StoredContact) -> OpenContact:
    """The contact as it was when its last event was written."""
    contact = stored.contact
    return OpenContact(
        contact.id,
        contact.customer,
        contact.reference,
        contact.channel,
        Walk(stored.path or (_NOWHERE,)),
        contact.started_at,
        said=stored.said,
        values=stored.values,
        # A newer Poise may know words that this one does not.
        trigger=Trigger(contact.trigger) if contact.trigger in set(Trigger) else None,
        manner=Manner(contact.manner) if contact.manner in set(Manner) else None,
        climbs=stored.climbs,
        ticks=stored.ticks,
        aside_since=stored.aside_since,
        language=stored.language,
        kinds=stored.kinds,
        lines=stored.lines,
    )


def as_contact(opened: OpenContact) -> Contact:
    """Its row in the record."""
    return Contact(
        opened.id,
        opened.started_at,
        opened.customer,
        opened.reference,
        opened.channel,
        trigger=opened.trigger or "",
        manner=opened.manner or "",
    )


def step_event(
    contact_id: str,
    at: datetime,
    walk: Walk,
    move: StepMove,
    step: Step | None = None,
    more: Mapping[str, Fact] = {},
) -> ContactEvent:
    """What to write down when the agent came to where the walk now stands.

    Args:
        contact_id: Whose walk.
        at: Aware.
        walk: As it stands now.
        move: How the agent came there.
        step: The step there; None when it is gone from its playbook.
        more: See `branch_facts`.
    """
    facts: dict[str, Fact] = {
        "playbook": walk.current.playbook,
        "step": walk.current.step,
        "move": move.value,
        "depth": len(walk.path),
        **more,
    }
    if step is not None and step.timer is not None:
        facts["timer_s"] = step.timer.seconds
    return ContactEvent(contact_id, at, EventKind.STEP, facts)


def branch_facts(step: Step | None, branch_id: str | None) -> dict[str, Fact]:
    """What a step's event says besides, when a branch led to it."""
    branches = step.branches if step is not None else ()
    taken = next((each for each in branches if each.id == branch_id), None)
    if taken is None:
        return {}
    return {"branch": taken.id, "calmer": 1} if taken.is_calmer else {"branch": taken.id}


def detailed(
    contact: OpenContact, details: Mapping[str, str | None]
) -> tuple[OpenContact, list[str]]:
    """The contact with other details, and the names of those that changed; None stays."""
    changed = {
        name: word
        for name, word in details.items()
        if word is not None and word != getattr(contact, name)
    }
    return replace(contact, **changed), list(changed)  # type: ignore[arg-type]  # names of fields


def details_event(contact: OpenContact, names: Sequence[str], now: datetime) -> ContactEvent:
    """Which details changed; of the words in them, only the language is told."""
    facts: dict[str, Fact] = {"fields": list(names)}
    if "language" in names:
        facts["language"] = contact.language
    return ContactEvent(contact.id, now, EventKind.DETAILS, facts)


def corrected(
    contact: OpenContact, details: Mapping[str, str], values: Mapping[str, str]
) -> OpenContact:
    """The contact with words as they were put right in the record; "" for nobody said."""
    told: dict[str, Any] = dict(details)
    if "trigger" in told:
        told["trigger"] = Trigger(told["trigger"]) if told["trigger"] else None
    if "manner" in told:
        told["manner"] = Manner(told["manner"]) if told["manner"] else None
    return replace(contact, **told, values={**contact.values, **values})


def ticked(contact: OpenContact, item: str) -> tuple[OpenContact, dict[str, Fact]]:
    """The contact with an item of its step's checklist ticked, or not any more; and that fact."""
    place = contact.walk.current
    tick = Tick(place.playbook, place.step, item)
    ticks = contact.ticks ^ {tick}
    facts: dict[str, Fact] = {
        "playbook": tick.playbook,
        "step": tick.step,
        "item": item,
        "is_on": int(tick in ticks),
    }
    return replace(contact, ticks=ticks), facts


def worded(
    contact: OpenContact, values: Mapping[str, str], playbook: Playbook | None
) -> tuple[OpenContact, dict[str, str]]:
    """The contact with other words for placeholders, and those that changed.

    Args:
        contact: As it stands now.
        values: The words by placeholder; those not named stay.
        playbook: Says what they mean in the record; None: nothing.
    """
    changed = {name: text for name, text in values.items() if contact.values.get(name) != text}
    declared = playbook.placeholders if playbook is not None else ()
    meant = {e.name: e.record.value for e in declared if e.record is not None and e.name in changed}
    new = replace(contact, values={**contact.values, **changed}, kinds={**contact.kinds, **meant})
    return new, changed


def with_said(contact: OpenContact, phrase_id: str, wording: int) -> OpenContact:
    """The contact with one more phrase said, in the wording of this number."""
    numbers = (*contact.said.get(phrase_id, ()), wording)
    return replace(contact, said={**contact.said, phrase_id: numbers})


def on_rung(
    contact: OpenContact, step: Step | None, now: datetime
) -> tuple[OpenContact, tuple[ContactEvent, ...]]:
    """The contact with the rung of the boundaries ladder it has come to, and that event.

    Args:
        contact: As it stands now.
        step: Where it stands; None when it is gone from its playbook.
        now: Aware.
    """
    if step is None or step.rung == 0:
        return contact, ()
    place = contact.walk.current
    facts: dict[str, Fact] = {"rung": step.rung, "playbook": place.playbook, "step": place.step}
    event = ContactEvent(contact.id, now, EventKind.RUNG, facts)
    return replace(contact, climbs=(*contact.climbs, Climb(step.rung, now))), (event,)


def insertion_facts(
    phrase_id: str, wording: int, outcome: Outcome, masker: Masker
) -> dict[str, Fact]:
    """What to write down of an insertion; never the text."""
    return {
        "phrase": phrase_id,
        "wording": wording,
        "verdict": outcome.verdict.value,
        "reason": masker.line(outcome.reason, NOTE_CHARS),
        "target": masker.line(outcome.target, DETAIL_CHARS),
        "ms": outcome.ms,
    }


def ended_event(contact: OpenContact, outcome: Ending, now: datetime) -> ContactEvent:
    """How it ended; for conduct, with the rungs that came before."""
    facts: dict[str, Fact] = {"outcome": outcome.value}
    if outcome is Ending.ENDED_FOR_CONDUCT:
        facts["rungs"] = [f"{each.rung} {to_text(each.at)}" for each in contact.climbs]
    return ContactEvent(contact.id, now, EventKind.ENDED, facts)
