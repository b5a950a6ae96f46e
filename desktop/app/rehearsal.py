"""A sitting of practice, made from the files of this machine; needs no window and no record."""

from __future__ import annotations

from pathlib import Path

from desktop.app.shelves import Shelves
from desktop.guide.library import Library
from desktop.guide.model import Playbook
from desktop.hotkeys.bindings import ACTIONS, chord_objection, wanted_chords
from desktop.paths import Paths, resource, shipped_playbooks
from desktop.practice.phrasebook import Phrasebook
from desktop.practice.session import Session
from desktop.practice.shelf import read_cast
from desktop.settings import Settings
from desktop.settings_file import load

SHIPPED = "practice"
"""The folder in `resources/`; the team's own customers are in one of this name in the settings."""


def new_session(paths: Paths, settings: Settings, library: Library) -> Session:
    """A sitting with everybody there is to practise with.

    Args:
        paths: Where the team's own customers are.
        settings: The agent's name, and the keys of the phrases.
        library: The playbooks whose phrases are practised.
    """
    phrasebook = Phrasebook(library.playbook, _Shipped().playbook)
    chords = wanted_chords(settings.hotkeys)

    def chord_of(slot: int) -> str:
        return str(chords.get(f"insert-{slot}") or "")

    folders = [resource(SHIPPED), own_customers(paths)]
    cast = read_cast(folders, phrasebook, settings.agent_name)
    return Session(cast, phrasebook.title, chord_of)


def session_alone(paths: Paths) -> Session:
    """The same where no Poise runs; writes nothing."""
    library = Library(Shelves(paths).folders)
    library.load()
    return new_session(paths, settings_alone(paths), library)


def settings_alone(paths: Paths) -> Settings:
    """The settings as they are in their file."""
    return load(paths.settings_file, ACTIONS, chord_objection)[0]


def own_customers(paths: Paths) -> Path:
    """Where a team puts customers of its own."""
    return paths.config / SHIPPED


class _Shipped:
    """The playbooks that came with Poise, read when one's own lack something."""

    def __init__(self) -> None:
        self._library: Library | None = None

    def playbook(self, playbook_id: str) -> Playbook | None:
        if self._library is None:
            self._library = Library(lambda: [shipped_playbooks()])
            self._library.load()
        return self._library.playbook(playbook_id)
