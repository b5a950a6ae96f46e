"""What `poise ctl state` answers: documented in docs/command-line.md, kept stable for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.cockpit.cockpit import Cockpit
from desktop.contacts.open_contact import OpenContact
from desktop.followups.promise import Reminder
from desktop.hotkeys.bindings import Bindings


def state(
    cockpit: Cockpit,
    bindings: Bindings,
    backend: str,
    panel: dict[str, Any],
    errors: Sequence[str],
) -> dict[str, Any]:
    """The whole state as JSON-able values; texts of phrases are shown as they will be inserted."""
    desk = cockpit.desk
    asked = cockpit.speaker.chats.question
    return {
        "contact": _contact(cockpit, desk.current) if desk.current is not None else None,
        "aside": cockpit.aside.current.step if cockpit.aside is not None else "",
        "panel": panel,
        "hotkeys": [
            {
                "action": each.action,
                "chord": str(each.chord) if each.chord is not None else "",
                "state": each.state.value,
                "reason": each.reason,
            }
            for each in bindings.all()
        ],
        "last_insertion": _last_insertion(cockpit),
        "open_contacts": [_waiting(each) for each in desk.waiting],
        "chat": {
            "here": cockpit.speaker.chats.offered(),
            "asked_about": asked.owner_id if asked is not None else "",
        },
        "hand_overs": [
            {"contact": each.contact_id, "text": each.text} for each in cockpit.hand_overs.open
        ],
        "reminders": [reminder_state(cockpit, each) for each in cockpit.book.all_open()],
        "earlier": cockpit.earlier.state(),
        "offers": [
            {"id": each.id, "contact": each.contact_id, "text": each.what, "when": each.when}
            for each in cockpit.offers.open
        ],
        "backend": backend,
        "playbooks": [
            {"id": each.id, "title": each.title, "steps": each.step_count}
            for each in cockpit.library.covers()
        ],
        "errors": list(errors),
    }


def reminder_state(cockpit: Cockpit, reminder: Reminder) -> dict[str, Any]:
    """One reminder for scripts."""
    due_ids = {each.id for each in cockpit.book.due()}
    return {
        "id": reminder.id,
        "text": reminder.text,
        "due": reminder.due_utc.isoformat(timespec="seconds"),
        "zone": reminder.zone,
        "wording": cockpit.book.wording(reminder),
        "is_due": reminder.id in due_ids,
        "is_announced": reminder.fired_at is not None,
        "contact": reminder.contact_id,
        "headline": reminder.headline,
        "whom": reminder.terms.whom,
        "way": reminder.terms.way.value,
        "side": reminder.terms.side.value,
        "repeats": reminder.terms.repeats.value,
        "told": cockpit.book.told(reminder),
    }


def _contact(cockpit: Cockpit, contact: OpenContact) -> dict[str, Any]:
    playbook, step = cockpit.desk.current_playbook, cockpit.desk.current_step
    phrases = []
    if playbook is not None and step is not None:
        phrases = [
            {
                "slot": slot,
                "id": phrase.id,
                "text": cockpit.speaker.speech(phrase, playbook).text,
                "used": phrase.id in contact.said,
            }
            for slot, phrase in enumerate(step.phrases, 1)
            if cockpit.speaker.is_offered(phrase)
        ]
    return {
        **_waiting(contact),
        "step": contact.walk.current.step,
        "rungs": list(contact.rungs),
        "values": dict(contact.values),
        "ticked": sorted(
            tick.item
            for tick in contact.ticks
            if (tick.playbook, tick.step)
            == (contact.walk.current.playbook, contact.walk.current.step)
        ),
        "path": [{"playbook": each.playbook, "step": each.step} for each in contact.walk.path],
        "phrases": phrases,
    }


def _waiting(contact: OpenContact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "customer": contact.customer,
        "reference": contact.reference,
        "channel": contact.channel,
        "trigger": contact.trigger or "",
        "manner": contact.manner or "",
        "language": contact.language,
        "playbook": contact.walk.current.playbook,
        "started_at": contact.started_at.isoformat(timespec="seconds"),
    }


def _last_insertion(cockpit: Cockpit) -> dict[str, Any] | None:
    last = cockpit.speaker.last_insertion
    if last is None:
        return None
    return {
        "phrase": last.phrase,
        "outcome": last.outcome.verdict.value,
        "reason": last.outcome.reason,
        "target": last.outcome.target,
        "ms": last.outcome.ms,
        "at": last.at.isoformat(timespec="milliseconds"),
    }
