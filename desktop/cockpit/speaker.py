"""Saying a phrase: finding it, filling it in, and putting it where the keyboard is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from desktop.cockpit.chats import Chat, Chats, Question
from desktop.cockpit.speech import Gap, Speech, forgotten_after, gaps, speak, words_of
from desktop.contacts.desk import Desk
from desktop.contacts.store import is_said
from desktop.errors import Cannot, Trouble
from desktop.guide.library import Library
from desktop.guide.model import Branch, Phrase, Playbook
from desktop.guide.vocabulary import Audience
from desktop.insertion.effects import Request
from desktop.insertion.inserter import Inserter, Job
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import Clipboard, Foreground, Target
from desktop.insertion.quirks import Method, Quirk, quirk_for

PRIVATE = "These lines are for you, not for the customer."
A_CUSTOMERS = "Nothing inserted: this is a customer’s chat, and the brief is not for them."
ANOTHERS_CHAT = "Nothing inserted: this looks like another customer’s chat."
WRONG_CHAT = "Nothing inserted: this looks like another customer’s chat. Answer in the panel."


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


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase that the customer has (as far as we can know) read, and with which words."""

    phrase: Phrase
    playbook: Playbook
    words: Mapping[str, str]
    contact_id: str | None


class Windows(Protocol):
    """The windows that the cockpit asks for (shown by the composition root)."""

    def ask_words(self, wanted: WordsWanted) -> None:
        """Let the agent fill in words, then insert the phrase into the same field."""

    def keep_agent_name(self, name: str) -> None:
        """Write the agent's own name into the settings, so that it is asked for only once."""

    def refresh(self) -> None:
        """Show what is true now."""


