"""A promise with a time: what is to be done, for whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.guide.vocabulary import Way

LATEST = timedelta(days=400)
"""How far ahead a reminder may be; what lies beyond is a slip more often than a plan."""


class ReminderState(StrEnum):
    """Whether it still has to be kept."""

    OPEN = "open"
    DONE = "done"


class Side(StrEnum):
    """Who owes it."""

    MINE = "mine"
    THEIRS = "theirs"  # the agent waits for them


class Repeat(StrEnum):
    """When a promise comes again once it was kept."""

    NEVER = "never"
    DAILY = "daily"
    WORKING_DAYS = "working-days"
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def words(self) -> str:
        """How often, as it is said: “every month”; "" for never."""
        return _HOW_OFTEN[self]


_HOW_OFTEN = {
    Repeat.NEVER: "",
    Repeat.DAILY: "every day",
    Repeat.WORKING_DAYS: "every working day",
    Repeat.WEEKLY: "every week",
    Repeat.MONTHLY: "every month",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What belongs to a promise besides what it is and when.

    Args:
        whom: To whom it was made; "" when nobody said.
        way: How it is kept.
        side: Who owes it.
        repeats: When it comes again.
    """

    whom: str = ""
    way: Way = Way.OTHER
    side: Side = Side.MINE
    repeats: Repeat = Repeat.NEVER


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder.

    Args:
        id: Sorts by the time it was made, e.g. `r-20261121-140503-4f3a`.
        text: What was promised, as the agent wrote it; "" where whom and how say it all.
        due_utc: When it falls due (aware, UTC); snoozing moves it.
        promised_utc: When it fell due at first; never moves.
        zone: IANA name of the zone its words were said in, e.g. `Europe/Berlin`.
        created_at: Aware.
        contact_id: The contact it was made in, or None.
        state: Open or done.
        done_at: Aware, None while it is open.
        fired_at: When it was announced for this due time; None: not yet.
        snoozed: How often it was put off.
        terms: To whom, how, who owes it, and whether it comes again.
        repeats_from: What those that repeat are counted from (aware, UTC): when the first of them
            fell due, or would have on the day of the month that was said; None: this is it.
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
    terms: Terms = Terms()
    repeats_from: datetime | None = None

    @property
    def first_utc(self) -> datetime:
        """What the next times are counted from."""
        return self.repeats_from or self.promised_utc

    @property
    def headline(self) -> str:
        """In one line: `Call Rivera · refund`, `Waiting for Rivera · the photos`."""
        return headline(self.text, self.terms)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be kept."""
        return self.state is ReminderState.OPEN


def headline(text: str, terms: Terms) -> str:
    """A promise in one line, however little of it is known."""
    if terms.side is Side.THEIRS:
        deed = f"Waiting for {terms.whom or 'them'}"
    elif terms.way is Way.OTHER or (not terms.whom and text):
        # “Call · call Ms Rivera” would say it twice.
        deed = terms.whom
    else:
        deed = f"{_DEEDS[terms.way]} {terms.whom or 'them'}"
    return " · ".join(part for part in (deed, text) if part)


_DEEDS = {Way.CALL: "Call", Way.EMAIL: "E-mail", Way.CHAT: "Write to"}
