"""A cockpit with everything around it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speaker import Speaker, WordsWanted
from desktop.contacts.desk import Desk
from desktop.contacts.record import ContactEvent, EventKind
from desktop.contacts.store import all_contacts
from desktop.followups.book import ReminderBook
from desktop.guide.library import Library
from desktop.hotkeys.bindings import Bindings, wanted_chords
from desktop.insertion.inserter import Inserter
from desktop.insertion.outcome import Outcome
from desktop.privacy.masker import Masker
from desktop.storage.ledger import Ledger
from tests.fakes import FakeClock, FakeDesktop, FakeRegistry

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
PLAYBOOK = """\
poise: 1
id: refund
title: Refund
summary: Money back.
placeholders:
  amount: {label: Amount, example: 20 EUR}
steps:
  - id: hear
    title: Hear
    goal: Let them say it.
    phrases:
      - {id: hello, title: Hello, text: Hello there}
      - {id: named, title: Named, text: "Hello {customer}, I am {agent}"}
      - {id: amount, title: Amount, text: "You get {amount} back"}
  - {id: close, title: Close, goal: Say goodbye.}
"""


class Room:
    """A cockpit with everything around it, and what it asked of the windows."""

    def __init__(self, folder: Path, also: Path | None = None, /, **playbooks: str) -> None:
        for name, text in playbooks.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        folders = [folder] if also is None else [folder, also]
        self.library = Library(lambda: folders)
        self.library.load()
        self.ledger = Ledger(folder / "poise.sqlite3")
        self.masker = Masker()
        self.desk = Desk(self.ledger, self.library.playbook, lambda: NOW, masker=self.masker)
        book = ReminderBook(self.ledger, lambda: NOW, lambda: ZoneInfo("Europe/Berlin"))
        self.desktop, self.clock, self.registry = FakeDesktop(), FakeClock(), FakeRegistry()
        self.chat = self.desktop.open("chromium", 1)
        desktop = self.desktop
        inserter = Inserter(desktop, desktop, desktop, desktop, self.clock)
        speaker = Speaker(self.library, self.desk, inserter, desktop, desktop, self, (), book.now)
        self.cockpit = Cockpit(self.library, self.desk, book, speaker, self)
        self.bindings = Bindings(self.registry, wanted_chords({}))
        self.bindings.register_all()
        self.asked: list[WordsWanted] = []
        self.names: list[str] = []
        self.refreshed = 0

    def ask_words(self, wanted: WordsWanted) -> None:
        self.asked.append(wanted)

    def keep_agent_name(self, name: str) -> None:
        self.names.append(name)

    def refresh(self) -> None:
        self.refreshed += 1

    def last(self) -> Outcome:
        assert self.cockpit.speaker.last_insertion is not None
        return self.cockpit.speaker.last_insertion.outcome

    def written(self) -> list[dict[str, object]]:
        """The insertions in the record."""
        insertions = [each for each in self.events() if each.kind is EventKind.INSERTION]
        return [dict(event.facts) for event in insertions]

    def events(self) -> list[ContactEvent]:
        """Everything in the record, contact by contact."""
        stored = self.ledger.read(lambda connection: list(all_contacts(connection))).result(5)
        return [event for each in stored for event in each.events]
