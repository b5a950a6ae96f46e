"""The agent's desk: the contact in hand and those set aside.

The desk is the truth for the windows: a change shows at once and is handed to the ledger
in the same call. `Ledger.settled` tells when it is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from desktop.contacts import missing, store, words
from desktop.contacts.looking_up import Recorded, recorded
from desktop.contacts.open_contact import (
    OpenContact,
    as_contact,
    branch_facts,
    corrected,
    detailed,
    ended_event,
    insertion_facts,
    kinds_of,
    on_rung,
    reopened,
    step_event,
    ticked,
    with_said,
)
from desktop.contacts.record import (
    DETAIL_CHARS,
    NOTE_CHARS,
    ContactEvent,
    EventKind,
    Fact,
    StepMove,
)
from desktop.errors import Trouble
from desktop.guide.model import Playbook, Step
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.guide.walk import Walk
from desktop.insertion.outcome import Outcome
from desktop.privacy.masker import Masker
from desktop.storage.ids import new_id
from desktop.storage.ledger import Ledger


class Desk:
    """Starts, walks, sets aside, resumes and ends contacts. Use it from one thread.

    Args:
        ledger: Where everything is written, as it happens.
        find_playbook: The playbook with an id as it is *now*, or None: files change while a
            contact is open.
        now: The aware time.
        playbook_ids: The ids there are, to name them when one is not found.
        masker: Takes out what must not be kept, from every text that comes in.
    """

    def __init__(
        self,
        ledger: Ledger,
        find_playbook: Callable[[str], Playbook | None],
        now: Callable[[], datetime],
        playbook_ids: Callable[[], Iterable[str]] = tuple,
        masker: Masker | None = None,
    ) -> None:
        self._ledger = ledger
        self._find_playbook = find_playbook
        self._now = now
        self._playbook_ids = playbook_ids
        self._masker = masker or Masker()
        self._current: OpenContact | None = None
        self._waiting: tuple[OpenContact, ...] = ()
        self._issued: set[str] = set()

    @property
    def current(self) -> OpenContact | None:
        """The contact in hand."""
        return self._current

    @property
    def waiting(self) -> tuple[OpenContact, ...]:
        """Contacts set aside or left open by a crash, the latest first."""
        return self._waiting

    @property
    def current_playbook(self) -> Playbook | None:
        """The playbook the agent stands in; None without a contact or when it is gone."""
        if self._current is None:
            return None
        return self._find_playbook(self._current.walk.current.playbook)

    @property
    def current_step(self) -> Step | None:
        """The step the agent stands on; None without a contact or when it is gone from its
        playbook. The place is kept: the step shows again when the file is mended."""
        return None if self._current is None else self._step_of(self._current)

    def load_open(self) -> None:
        """Put every contact that was left open in the record to `waiting`; at program start.

        Raises:
            Trouble: the record cannot be read.
        """
        stored = self._ledger.read(store.open_contacts).result()
        known = {each.id for each in self._all_open()}
        found = tuple(reopened(each) for each in stored)
        self._waiting += tuple(each for each in found if each.id not in known)
        self._issued.update(each.id for each in found)

    def start(
        self,
        playbook_id: str,
        customer: str = "",
        reference: str = "",
        channel: str = "",
        *,
        trigger: Trigger | None = None,
        manner: Manner | None = None,
    ) -> OpenContact:
        """Start a contact with a playbook; the one in hand is set aside first.

        Raises:
            Trouble: there is no such playbook; nothing changed.
        """
        walk = Walk.start(self._playbook(playbook_id))
        customer, reference, channel = map(self._detail, (customer, reference, channel))
        if self._current is not None:
            self.set_aside()
        now = self._now()
        opened = OpenContact(
            new_id("c", now, self._issued),
            *(customer, reference, channel, walk, now),
            trigger=trigger,
            manner=manner,
        )
        self._issued.add(opened.id)
        self._current, climbed = on_rung(opened, self._step_of(opened), now)
        events = (
            ContactEvent(opened.id, now, EventKind.STARTED, {"playbook": playbook_id}),
            step_event(opened.id, now, walk, StepMove.START, self._step_of(opened)),
            *climbed,
        )
        self._write(*events, first=lambda c: store.insert_contact(c, as_contact(opened)))
        return self._current

    def next(self, branch_id: str | None = None) -> None:
        """Go on to the next step, or along a branch (also into another playbook).

        Raises:
            Trouble: no contact is open, or there is no such way on; nothing changed.
        """
        contact = self._in_hand()
        playbook = self.current_playbook
        if playbook is None:
            raise missing.playbook_gone(contact.walk.current.playbook)
        walk = contact.walk.advance(playbook, branch_id, self._find_playbook)
        self._walk(contact, walk, StepMove.NEXT, branch_facts(self.current_step, branch_id))

    def back(self) -> None:
        """Go back one step on the path.

        Raises:
            Trouble: no contact is open, or this is its first step.
        """
        contact = self._in_hand()
        self._walk(contact, contact.walk.back(), StepMove.BACK)

    def enter(self, playbook_id: str) -> None:
        """Go to the first step of any playbook (the stop lines); starts a contact when none is
        open.

        Raises:
            Trouble: there is no such playbook.
        """
        if self._current is None:
            self.start(playbook_id)
        else:
            walk = self._current.walk.enter(self._playbook(playbook_id))
            self._walk(self._current, walk, StepMove.ENTER)

    def set_details(
        self,
        *,
        customer: str | None = None,
        reference: str | None = None,
        channel: str | None = None,
        trigger: Trigger | None = None,
        manner: Manner | None = None,
        language: str | None = None,
    ) -> None:
        """Fill in who the contact is with, and what it is about; what is None stays.

        Raises:
            Trouble: no contact is open.
        """
        typed = {"customer": customer, "reference": reference, "channel": channel}
        cleaned = {
            name: None if text is None else self._detail(text) for name, text in typed.items()
        }
        told = {**cleaned, "trigger": trigger, "manner": manner, "language": language}
        new, fields = detailed(self._in_hand(), told)
        if not fields:
            return
        self._current = new
        facts: dict[str, Fact] = {"fields": fields}
        if "language" in fields:
            facts["language"] = new.language
        event = ContactEvent(new.id, self._now(), EventKind.DETAILS, facts)
        written = {name: getattr(new, name) for name in fields if name in store.DETAILS}
        self._write(event, first=lambda c: store.update_details(c, new.id, written))

    def set_values(self, values: Mapping[str, str], playbook: Playbook | None = None) -> None:
        """Fill in words for placeholders; those not named keep theirs.

        Args:
            values: By placeholder.
            playbook: Whose placeholders they are, which says what they mean in the record; None:
                that of the playbook in hand.

        Raises:
            Trouble: no contact is open.
        """
        old = self._in_hand()
        cleaned = {name: self._detail(text) for name, text in values.items()}
        changed = {name: text for name, text in cleaned.items() if old.values.get(name) != text}
        if not changed:
            return
        kinds = {**old.kinds, **kinds_of(playbook or self.current_playbook, changed)}
        self._current = replace(old, values={**old.values, **changed}, kinds=kinds)
        event = ContactEvent(old.id, self._now(), EventKind.DETAILS, {"fields": sorted(changed)})
        self._write(event, first=lambda c: store.put_values(c, old.id, changed, kinds))

    def is_open(self, contact_id: str) -> bool:
        """Whether it is in hand or waits."""
        return any(each.id == contact_id for each in self._all_open())

    def take_over(
        self, contact_id: str, details: Mapping[str, str], values: Mapping[str, str]
    ) -> None:
        """Go on with what somebody else wrote into a contact, if it is open; writes nothing.

        Args:
            contact_id: Any contact.
            details: New words for any of `store.DETAILS`.
            values: New words for placeholders.
        """
        self._change(contact_id, lambda each: corrected(each, details, values))

    def tick(self, item: str) -> None:
        """Tick an item of the present step's checklist off, or take that back.

        Raises:
            Trouble: no contact is open, or the step has no such item.
        """
        contact, step = self._in_hand(), self.current_step
        if step is None or item not in step.checklist:
            raise Trouble("This step's checklist has changed.", "Look again.")
        self._current, facts = ticked(contact, item)
        self._append(contact.id, EventKind.TICKED, facts)

    def note_insertion(
        self, phrase_id: str, outcome: Outcome, contact_id: str | None = None, wording: int = 0
    ) -> bool:
        """Write down how an insertion ended; never the text.

        Args:
            phrase_id: Which phrase.
            wording: Which of its wordings, from 0.
            outcome: How it ended.
            contact_id: The contact it was begun in, which may be set aside or ended by now;
                None: the one in hand.

        Returns:
            False when no contact is open and none was named: there is nothing to write to.
        """
        if contact_id is None:
            if self._current is None:
                return False
            contact_id = self._current.id
        elif contact_id not in self._issued:
            raise self._unknown(contact_id)
        if store.is_said(outcome.verdict):
            self._change(contact_id, lambda each: with_said(each, phrase_id, wording))
        facts = insertion_facts(phrase_id, wording, outcome, self._masker)
        self._append(contact_id, EventKind.INSERTION, facts)
        return True

    def note(self, text: str) -> None:
        """Write a line of the agent's own into the contact.

        Raises:
            Trouble: no contact is open, or there is no text.
        """
        contact, text = self._in_hand(), self.kept(text)
        if not text:
            raise Trouble("There is nothing to add.", "Write the line: “wants a call, not a mail”.")
        self._current = replace(contact, lines=(*contact.lines, text))
        line = ContactEvent(contact.id, self._now(), EventKind.NOTE, {"text": text})
        self._write(line, is_found_by=True)

    def kept(self, text: str) -> str:
        """A text of the agent's as it would be kept."""
        return self._masker.lines(text, NOTE_CHARS)

    def end(self, outcome: str, note: str = "") -> None:
        """End the contact in hand; those set aside stay where they are.

        Raises:
            Trouble: no contact is open, or the outcome is none of `Ending`.
        """
        contact = self._in_hand()
        if outcome not in set(Ending):
            raise missing.no_such_ending(outcome)
        note, now = self.kept(note), self._now()
        self._current = None
        event = ended_event(contact, Ending(outcome), now)
        self._write(event, first=lambda c: store.end_contact(c, contact.id, now, outcome, note))

    def set_aside(self) -> None:
        """Put the contact in hand with those that wait.

        Raises:
            Trouble: no contact is open.
        """
        contact, now = self._in_hand(), self._now()
        self._current = None
        self._waiting = (replace(contact, aside_since=now), *self._waiting)
        self._write(ContactEvent(contact.id, now, EventKind.SET_ASIDE))

    def resume(self, contact_id: str) -> OpenContact:
        """Take a waiting contact in hand; the one in hand is set aside first.

        Raises:
            Trouble: no such contact waits.
        """
        if self._current is not None and self._current.id == contact_id:
            return self._current
        found = next((each for each in self._waiting if each.id == contact_id), None)
        if found is None:
            raise self._unknown(contact_id)
        if self._current is not None:
            self.set_aside()
        self._waiting = tuple(each for each in self._waiting if each.id != contact_id)
        self._current = replace(found, aside_since=None)
        self._append(contact_id, EventKind.RESUMED, {})
        return self._current

    def recorded(self, contact_id: str) -> Recorded | None:
        """What the record knows of a contact, ended or not; None where it knows none.

        Raises:
            Trouble: the record cannot be read now.
        """
        return recorded(self._ledger, contact_id)

    @contextmanager
    def lent(self, contact_id: str) -> Iterator[None]:
        """A waiting contact is the one in hand for the length of a block, without being resumed:
        afterwards it waits on where it did and since it did, unless it was ended.

        Raises:
            Trouble: no such contact waits.
        """
        place = next((n for n, each in enumerate(self._waiting) if each.id == contact_id), None)
        if place is None:
            raise self._unknown(contact_id)
        mine, self._current = self._current, self._waiting[place]
        self._waiting = (*self._waiting[:place], *self._waiting[place + 1 :])
        try:
            yield
        finally:
            if self._current is not None:
                self._waiting = (*self._waiting[:place], self._current, *self._waiting[place:])
            self._current = mine

    def _all_open(self) -> tuple[OpenContact, ...]:
        return self._waiting if self._current is None else (self._current, *self._waiting)

    def _in_hand(self) -> OpenContact:
        if self._current is None:
            raise missing.no_contact()
        return self._current

    def _playbook(self, playbook_id: str) -> Playbook:
        found = self._find_playbook(playbook_id)
        if found is None:
            raise missing.no_such_playbook(playbook_id, self._playbook_ids())
        return found

    def _unknown(self, contact_id: str) -> Trouble:
        return missing.no_such_contact(contact_id, (each.id for each in self._all_open()))

    def _step_of(self, contact: OpenContact) -> Step | None:
        place = contact.walk.current
        playbook = self._find_playbook(place.playbook)
        return None if playbook is None else playbook.step(place.step)

    def note_document(self, contact_id: str, document: str, way: str) -> bool:
        """Write down that a brief or summary was used, and how; never its text.

        Returns:
            False for a contact that was not open in this sitting: what has long ended stays.
        """
        if contact_id not in self._issued:
            return False
        self._append(contact_id, EventKind.DOCUMENT, {"document": document, "way": way})
        return True

    def _walk(
        self, contact: OpenContact, walk: Walk, move: StepMove, more: Mapping[str, Fact] = {}
    ) -> None:
        now = self._now()
        moved = replace(contact, walk=walk)
        self._current, climbed = (
            on_rung(moved, self._step_of(moved), now) if move is not StepMove.BACK else (moved, ())
        )
        step = self._step_of(moved)
        events = (step_event(contact.id, now, walk, move, step, more), *climbed)
        been = {place.playbook for place in contact.walk.path}
        self._write(*events, is_found_by=walk.current.playbook not in been)

    def _write(
        self,
        *events: ContactEvent,
        first: Callable[[sqlite3.Connection], None] | None = None,
        is_found_by: bool = False,
    ) -> None:
        """Write what happened in a contact, after the change of it that this tells of.

        Args:
            events: In order, of one contact.
            first: That change.
            is_found_by: Whether the log can find the contact by the events; by the change it can.
        """

        def job(connection: sqlite3.Connection) -> None:
            if first is not None:
                first(connection)
            for event in events:
                store.append_event(connection, event)
            if first is not None or is_found_by:
                words.refresh(connection, events[0].contact_id)

        self._ledger.write(job)

    def _append(self, contact_id: str, kind: EventKind, facts: Mapping[str, Fact]) -> None:
        self._write(ContactEvent(contact_id, self._now(), kind, facts))

    def _change(self, contact_id: str, change: Callable[[OpenContact], OpenContact]) -> None:
        if self._current is not None and self._current.id == contact_id:
            self._current = change(self._current)
        self._waiting = tuple(
            change(each) if each.id == contact_id else each for each in self._waiting
        )

    def _detail(self, text: str) -> str:
        """What the record, a sentence and a line of the panel can hold."""
        return self._masker.line(text, DETAIL_CHARS)
