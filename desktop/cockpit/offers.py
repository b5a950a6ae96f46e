"""Promises that were said in a chat and of which no reminder was made yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.cockpit.speaker import Said
from desktop.cockpit.speech import fill
from desktop.contacts.desk import Desk
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.followups.calendar_words import MONTHS, clock, day
from desktop.guide.model import Promised
from desktop.guide.vocabulary import RecordField, Way
from desktop.ui.view import OfferView

MOST = 20
"""So many are kept; the oldest give way."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them.

    Args:
        id: Of the contact and the phrase: what is said twice is one promise.
        contact_id: The contact it was said in, if any.
        whom: The customer; "" when not known.
        what, when: Words for the form; "" where the phrase does not say. A time that was
            understood stands there with its date: by tomorrow, “tomorrow” is another day.
        way: How it will be kept.
        moment: What `when` means, aware; None where it was not understood.
    """

    id: str
    contact_id: str | None
    whom: str
    what: str
    when: str
    way: Way
    moment: datetime | None = None


class Offers:
    """Hears what was said. In memory only: the phrases themselves stand in the record.

    Args:
        desk: Whose contacts they are said in.
        book: Knows what words for a time mean.
    """

    def __init__(self, desk: Desk, book: ReminderBook) -> None:
        self._desk = desk
        self._book = book
        self._open: tuple[Offer, ...] = ()
        self._heard: dict[str, tuple[str, str]] = {}

    @property
    def open(self) -> tuple[Offer, ...]:
        """Those that wait, the newest first."""
        return self._open

    def hear(self, said: Said) -> None:
        """A phrase was said; where it promises something, that is offered (a late receipt may
        tell it twice)."""
        promised = said.phrase.promise
        if promised is None:
            return
        offer_id = f"{said.contact_id or ''}/{said.playbook.id}/{said.phrase.id}"
        what, when = self._words(said, promised)
        if self._heard.get(offer_id) == (what, when):
            return
        self._heard[offer_id] = (what, when)
        whom = said.words.get("customer", "")
        dated, moment = self._dated(when)
        offer = Offer(offer_id, said.contact_id, whom, what, dated, promised.way, moment)
        others = (each for each in self._open if each.id != offer_id)
        self._open = (offer, *others)[:MOST]

    def of_contact(self, contact_id: str | None) -> Offer | None:
        """The newest one of a contact."""
        return next((each for each in self._open if each.contact_id == contact_id), None)

    def find(self, offer_id: str) -> Offer:
        """One that waits.

        Raises:
            Trouble: It was closed.
        """
        for each in self._open:
            if each.id == offer_id:
                return each
        raise Trouble("That promise is settled already.", "Set a reminder with “Remind me”.")

    def close(self, offer_id: str) -> None:
        """It has its reminder, or needs none."""
        self._open = tuple(each for each in self._open if each.id != offer_id)

    def _words(self, said: Said, promised: Promised) -> tuple[str, str]:
        what, when = (_filled(text, said) for text in (promised.what, promised.when))
        if what and when:
            return what, when
        recorded = [
            said.words.get(each.name, "")
            for each in said.playbook.placeholders
            if each.record is RecordField.PROMISE and said.words.get(each.name)
        ]
        for word in recorded:
            text, found = self._split(word)
            what, when = what or text, when or found
        return what or said.phrase.title, when

    def wording(self, offer: Offer) -> str:
        """When it is due, as that is said now."""
        if offer.moment is None:
            return offer.when
        today = self._book.now().astimezone(offer.moment.tzinfo)
        return f"{day(offer.moment, today)} {clock(offer.moment)}"

    def _dated(self, when: str) -> tuple[str, datetime | None]:
        """A time with its date, and what it means; the words alone where they are not clear."""
        if not when:
            return "", None
        try:
            moment, _ = self._book.moment(when)
            local = moment.astimezone(self._book.zone())
        except Trouble:
            return when, None
        return f"{local.day} {MONTHS[local.month - 1][:3]} {local.year} {clock(local)}", local

    def _split(self, word: str) -> tuple[str, str]:
        """“a message by tomorrow at 17:00” as what and when."""
        from desktop.followups.line import is_over, time_at_end
        from desktop.followups.when import parse_when

        try:
            now, zone = self._book.now(), self._book.zone()
        except Trouble:
            return word, ""
        hours = self._book.hours
        text, when, _, _ = time_at_end(word, lambda words: parse_when(words, now, zone, hours))
        return (
            (word, "") if is_over(when) else (text, when)
        )  # “an answer to your mail of yesterday”


def _filled(text: str, said: Said) -> str:
    """A template with its words; "" where one is missing."""
    filled = fill(text, said.playbook, said.words)
    return "" if filled.missing else filled.text


def offer_views(offers: Offers) -> tuple[OfferView, ...]:
    """What the panel shows of them."""
    return tuple(_view(offers, each) for each in offers.open)


def _view(offers: Offers, offer: Offer) -> OfferView:
    whom = offer.whom or "them"
    return OfferView(offer.id, f"You promised {whom}: {offer.what}", offers.wording(offer))
