"""Counting contacts one after the other; what it needs to remember does not grow with them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple, TypeVar

from desktop.guide.vocabulary import Ending
from desktop.insights.causes import Causes
from desktop.insights.period import Period
from desktop.insights.report import (
    BeforeCalm,
    Calm,
    Counted,
    Leaving,
    PhraseUse,
    Promises,
    Report,
    TriggerRow,
    Week,
)

TO_PLAYBOOK = "> "
"""Stands before the id of the playbook that a path went into."""

T = TypeVar("T", TriggerRow, Leaving)

_WEEK = timedelta(days=7)


class Stepped(NamedTuple):
    """The agent came to a step.

    Args:
        place: The playbook and the step, by ids.
        is_back: Whether by going back.
        calmer_at: When (UTC text), if the branch that led there says that the customer has
            calmed down.
    """

    place: tuple[str, str]
    is_back: bool = False
    calmer_at: str | None = None


class Said(NamedTuple):
    """A phrase was said, in one of its wordings, counted from 0."""

    phrase: str
    wording: int = 0


Happening = Stepped | Said | int
"""What a tally looks at; a number is a rung of the boundaries ladder, from 1."""


class Told(NamedTuple):
    """What the record tells of a contact, without a word about who it was with.

    Args:
        started_at, ended_at: UTC texts; None while it is open.
        outcome, trigger, manner: "" when not known; words of a newer Poise stay as they are.
        causes: Its root causes, as the agent wrote them.
        events: In order.
    """

    started_at: str
    ended_at: str | None
    outcome: str
    trigger: str
    manner: str
    causes: Sequence[str] = ()
    events: Sequence[Happening] = ()


class Tally:
    """Counts contacts and promises of a period.

    Args:
        period: What was told of other days does not count.
        library: Ids of all phrases there are, for those that nobody says.
    """

    def __init__(self, period: Period, library: Iterable[str] = ()) -> None:
        self._period = period
        self._library = tuple(library)
        self._count = 0
        self._open = 0
        self._lengths_s = array("d")
        self._calm_s = array("d")
        self._calm_contacts = 0
        self._weeks: defaultdict[date, Counter[str]] = defaultdict(Counter)
        self._triggers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._manners: Counter[str] = Counter()
        self._causes = Causes()
        self._rungs: Counter[int] = Counter()
        self._left: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._reached: Counter[tuple[str, str]] = Counter()
        self._said: Counter[Said] = Counter()
        self._said_in: Counter[str] = Counter()
        self._before_calm: Counter[Said] = Counter()
        self._promises: Counter[str] = Counter()

    def add(self, told: Told) -> None:
        """Count a contact that started in the period; others are passed over."""
        started = datetime.fromisoformat(told.started_at)
        day = started.astimezone(self._period.zone).date()
        if not self._period.first <= day <= self._period.last:
            return
        self._count += 1
        outcome = told.outcome if told.ended_at is not None else ""
        self._weeks[_monday(day)][outcome] += 1
        self._triggers[told.trigger][outcome] += 1
        self._manners[told.manner] += 1
        for cause in told.causes:
            self._causes.add(cause)
        if told.ended_at is None:
            self._open += 1
        elif told.ended_at != told.started_at:  # written down afterwards, without its length
            _add_length(self._lengths_s, started, told.ended_at)
        self._walk(told, started, outcome)

    def add_promise(self, promised_at: str, done_at: str | None, now: datetime) -> None:
        """Count a promise of the agent's own by the time it was first due.

        Args:
            promised_at, done_at: UTC texts; None while it is not done.
            now: Aware.
        """
        promised = datetime.fromisoformat(promised_at)
        if not self._period.begins_at <= promised < self._period.ends_at:
            return
        if done_at is not None:
            word = "in_time" if datetime.fromisoformat(done_at) <= promised else "late"
        else:
            word = "overdue" if promised <= now else "ahead"
        self._promises[word] += 1

    def report(self) -> Report:
        """All that was counted so far."""
        outcomes = sum(self._weeks.values(), Counter[str]())
        return Report(
            self._period,
            self._count,
            self._open,
            _median(self._lengths_s),
            outcomes=_counted(outcomes),
            weeks=self._all_weeks(),
            triggers=_most_first(
                TriggerRow(each, _counted(found)) for each, found in self._triggers.items()
            ),
            manners=_counted(self._manners),
            causes=tuple(Counted(*each) for each in self._causes.counted()),
            rungs=tuple(Counted(str(rung), n) for rung, n in sorted(self._rungs.items())),
            leavings=_most_first(
                Leaving(*place, _counted(ways), self._reached[place])
                for place, ways in self._left.items()
            ),
            phrases=self._phrases(),
            unused=tuple(sorted({each for each in self._library if each not in self._said_in})),
            calm=self._calm(),
            promises=Promises(**self._promises),
        )

    def _walk(self, told: Told, started: datetime, outcome: str) -> None:
        # A place for each playbook the path is in: one entered from another stands behind it.
        stack: list[tuple[str, str]] = []
        reached: set[tuple[str, str]] = set()
        said: list[Said] = []
        highest, is_calm = 0, False
        for event in told.events:
            if isinstance(event, Stepped):
                place, _, calmer_at = event
                reached.add(place)
                if stack and stack[-1][0] == place[0]:
                    stack[-1] = place
                else:
                    self._change_playbook(stack, event)
                if calmer_at is not None:
                    if not is_calm:
                        is_calm = True
                        _add_length(self._calm_s, started, calmer_at)
                    if said:
                        self._before_calm[said[-1]] += 1
            elif isinstance(event, Said):
                said.append(event)
            else:
                highest = max(highest, event)
        # Plain loops: Counter.update takes twice as long for so few.
        for place in reached:
            self._reached[place] += 1
        for each in said:
            self._said[each] += 1
        for phrase in {each.phrase for each in said}:
            self._said_in[phrase] += 1
        self._calm_contacts += is_calm
        if highest:
            self._rungs[highest] += 1
        if stack and outcome and outcome != Ending.SOLVED:
            self._left[stack[-1]][outcome] += 1

    def _change_playbook(self, stack: list[tuple[str, str]], event: Stepped) -> None:
        """Out of a playbook into another, unless that is a return to where it was left."""
        if len(stack) > 1 and stack[-2] == event.place:
            stack.pop()
            return
        if stack and not event.is_back:
            self._left[stack[-1]][TO_PLAYBOOK + event.place[0]] += 1
        stack.append(event.place)

    def _all_weeks(self) -> tuple[Week, ...]:
        first, last = self._period.first, self._period.last
        weeks: list[Week] = []
        monday = _monday(first)
        while monday <= last:
            is_whole = first <= monday and monday + timedelta(days=6) <= last
            weeks.append(Week(monday, _counted(self._weeks[monday]), is_whole))
            monday += _WEEK
        return tuple(weeks)

    def _phrases(self) -> tuple[PhraseUse, ...]:
        counts: Counter[str] = Counter()
        for (phrase, _), count in self._said.items():
            counts[phrase] += count
        uses = (PhraseUse(each, count, self._said_in[each]) for each, count in counts.items())
        return tuple(sorted(uses, key=lambda use: (-use.count, use.phrase)))

    def _calm(self) -> Calm:
        wordings = (
            BeforeCalm(*wording, count, self._said[wording])
            for wording, count in self._before_calm.items()
        )
        ordered = sorted(wordings, key=lambda each: (-each.count, each.phrase, each.wording))
        return Calm(self._calm_contacts, _median(self._calm_s), tuple(ordered))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _add_length(lengths_s: array[float], started: datetime, ended_at: str) -> None:
    seconds = (datetime.fromisoformat(ended_at) - started).total_seconds()
    if seconds >= 0:  # otherwise the clock was set back: nobody knows how long it was
        lengths_s.append(seconds)


def _median(lengths_s: array[float]) -> float | None:
    return median(lengths_s) if lengths_s else None


def _counted(counts: Mapping[str, int]) -> tuple[Counted, ...]:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Counted(name, count) for name, count in ordered)


def _most_first(rows: Iterable[T]) -> tuple[T, ...]:
    # Each value begins with its words, so equal counts come in the order of these.
    return tuple(sorted(rows, key=lambda row: (-row.count, _words_of(row))))


def _words_of(row: TriggerRow | Leaving) -> tuple[str, ...]:
    return (row.trigger,) if isinstance(row, TriggerRow) else (row.playbook, row.step)
