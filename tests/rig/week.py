"""Two weeks of an agent who does not exist, as an export: what pictures of the record show."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.guide.library import Library
from desktop.guide.vocabulary import RecordField
from desktop.paths import shipped_playbooks

# Days ago, hour, customer, reference, channel, trigger, manner, outcome, playbook, steps, minutes,
# cause, what the agent wrote.
_CONTACTS = (
    (13, 9, "A. Lindqvist", "48-1077", "chat", "billing", "angry", "solved",
     "billing-dispute", 4, 14,
     "double charge", "Charged twice on the 3rd; second amount refunded."),
    (12, 15, "T. Okafor", "48-1081", "phone", "service-delay", "stressed", "waiting",
     "service-delay", 3, 22,
     "courier lost the parcel", "Parcel not seen since Tuesday; search request is out."),
    (11, 10, "J. Moreau", "48-1090", "chat", "cancellation", "demanding", "lost",
     "leap", 2, 9,
     "", "Left in the middle; wants to cancel the contract at once."),
    (10, 13, "S. Yamada", "48-1102", "email", "billing", "confused", "solved",
     "billing-dispute", 4, 11,
     "double charge", "Sent the two invoices side by side; refund on its way."),
    (9, 11, "D. Kowalska", "48-1108", "chat", "technical-trouble", "stressed", "solved",
     "leap", 4, 17,
     "password mail in spam", "Could not log in since the update; reset mail was in spam."),
    (8, 16, "R. Haddad", "48-1115", "phone", "repeat-complaint", "abusive", "ended-for-conduct",
     "boundaries", 4, 12,
     "", "Third warning given; call ended as the policy says."),
    (6, 9, "M. Rivera", "48-1193", "chat", "service-delay", "angry", "waiting",
     "service-delay", 3, 19,
     "courier lost the parcel", "Sofa is nine days late; new delivery date promised."),
    (5, 14, "L. Novak", "48-1131", "chat", "billing", "angry", "escalated",
     "billing-dispute", 3, 26,
     "double charge", "Wants the bank fees back as well; handed to the supervisor."),
    (4, 10, "P. Almeida", "48-1140", "email", "product-failure", "demanding", "solved",
     "leap", 4, 21,
     "hinge breaks", "Second hinge broke; replacement sent without a return."),
    (3, 12, "C. Baptiste", "48-1146", "chat", "miscommunication", "confused", "solved",
     "leap", 4, 8,
     "", "Two of us told her two dates; the later one is right."),
    (2, 17, "E. Fischer", "48-1152", "phone", "service-delay", "stressed", "solved",
     "service-delay", 4, 15,
     "courier lost the parcel", "Refund of the delivery fee agreed."),
    (1, 9, "N. Petrov", "48-1160", "chat", "billing", "angry", "solved",
     "billing-dispute", 4, 13,
     "double charge", "Same double charge as last week; refunded."),
    (1, 15, "M. Rivera", "48-1193", "phone", "service-delay", "stressed", "waiting",
     "service-delay", 3, 10,
     "courier lost the parcel", "Asked for the refund of the delivery fee; I call back tomorrow."),
)  # fmt: skip


def write_week(path: Path, now: datetime) -> None:
    """Write the export; `poise import contacts` takes it in.

    Args:
        path: The file.
        now: Aware; the last contact is of the day before.
    """
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    contacts = [_contact(library, number, row, now) for number, row in enumerate(_CONTACTS)]
    document = {
        "poise_export": 1,
        "kind": "contacts",
        "exported_at": _text(now),
        "contacts": contacts,
        "reminders": [],
    }
    path.write_text(json.dumps(document), encoding="utf-8")


def _contact(library: Library, number: int, row: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    days, hour, customer, reference, channel, trigger, manner, outcome, *rest = row
    playbook, steps, minutes, cause, note = rest
    start = (now - timedelta(days=days)).replace(hour=hour, minute=number * 4, second=7)
    events: list[dict[str, Any]] = [{"at": _text(start), "kind": "started", "playbook": playbook}]
    book = library.playbook(playbook)
    assert book is not None
    for place, step in enumerate(book.steps[:steps]):
        at = start + timedelta(minutes=minutes * place / steps, seconds=5)
        move = "next" if place else "start"
        where = {"playbook": playbook, "step": step.id, "move": move, "depth": place + 1}
        events.append({"at": _text(at), "kind": "step", **where})
        phrase = {"phrase": step.phrases[0].id, "verdict": "confirmed", "ms": 9}
        said = at + timedelta(seconds=20)
        events.append({"at": _text(said), "kind": "insertion", **phrase})
    end = start + timedelta(minutes=minutes)
    events.append({"at": _text(end), "kind": "ended", "outcome": outcome})
    return {
        "id": f"c-{start:%Y%m%d-%H%M%S}-{number:06x}",
        "started_at": _text(start),
        "ended_at": _text(end),
        "customer": customer,
        "reference": reference,
        "channel": channel,
        "outcome": outcome,
        "note": note,
        "trigger": trigger,
        "manner": manner,
        "values": {"cause": cause} if cause else {},
        "kinds": {"cause": RecordField.ROOT_CAUSE.value} if cause else {},
        "events": events,
    }


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
