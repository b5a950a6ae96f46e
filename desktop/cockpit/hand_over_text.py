"""What a supervisor needs to know of a contact, in words to be pasted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from desktop.cockpit.hand_overs import BRIEF, HandOver
from desktop.contacts.open_contact import OpenContact
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Audience, Ending

LAST_PHRASES = 3
"""So many phrases are named, the latest last."""


def hand_over(
    contact: OpenContact,
    note: str,
    promises: Iterable[str],
    then: Playbook | None,
    find_playbook: Callable[[str], Playbook | None],
    *,
    ending: Ending,
    ended_at: datetime,
    to_local: Callable[[datetime], datetime],
) -> HandOver:
    """What to pass on.

    Args:
        contact: As it stood at its end.
        note: What the agent wrote then.
        promises: Open ones, in words.
        then: The hand-over playbook.
        find_playbook: For the titles of phrases, the labels of words, and what the steps say to
            a supervisor.
        ending: One of those after which somebody takes over.
        ended_at: Aware.
        to_local: Turns a time into the agent's own.
    """

    def clock(moment: datetime) -> str:
        return to_local(moment).strftime("%H:%M")

    books = [
        book
        for book_id in dict.fromkeys(each.playbook for each in contact.walk.path)
        if (book := find_playbook(book_id)) is not None
    ]
    is_escalated = ending is Ending.ESCALATED
    ladder = "" if is_escalated and not contact.climbs else _ladder(contact, clock)
    said = " · ".join(_titles(contact, books)[-LAST_PHRASES:])
    who = contact.customer or contact.reference or "the customer"
    minutes = max(0, round((ended_at - contact.started_at).total_seconds() / 60))
    lines = [
        "Hand-over: " + ", ".join(filter(None, (who, *_more(contact, who)))),
        f"{ending.label} at {clock(ended_at)}, after {minutes} min.",
        ladder,
        f"Said last: {said}" if said else "",
        *(f"{label}: {word}" for label, word in _words(contact, books)),
        *(f"Promised: {each}" for each in promises),
        f"Note: {' '.join(note.split())}" if note.strip() else "",
        *(f"For you: {each}" for each in _to_supervisor(contact, books)),
    ]
    text = "\n".join(filter(None, lines))
    return HandOver(contact.id, who, ladder, said, _place(then), text)


def _ladder(contact: OpenContact, clock: Callable[[datetime], str]) -> str:
    rungs = ", ".join(f"rung {each.rung} at {clock(each.at)}" for each in contact.climbs)
    skipped = [str(rung) for rung in (1, 2, 3) if rung not in contact.rungs]
    if not rungs:
        return "Boundaries: no rung was used."
    without = f"; without rung {' and '.join(skipped)}" if skipped else ""
    return f"Boundaries: {rungs}{without}."


def _titles(contact: OpenContact, books: Iterable[Playbook]) -> list[str]:
    found = (
        next((phrase for book in books if (phrase := book.phrase(said)) is not None), None)
        for said in contact.said
    )
    return [
        f"“{phrase.title}”"
        for phrase in found
        if phrase is not None and phrase.audience is Audience.CUSTOMER
    ]


def _words(contact: OpenContact, books: Iterable[Playbook]) -> list[tuple[str, str]]:
    labels = {each.name: each.label for book in books for each in book.placeholders}
    return [(labels.get(name, name), word) for name, word in contact.values.items() if word]


def _to_supervisor(contact: OpenContact, books: Iterable[Playbook]) -> list[str]:
    """What the steps say to a supervisor at which each playbook was left; the last one first."""
    left = {each.playbook: each.step for each in contact.walk.path}
    latest = list(dict.fromkeys(each.playbook for each in reversed(contact.walk.path)))
    steps = [
        step
        for book in sorted(books, key=lambda each: latest.index(each.id))
        if (step := book.step(left[book.id])) is not None
    ]
    return list(dict.fromkeys(line for step in steps for line in step.supervisor))


def _more(contact: OpenContact, who: str) -> tuple[str, ...]:
    return tuple(each for each in (contact.reference, contact.channel) if each != who)


def _place(then: Playbook | None) -> str:
    if then is None:
        return ""
    step = then.step(BRIEF)
    return f"{then.title} · {step.title}" if step is not None else then.title
