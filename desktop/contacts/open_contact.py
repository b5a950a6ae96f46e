"""A contact that has not ended, as the desk holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.contacts.record import ContactEvent, EventKind, Fact, StepMove
from desktop.contacts.store import StoredContact
from desktop.guide.walk import Walk


@dataclass(frozen=True, slots=True)
class OpenContact:
    """A contact that has not ended.

    Args:
        id: Its id in the record.
        customer, reference, channel: "" when not known.
        walk: Where the agent stands, and the way there.
        started_at: Aware.
        used: Ids of phrases said already, each once, in order of first use.
        values: Words for the playbooks' own placeholders, by name.
    """

    id: str
    customer: str
    reference: str
    channel: str
    walk: Walk
    started_at: datetime
    used: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def reopened(stored: StoredContact) -> OpenContact:
    """The contact as it was when its last event was written."""
    contact = stored.contact
    return OpenContact(
        contact.id,
        contact.customer,
        contact.reference,
        contact.channel,
        Walk(stored.path),
        contact.started_at,
        stored.used,
        stored.values,
    )


def step_event(contact_id: str, at: datetime, walk: Walk, move: StepMove) -> ContactEvent:
    """What to write down when the agent came to where the walk now stands."""
    facts: dict[str, Fact] = {
        "playbook": walk.current.playbook,
        "step": walk.current.step,
        "move": move.value,
        "depth": len(walk.path),
    }
    return ContactEvent(contact_id, at, EventKind.STEP, facts)
