"""What happened in a contact, one line for each event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.contacts.account import Find
from desktop.contacts.record import EventKind, Fact
from desktop.contacts.store import StoredContact
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import ended_as
from desktop.insertion.outcome import Verdict

Books = Mapping[str, Playbook]

_VERDICTS = {
    Verdict.CONFIRMED: "said",
    Verdict.UNCONFIRMED: "said, without a receipt",
    Verdict.COPIED: "copied",
    Verdict.REFUSED: "not inserted",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened.

    Args:
        at: In the agent's own time.
        text: In words; never a phrase's text.
        is_own: Whether the agent wrote it.
    """

    at: datetime
    text: str
    is_own: bool = False


def timeline(
    stored: StoredContact, find_playbook: Find, to_local: Callable[[datetime], datetime]
) -> Iterator[Line]:
    """Every event in order.

    Args:
        stored: The contact.
        find_playbook: For the titles of playbooks, steps and phrases.
        to_local: Turns a time into the agent's own.
    """
    ids = dict.fromkeys(str(e.facts["playbook"]) for e in stored.events if "playbook" in e.facts)
    books = {name: book for name in ids if (book := find_playbook(name)) is not None}
    for event in stored.events:
        text = _told(event.kind, event.facts, books)
        yield Line(to_local(event.at), text, event.kind is EventKind.NOTE)


def _told(kind: EventKind, facts: Mapping[str, Fact], books: Books) -> str:
    if kind is EventKind.STARTED:
        return f"Started with {_book(facts, books)}"
    if kind is EventKind.STEP:
        move = "Back to " if facts.get("move") == "back" else ""
        return f"{move}{_book(facts, books)} · {_step(facts, books)}"
    if kind is EventKind.INSERTION:
        how = _VERDICTS[Verdict(str(facts["verdict"]))]
        return f"“{_phrase(str(facts['phrase']), books)}” {how}"
    if kind is EventKind.RUNG:
        return f"Boundaries, rung {facts['rung']}"
    if kind is EventKind.TICKED:
        return f"{'Done' if facts['is_on'] else 'Not done after all'}: {facts['item']}"
    if kind is EventKind.DETAILS:
        return f"Written down: {', '.join(_labels(facts, books))}"
    if kind is EventKind.DOCUMENT:
        way = str(facts["way"])
        is_in = way in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)
        return f"{str(facts['document']).capitalize()} {'inserted' if is_in else way}"
    if kind is EventKind.NOTE:
        return str(facts["text"])
    if kind is EventKind.ENDED:
        return ended_as(str(facts["outcome"]))
    return "Set aside" if kind is EventKind.SET_ASIDE else "Taken up again"


def _book(facts: Mapping[str, Fact], books: Books) -> str:
    book = books.get(str(facts["playbook"]))
    return book.title if book is not None else str(facts["playbook"])


def _step(facts: Mapping[str, Fact], books: Books) -> str:
    book = books.get(str(facts["playbook"]))
    step = book.step(str(facts["step"])) if book is not None else None
    return step.title if step is not None else str(facts["step"])


def _phrase(phrase_id: str, books: Books) -> str:
    found = (phrase for book in books.values() if (phrase := book.phrase(phrase_id)) is not None)
    phrase = next(found, None)
    return phrase.title if phrase is not None else phrase_id


def _labels(facts: Mapping[str, Fact], books: Books) -> list[str]:
    labels = {each.name: each.label for book in books.values() for each in book.placeholders}
    names = facts.get("fields", [])
    return [labels.get(name, name) for name in names] if isinstance(names, list) else []
