"""The agent's reminders: in memory for the windows, and in the record as they change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.errors import Trouble
from desktop.followups import due, store
from desktop.followups.hours import Hours, outside, snooze_choices
from desktop.followups.promise import LATEST, Reminder, ReminderState, Repeat, Terms
from desktop.phrases.template import clean
from desktop.privacy.masker import Masker
from desktop.storage.ids import new_id
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

TEXT_CHARS = 500
"""Longest text of a reminder; the rest is cut."""

WHOM_CHARS = 200
"""Longest name of a customer."""

_NO_TERMS = Terms()


class ReminderBook:
    """Adds, announces, snoozes and closes reminders. Use it from one thread.

    Args:
        ledger: Where everything is written, as it happens.
        now: The aware time by the wall clock (not a monotonic one: computers sleep).
        zone: Where the agent is now, asked each time: agents travel. May raise Trouble.
        masker: Takes out what must not be kept, from every text that comes in.
    """

    def __init__(
        self,
        ledger: Ledger,
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        masker: Masker | None = None,
    ) -> None:
        self._ledger = ledger
        self.now = now
        self.zone = zone
        self._masker = masker or Masker()
        self.hours = Hours()
        self._open: dict[str, Reminder] = {}
        self._issued: set[str] = set()

    def load(self) -> None:
        """Read the open reminders; at program start.

        Raises:
            Trouble: the record cannot be read.
        """
        found = self._ledger.read(store.open_reminders).result()
        # What was changed here since the question was asked is newer than the answer.
        self._open = {each.id: each for each in found} | self._open
        self._issued.update(self._open)

    def add(
        self,
        when_text: str,
        text: str,
        contact_id: str | None = None,
        terms: Terms = _NO_TERMS,
        zone_text: str = "",
    ) -> Reminder:
        """Make a reminder.

        Args:
            when_text: Plain words, see `when.parse_when`.
            text: What to do; it is made one line and cut after `TEXT_CHARS`. It may be empty
                where the terms say to whom it was promised.
            contact_id: The contact it is for.
            terms: To whom, how, who owes it, and whether it comes again.
            zone_text: Where the words are meant, see `zone.zone_named`; "" for the agent's zone.

        Raises:
            Trouble: the time or the zone is not clear, or there is no text; nothing was made.
        """
        text = self._masker.line(text, TEXT_CHARS)
        terms = replace(terms, whom=self._masker.line(terms.whom, WHOM_CHARS))
        if not text and not terms.whom:
            raise Trouble("A reminder needs a text.", "Say what you promised: “call Ms Rivera”.")
        now = self.now()
        moment, zone_key = self.moment(when_text, zone_text, terms.repeats)
        counted_from = None
        if terms.repeats is Repeat.MONTHLY:
            from zoneinfo import ZoneInfo

            from desktop.followups import repeating

            counted_from = repeating.counted_from(when_text, moment, ZoneInfo(zone_key))
        reminder = Reminder(
            id=new_id("r", now, self._issued),
            text=text,
            due_utc=moment,
            promised_utc=moment,
            zone=zone_key,
            created_at=now,
            contact_id=contact_id,
            terms=terms,
            repeats_from=counted_from,
        )
        self._issued.add(reminder.id)
        self._open[reminder.id] = reminder
        self._ledger.write(lambda connection: store.insert_reminder(connection, reminder))
        return reminder

    def moment(
        self, when_text: str, zone_text: str = "", repeats: Repeat = Repeat.NEVER
    ) -> tuple[datetime, str]:
        """What words for a time mean now (in UTC), and the key of the zone they are meant in.

        Of what repeats they mean the first.

        Raises:
            Trouble: the time or the zone is not clear.
        """
        from desktop.followups.when import parse_when  # its words are not needed before

        zone_text = clean(zone_text, WHOM_CHARS)
        zone = self.zone()
        if zone_text:
            from desktop.followups.zone import zone_named

            zone = zone_named(zone_text)
        words = clean(when_text, TEXT_CHARS)
        found = parse_when(words, self.now(), zone, self.hours, repeats)
        return found.astimezone(UTC), zone.key

    def warning(self, moment: datetime) -> str:
        """A sentence where a moment lies outside the working hours; "" where it does not."""
        try:
            return outside(moment, self.zone(), self.hours)
        except Trouble:
            return ""

    def done(self, reminder_id: str) -> Reminder:
        """The promise was kept; one that repeats is open again for its next time.

        Raises:
            Trouble: no such reminder is open.
        """
        found, now = self.find(reminder_id), self.now()
        closed = replace(found, state=ReminderState.DONE, done_at=now)
        again = self._again(found, now)
        del self._open[reminder_id]
        if again is not None:
            self._issued.add(again.id)
            self._open[again.id] = again

        def job(connection: sqlite3.Connection) -> None:
            store.update_reminder(connection, closed)
            if again is not None:
                store.insert_reminder(connection, again)

        self._ledger.write(job)
        return closed

    def forget(self, contact_ids: Collection[str], reminder_ids: Collection[str]) -> None:
        """Announce no more what was promised in these contacts, nor these reminders; they are
        about to be removed from the record."""
        self._open = {
            each.id: each
            for each in self._open.values()
            if each.id not in reminder_ids and each.contact_id not in contact_ids
        }

    def _again(self, kept: Reminder, now: datetime) -> Reminder | None:
        if kept.terms.repeats is Repeat.NEVER:
            return None
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        from desktop.followups.repeating import following

        try:
            zone = ZoneInfo(kept.zone)
        except (ZoneInfoNotFoundError, ValueError):  # made on a computer that knew more zones
            zone = self.zone()
        moment = following(kept, now, zone, self.hours)
        assert moment is not None
        return Reminder(
            id=new_id("r", now, self._issued),
            text=kept.text,
            due_utc=moment,
            promised_utc=moment,
            zone=kept.zone,
            created_at=now,
            contact_id=kept.contact_id,
            terms=kept.terms,
            repeats_from=kept.first_utc,
        )

    def snooze(self, reminder_id: str, minutes: int) -> Reminder:
        """Put it off by so many minutes: from now where it is due, else from when it falls due.

        Who puts off wants it later: what is due on Friday never comes earlier by it. To bring one
        forward, say until when (`snooze_until`).

        Raises:
            Trouble: no such reminder is open, the minutes are less than 1 or too many, or it would
                be due later than `LATEST` from now.
        """
        found = self.find(reminder_id)
        if not 1 <= minutes <= LATEST // timedelta(minutes=1):
            raise Trouble(
                f"A reminder cannot be snoozed for {minutes} minutes.",
                f"Use 1 minute to {LATEST.days} days.",
            )
        now = self.now().astimezone(UTC)
        base = now if due.is_due(found, now) else found.due_utc
        moment = base + timedelta(minutes=minutes)
        if moment - now > LATEST:
            raise Trouble(
                f"That is more than {LATEST.days} days ahead.", "Choose fewer minutes, or a time."
            )
        return self._put_off(found, moment)

    def snooze_until(self, reminder_id: str, when_text: str) -> Reminder:
        """Make it due at a time in the agent's own words, later or earlier, see `when.parse_when`.

        Raises:
            Trouble: no such reminder is open, or the time is not clear.
        """
        found = self.find(reminder_id)
        moment, _ = self.moment(when_text)
        return self._put_off(found, moment)

    def _put_off(self, found: Reminder, moment: datetime) -> Reminder:
        later = replace(found, due_utc=moment, fired_at=None, snoozed=found.snoozed + 1)
        self._open[found.id] = later
        self._write(later)
        return later

    def snooze_choices(self) -> tuple[tuple[str, str], ...]:
        """See `hours.snooze_choices`; the first alone where the zone is not known."""
        try:
            return snooze_choices(self.now(), self.zone(), self.hours)
        except Trouble:
            return (("in 10 min", "10 min"),)

    def find(self, reminder_id: str) -> Reminder:
        """An open reminder.

        Raises:
            Trouble: no such reminder is open.
        """
        found = self._open.get(reminder_id)
        if found is None:
            ids = ", ".join(each.id for each in self.all_open())
            raise Trouble(
                f"There is no open reminder “{reminder_id}”.",
                f"Open are: {ids}." if ids else "None is open.",
            )
        return found

    def due(self) -> tuple[Reminder, ...]:
        """Those to show now, the longest overdue first."""
        return due.due_now(self._open.values(), self.now())

    def take_newly_due(self) -> tuple[Reminder, ...]:
        """Those to announce now; each is given out once.

        That they were announced is handed to the ledger before they are returned. It does
        not wait for the disk: after a crash in that instant one is announced again, which is
        better than never.
        """
        now = self.now()
        taken = tuple(
            replace(each, fired_at=now) for each in due.newly_due(self._open.values(), now)
        )
        for reminder in taken:
            self._open[reminder.id] = reminder
            self._write(reminder)
        return taken

    def all_open(self) -> tuple[Reminder, ...]:
        """Every reminder not done, the first due first."""
        return tuple(sorted(self._open.values(), key=lambda each: (each.due_utc, each.id)))

    def count_open(self) -> int:
        """How many reminders are not done; in no time, however many."""
        return len(self._open)

    def next_wake(self) -> datetime | None:
        """When to call `take_newly_due` next, see `due.next_wake`."""
        return due.next_wake(self._open.values(), self.now())

    def wording(self, reminder: Reminder) -> str:
        """How its time is said now, see `due.wording`."""
        return due.wording(reminder, self.now(), self._zone_or_none())

    def full_wording(self, reminder: Reminder) -> str:
        """The same, with the time where its words were meant if clocks there differ."""
        there = due.there(reminder, self.now(), self._zone_or_none())
        return " · ".join(filter(None, [self.wording(reminder), there]))

    def told(self, reminder: Reminder) -> str:
        """The time of a promise and how often it comes: `due tomorrow 10:00, every month`."""
        return ", ".join(filter(None, [self.wording(reminder), reminder.terms.repeats.words]))

    def _zone_or_none(self) -> ZoneInfo | None:
        try:
            return self.zone()
        except Trouble:
            return None  # the C library's idea of it is better than no reminder

    def _write(self, reminder: Reminder) -> None:
        self._ledger.write(lambda connection: store.update_reminder(connection, reminder))
