"""Everything the palette can find: phrases, playbooks, commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speech import fill
from desktop.guide.model import Phrase, Playbook
from desktop.phrases.search import Entry, Index

COMMANDS = (
    Entry("command", "next", "Next step", "Go on in the playbook"),
    Entry("command", "back", "Back", "Go one step back"),
    Entry("command", "stop-lines", "Stop lines", "Threats, self-harm, legal: what to say"),
    Entry("command", "remind", "Remind me", "Keep a promise: what, and when"),
    Entry("command", "details", "Customer details", "Name, ticket, channel"),
    Entry("command", "switch", "Next contact", "Go to the one that waits longest, or pause"),
    Entry("command", "reset", "Reset for me", "A minute for yourself; nothing is written down"),
    Entry("command", "fields", "Write down", "What this step wants in the record"),
    Entry("command", "end", "End the contact", "Say how it ended and add a note"),
    Entry("command", "toggle-panel", "Show or hide the panel"),
    Entry("command", "quit", "Quit Poise"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the palette.

    Args:
        entry: What was found.
        text: As it will be inserted.
        note: Where it comes from, such as "LEAP · Listen".
    """

    entry: Entry
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A phrase in the index.

    Args:
        entry: How it is found: by its text with labels in the gaps, whoever the customer is.
        template: Its text.
        shelf: Its playbook without the steps: what its gaps are called.
        note: As in `Found`.
        origin: The shared phrase it is; "" where it is the playbook's own.
    """

    entry: Entry
    template: str
    shelf: Playbook
    note: str
    origin: str


class Finder:
    """The index over everything; made when it is first asked for, or before, bit by bit.

    Args:
        cockpit: Whose playbooks, and where the agent stands.
    """

    def __init__(self, cockpit: Cockpit) -> None:
        self._cockpit = cockpit
        self._version = -1
        self._lists: dict[str, tuple[_Listed, ...]] = {}  # by "playbook/…" or "file/…"
        self._listed: dict[str, _Listed] = {}  # by the entry's id, of those in the index
        self._order: tuple[object, ...] = ()
        self._index = Index(())

    def find(self, query: str, limit: int) -> list[Found]:
        """What fits the query, best first; what fits the moment before what fits as well."""
        self._bring_up_to_date()
        words = self._cockpit.speaker.words()
        found = []
        for entry in self._index.rank(query, limit):
            listed = self._listed.get(entry.id) if entry.kind == "phrase" else None
            if listed is None:
                found.append(Found(entry, entry.text))
            else:
                text = fill(listed.template, listed.shelf, words).text
                found.append(Found(entry, text, listed.note))
        return found

    def prepare_some(self) -> bool:
        """Put one more playbook into the index, some milliseconds; whether there is another."""
        self._forget_what_changed()
        missing = next((key for key in self._keys() if key not in self._lists), None)
        if missing is None:
            return False
        self._lists[missing] = self._list(missing)
        return True

    def _bring_up_to_date(self) -> None:
        while self.prepare_some():
            pass
        here, step = self._cockpit.desk.current_playbook, self._cockpit.desk.current_step
        order = (self._version, here.id if here else "", step.id if step else "")
        if order == self._order:
            return
        self._order = order
        near = {phrase.id for phrase in step.phrases} if step is not None else set[str]()
        self._listed = {}
        first, others = [], []
        shared: set[str] = set()  # several playbooks may have the same one: it is found once
        for listed in self._in_order(here.id if here else ""):
            if listed.origin in shared:
                continue
            if listed.origin:
                shared.add(listed.origin)
            entry = listed.entry
            playbook_id, _, phrase_id = entry.id.partition("/")
            if here is not None and playbook_id == here.id and phrase_id in near:
                first.append(replace(entry, is_near=True))
            else:
                others.append(entry)
            self._listed[entry.id] = listed
        books = (
            Entry("playbook", each.id, each.title, each.summary)
            for each in self._cockpit.library.covers()
        )
        self._index = Index((*first, *others, *books, *COMMANDS))

    def _forget_what_changed(self) -> None:
        version = self._cockpit.library.version
        if version != self._version:
            self._version = version
            self._lists = {}

    def _keys(self) -> Iterator[str]:
        library = self._cockpit.library
        for cover in library.covers():
            yield f"playbook/{cover.id}"
        for cover in library.phrase_file_covers():
            yield f"file/{cover.id}"

    def _in_order(self, here: str) -> Iterator[_Listed]:
        keys = sorted(self._keys(), key=lambda key: key != f"playbook/{here}")
        for key in keys:
            yield from self._lists[key]

    def _list(self, key: str) -> tuple[_Listed, ...]:
        kind, _, name = key.partition("/")
        if kind == "playbook":
            playbook = self._cockpit.library.playbook(name)
            if playbook is None or playbook.is_private:
                return ()  # not for customers
        else:
            file = self._cockpit.library.phrase_file(name)
            if file is None:
                return ()
            playbook = file.as_playbook()
        shelf = replace(playbook, steps=())
        return tuple(
            _listed(phrase, shelf, f"{playbook.title} · {step.title}" if kind == "playbook" else "")
            for step in playbook.steps
            for phrase in step.phrases
        )


def _listed(phrase: Phrase, shelf: Playbook, note: str) -> _Listed:
    text = fill(phrase.text, shelf, {}).text
    return _Listed(
        Entry("phrase", f"{shelf.id}/{phrase.id}", phrase.title, text, phrase.tags),
        phrase.text,
        shelf,
        note or shelf.title,
        f"{phrase.file}/{phrase.id}" if phrase.file else "",
    )
