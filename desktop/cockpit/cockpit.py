"""The few things an agent can do, whichever way they do them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from desktop.cockpit.speech import Gap, fill, gaps, words_of
from desktop.contacts.desk import Desk
from desktop.errors import Cannot, Trouble
from desktop.followups.book import ReminderBook
from desktop.guide.library import Library
from desktop.guide.model import Phrase, Playbook
from desktop.insertion.effects import Request
from desktop.insertion.inserter import Inserter, Job
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import Clipboard, Foreground, Target
from desktop.insertion.quirks import Method, Quirk, quirk_for


@dataclass(frozen=True, slots=True)
class LastInsertion:
    """The newest outcome, for the quiet line and `poise ctl state`."""

    phrase: str
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """A phrase cannot be inserted before the agent gives these words."""

    phrase_id: str
    gaps: tuple[Gap, ...]
    target: Target | None
    is_for_copying: bool = False


class Windows(Protocol):
    """The windows that the cockpit asks for (shown by the composition root)."""

    def ask_words(self, wanted: WordsWanted) -> None:
        """Let the agent fill in words, then insert the phrase into the same field."""

    def keep_agent_name(self, name: str) -> None:
        """Write the agent's own name into the settings, so that it is asked for only once."""

    def refresh(self) -> None:
        """Show what is true now."""


