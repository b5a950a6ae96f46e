"""Everything the palette can find: phrases, playbooks, commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speech import fill, speak
from desktop.guide.model import Phrase, Playbook
from desktop.guide.vocabulary import Audience
from desktop.phrases.search import Entry, Index, Moment

COMMANDS = (
    ("next", "Next step", "Go on in the playbook"),
    ("back", "Back", "Go one step back"),
    ("stop-lines", "Stop lines", "Threats, self-harm, legal: what to say"),
    ("remind", "Remind me", "Keep a promise: what, and when"),
    ("day", "What is promised", "Overdue, waited for in vain, and owed by tomorrow"),
    ("details", "Customer details", "Name, ticket, channel"),
    ("note", "Add a line to the record", "What you want to keep of this contact"),
    ("switch", "Next contact", "Go to the one that waits longest, or pause"),
    ("reset", "Reset for me", "A minute for yourself; nothing is written down"),
    ("fields", "Write down", "What this step wants in the record"),
    ("end", "End the contact", "Say how it ended and add a note"),
    ("brief", "Brief for a supervisor", "What they need to know, to insert, copy or save"),
    ("summary", "Summary for the customer", "What you settled, without anything internal"),
    ("reflect", "Reflect for yourself", "What went well, what next time; nobody else reads it"),
    ("phrases", "My phrases", "Write, change and order your own"),
    ("earlier", "Earlier contacts", "What there was with this customer before"),
    ("log", "Contact log", "Search, read and correct earlier contacts"),
    ("patterns", "Patterns", "What keeps coming, how it ends, what to mend"),
    ("practice", "Practice", "Talk with a scripted customer, unrecorded"),
    ("toggle-panel", "Show or hide the panel", ""),
    ("quit", "Quit Poise", ""),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the palette.

    Args:
        kind: "phrase", "playbook" or "command".
        id: Unique within its kind.
        title: Its name.
        text: A phrase as it would be inserted now; of anything else what it is for.
        note: Where it comes from, such as "LEAP · Listen".
    """

    kind: str
    id: str
    title: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """What is kept of an entry of the index besides its words.

    Args:
        kind, title: As in `Found`.
        id: A phrase's within its shelf.
        text: What it is for; of a phrase the template by which it is found.
        note: A phrase's step.
        shelf: A phrase's playbook without the steps: what its gaps are called.
        origin: The shared phrase it is; "" where it is the playbook's own.
        phrase: With all its wordings: which one is said next depends on the contact.
        mark: Whom a phrase is for, where that is no customer.
    """

    kind: str
    id: str
    title: str
    text: str
    note: str = ""
    shelf: Playbook | None = None
    origin: str = ""
    phrase: Phrase | None = None
    mark: str = ""


