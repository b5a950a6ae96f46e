"""What is written down about a contact: the values, and what each event's facts hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

DETAIL_CHARS = 200
"""Longest customer, reference, channel and word for a placeholder; the rest is cut."""

NOTE_CHARS = 10_000
"""Longest note."""


class EventKind(StrEnum):
    """What happened. In brackets: the keys of the event's `facts`.

    A new kind is a schema change: give it a migration (an empty one will do), so that an
    older Poise refuses the record politely instead of stumbling over the kind.
    """

    STARTED = "started"  # {playbook}
    # {fields}: names of what was filled in; the words are in the contact, all but {language},
    # which stands here when it was chosen ("" for the playbook's own).
    DETAILS = "details"
    # {playbook, step, move, depth}: see StepMove; {timer_s} where the step gives that many
    # seconds; where a branch led there also {branch}, its id, and {calmer}, 1, when taking it
    # says that the customer has calmed down.
    STEP = "step"
    INSERTION = "insertion"  # {phrase, wording, verdict, reason, target, ms}: never the text
    RUNG = "rung"  # {rung, playbook, step}: a rung of the boundaries ladder was entered
    TICKED = "ticked"  # {playbook, step, item, is_on}: an item of a step's checklist
    NOTE = "note"  # {text}: a line that the agent wrote during the contact
    DOCUMENT = "document"  # {document, way}: a brief or summary was used; never its text
    SET_ASIDE = "set_aside"  # {}
    RESUMED = "resumed"  # {}
    ENDED = "ended"  # {outcome}; ended for conduct, also {rungs}: each with its time


class StepMove(StrEnum):
    """How a step was reached. With `depth` (steps on the path, itself included) the path can
    be walked again: keep the first depth - 1 places, then add this one."""

    START = "start"
    NEXT = "next"
    BACK = "back"
    ENTER = "enter"  # another playbook, such as the stop lines


Fact = str | int | list[str]


@dataclass(frozen=True, slots=True)
class Climb:
    """A rung of the boundaries ladder (1 to 3), and when it was entered (aware)."""

    rung: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as it stands in the record.

    Args:
        id: Sorts by the time it started, e.g. `c-20261121-140503-4f3a`.
        started_at, ended_at: Aware; `ended_at` is None while it is open.
        customer, reference, channel: As the agent typed them; "" when not known.
        trigger, manner: Of `guide.vocabulary`; "" when nobody said.
        outcome: A `guide.vocabulary.Ending`, or "" while it is open.
        note: What the agent wrote at the end.
    """

    id: str
    started_at: datetime
    customer: str = ""
    reference: str = ""
    channel: str = ""
    ended_at: datetime | None = None
    outcome: str = ""
    note: str = ""
    trigger: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """One thing that happened in a contact, at an aware time."""

    contact_id: str
    at: datetime
    kind: EventKind
    facts: Mapping[str, Fact] = field(default_factory=dict)
