"""A promise with a time: what is to be done, for whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATEST = timedelta(days=400)
"""How far ahead a reminder may be; what lies beyond is a slip more often than a plan."""


class ReminderState(StrEnum):
    """Whether it still has to be kept."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder.

    Args:
        id: Sorts by the time it was made, e.g. `r-20261121-140503-4f3a`.
        text: What was promised, as the agent wrote it.
        due_utc: When it falls due (aware, UTC); snoozing moves it.
        promised_utc: When it fell due at first; never moves.
        zone: IANA name of the zone its words were said in, e.g. `Europe/Berlin`.
        created_at: Aware.
        contact_id: The contact it was made in, or None.
        state: Open or done.
        done_at: Aware, None while it is open.
        fired_at: When it was announced for this due time; None: not yet.
        snoozed: How often it was put off.
    """

    id: str
    text: str
    due_utc: datetime
    promised_utc: datetime
    zone: str
    created_at: datetime
    contact_id: str | None = None
    state: ReminderState = ReminderState.OPEN
    done_at: datetime | None = None
    fired_at: datetime | None = None
    snoozed: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still has to be kept."""
        return self.state is ReminderState.OPEN
