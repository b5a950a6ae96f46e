"""Opening a promise: its contact is in hand again, with the follow-up playbook and its words."""

from __future__ import annotations

from desktop.cockpit.cockpit import Cockpit
from desktop.contacts.store import StoredContact
from desktop.errors import Trouble
from desktop.followups.promise import Reminder
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Manner, RecordField, Trigger

PROMISED = "promised"
"""The placeholder that has what was promised."""

_CARRIED = (RecordField.ROOT_CAUSE, RecordField.AGREED)
"""Words that are as true as they were. Others, such as a time for a call, are not."""


def follow_up(cockpit: Cockpit, reminder_id: str) -> None:
    """Take up the contact of a promise, and go into the follow-up playbook.

    A contact that was ended stays as it is: a new one is begun with the same customer, and says
    which one it follows.

    Raises:
        Trouble: no such reminder is open, there is no such playbook, or the record cannot be
            read; nothing changed.
    """
    reminder = cockpit.book.find(reminder_id)
    playbook = cockpit.library.playbook(cockpit.follow_up_playbook)
    if playbook is None or playbook.is_private:
        raise Trouble(
            f"There is no playbook “{cockpit.follow_up_playbook}” for follow-ups.",
            "Name one in the settings as follow_up_playbook.",
        )
    contact_id, desk = reminder.contact_id, cockpit.desk
    is_in_hand = desk.current is not None and desk.current.id == contact_id
    if is_in_hand or any(each.id == contact_id for each in desk.waiting):
        assert contact_id is not None
        desk.resume(contact_id)
        if desk.current_playbook is not playbook:
            desk.enter(playbook.id)
        desk.set_values(_words(reminder, playbook, None))
    else:
        before = desk.recorded(contact_id) if contact_id is not None else None
        _begin(cockpit, reminder, playbook, before)
    cockpit.leave_aside()


def _begin(
    cockpit: Cockpit, reminder: Reminder, playbook: Playbook, before: StoredContact | None
) -> None:
    desk = cockpit.desk
    contact = before.contact if before is not None else None
    if contact is None:
        desk.start(playbook.id, reminder.terms.whom)
    else:
        desk.start(
            playbook.id,
            contact.customer or reminder.terms.whom,
            contact.reference,
            contact.channel,
            # A newer Poise may know words that this one does not.
            trigger=Trigger(contact.trigger) if contact.trigger in set(Trigger) else None,
            manner=Manner(contact.manner) if contact.manner in set(Manner) else None,
        )
    desk.set_values(_words(reminder, playbook, before))
    promised = f"Follow-up of a promise: {reminder.headline}"
    desk.note(f"{promised} (contact {contact.id})." if contact is not None else f"{promised}.")
    cockpit.speaker.last_insertion = None


def _words(reminder: Reminder, playbook: Playbook, before: StoredContact | None) -> dict[str, str]:
    """Words for the playbook's own placeholders."""
    names = {each.name for each in playbook.placeholders}
    words = {PROMISED: reminder.text} if PROMISED in names and reminder.text else {}
    if before is not None:
        carried = {each.name for each in playbook.placeholders if each.record in _CARRIED}
        words |= {name: before.values[name] for name in carried if before.values.get(name)}
    return words