class Finder:
    """The index over everything; made when it is first asked for, or before, bit by bit.

    Args:
        cockpit: Whose playbooks, and where the agent stands.
    """

    def __init__(self, cockpit: Cockpit) -> None:
        self._cockpit = cockpit
        self._version = -1  # of the library
        self._left: list[tuple[str, str]] = []  # playbooks and files that are not in yet
        self._rows: list[_Row] = []
        self._index = Index()
        self._is_complete = False
        self._moment_key: tuple[object, ...] = ()
        self._moment_now = Moment()

    def find(self, query: str, limit: int) -> list[Found]:
        """What fits the query, best first; what fits the moment before what fits as well."""
        index = self._make_index()
        words, contact = self._cockpit.speaker.words(), self._cockpit.desk.current
        found = []
        for number in index.rank(query, limit, self._moment()):
            row = self._rows[number]
            note = self._note(row)
            if row.shelf is None or row.phrase is None:
                found.append(Found(row.kind, row.id, row.title, row.text, note))
            else:
                name = f"{row.shelf.id}/{row.id}"
                text = speak(row.phrase, row.shelf, words, contact).text
                found.append(Found(row.kind, name, row.title, text, note))
        return found

    def _note(self, row: _Row) -> str:
        if row.kind == "command":
            return ""
        is_file = row.shelf is not None and not row.note
        origin = self._cockpit.origins.get((is_file, row.shelf.id if row.shelf else row.id))
        mark = origin.mark if origin is not None else ""
        if row.shelf is None:
            return f"Start playbook · {mark}" if mark else ""
        return " · ".join(part for part in (row.mark, row.shelf.title, row.note, mark) if part)

    def prepare_some(self) -> bool:
        """Put one more playbook into the index, some milliseconds; whether there may be another."""
        library = self._cockpit.library
        if library.version != self._version:
            self._version = library.version
            self._left = [
                *(("playbook", each.id) for each in library.covers()),
                *(("file", each.id) for each in library.phrase_file_covers()),
            ]
            self._left.reverse()
            self._rows, self._index, self._is_complete = [], Index(), False
        if not self._left:
            return False
        for row, tags in self._phrases(*self._left.pop()):
            # Found by its texts with labels in the gaps, whoever the customer is.
            shelf, variants = row.shelf, row.phrase.variants if row.phrase else ()
            texts = (row.text, *(each.texts[0] for each in variants if each.language))
            text = " ".join(fill(each, shelf, {}).text if shelf else each for each in texts)
            self._rows.append(row)
            self._index.add(Entry(row.title, text, tags))
        return True

    def _phrases(self, kind: str, name: str) -> Iterator[tuple[_Row, tuple[str, ...]]]:
        """The phrases of a playbook or phrase file, each with its tags."""
        if kind == "playbook":
            playbook = self._cockpit.library.glance(name)
        else:
            file = self._cockpit.library.phrase_file(name)
            playbook = file.as_playbook() if file is not None else None
        if playbook is None or playbook.is_private:
            return  # private ones are not for customers
        shelf = replace(playbook, steps=())
        for step in playbook.steps:
            note = step.title if kind == "playbook" else ""
            for each in step.phrases:
                origin = f"{each.file}/{each.id}" if each.file else ""
                mark = "To a colleague" if each.audience is Audience.COLLEAGUE else ""
                words = (each.id, each.title, each.text, note)
                row = _Row("phrase", *words, shelf, origin, replace(each, tags=()), mark)
                yield row, each.tags

    def _make_index(self) -> Index:
        while self.prepare_some():
            pass
        if not self._is_complete:
            self._is_complete = True
            rows = [
                *(
                    _Row("playbook", each.id, each.title, each.summary)
                    for each in self._cockpit.library.covers()
                ),
                *(_Row("command", name, title, about) for name, title, about in COMMANDS),
            ]
            for row in rows:
                self._rows.append(row)
                self._index.add(Entry(row.title, row.text))
        return self._index

    def _moment(self) -> Moment:
        """The step and the playbook in hand; and of each shared phrase all but one hidden."""
        here, step = self._cockpit.desk.current_playbook, self._cockpit.desk.current_step
        key = (self._version, here.id if here else "", step.id if step else "")
        if key != self._moment_key:
            self._moment_key = key
            steps = {phrase.id for phrase in step.phrases} if step is not None else set[str]()
            mine = {n for n, row in enumerate(self._rows) if here and _is_of(row, here.id)}
            near = {n for n in mine if self._rows[n].id in steps}
            taken = {self._rows[n].origin for n in mine}
            hidden: set[int] = set()
            for number, row in enumerate(self._rows):
                if row.origin and number not in mine:
                    (hidden.add(number) if row.origin in taken else taken.add(row.origin))
            self._moment_now = Moment(frozenset(near), frozenset(mine), frozenset(hidden))
        return self._moment_now


def _is_of(row: _Row, playbook_id: str) -> bool:
    # A phrase file may have the id of a playbook; its rows have no step.
    return row.shelf is not None and row.shelf.id == playbook_id and bool(row.note)
