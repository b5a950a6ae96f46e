"""The ready phrases that a scripted talk offers, in the words of the playbooks as they are now."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.guide.model import Playbook
from desktop.guide.source import shown
from desktop.guide.vocabulary import Channel
from desktop.phrases import template
from desktop.practice.model import Origin

FindPlaybook = Callable[[str], Playbook | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase with its gaps filled; `missing` names those without a word."""

    text: str
    origin: Origin
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why there is no such phrase, and what to write instead."""

    what: str
    remedy: str


class Phrasebook:
    """Looks phrases up.

    A team that has written a playbook anew practises its own words. Where these lack the phrase,
    or need words that the scripted customer does not bring, those of the next shelf serve.

    Args:
        shelves: Each finds a playbook by its id; the first counts most.
    """

    def __init__(self, *shelves: FindPlaybook) -> None:
        self._shelves = shelves

    def title(self, playbook_id: str) -> str:
        """What a playbook is called; "" where there is none with this id."""
        found = (shelf(playbook_id) for shelf in self._shelves)
        return next((each.title for each in found if each is not None), "")

    def find(self, name: str, words: Mapping[str, str], channel: Channel) -> Found | NotFound:
        """A phrase as it would be said.

        Args:
            name: As `playbook/phrase`, by their ids.
            words: For its gaps, by their names.
            channel: Which of its wordings fits.
        """
        playbook_id, _, phrase_id = name.partition("/")
        incomplete: Found | None = None
        known: list[str] = []
        for shelf in self._shelves:
            playbook = shelf(playbook_id)
            if playbook is None:
                continue
            found = _look(playbook, phrase_id, words, channel)
            if found is not None and not found.missing:
                return found
            incomplete = incomplete or found
            known += [phrase.id for step in playbook.steps for phrase in step.phrases]
        return incomplete or _not_found(playbook_id, phrase_id, known)


def _look(
    playbook: Playbook, phrase_id: str, words: Mapping[str, str], channel: Channel
) -> Found | None:
    for step in playbook.steps:
        for slot, phrase in enumerate(step.phrases, 1):
            if phrase.id == phrase_id:
                wording = phrase.texts(channel.medium)[0]
                filled = template.parse(wording).fill(words)
                origin = Origin(playbook.title, step.title, slot)
                return Found(filled.text, origin, filled.missing)
    return None


def _not_found(playbook_id: str, phrase_id: str, known: list[str]) -> NotFound:
    if not known:
        what = f"There is no playbook `{shown(playbook_id)}` with phrases."
        return NotFound(what, "Write it as `playbook/phrase`, like `leap/listen-open`.")
    close = difflib.get_close_matches(phrase_id[:64], known, 1, 0.6)
    remedy = f"Did you mean `{close[0]}`?" if close else "Look its id up in the playbook."
    return NotFound(f"The playbook `{playbook_id}` has no phrase `{shown(phrase_id)}`.", remedy)
