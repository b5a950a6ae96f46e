"""What a report holds: figures only, never a customer's name or the text of a phrase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.insights.period import Period

FEW = 20
"""Below this number a share says more about chance than about the words."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A word of the record, "" where nobody said, and how often it was there."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """The contacts that started in one week of the period.

    Args:
        monday: Its first day.
        outcomes: How they ended; "" for those still open.
        is_whole: Whether all seven days are in the period.
    """

    monday: date
    outcomes: tuple[Counted, ...]
    is_whole: bool = True

    @property
    def count(self) -> int:
        """How many contacts there were."""
        return sum(each.count for each in self.outcomes)


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """How contacts with one trigger ended, as in `Week`."""

    trigger: str
    outcomes: tuple[Counted, ...]

    @property
    def count(self) -> int:
        """How many contacts there were."""
        return sum(each.count for each in self.outcomes)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A step after which contacts left its playbook.

    Args:
        playbook, step: By ids.
        ways: Where to: an outcome other than solved, or `> PLAYBOOK`.
        reached: How many contacts came to this step at all.
    """

    playbook: str
    step: str
    ways: tuple[Counted, ...]
    reached: int

    @property
    def count(self) -> int:
        """How often it was left there."""
        return sum(each.count for each in self.ways)


@dataclass(frozen=True, slots=True)
class PhraseUse:
    """How often a phrase was said, and in how many contacts."""

    phrase: str
    count: int
    contacts: int


@dataclass(frozen=True, slots=True)
class BeforeCalm:
    """A wording that was the last thing said before the customer was calmer.

    Args:
        phrase: By id.
        wording: Which of its wordings, from 0.
        count: How often it came just before.
        said: How often it was said at all.
    """

    phrase: str
    wording: int
    count: int
    said: int

    @property
    def is_too_few(self) -> bool:
        """Whether it was said too seldom for a share to mean anything."""
        return self.said < FEW

    @property
    def share(self) -> float:
        """The part of the times it was said after which the customer was calmer, 0 to 1."""
        return self.count / self.said if self.said else 0.0


@dataclass(frozen=True, slots=True)
class Calm:
    """What is known of customers calming down.

    Args:
        contacts: In how many contacts a branch said so.
        median_s: From the start of the contact to the first time, in seconds; None: unknown.
        wordings: What was said just before, the most frequent first.
    """

    contacts: int = 0
    median_s: float | None = None
    wordings: tuple[BeforeCalm, ...] = ()


@dataclass(frozen=True, slots=True)
class Promises:
    """The agent's own promises that were first due in the period.

    Args:
        in_time: Done by the time first promised.
        late: Done later.
        overdue: Not done, and their time is past.
        ahead: Not done, and not due yet.
    """

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    ahead: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return self.in_time + self.late + self.overdue + self.ahead


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one period; lists have what is most frequent first.

    Args:
        period: Its days.
        contacts: How many started in it; deleted ones do not count.
        still_open: How many of them have not ended.
        median_s: From start to end, in seconds; None: none ended, or the clock was set back.
        outcomes, manners: By word.
        weeks: In order, those without contacts too.
        triggers: Each with its outcomes.
        causes: Root causes, each in the words in which it was written most.
        rungs: Of the boundaries ladder: contacts by the highest rung they came to, "1" to "3".
        leavings: Where paths leave a playbook.
        phrases: Those said.
        unused: Ids of phrases of the library that nobody said.
        calm: See `Calm`.
        promises: See `Promises`.
    """

    period: Period
    contacts: int = 0
    still_open: int = 0
    median_s: float | None = None
    outcomes: tuple[Counted, ...] = ()
    weeks: tuple[Week, ...] = ()
    triggers: tuple[TriggerRow, ...] = ()
    manners: tuple[Counted, ...] = ()
    causes: tuple[Counted, ...] = ()
    rungs: tuple[Counted, ...] = ()
    leavings: tuple[Leaving, ...] = ()
    phrases: tuple[PhraseUse, ...] = ()
    unused: tuple[str, ...] = ()
    calm: Calm = Calm()
    promises: Promises = Promises()

    @property
    def ended(self) -> int:
        """How many contacts have ended."""
        return self.contacts - self.still_open

    def share_of(self, outcome: str) -> float | None:
        """The part of the ended contacts with an outcome, 0 to 1; None: none has ended."""
        found = next((each.count for each in self.outcomes if each.name == outcome), 0)
        return found / self.ended if self.ended else None
