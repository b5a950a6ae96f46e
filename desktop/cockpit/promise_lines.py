"""Promises in one line, for the palette and for scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.cockpit.cockpit import Cockpit
from desktop.contacts.open_contact import OpenContact
from desktop.errors import Trouble
from desktop.followups.calendar_words import clock, day
from desktop.followups.line import Line, read_line, time_at_beginning
from desktop.followups.promise import Terms, headline

_MOVED = timedelta(hours=1)
"""“10:00” jumps by a day when it is 10:00; “in 20 min” moves by the minutes since it was typed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as it was understood.

    Args:
        line: Its parts; `terms.whom` filled in from the contact in hand where nobody was named.
        title: `Call Rivera · tomorrow 15:00 · refund`.
        remark: What is wrong with it, or what to know of it; "" for nothing.
        contact_id: The open contact it belongs to, if any.
    """

    line: Line
    title: str
    remark: str
    contact_id: str | None

    @property
    def is_clear(self) -> bool:
        """Whether a reminder can be made of it."""
        return not self.line.objection

    def says_the_same_as(self, earlier: Understood) -> bool:
        """Whether what was shown earlier would be made of it."""
        one, other = self.line, earlier.line
        if one.moment is None or other.moment is None:
            return one.moment is other.moment
        is_same = (one.text, one.terms, self.contact_id) == (
            other.text,
            other.terms,
            earlier.contact_id,
        )
        return is_same and abs(one.moment - other.moment) < _MOVED


def understand(cockpit: Cockpit, text: str) -> Understood | None:
    """What a line says; None where it is no promise, or where the zone is not known."""
    book = cockpit.book
    try:
        zone = book.zone()
    except Trouble:
        return None
    from desktop.followups.when import parse_when  # not before a promise is typed

    now = book.now()
    line = read_line(
        text,
        lambda words, repeats: parse_when(words, now, zone, book.hours, repeats),
        lambda name: bool(name) and _contact_of(cockpit, name) is not None,
    )
    if line is None:
        return None
    contact = _contact_of(cockpit, line.terms.whom)
    is_deed = line.terms == Terms(repeats=line.terms.repeats)  # “remind me to send the form”
    if contact is not None and not line.terms.whom and not is_deed:
        line = replace(line, terms=replace(line.terms, whom=contact.customer))
    if not line.terms.whom and not line.text and not line.objection:
        line = replace(line, moment=None, objection="To whom? Write the name.")
    deed = headline("", line.terms)
    when = _when(line, now.astimezone(zone), line.moment)
    title = " · ".join(each for each in (deed, when, line.text) if each)
    warning = book.warning(line.moment) if line.moment is not None else ""
    return Understood(line, title, line.objection or warning, contact.id if contact else None)


def make(cockpit: Cockpit, text: str) -> str:
    """Make the reminder that a line says; its id.

    Raises:
        Trouble: it is none, or its time is not clear.
    """
    found = understand(cockpit, text)
    if found is None:
        objection = time_at_beginning(text, lambda words: cockpit.book.moment(words)[0])
        if objection:
            raise Trouble(objection)
        raise Trouble(f"“{text}” is no promise.", "Write: call Rivera tomorrow 15:00 re refund")
    if not found.is_clear:
        raise Trouble(found.line.objection)
    line = found.line
    # Whoever was named is not the customer in hand only because nobody else is known.
    return cockpit.promises.remind(line.when, line.text, found.contact_id or "", line.terms)


def _when(line: Line, today: datetime, moment: datetime | None) -> str:
    if moment is None:
        return f"“{line.when}”?" if line.when else ""
    return ", ".join(
        filter(None, [f"{day(moment, today)} {clock(moment)}", line.terms.repeats.words])
    )


def _contact_of(cockpit: Cockpit, whom: str) -> OpenContact | None:
    """The open contact with that customer, the one in hand first; nobody named: that one."""
    desk = cockpit.desk
    if not whom:
        return desk.current
    name = whom.casefold()
    for contact in (*([desk.current] if desk.current else []), *desk.waiting):
        words = contact.customer.casefold()
        # “Rivera” is said of “Ms Rivera”, but “Ann” not of “Joanna”.
        if words and f" {name} " in f" {words} ":
            return contact
    return None
