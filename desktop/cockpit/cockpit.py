"""The few things an agent can do, whichever way they do them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cockpit.chats import ChatAnswer
from desktop.cockpit.earlier import EarlierContacts
from desktop.cockpit.hand_overs import NAME, HandOvers
from desktop.cockpit.offers import Offers
from desktop.cockpit.origins import Name, Origin
from desktop.cockpit.private_walk import next_aside, private_behind
from desktop.cockpit.promises import Promises
from desktop.cockpit.speaker import PRIVATE, Speaker, Windows
from desktop.contacts.desk import Desk
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.guide.library import Library
from desktop.guide.model import Phrase, Playbook, Step
from desktop.guide.ranking import Suggestion, suggest
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.guide.walk import Walk
from desktop.insertion.outcome import Outcome
from desktop.insertion.ports import Target

if TYPE_CHECKING:
    from desktop.cockpit.papers import Papers


class Cockpit:
    """Contacts and phrases behind one set of verbs; those for reminders are `promises`.

    Every verb raises `Trouble` (with a remedy) when it cannot be done, having changed nothing.
    """

    def __init__(
        self,
        library: Library,
        desk: Desk,
        book: ReminderBook,
        speaker: Speaker,
        windows: Windows,
    ) -> None:
        self.library = library
        self.desk = desk
        self.book = book
        self.speaker = speaker
        self.stop_lines_playbook = "stop-lines"
        self.reset_playbook = "reset"
        self.follow_up_playbook = "follow-up-contact"
        self.documents: Path | None = None  # the team's own templates
        self._papers: Papers | None = None
        self.hand_overs = HandOvers(library.playbook, lambda: self.papers)
        self.offers = Offers(desk, book)
        self.promises = Promises(desk, book, speaker, self.offers, windows.refresh)
        self.earlier = EarlierContacts(desk, book)
        speaker.on_said = self.offers.hear
        self.usual_playbook = "leap"  # offered first among those that fit equally well
        self.aside: Walk | None = None  # in a private playbook, of which nothing is written down
        self.trigger: Trigger | None = None  # said before the contact is started
        self.manner: Manner | None = None
        self.is_showing_all = False  # playbooks to start with, not only those that fit best
        self.origins: dict[Name, Origin] = {}  # of playbooks that take another one's place
        self._windows = windows

    @property
    def papers(self) -> Papers:
        """Makes notes, briefs and summaries; not needed before a contact ends."""
        if self._papers is None:
            from desktop.cockpit.papers import Papers

            self._papers = Papers(
                *(self.library.playbook, self.book, lambda: self.speaker.agent_name),
                self.desk.recorded,
                own_folder=self.documents,
            )
        return self._papers

    # -- the contact -----------------------------------------------------------------------

    @property
    def playbook(self) -> Playbook | None:
        """The playbook the agent stands in, a private one first; None when there is none."""
        if self.aside is not None:
            return self.library.playbook(self.aside.current.playbook)
        return self.desk.current_playbook

    @property
    def step(self) -> Step | None:
        """The step the agent stands on; None when there is none."""
        if self.aside is None:
            return self.desk.current_step
        playbook = self.playbook
        return playbook.step(self.aside.current.step) if playbook is not None else None

    def start(
        self,
        playbook_id: str,
        customer: str = "",
        reference: str = "",
        channel: str = "",
        *,
        trigger: Trigger | None = None,
        manner: Manner | None = None,
    ) -> str:
        """Start a contact; its id. One in hand is set aside, not ended.

        Raises:
            Trouble: there is no such playbook, or it is a private one.
        """
        found = self.library.playbook(playbook_id)
        if found is not None and found.is_private:
            what = f"“{found.title}” is for you alone; no contact is made with it."
            raise Trouble(what, "Open it from the panel or the palette.")
        contact = self.desk.start(
            *(playbook_id, customer, reference, channel),
            trigger=trigger or self.trigger,
            manner=manner or self.manner,
        )
        self.aside = self.trigger = self.manner = None
        self.is_showing_all = False
        self.speaker.last_insertion = None
        self._windows.refresh()
        return contact.id

    def choose_playbook(self, playbook_id: str) -> None:
        """Start a contact with a playbook, or go into it with the one in hand."""
        found = self.library.playbook(playbook_id)
        if found is not None and found.is_private:
            self.aside = Walk.start(found)
            self._windows.refresh()
        elif self.desk.current is None:
            self.start(playbook_id)
        else:
            self.desk.enter(playbook_id)
            self.aside = None
            self._windows.refresh()

    def open_playbook(self, playbook_id: str) -> None:
        """Start a new contact with a playbook, or open a private one."""
        found = self.library.playbook(playbook_id)
        if found is not None and found.is_private:
            self.choose_playbook(playbook_id)
        else:
            self.start(playbook_id)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """The playbooks to start with, those that fit best first; the agent's own pause last."""
        books = sorted(self.library.covers(), key=lambda each: each.id != self.usual_playbook)
        found = suggest(books, self.trigger, self.manner)
        usual = self.reset_playbook, self.stop_lines_playbook
        return tuple(sorted(found, key=lambda each: each.cover.id in usual))

    def go_on(self) -> None:
        """Go to the next step; where no contact is open, start one with what fits best."""
        if self.desk.current is None and self.aside is None:
            first = next(iter(self.suggestions()), None)
            if first is None:
                raise Trouble("There is no playbook.", "Put one into the playbooks folder.")
            self.start(first.cover.id)
        else:
            self.next()

    def choose_trigger(self, trigger: Trigger) -> None:
        """Say what the next contact is about, or take that back."""
        self.trigger = None if self.trigger is trigger else trigger
        self._windows.refresh()

    def choose_manner(self, manner: Manner) -> None:
        """Say how the next customer comes across, or take that back."""
        self.manner = None if self.manner is manner else manner
        self._windows.refresh()

    def show_all(self) -> None:
        """Offer every playbook to start with."""
        self.is_showing_all = True
        self._windows.refresh()

    def leave_aside(self) -> None:
        """Back from a private playbook to where the agent was."""
        self.aside = None
        self._windows.refresh()

    def in_contact(self, contact_id: str | None, work: Callable[[], object]) -> None:
        """Do something for the contact it was meant for, whichever is in hand by now.

        Raises:
            Trouble: That contact has ended; nothing was done.
        """
        now = self.desk.current.id if self.desk.current is not None else None
        if contact_id == now or contact_id is None:
            work()
            return
        if all(each.id != contact_id for each in self.desk.waiting):
            raise Trouble("That contact has ended meanwhile.", "Nothing was written.")
        with self.desk.lent(contact_id):
            work()
        self._windows.refresh()

    def next(self, branch_id: str | None = None) -> None:
        """Go to the next step, or along a branch; from the last private step to where it began."""
        if self.aside is not None:
            self.aside = next_aside(self.aside, self.playbook, self.step, branch_id)
        elif private := private_behind(self.library, self.step, branch_id):
            self.aside = Walk.start(private)
        else:
            self.desk.next(branch_id)
        self._windows.refresh()

    def back(self) -> None:
        """Go one step back; from the first private step to where it began."""
        if self.aside is None:
            self.desk.back()
        else:
            self.aside = self.aside.back() if self.aside.can_go_back else None
        self._windows.refresh()

    def stop_lines(self) -> None:
        """Go to the stop lines from anywhere; back returns."""
        self.desk.enter(self.stop_lines_playbook)
        self.aside = None
        self._windows.refresh()

    def reset(self) -> None:
        """Open the agent's own pause, or close it; nothing of it is written down."""
        if self.aside is not None:
            self.leave_aside()
        else:
            self.choose_playbook(self.reset_playbook)

    def tick(self, item: str) -> None:
        """Tick an item of the step's checklist, or take that back."""
        self.desk.tick(item)
        self._windows.refresh()

    def set_details(
        self,
        customer: str,
        reference: str,
        channel: str,
        trigger: Trigger | None = None,
        manner: Manner | None = None,
        language: str | None = None,
    ) -> None:
        """Say who the contact is with, what it is about, and in which language."""
        self.desk.set_details(
            customer=customer,
            reference=reference,
            channel=channel,
            trigger=trigger,
            manner=manner,
            language=language,
        )
        self._windows.refresh()

    def add_line(self, text: str) -> None:
        """Write a line of the agent's own into the record of the contact in hand."""
        self.desk.note(text)
        self._windows.refresh()

    def end(self, outcome: str, note: str = "") -> None:
        """End the contact in hand; ended for conduct or escalated, it is to be handed over.

        Raises:
            Trouble: no contact is open, or the outcome is none of `Ending`.
        """
        contact, note = self.desk.current, self.desk.kept(note)
        self.desk.end(outcome, note)
        if contact is not None:
            self.hand_overs.add(self.papers.remember(contact, Ending(outcome), note))
        self.speaker.chats.forget_ended()
        self.speaker.last_insertion = None
        self._windows.refresh()

    def copy_hand_over(self, contact_id: str) -> None:
        """Put what the supervisor needs to know on the clipboard."""
        self.speaker.copy_text(self.hand_overs.text_of(contact_id), NAME)
        self._windows.refresh()

    def close_hand_over(self, contact_id: str) -> None:
        """It was passed on: show it no more."""
        self.hand_overs.close(contact_id)
        self._windows.refresh()

    def resume(self, contact_id: str) -> None:
        """Take a waiting contact in hand."""
        self.desk.resume(contact_id)
        self.aside = None
        self._windows.refresh()

    def switch(self) -> None:
        """Go to the contact whose chat is in front, or else to the one that waits longest; with
        none waiting, set the one in hand aside.

        Raises:
            Trouble: there is no contact at all.
        """
        waiting = self.desk.waiting
        if waiting:
            self.resume(self.speaker.chats.offered() or waiting[-1].id)
        else:
            self.desk.set_aside()
            self._windows.refresh()

    def answer_about_chat(self, answer: ChatAnswer) -> None:
        """Answer the question whose chat is in front.

        Raises:
            Trouble: nothing is asked any more.
        """
        asked = self.speaker.chats.question
        if asked is None:
            raise Trouble("There is nothing to answer any more.", "Insert the phrase again.")
        self.speaker.chats.ask(None)
        if answer is ChatAnswer.GO:
            self.resume(asked.owner_id)
        elif answer is ChatAnswer.INSERT:
            self.speaker.insert(asked.phrase_id, target=asked.target, sure_of=asked.chat)
        else:
            self._windows.refresh()

    def forget(self, contact_ids: Collection[str], reminder_ids: Collection[str]) -> None:
        """Let go of what is known of contacts and reminders that are about to be removed for good.

        Raises:
            Trouble: one of the contacts is open.
        """
        mine = self.desk.current
        everyone = (*self.desk.waiting, *(() if mine is None else (mine,)))
        if any(each.id in contact_ids for each in everyone):
            raise Trouble("A contact with them is open.", "End it first; nothing was removed.")
        self.book.forget(contact_ids, reminder_ids)
        for contact_id in contact_ids:
            self.hand_overs.close(contact_id)
        if self._papers is not None:
            self._papers.forget(contact_ids)
        self.earlier.forget(contact_ids)
        self._windows.refresh()

    def hide_earlier(self) -> None:
        """Show the earlier contacts of the customer in hand no more."""
        self.earlier.hide()
        self._windows.refresh()

    # -- phrases ---------------------------------------------------------------------------

    def phrase_in_slot(self, slot: int) -> Phrase:
        """The phrase under a hotkey's number, counted from 1."""
        if self.aside is not None:
            raise Trouble(PRIVATE, "Go back first.")
        step = self.desk.current_step
        if step is None and self.desk.current is not None:
            playbook_id = self.desk.current.walk.current.playbook
            raise Trouble(
                f"The playbook “{playbook_id}” is gone or lost this step.",
                "Choose another one in the panel; your contact is kept.",
            )
        if step is None:
            raise Trouble("No contact is open.", "Start one: choose a playbook in the panel.")
        if not 1 <= slot <= len(step.phrases):
            count = len(step.phrases)
            remedy = f"It has {count}." if count else "It has none."
            raise Trouble(f"This step has no phrase {slot}.", remedy)
        phrase = step.phrases[slot - 1]
        if not self.speaker.is_offered(phrase):
            raise Trouble(f"Phrase {slot} is for {phrase.when}.", "Change the details, or another.")
        return phrase

    def insert_slot(
        self,
        slot: int,
        keys: tuple[str, ...] = (),
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
        target: Target | None = None,
    ) -> None:
        """Insert the phrase under a number into the field that has the keyboard, or had it."""
        if self.aside is not None:
            self.speaker.decline_private(f"slot {slot}", on_outcome)
            return
        try:
            phrase = self.phrase_in_slot(slot)
        except Trouble as trouble:
            self.speaker.refuse(f"slot {slot}", str(trouble), on_outcome)
            return
        self.speaker.insert(phrase.id, keys=keys, target=target, on_outcome=on_outcome)
