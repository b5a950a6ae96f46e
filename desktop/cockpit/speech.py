"""A phrase as it will be inserted: the contact's words put into the playbook's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.contacts.open_contact import OpenContact
from desktop.guide.model import Phrase, Placeholder, Playbook
from desktop.phrases.template import Filled, parse

_BUILT_IN_LABELS = {"customer": "Customer", "agent": "Your name", "reference": "Reference"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder that still needs a word from the agent."""

    name: str
    label: str
    example: str = ""


def words_of(contact: OpenContact | None, agent_name: str) -> dict[str, str]:
    """Every word known for this contact, by placeholder name."""
    words = {"agent": agent_name}
    if contact is not None:
        words |= dict(contact.values)
        words |= {"customer": contact.customer, "reference": contact.reference}
    return words


def fill(phrase: Phrase, playbook: Playbook, words: Mapping[str, str]) -> Filled:
    """The phrase's text with its gaps filled, missing ones shown by their label."""
    labels = {each.name: each.label for each in playbook.placeholders}
    return parse(phrase.text).fill(words, _BUILT_IN_LABELS | labels)


def gaps(missing: tuple[str, ...], playbook: Playbook) -> tuple[Gap, ...]:
    """What to ask the agent for, in the order of the text."""
    declared: dict[str, Placeholder] = {each.name: each for each in playbook.placeholders}
    found = []
    for name in missing:
        own = declared.get(name)
        if own is not None:
            found.append(Gap(name, own.label, own.example))
        else:
            found.append(Gap(name, _BUILT_IN_LABELS.get(name, name)))
    return tuple(found)