class Cockpit:
    """Contacts, phrases and reminders behind one set of verbs.

    Every verb raises `Trouble` (with a remedy) when it cannot be done, having changed nothing.
    """

    def __init__(
        self,
        library: Library,
        desk: Desk,
        book: ReminderBook,
        inserter: Inserter,
        foreground: Foreground,
        clipboard: Clipboard,
        windows: Windows,
        quirks: tuple[Quirk, ...],
    ) -> None:
        self.library = library
        self.desk = desk
        self.book = book
        self.last_insertion: LastInsertion | None = None
        self.agent_name = ""
        self.stop_lines_playbook = "stop-lines"
        self.insert_method = Method.PASTE  # what the settings ask for
        self.can_insert = True  # False on a desktop where phrases can only be copied
        self._inserter = inserter
        self._foreground = foreground
        self._clipboard = clipboard
        self._windows = windows
        self._quirks = quirks

    # -- the contact -----------------------------------------------------------------------

    def start(
        self, playbook_id: str, customer: str = "", reference: str = "", channel: str = ""
    ) -> str:
        """Start a contact; its id. One in hand is set aside, not ended."""
        contact = self.desk.start(playbook_id, customer, reference, channel)
        self.last_insertion = None
        self._windows.refresh()
        return contact.id

    def choose_playbook(self, playbook_id: str) -> None:
        """Start a contact with a playbook, or go into it with the one in hand."""
        if self.desk.current is None:
            self.start(playbook_id)
        else:
            self.desk.enter(playbook_id)
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
        self.desk.resume(contact_id)
        try:
            work()
        finally:
            if now is not None:
                self.desk.resume(now)
            elif self.desk.current is not None:
                self.desk.set_aside()
            self._windows.refresh()

    def next(self, branch_id: str | None = None) -> None:
        """Go to the next step, or along a branch."""
        self.desk.next(branch_id)
        self._windows.refresh()

    def back(self) -> None:
        """Go one step back."""
        self.desk.back()
        self._windows.refresh()

    def stop_lines(self) -> None:
        """Go to the stop lines from anywhere; back returns."""
        self.desk.enter(self.stop_lines_playbook)
        self._windows.refresh()

    def set_details(self, customer: str, reference: str, channel: str) -> None:
        """Say who the contact is with."""
        self.desk.set_details(customer=customer, reference=reference, channel=channel)
        self._windows.refresh()

    def end(self, outcome: str, note: str = "") -> None:
        """End the contact in hand."""
        self.desk.end(outcome, note)
        self.last_insertion = None
        self._windows.refresh()

    def resume(self, contact_id: str) -> None:
        """Take a waiting contact in hand."""
        self.desk.resume(contact_id)
        self._windows.refresh()

    # -- reminders -------------------------------------------------------------------------

    def remind(self, when: str, text: str, contact_id: str | None = None) -> str:
        """Make a reminder; its id.

        Args:
            when: Plain words.
            text: What was promised.
            contact_id: The contact it belongs to; None: the one in hand, if any.
        """
        contact = self.desk.current
        if contact_id is None and contact is not None:
            contact_id = contact.id
        reminder = self.book.add(when, text, contact_id)
        self._windows.refresh()
        return reminder.id

    def reminder_done(self, reminder_id: str) -> None:
        """A promise was kept."""
        self.book.done(reminder_id)
        self._windows.refresh()

    def snooze(self, reminder_id: str, minutes: int) -> None:
        """Put a reminder off."""
        self.book.snooze(reminder_id, minutes)
        self._windows.refresh()

    # -- phrases ---------------------------------------------------------------------------

    def phrase_in_slot(self, slot: int) -> Phrase:
        """The phrase under a hotkey's number, counted from 1."""
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
        return step.phrases[slot - 1]

    def find_phrase(self, phrase_id: str) -> tuple[Phrase, Playbook]:
        """A phrase by id: of the playbook in hand first, then of any.

        `PLAYBOOK/PHRASE` names one of a certain playbook.
        """
        playbook_id, _, bare_id = phrase_id.rpartition("/")
        here = self.desk.current_playbook
        books = [] if here is None or playbook_id else [here]
        for playbook in [*books, *self.library.playbooks()]:
            if playbook_id in ("", playbook.id):
                phrase = playbook.phrase(bare_id)
                if phrase is not None:
                    return phrase, playbook
        raise Trouble(f"There is no phrase “{phrase_id}”.", "Look for it in the palette.")

    def words(self) -> Mapping[str, str]:
        """Every word known for the contact in hand."""
        return words_of(self.desk.current, self.agent_name)

    def insert_slot(
        self,
        slot: int,
        keys: tuple[str, ...] = (),
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        """Insert the phrase under a number into the field that has the keyboard."""
        try:
            phrase = self.phrase_in_slot(slot)
        except Trouble as trouble:
            self._conclude(f"slot {slot}", Outcome(Verdict.REFUSED, str(trouble)), on_outcome)
            return
        self.insert(phrase.id, keys=keys, on_outcome=on_outcome)

    def insert(
        self,
        phrase_id: str,
        *,
        keys: tuple[str, ...] = (),
        target: Target | None = None,
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        """Insert a phrase.

        Args:
            phrase_id: See `find_phrase`.
            keys: Keys (besides modifiers) that the agent pressed to ask for it.
            target: The window it is for; None: the one that has the keyboard now.
            on_outcome: Told how it went, maybe twice (a late receipt).
        """
        phrase, playbook = self.find_phrase(phrase_id)
        phrase_id = phrase.id
        where = target if target is not None else self._foreground.current()
        filled = fill(phrase, playbook, self.words())
        if filled.missing:
            wanted = gaps(filled.missing, playbook)
            labels = " and ".join(gap.label for gap in wanted)
            reason = f"Nothing inserted yet: fill in {labels}."
            self._conclude(phrase_id, Outcome(Verdict.REFUSED, reason), on_outcome)
            known = where if isinstance(where, Target) else None
            self._windows.ask_words(WordsWanted(f"{playbook.id}/{phrase_id}", wanted, known))
            return
        if isinstance(where, Cannot):
            self._without_target(phrase_id, filled.text, where, on_outcome)
            return
        quirk = quirk_for(where.program, self._quirks)
        if self.insert_method is Method.COPY:
            quirk = Quirk(method=Method.COPY, reason="Copied, as your settings ask.")
        elif (barrier := self._foreground.barrier(where)) is not None:
            quirk = Quirk(method=Method.COPY, reason=barrier.reason)
        elif self.insert_method is Method.TYPE and quirk.method is Method.PASTE:
            quirk = replace(quirk, method=Method.TYPE)
        contact = self.desk.current
        contact_id = contact.id if contact is not None else None

        def conclude(outcome: Outcome) -> None:
            self._conclude(phrase_id, outcome, on_outcome, contact_id)

        self._inserter.insert(Job(Request(filled.text, where, keys), quirk, conclude))

    def copy(self, phrase_id: str) -> None:
        """Put a phrase on the clipboard, because the agent asked to copy it."""
        phrase, playbook = self.find_phrase(phrase_id)
        filled = fill(phrase, playbook, self.words())
        if filled.missing:
            wanted = gaps(filled.missing, playbook)
            self._windows.ask_words(
                WordsWanted(f"{playbook.id}/{phrase.id}", wanted, None, is_for_copying=True)
            )
            return
        refusal = self._clipboard.put(Quirk().shape(filled.text))
        outcome = Outcome(Verdict.COPIED, "Copied. Paste it where you need it.")
        if refusal is not None:
            outcome = Outcome(Verdict.REFUSED, str(refusal))
        self._conclude(phrase.id, outcome, lambda _outcome: None)

    def give_words(self, words: Mapping[str, str]) -> None:
        """Remember words: the agent's own name for good, all others for the contact in hand."""
        words = dict(words)
        own_name = words.pop("agent", "").strip()
        if own_name:
            self.agent_name = own_name
            self._windows.keep_agent_name(own_name)
        if words and self.desk.current is None:
            raise Trouble("No contact is open.", "Start one, so that the words have a place.")
        details = {key: words[key] for key in ("customer", "reference") if words.get(key)}
        if details:
            self.desk.set_details(**details)
        values = {key: word for key, word in words.items() if key not in details and word}
        if values:
            self.desk.set_values(values)
        self._windows.refresh()

    def refuse(self, phrase_id: str, reason: str) -> None:
        """Show that an insertion came to nothing before it began."""
        bare_id = phrase_id.rpartition("/")[2]
        self._conclude(bare_id, Outcome(Verdict.REFUSED, reason), lambda _outcome: None)

    def _without_target(
        self, phrase_id: str, text: str, why: Cannot, on_outcome: Callable[[Outcome], None]
    ) -> None:
        if self.can_insert:
            self._conclude(phrase_id, Outcome(Verdict.REFUSED, str(why)), on_outcome)
            return
        refusal = self._clipboard.put(Quirk().shape(text))
        outcome = Outcome(Verdict.COPIED, f"{why.reason} Copied: paste it yourself.")
        if refusal is not None:
            outcome = Outcome(Verdict.REFUSED, str(refusal))
        self._conclude(phrase_id, outcome, on_outcome)

    def _conclude(
        self,
        phrase_id: str,
        outcome: Outcome,
        on_outcome: Callable[[Outcome], None],
        contact_id: str | None = None,
    ) -> None:
        self.last_insertion = LastInsertion(phrase_id, outcome, self.book.now())
        self.desk.note_insertion(phrase_id, outcome, contact_id)
        self._windows.refresh()
        on_outcome(outcome)
