"""The settings in use: read from their file, handed to the rooms, read again when it changes."""

from __future__ import annotations

import logging
from pathlib import Path

from desktop.cockpit.cockpit import Cockpit
from desktop.guide.model import Problem
from desktop.hotkeys.bindings import ACTIONS, Bindings, chord_objection, wanted_chords
from desktop.hotkeys.chord import Chord
from desktop.insertion.effects import Timing
from desktop.insertion.inserter import Inserter
from desktop.insertion.quirks import Method
from desktop.oslayer.backend import Backend
from desktop.qt.dressing import Dressing
from desktop.settings import Settings, add_setting, load
from desktop.ui.theme import Theme

log = logging.getLogger("desktop")


class Preferences:
    """What the agent has set.

    Args:
        path: The settings file; it may be missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now: Settings
        self.problems: tuple[Problem, ...]
        self.now, self.problems = load(path, ACTIONS, chord_objection)

    def look_again(self) -> bool:
        """Read the file; whether anything has changed since the last time."""
        before = self.now, self.problems
        self.now, self.problems = load(self._path, ACTIONS, chord_objection)
        return (self.now, self.problems) != before

    def hand_out(
        self, cockpit: Cockpit, inserter: Inserter, dressing: Dressing, backend: Backend
    ) -> None:
        """Tell the rooms what they do by them."""
        cockpit.speaker.agent_name = self.now.agent_name
        cockpit.stop_lines_playbook = self.now.stop_lines_playbook
        cockpit.speaker.insert_method = Method(self.now.insert_method)
        cockpit.speaker.chats.switch(self.now.remember_chats)
        inserter.set_timing(Timing(key_wait_ms=self.now.modifier_wait_ms))
        dressing.hide_from_sharing(self.now.hide_from_sharing)
        backend.listen_for_refused_hotkeys(self.now.compatibility_hotkeys)

    def apply(self, theme: Theme, bindings: Bindings) -> None:
        """Change the look and the hotkeys to them."""
        theme.choose(self.now.theme, self.now.text_percent)  # type: ignore[arg-type]  # allowed
        bindings.rewrite(self.chords())

    def chords(self) -> dict[str, Chord | None]:
        """The chord of each action that can have one now."""
        return wanted_chords(self.now.hotkeys, has_one_key=self.now.one_key_mode)

    def keep_agent_name(self, name: str) -> None:
        """Write the agent's own name into the file."""
        try:
            add_setting(self._path, "agent_name", name)
        except OSError as problem:
            log.warning("the agent's name was not written: %s", problem.strerror)