class Speaker:
    """Says phrases for the contact in hand.

    Args:
        library: Where phrases come from.
        desk: Whose contact it is.
        inserter, foreground, clipboard: The ways to another program.
        windows: Asks for words, and shows what is true.
        quirks: How programs like their text.
        now: The aware time.
    """

    def __init__(
        self,
        library: Library,
        desk: Desk,
        inserter: Inserter,
        foreground: Foreground,
        clipboard: Clipboard,
        windows: Windows,
        quirks: tuple[Quirk, ...],
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._desk = desk
        self._inserter = inserter
        self._foreground = foreground
        self._clipboard = clipboard
        self._windows = windows
        self._quirks = quirks
        self._now = now
        self.chats = Chats(desk, foreground)
        self.last_insertion: LastInsertion | None = None
        self.agent_name = ""
        self.insert_method = Method.PASTE  # what the settings ask for
        self.on_said: Callable[[Said], None] = lambda _said: None
        self.can_insert = True  # False on a desktop where phrases can only be copied

    def is_offered(self, thing: Phrase | Branch) -> bool:
        """Whether it fits the contact in hand; without one, everything does."""
        contact = self._desk.current
        return contact is None or thing.when.holds(contact.situation)

    def find_phrase(self, phrase_id: str) -> tuple[Phrase, Playbook]:
        """A phrase by id: of the playbook in hand first, then of any, then of shared files.

        `PLAYBOOK/PHRASE` names one of a certain playbook or phrase file.
        """
        playbook_id, _, bare_id = phrase_id.rpartition("/")
        here = self._desk.current_playbook
        found = here.phrase(bare_id) if here is not None and not playbook_id else None
        if here is not None and found is not None:
            return found, here
        for playbook in self._library.with_phrase(bare_id, playbook_id):
            found = playbook.phrase(bare_id)
            if found is not None:
                return found, playbook
        raise Trouble(f"There is no phrase “{phrase_id}”.", "Look for it in the palette.")

    def words(self) -> Mapping[str, str]:
        """Every word known for the contact in hand."""
        return words_of(self._desk.current, self.agent_name)

    def speech(self, phrase: Phrase, playbook: Playbook) -> Speech:
        """The phrase as it would be said now."""
        return speak(phrase, playbook, self.words(), self._desk.current)

    def insert(
        self,
        phrase_id: str,
        *,
        keys: tuple[str, ...] = (),
        target: Target | None = None,
        sure_of: Chat | None = None,
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        """Insert a phrase.

        Args:
            phrase_id: See `find_phrase`.
            keys: Keys (besides modifiers) that the agent pressed to ask for it.
            target: The window it is for; None: the one that has the keyboard now.
            sure_of: The chat that the agent says is right although it seems another customer's.
            on_outcome: Told how it went, maybe twice (a late receipt).
        """
        phrase, playbook = self.find_phrase(phrase_id)
        phrase_id = phrase.id
        where = target if target is not None else self._foreground.current()
        if playbook.is_private:
            self.decline_private(phrase_id, on_outcome)
            return
        chat = self.chats.look(where) if isinstance(where, Target) else None
        is_sure = chat is None or chat == sure_of
        if not is_sure and self._asks_about(chat, f"{playbook.id}/{phrase_id}", where):
            self._conclude(phrase_id, Outcome(Verdict.REFUSED, WRONG_CHAT), on_outcome)
            return
        self.chats.ask(None)
        speech = self.speech(phrase, playbook)
        filled = speech.filled
        if filled.missing:
            wanted = gaps(filled.missing, playbook, {})
            labels = " and ".join(gap.label for gap in wanted)
            reason = f"Nothing inserted yet: fill in {labels}."
            self._conclude(phrase_id, Outcome(Verdict.REFUSED, reason), on_outcome)
            known = where if isinstance(where, Target) else None
            self._windows.ask_words(WordsWanted(f"{playbook.id}/{phrase_id}", wanted, known))
            return
        if isinstance(where, Cannot):
            self._without_target(phrase_id, speech, where, on_outcome)
            return
        quirk = self._quirk_at(where)
        contact = self._desk.current
        contact_id = contact.id if contact is not None else None
        said = Said(phrase, playbook, self.words(), contact_id)

        def conclude(outcome: Outcome) -> None:
            if is_said(outcome.verdict):
                self.on_said(said)
            self._conclude(phrase_id, outcome, on_outcome, contact_id, speech.wording)
            if is_said(outcome.verdict):
                self._forget_words(phrase, playbook, contact_id)
            is_in = outcome.verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)
            if is_in and phrase.audience is Audience.CUSTOMER:  # a colleague's chat is nobody's
                self.chats.remember(contact_id, chat)

        def is_right() -> bool:
            return self.chats.is_right(where, contact_id, chat)

        request = Request(filled.text, where, keys, after_cursor=filled.after_cursor)
        self._inserter.insert(Job(request, quirk, conclude, is_right, self._remark))

    def insert_text(
        self,
        text: str,
        name: str,
        contact_id: str,
        *,
        is_for_customer: bool,
        keys: tuple[str, ...] = (),
        target: Target | None = None,
    ) -> None:
        """Insert a text that is no phrase: a brief or a summary. It stops before a chat that is
        known to be the wrong one: a brief before any customer's, a summary before another's.

        Args:
            text: As it will stand there.
            name: What it is called in the record and in the state for scripts.
            contact_id: Whom it is about.
            is_for_customer: Whether that customer may read it.
            keys: Keys (besides modifiers) that the agent pressed to ask for it.
            target: The window it is for; None: the one that has the keyboard now.
        """

        def conclude(outcome: Outcome) -> None:
            self.last_insertion = LastInsertion(name, outcome, self._now())
            if is_said(outcome.verdict):
                self._desk.note_document(contact_id, name, outcome.verdict.value)
            self._windows.refresh()

        def is_right() -> bool:
            chat = self.chats.look(where) if isinstance(where, Target) else None
            if is_for_customer:
                return not self.chats.is_anothers(chat, contact_id)
            return not self.chats.is_customers(chat)

        where = target if target is not None else self._foreground.current()
        if isinstance(where, Cannot):
            outcome = Outcome(Verdict.REFUSED, str(where))
            if not self.can_insert and self._clipboard.put(Quirk().shape(text)) is None:
                outcome = Outcome(Verdict.COPIED, f"{where.reason} Copied: paste it yourself.")
            conclude(outcome)
        elif not is_right():
            conclude(Outcome(Verdict.REFUSED, ANOTHERS_CHAT if is_for_customer else A_CUSTOMERS))
        else:
            request = Request(text, where, keys)
            quirk = self._quirk_at(where)
            self._inserter.insert(Job(request, quirk, conclude, is_right, self._remark))

    def refuse_text(self, name: str, reason: str) -> None:
        """Show that the insertion of a brief or summary came to nothing before it began."""
        self.last_insertion = LastInsertion(name, Outcome(Verdict.REFUSED, reason), self._now())
        self._windows.refresh()

    def _quirk_at(self, where: Target) -> Quirk:
        """How the text gets into a window."""
        quirk = quirk_for(where.program, self._quirks)
        if self.insert_method is Method.COPY:
            return Quirk(method=Method.COPY, reason="Copied, as your settings ask.")
        if (barrier := self._foreground.barrier(where)) is not None:
            return Quirk(method=Method.COPY, reason=barrier.reason)
        if self.insert_method is Method.TYPE and quirk.method is Method.PASTE:
            return replace(quirk, method=Method.TYPE)
        return quirk

    def copy(self, phrase_id: str) -> None:
        """Put a phrase on the clipboard, because the agent asked to copy it."""
        phrase, playbook = self.find_phrase(phrase_id)
        if playbook.is_private:
            self.decline_private(phrase.id)
            return
        speech = self.speech(phrase, playbook)
        if speech.filled.missing:
            wanted = gaps(speech.filled.missing, playbook, {})
            self._windows.ask_words(
                WordsWanted(f"{playbook.id}/{phrase.id}", wanted, None, is_for_copying=True)
            )
            return
        refusal = self._clipboard.put(Quirk().shape(speech.text))
        outcome = Outcome(Verdict.COPIED, "Copied. Paste it where you need it.")
        if refusal is not None:
            outcome = Outcome(Verdict.REFUSED, str(refusal))
        contact = self._desk.current
        if is_said(outcome.verdict):
            contact_id = contact.id if contact is not None else None
            self.on_said(Said(phrase, playbook, self.words(), contact_id))
        self._conclude(phrase.id, outcome, lambda _outcome: None, wording=speech.wording)

    def copy_text(self, text: str, name: str) -> None:
        """Put a text that is no phrase on the clipboard, because the agent asked to.

        Args:
            text: What to copy.
            name: What it is called in the state for scripts.
        """
        refusal = self._clipboard.put(text)
        outcome = Outcome(Verdict.COPIED, "Copied. Paste it where you need it.")
        if refusal is not None:
            outcome = Outcome(Verdict.REFUSED, str(refusal))
        self.last_insertion = LastInsertion(name, outcome, self._now())
        self._windows.refresh()

    def give_words(self, words: Mapping[str, str], playbook: Playbook | None = None) -> None:
        """Remember words: the agent's own name for good, all others for the contact in hand.

        Args:
            words: By placeholder.
            playbook: Whose placeholders they are; None: that of the playbook in hand.
        """
        words = dict(words)
        own_name = words.pop("agent", "").strip()
        if own_name:
            self.agent_name = own_name
            self._windows.keep_agent_name(own_name)
        if words and self._desk.current is None:
            raise Trouble("No contact is open.", "Start one, so that the words have a place.")
        customer, reference = words.pop("customer", ""), words.pop("reference", "")
        if customer or reference:
            self._desk.set_details(customer=customer or None, reference=reference or None)
        values = {key: word for key, word in words.items() if word}
        if values:
            self._desk.set_values(values, playbook)
        self._windows.refresh()

    def decline_private(
        self,
        phrase_id: str,
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        """Show that the agent's own lines go to no customer; not even that is written down."""
        outcome = Outcome(Verdict.REFUSED, PRIVATE)
        self.last_insertion = LastInsertion(phrase_id, outcome, self._now())
        self._windows.refresh()
        on_outcome(outcome)

    def refuse(
        self,
        phrase_id: str,
        reason: str,
        on_outcome: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        """Show that an insertion came to nothing before it began."""
        bare_id = phrase_id.rpartition("/")[2]
        self._conclude(bare_id, Outcome(Verdict.REFUSED, reason), on_outcome)

    def _asks_about(self, chat: Chat | None, phrase_id: str, target: Target | Cannot) -> bool:
        """Whether the agent is asked first, because the chat seems to be another customer's."""
        owner, mine = self.chats.owner_beside_mine(chat), self._desk.current
        if owner is None or mine is None or chat is None or isinstance(target, Cannot):
            return False
        self.chats.ask(Question(chat, owner.id, mine.id, phrase_id, target))
        return True

    def _without_target(
        self, phrase_id: str, speech: Speech, why: Cannot, on_outcome: Callable[[Outcome], None]
    ) -> None:
        if self.can_insert:
            self._conclude(phrase_id, Outcome(Verdict.REFUSED, str(why)), on_outcome)
            return
        refusal = self._clipboard.put(Quirk().shape(speech.text))
        outcome = Outcome(Verdict.COPIED, f"{why.reason} Copied: paste it yourself.")
        if refusal is not None:
            outcome = Outcome(Verdict.REFUSED, str(refusal))
        self._conclude(phrase_id, outcome, on_outcome, wording=speech.wording)

    def _remark(self, text: str) -> None:
        """Say something more of the newest outcome; not for the record."""
        last = self.last_insertion
        if last is not None:
            outcome = replace(last.outcome, reason=f"{last.outcome.reason} {text}".strip())
            self.last_insertion = replace(last, outcome=outcome)
            self._windows.refresh()

    def _forget_words(self, phrase: Phrase, playbook: Playbook, contact_id: str | None) -> None:
        """What is asked for each time is asked for again."""
        contact = self._desk.current
        if contact is not None and contact.id == contact_id:
            names = forgotten_after(phrase, playbook)
            self._desk.set_values({name: "" for name in names if contact.values.get(name)})

    def _conclude(
        self,
        phrase_id: str,
        outcome: Outcome,
        on_outcome: Callable[[Outcome], None],
        contact_id: str | None = None,
        wording: int = 0,
    ) -> None:
        self.last_insertion = LastInsertion(phrase_id, outcome, self._now())
        self._desk.note_insertion(phrase_id, outcome, contact_id, wording)
        self._windows.refresh()
        on_outcome(outcome)
