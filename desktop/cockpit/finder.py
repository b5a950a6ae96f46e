"""Everything the palette can find: phrases as they will be inserted, playbooks, commands."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.origins import Name
from desktop.cockpit.speech import fill
from desktop.guide.model import PhraseFile, Playbook
from desktop.phrases.search import Entry

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
    Entry("command", "phrases", "My phrases", "Write, change and order your own"),
    Entry("command", "toggle-panel", "Show or hide the panel"),
    Entry("command", "quit", "Quit Poise"),
)


def entries(cockpit: Cockpit) -> list[Entry]:
    """All there is to find, what fits the moment first: this step, this playbook, the others."""
    here, step = cockpit.desk.current_playbook, cockpit.desk.current_step
    words = tuple(sorted(cockpit.speaker.words().items()))
    found: list[Entry] = []
    others = [each for each in cockpit.library.playbooks() if here is None or each.id != here.id]
    shared: set[str] = set()  # several playbooks may have the same one: it is found once
    files = [_shelf(each) for each in cockpit.library.phrase_files()]
    for playbook in [*([here] if here is not None else []), *others, *files]:
        for entry, origin in _phrases(playbook, words):
            if origin not in shared:
                found.append(entry)
            if origin:
                shared.add(origin)
    if step is not None and here is not None:
        first = {f"{here.id}/{phrase.id}" for phrase in step.phrases}
        near = [replace(entry, is_near=True) for entry in found if entry.id in first]
        found = [*near, *(entry for entry in found if entry.id not in first)]
    found += [
        Entry("playbook", each.id, each.title, each.summary) for each in cockpit.library.playbooks()
    ]
    return [*found, *COMMANDS]


def row_note(cockpit: Cockpit, entry: Entry) -> str:
    """Where a result comes from, such as "LEAP · Listen"."""
    if entry.kind == "command":
        return ""
    playbook_id, _, phrase_id = entry.id.partition("/")
    if entry.kind == "playbook":
        origin = cockpit.origins.get((False, playbook_id))
        return f"Start playbook · {origin.mark}" if origin is not None else ""
    playbook = cockpit.library.playbook(playbook_id)
    for step in playbook.steps if playbook is not None else ():
        if playbook is not None and any(phrase.id == phrase_id for phrase in step.phrases):
            return _marked(cockpit, (False, playbook_id), f"{playbook.title} · {step.title}")
    files = cockpit.library.phrase_files()
    title = next((each.title for each in files if each.id == playbook_id), "")
    return _marked(cockpit, (True, playbook_id), title)


def _marked(cockpit: Cockpit, name: Name, note: str) -> str:
    origin = cockpit.origins.get(name)
    return f"{note} · {origin.mark}" if origin is not None else note


@lru_cache(maxsize=64)
def _shelf(file: PhraseFile) -> Playbook:
    return file.as_playbook()


@lru_cache(maxsize=512)
def _phrases(playbook: Playbook, words: tuple[tuple[str, str], ...]) -> list[tuple[Entry, str]]:
    """The playbook's phrases, each with the shared one it is ("" where it is its own)."""
    if playbook.is_private:
        return []  # not for customers
    known = dict(words)
    return [
        (
            Entry(
                "phrase",
                f"{playbook.id}/{phrase.id}",
                phrase.title,
                fill(phrase.text, playbook, known).text,
                phrase.tags,
            ),
            f"{phrase.file}/{phrase.id}" if phrase.file else "",
        )
        for step in playbook.steps
        for phrase in step.phrases
    ]
