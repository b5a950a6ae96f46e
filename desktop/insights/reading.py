"""Reading a period out of the database: plain functions over a connection.

All of it is counted from what the contacts wrote themselves, in one pass; why nothing is counted
beforehand: docs/decisions/0022-patterns-are-counted-when-asked.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from desktop.contacts.record import StepMove
from desktop.guide.vocabulary import RecordField
from desktop.insertion.outcome import Verdict
from desktop.insights.period import Period
from desktop.insights.report import Report
from desktop.insights.tally import Happening, Said, Stepped, Tally, Told
from desktop.storage.times import to_text

# A contact is one row. Its events stand in one text, a line each: the kind's letter, then what
# counts, as JSON. Lines repeat, because the time and the duration are left out where they do not
# count; so each is decoded once.
_EVENTS = """
    SELECT group_concat(line, char(10)) FROM (
        SELECT CASE kind
            WHEN 'insertion' THEN
                'i' || json_extract(facts, '$.phrase', '$.wording', '$.verdict')
            WHEN 'rung' THEN 'r' || facts
            ELSE iif(instr(facts, '"calmer"'), 'c' || at, 's') || facts
        END AS line
        FROM contact_events
        WHERE contact_id = c.id AND kind IN ('step', 'insertion', 'rung')
        ORDER BY number
    )
"""
# Words written before their kind was are known by the names of their placeholders.
_CAUSES = f"""
    SELECT json_group_array(value) FROM contact_values
    WHERE contact_id = c.id AND (
        kind = '{RecordField.ROOT_CAUSE}'
        OR (kind = '' AND name IN (SELECT value FROM json_each(:names)))
    )
"""
_CONTACTS = f"""
    SELECT c.started_at, c.ended_at, c.outcome, c."trigger", c.manner, ({_CAUSES}), ({_EVENTS})
    FROM contacts c
    WHERE c.started_at >= :first AND c.started_at < :end AND c.deleted_at IS NULL
    ORDER BY c.started_at, c.id
"""
_PROMISES = (
    "SELECT promised_at, done_at FROM reminders"
    " WHERE promised_at >= :first AND promised_at < :end AND side = 'mine'"
)
_DAYS_AT_ONCE = 2
"""Of a busy team some 2,000 contacts."""

_KEPT_LINES = 20_000
"""Some megabytes."""


def read_report(
    connection: sqlite3.Connection,
    period: Period,
    now: datetime,
    *,
    phrases: Iterable[str] = (),
    cause_names: Iterable[str] = (),
) -> Report:
    """The figures of a period; see `Reading` for the arguments."""
    reading = Reading(period, now, phrases=phrases, cause_names=cause_names)
    while reading.read_some(connection):
        pass
    return reading.report()


class Reading:
    """Reads a period bit by bit, so that what is written meanwhile does not wait for long.

    Args:
        period: Which days.
        now: Aware: what is not due yet is not overdue.
        phrases: Ids of all phrases there are.
        cause_names: Names of placeholders that mean the root cause.
    """

    def __init__(
        self,
        period: Period,
        now: datetime,
        *,
        phrases: Iterable[str] = (),
        cause_names: Iterable[str] = (),
    ) -> None:
        self._period = period
        self._now = now
        self._tally = Tally(period, phrases)
        self._names = json.dumps(sorted(cause_names))
        self._decoded = _Decoded()
        self._next = period.first

    def read_some(self, connection: sqlite3.Connection) -> bool:
        """Count the contacts of some days more, and at last the promises.

        Returns:
            Whether there is more to read.
        """
        if self._next > self._period.last:
            for promised_at, done_at in connection.execute(_PROMISES, _bounds(self._period)):
                self._tally.add_promise(promised_at, done_at, self._now)
            return False
        last = min(self._next + timedelta(days=_DAYS_AT_ONCE - 1), self._period.last)
        days = Period(self._next, last, self._period.zone)
        names = {"names": self._names}
        decoded = self._decoded.__getitem__
        for *words, causes, text in connection.execute(_CONTACTS, _bounds(days) | names):
            lines = text.split("\n") if text else ()
            events = [*filter(None, map(decoded, lines))]  # there is no rung 0
            written = () if causes == "[]" else json.loads(causes)
            self._tally.add(Told._make((*words, written, events)))
        self._next = last + timedelta(days=1)
        return True

    def report(self) -> Report:
        """The figures of what was read."""
        return self._tally.report()


def _bounds(days: Period) -> dict[str, str]:
    return {"first": to_text(days.begins_at), "end": to_text(days.ends_at)}


class _Decoded(dict[str, Happening | None]):
    """What the lines mean, None for nothing; new ones are decoded, and kept while there is room."""

    def __missing__(self, line: str) -> Happening | None:
        if line[0] == "c":  # never the same again, but for its time
            end = line.index("{")
            step = self["s" + line[end:]]
            assert isinstance(step, Stepped)
            return step._replace(calmer_at=line[1:end])
        facts = json.loads(line[1:])
        if line[0] == "s":
            found: Happening | None = _step(facts)
        elif line[0] == "i":
            phrase, wording, verdict = facts
            found = Said(phrase, wording or 0) if verdict != Verdict.REFUSED else None
        else:
            found = facts["rung"]
        if len(self) < _KEPT_LINES:
            self[line] = found
        return found


def _step(facts: Mapping[str, Any]) -> Stepped:
    place = (facts["playbook"], facts["step"])
    return Stepped(place, facts["move"] == StepMove.BACK)
