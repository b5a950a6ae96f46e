"""The agent's desk: the contact in hand and those set aside.

The desk is the truth for the windows: a change shows at once and is handed to the ledger
in the same call. `Ledger.settled` tells when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from desktop.contacts import missing, store
from desktop.contacts.at_hand import AtHand
from desktop.contacts.entries import Entries
from desktop.contacts.looking_up import recorded
from desktop.contacts.open_contact import (
    OpenContact,
    branch_facts,
    corrected,
    detailed,
    details_event,
    ended_event,
    insertion_facts,
    on_rung,
    reopened,
    step_event,
    ticked,
    with_said,
    worded,
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
        self._entries = Entries(ledger)
        self._at_hand = AtHand()
        self._issued: set[str] = set()

    @property
    def current(self) -> OpenContact | None:
        """The contact in hand."""
        return self._at_hand.current

    @property
    def waiting(self) -> tuple[OpenContact, ...]:
        """Contacts set aside or left open by a crash, the latest first."""
        return self._at_hand.waiting

    @property
    def current_playbook(self) -> Playbook | None:
        """The playbook the agent stands in; None without a contact or when it is gone."""
        current = self._at_hand.current
        return None if current is None else self._find_playbook(current.walk.current.playbook)

    @property
    def current_step(self) -> Step | None:
        """The step the agent stands on; None without a contact or when it is gone from its
        playbook. The place is kept: the step shows again when the file is mended."""
        return None if self.current is None else self._step_of(self.current)

    def load_open(self) -> None:
        """Put every contact that was left open in the record to `waiting`; at program start.

        Raises:
            Trouble: the record cannot be read.
        """
        stored = self._ledger.read(store.open_contacts).result()
        known = {each.id for each in self._at_hand.everyone}
        found = tuple(reopened(each) for each in stored)
        self._at_hand.waiting += tuple(each for each in found if each.id not in known)
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
        if self.current is not None:
            self.set_aside()
        now = self._now()
        opened = OpenContact(
            new_id("c", now, self._issued),
            *(customer, reference, channel, walk, now),
            trigger=trigger,
            manner=manner,
        )
        self._issued.add(opened.id)
        self._at_hand.current, climbed = on_rung(opened, self._step_of(opened), now)
        self._entries.begin(
            opened,
            ContactEvent(opened.id, now, EventKind.STARTED, {"playbook": playbook_id}),
            step_event(opened.id, now, walk, StepMove.START, self._step_of(opened)),
            *climbed,
        )
        return self._at_hand.current

    def next(self, branch_id: str | None = None) -> None:
        """Go on to the next step, or along a branch (also into another playbook).

        Raises:
            Trouble: no contact is open, or there is no such way on; nothing changed.
        """
        contact = self._at_hand.in_hand()
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
        contact = self._at_hand.in_hand()
        self._walk(contact, contact.walk.back(), StepMove.BACK)

    def enter(self, playbook_id: str) -> None:
        """Go to the first step of any playbook (the stop lines); starts a contact when none is
        open.

        Raises:
            Trouble: there is no such playbook.
        """
        if self.current is None:
            self.start(playbook_id)
        else:
            walk = self.current.walk.enter(self._playbook(playbook_id))
            self._walk(self.current, walk, StepMove.ENTER)

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
        new, fields = detailed(self._at_hand.in_hand(), told)
        if fields:
            self._at_hand.current = new
            self._entries.put_details(details_event(new, fields, self._now()), new, fields)

    def set_values(self, values: Mapping[str, str], playbook: Playbook | None = None) -> None:
        """Fill in words for placeholders; those not named keep theirs.

        Args:
            values: By placeholder.
            playbook: Whose placeholders they are, which says what they mean in the record; None:
                that of the playbook in hand.

        Raises:
            Trouble: no contact is open.
        """
        old = self._at_hand.in_hand()
        cleaned = {name: self._detail(text) for name, text in values.items()}
        new, changed = worded(old, cleaned, playbook or self.current_playbook)
        if changed:
            self._at_hand.current = new
            facts: dict[str, Fact] = {"fields": sorted(changed)}
            event = ContactEvent(new.id, self._now(), EventKind.DETAILS, facts)
            self._entries.put_values(event, changed, new.kinds)

    def is_open(self, contact_id: str) -> bool:
        """Whether it is in hand or waits."""
        return any(each.id == contact_id for each in self._at_hand.everyone)

    def take_over(
        self, contact_id: str, details: Mapping[str, str], values: Mapping[str, str]
    ) -> None:
        """Go on with what somebody else wrote into a contact, if it is open; writes nothing.

        Args:
            contact_id: Any contact.
            details: New words for any of `store.DETAILS`.
            values: New words for placeholders.
        """
        self._at_hand.change(contact_id, lambda each: corrected(each, details, values))

    def tick(self, item: str) -> None:
        """Tick an item of the present step's checklist off, or take that back.

        Raises:
            Trouble: no contact is open, or the step has no such item.
        """
        contact, step = self._at_hand.in_hand(), self.current_step
        if step is None or item not in step.checklist:
            raise Trouble("This step's checklist has changed.", "Look again.")
        self._at_hand.current, facts = ticked(contact, item)
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
            if self.current is None:
                return False
            contact_id = self.current.id
        elif contact_id not in self._issued:
            raise self._at_hand.unknown(contact_id)
        if store.is_said(outcome.verdict):
            self._at_hand.change(contact_id, lambda each: with_said(each, phrase_id, wording))
        facts = insertion_facts(phrase_id, wording, outcome, self._masker)
        self._append(contact_id, EventKind.INSERTION, facts)
        return True

    def note_document(self, contact_id: str, document: str, way: str) -> bool:
        """Write down that a brief or summary was used, and how; never its text.

        Returns:
            False for a contact that was not open in this sitting: what has long ended stays.
        """
        if contact_id not in self._issued:
            return False
        self._append(contact_id, EventKind.DOCUMENT, {"document": document, "way": way})
        return True

    def note(self, text: str) -> None:
        """Write a line of the agent's own into the contact.

        Raises:
            Trouble: no contact is open, or there is no text.
        """
        contact, text = self._at_hand.in_hand(), self.kept(text)
        if not text:
            raise Trouble("There is nothing to add.", "Write the line: “wants a call, not a mail”.")
        self._at_hand.current = replace(contact, lines=(*contact.lines, text))
        line = ContactEvent(contact.id, self._now(), EventKind.NOTE, {"text": text})
        self._entries.add(line, is_found_by=True)

    def kept(self, text: str) -> str:
        """A text of the agent's as it would be kept."""
        return self._masker.lines(text, NOTE_CHARS)

    def end(self, outcome: str, note: str = "") -> None:
        """End the contact in hand; those set aside stay where they are.

        Raises:
            Trouble: no contact is open, or the outcome is none of `Ending`.
        """
        contact = self._at_hand.in_hand()
        if outcome not in set(Ending):
            raise missing.no_such_ending(outcome)
        note, now = self.kept(note), self._now()
        self._at_hand.current = None
        self._entries.end(ended_event(contact, Ending(outcome), now), outcome, note)

    def set_aside(self) -> None:
        """Put the contact in hand with those that wait.

        Raises:
            Trouble: no contact is open.
        """
        contact, now = self._at_hand.in_hand(), self._now()
        self._at_hand.put_aside(now)
        self._entries.add(ContactEvent(contact.id, now, EventKind.SET_ASIDE))

    def resume(self, contact_id: str) -> OpenContact:
        """Take a waiting contact in hand; the one in hand is set aside first.

        Raises:
            Trouble: no such contact waits.
        """
        if self.current is not None and self.current.id == contact_id:
            return self.current
        self._at_hand.place_of(contact_id)
        if self.current is not None:
            self.set_aside()
        resumed = self._at_hand.take(contact_id)
        self._append(contact_id, EventKind.RESUMED, {})
        return resumed

    def recorded(self, contact_id: str) -> store.StoredContact | None:
        """What the record knows of a contact, ended or not; None where it knows none.

        Raises:
            Trouble: the record cannot be read now.
        """
        return recorded(self._ledger, contact_id)

    def lent(self, contact_id: str) -> AbstractContextManager[None]:
        """A waiting contact is the one in hand for the length of a block, without being resumed:
        afterwards it waits on where it did and since it did, unless it was ended.

        Raises:
            Trouble: no such contact waits.
        """
        return self._at_hand.lent(contact_id)

    def _playbook(self, playbook_id: str) -> Playbook:
        found = self._find_playbook(playbook_id)
        if found is None:
            raise missing.no_such_playbook(playbook_id, self._playbook_ids())
        return found

    def _step_of(self, contact: OpenContact) -> Step | None:
        place = contact.walk.current
        playbook = self._find_playbook(place.playbook)
        return None if playbook is None else playbook.step(place.step)

    def _walk(
        self, contact: OpenContact, walk: Walk, move: StepMove, more: Mapping[str, Fact] = {}
    ) -> None:
        now = self._now()
        moved = replace(contact, walk=walk)
        self._at_hand.current, climbed = (
            on_rung(moved, self._step_of(moved), now) if move is not StepMove.BACK else (moved, ())
        )
        step = self._step_of(moved)
        events = (step_event(contact.id, now, walk, move, step, more), *climbed)
        been = {place.playbook for place in contact.walk.path}
        self._entries.add(*events, is_found_by=walk.current.playbook not in been)

    def _append(self, contact_id: str, kind: EventKind, facts: Mapping[str, Fact]) -> None:
        self._entries.add(ContactEvent(contact_id, self._now(), kind, facts))

    def _detail(self, text: str) -> str:
        """What the record, a sentence and a line of the panel can hold."""
        return self._masker.line(text, DETAIL_CHARS)
