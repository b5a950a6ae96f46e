"""The form of a promise: what is known of it already, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.errors import Trouble
from desktop.followups.promise import Reminder, Repeat, Side, Terms
from desktop.guide.vocabulary import Channel, Way

if TYPE_CHECKING:
    from desktop.cockpit.cockpit import Cockpit
    from desktop.cockpit.offers import Offer
    from desktop.followups.book import ReminderBook
    from desktop.ui.forms import FormSpec

_WAYS = {Channel.PHONE: Way.CALL, Channel.EMAIL: Way.EMAIL, Channel.CHAT: Way.CHAT}


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """What is known of a promise before the agent fills in the rest.

    Args:
        text: What was promised.
        when: Words for the time.
        terms: To whom, how, who owes it, and whether it comes again.
        contact_id: The contact it belongs to; None for the one in hand.
    """

    text: str = ""
    when: str = ""
    terms: Terms | None = None
    contact_id: str | None = None


def draft_of(offer: Offer) -> PromiseDraft:
    """What a phrase that was said promises."""
    terms = Terms(offer.whom, offer.way)
    return PromiseDraft(offer.what, offer.when, terms, offer.contact_id)


class PromiseForm:
    """One asking for a promise.

    Args:
        cockpit: Whose contact it belongs to.
        draft: What is known; None for what the contact in hand tells.
    """

    def __init__(self, cockpit: Cockpit, draft: PromiseDraft | None) -> None:
        self._cockpit = cockpit
        contact = cockpit.desk.current
        self._draft = draft or PromiseDraft()
        self._contact_id = self._draft.contact_id or (contact.id if contact is not None else None)
        usual = Terms()
        if contact is not None and contact.id == self._contact_id:
            channel = contact.situation.channel
            way = _WAYS.get(channel, Way.OTHER) if channel is not None else Way.OTHER
            usual = Terms(contact.customer, way)
        self._terms = self._draft.terms or usual

    def spec(self) -> FormSpec:
        """What is asked."""
        from desktop.ui.forms import promise_form

        return promise_form(
            self._check,
            self._hint,
            when=self._draft.when,
            what=self._draft.text,
            whom=self._terms.whom,
            way=self._terms.way.value,
            side=self._terms.side.value,
            repeats=self._terms.repeats.value,
        )

    def make(self, values: Mapping[str, str]) -> str:
        """Make the reminder; its id.

        Raises:
            Trouble: it cannot be made (any more).
        """
        terms = Terms(
            values["whom"],
            Way(values["way"] or Way.OTHER),
            Side(values["side"] or Side.MINE),
            Repeat(values["repeats"] or Repeat.NEVER),
        )
        contact_id, zone = self._contact_id, values["zone"]
        return self._cockpit.promises.remind(
            values["when"], values["what"], contact_id, terms, zone
        )

    def _check(self, values: Mapping[str, str]) -> str:
        try:
            repeats = Repeat(values.get("repeats") or Repeat.NEVER)
            self._cockpit.book.moment(values["when"], values["zone"], repeats)
        except Trouble as trouble:
            return str(trouble)
        return ""

    def _hint(self, values: Mapping[str, str]) -> str:
        repeats = Repeat(values.get("repeats") or Repeat.NEVER)
        return understood(self._cockpit.book, values["when"], values["zone"], repeats)


def understood(
    book: ReminderBook, when: str, zone: str = "", repeats: Repeat = Repeat.NEVER
) -> str:
    """How words for a time are understood, and what to know of that time; "" while they are not."""
    try:
        moment, _ = book.moment(when, zone, repeats)
        local = moment.astimezone(book.zone())
    except Trouble:
        return ""
    from desktop.followups.calendar_words import WEEKDAYS, clock, day

    today = book.now().astimezone(book.zone())
    name = day(local, today)
    weekday = f" ({WEEKDAYS[local.weekday()]})" if name in ("today", "tomorrow") else ""
    return f"{name[:1].upper()}{name[1:]}{weekday}, {clock(local)}. {book.warning(moment)}".strip()


def snooze_spec(book: ReminderBook, reminder: Reminder) -> FormSpec:
    """Asks until when a reminder is put off; gives `when`."""
    from desktop.ui.forms import Field, FormSpec

    def check(values: Mapping[str, str]) -> str:
        try:
            book.moment(values["when"])
        except Trouble as trouble:
            return str(trouble)
        return ""

    def tr(text: str) -> str:
        return QCoreApplication.translate("promise_form", text)

    examples = tr("in 2 hours, friday first thing")
    field = Field("when", tr("Until when"), "", examples, is_required=True)
    return FormSpec(
        tr("Remind me later"),
        (field,),
        tr("Snooze"),
        reminder.headline,
        check,
        lambda values: understood(book, values["when"]),
    )
