"""A phrase as it will be inserted: the contact's words put into the playbook's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.contacts.open_contact import OpenContact
from desktop.guide.model import Phrase, Placeholder, Playbook
from desktop.guide.vocabulary import FieldType
from desktop.phrases.template import Filled, parse
from desktop.phrases.wording import next_wording

_BUILT_IN_LABELS = {"customer": "Customer", "agent": "Your name", "reference": "Reference"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder that needs a word from the agent; fields as in `guide.model.Placeholder`."""

    name: str
    label: str
    example: str = ""
    type: FieldType = FieldType.TEXT
    choices: tuple[str, ...] = ()
    word: str = ""  # what is filled in already


@dataclass(frozen=True, slots=True)
class Speech:
    """A phrase as it would be said now.

    Args:
        filled: The text.
        wording: Which of the wordings that fit, from 0.
        is_repeat: Whether this customer has read just this wording.
    """

    filled: Filled
    wording: int = 0
    is_repeat: bool = False

    @property
    def text(self) -> str:
        """The text, gaps shown by their label."""
        return self.filled.text


def words_of(contact: OpenContact | None, agent_name: str) -> dict[str, str]:
    """Every word known for this contact, by placeholder name."""
    words = {"agent": agent_name}
    if contact is not None:
        words |= dict(contact.values)
        words |= {"customer": contact.customer, "reference": contact.reference}
    return words


def speak(
    phrase: Phrase, playbook: Playbook, words: Mapping[str, str], contact: OpenContact | None
) -> Speech:
    """The phrase in a wording that fits the channel and that the customer has not read yet."""
    medium = contact.situation.medium if contact is not None else None
    said = contact.said.get(phrase.id, ()) if contact is not None else ()
    texts = phrase.texts(medium, contact.language if contact is not None else "")
    number = next_wording(len(texts), said)
    return Speech(fill(texts[number], playbook, words), number, number in said)


def fill(text: str, playbook: Playbook, words: Mapping[str, str]) -> Filled:
    """A text with its gaps filled, missing ones shown by their label."""
    labels = {each.name: each.label for each in playbook.placeholders}
    defaults = {each.name: each.default for each in playbook.placeholders if each.default}
    known = {name: word for name, word in words.items() if word}
    return parse(text).fill(defaults | known, _BUILT_IN_LABELS | labels)


def gaps(names: tuple[str, ...], playbook: Playbook, words: Mapping[str, str]) -> tuple[Gap, ...]:
    """What to ask the agent for, in this order.

    Args:
        names: Of placeholders.
        words: What is known already.
    """
    declared: dict[str, Placeholder] = {each.name: each for each in playbook.placeholders}
    found = []
    for name in names:
        own, word = declared.get(name), words.get(name, "")
        if own is not None:
            word = word or own.default
            found.append(Gap(name, own.label, own.example, own.type, own.choices, word))
        else:
            found.append(Gap(name, _BUILT_IN_LABELS.get(name, name), word=word))
    return tuple(found)


def forgotten_after(phrase: Phrase, playbook: Playbook) -> tuple[str, ...]:
    """The placeholders of a phrase that are asked for each time."""
    each_time = [each.name for each in playbook.placeholders if not each.is_remembered]
    if not each_time:
        return ()
    used = {name for text in phrase.all_texts() for name in parse(text).names}
    return tuple(name for name in each_time if name in used)


_SHAPES = {
    FieldType.NUMBER: (re.compile(r"[-+]?\d[\d.,' ]*"), "a number, such as 3 or 2.5"),
    FieldType.TIME: (re.compile(r"(?i)\d{1,2}([:.h]\d\d)?( ?[ap]m)?"), "a time, such as 17:30"),
    # Agents write days as they speak; only what names none at all is a slip.
    FieldType.DATE: (
        re.compile(r"(?i).*(\d|today|tomorrow|mon|tue|wed|thu|fri|sat|sun).*"),
        "a day, such as 31 January or tomorrow",
    ),
}


def objection(gap: Gap, word: str) -> str:
    """What is wrong with a word for this placeholder; "" when nothing is, or none was given."""
    shape, words = _SHAPES.get(gap.type, (None, ""))
    if not word.strip() or shape is None or shape.fullmatch(word.strip()):
        return ""
    return f"{gap.label}: “{word.strip()}” is not {words}."
