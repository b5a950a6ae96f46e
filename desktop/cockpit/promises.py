"""What an agent does about promises: makes a reminder of one, keeps it, puts it off."""

from __future__ import annotations

from collections.abc import Callable

from desktop.cockpit.news import News
from desktop.cockpit.offers import Offers
from desktop.cockpit.speaker import Speaker
from desktop.contacts.desk import Desk
from desktop.followups.book import ReminderBook
from desktop.followups.promise import Terms

_NO_TERMS = Terms()


class Promises:
    """The cockpit's verbs for them; each raises `Trouble` as those do.

    Args:
        desk: Whose contact a promise belongs to.
        book: Where reminders are.
        speaker: What was inserted last.
        offers: What was promised in a chat.
        refresh: Called when something changed.
    """

    def __init__(
        self,
        desk: Desk,
        book: ReminderBook,
        speaker: Speaker,
        offers: Offers,
        refresh: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._book = book
        self._speaker = speaker
        self._offers = offers
        self._refresh = refresh
        self.news: News | None = None
        """Of the reminder that was made last."""

    def remind(
        self,
        when: str,
        text: str,
        contact_id: str | None = None,
        terms: Terms = _NO_TERMS,
        zone: str = "",
    ) -> str:
        """Make a reminder; its id.

        Args:
            when: Plain words.
            text: What was promised.
            contact_id: The contact it belongs to; None: the one in hand, if any; "": none.
            terms: To whom, how, who owes it, and whether it comes again.
            zone: Where the words are meant; "" for the agent's zone.
        """
        contact = self._desk.current
        if contact_id is None and contact is not None:
            contact_id = contact.id
        reminder = self._book.add(when, text, contact_id or None, terms, zone)
        told = f"Reminder set, {self._book.told(reminder)}."
        warning = self._book.warning(reminder.due_utc)
        last = self._speaker.last_insertion
        self.news = News(f"{told} {warning}".strip(), last, self._book.now())
        self._refresh()
        return reminder.id

    def close_offer(self, offer_id: str) -> None:
        """A promise that was said has its reminder, or needs none."""
        self._offers.close(offer_id)
        self._refresh()

    def done(self, reminder_id: str) -> None:
        """A promise was kept."""
        self._book.done(reminder_id)
        self._refresh()

    def snooze(self, reminder_id: str, minutes: int) -> None:
        """Put a reminder off, see `ReminderBook.snooze`."""
        self._book.snooze(reminder_id, minutes)
        self._refresh()

    def snooze_until(self, reminder_id: str, when: str) -> None:
        """Put a reminder off until a time in plain words."""
        self._book.snooze_until(reminder_id, when)
        self._refresh()
