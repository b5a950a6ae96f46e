"""Steps that give the customer a certain time, and how long the agent stayed there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.contacts.record import ContactEvent, EventKind
from desktop.guide.model import Place


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One stay at a step with a timer.

    Args:
        place: Which step.
        given_s: The seconds of its timer.
        stayed_s: How long the agent was there, without the time the contact was set aside.
    """

    place: Place
    given_s: int
    stayed_s: int

    @property
    def ran_out(self) -> bool:
        """Whether the time was over before the agent went on."""
        return self.stayed_s >= self.given_s


def timed_steps(events: Iterable[ContactEvent]) -> tuple[TimedStep, ...]:
    """Every stay that is over, in order; a clock that was set back makes it none at all."""
    found: list[TimedStep] = []
    here: ContactEvent | None = None
    aside: datetime | None = None
    away = timedelta()
    for event in events:
        if event.kind is EventKind.SET_ASIDE:
            aside = event.at
        elif event.kind is EventKind.RESUMED and aside is not None:
            away += event.at - aside
            aside = None
        elif event.kind in (EventKind.STEP, EventKind.ENDED):
            if here is not None:
                found.append(_stay(here, event.at - away))
            is_timed = event.kind is EventKind.STEP and "timer_s" in event.facts
            here, away = event if is_timed else None, timedelta()
    return tuple(found)


def _stay(came: ContactEvent, left_at: datetime) -> TimedStep:
    place = Place(str(came.facts["playbook"]), str(came.facts["step"]))
    given = came.facts["timer_s"]
    assert isinstance(given, int)
    return TimedStep(place, given, max(0, round((left_at - came.at).total_seconds())))
