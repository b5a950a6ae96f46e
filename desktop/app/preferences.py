"""The settings in use: read from their file, handed to the rooms, read again when it changes."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.kept import KeptTables, stamp_of
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.followups.hours import Hours, hours_of
from desktop.guide.model import Problem
from desktop.hotkeys.bindings import ACTIONS, Bindings, chord_objection, wanted_chords
from desktop.hotkeys.chord import Chord
from desktop.insertion.effects import Timing
from desktop.insertion.inserter import Inserter
from desktop.insertion.quirks import Method
from desktop.oslayer.backend import Backend
from desktop.settings import MASKS, Settings

if TYPE_CHECKING:
    from desktop.qt.dressing import Dressing
    from desktop.ui.theme import Theme

log = logging.getLogger("desktop")


class Preferences:
    """What the agent has set.

    While the file, or a value in it, cannot be read, what was in force in this run goes on. At a
    start only the masks of the last run do: they keep out, and everything else is on its careful
    side then.

    Args:
        path: The settings file; it may be missing.
        kept: Has what was right in it, so that it need not be read again.
    """

    def __init__(self, path: Path, kept: KeptTables) -> None:
        self._path = path
        self._kept = kept
        self._stamp = stamp_of(path)
        self.problems: tuple[Problem, ...] = ()
        self._before: Settings | None = None  # what was in force, in this run
        last = kept.last("settings", path)
        self._known_masks = None if last is None else Settings(**last)
        self.now = Settings(**kept.table("settings", path, self._read))

    def look_again(self) -> bool:
        """Read the file where it is another one; whether anything has changed by that."""
        stamp = stamp_of(self._path)
        if stamp == self._stamp:
            return False
        before = self.now, self.problems
        self._before = self.now
        self._stamp, self.problems = stamp, ()
        self.now = Settings(**self._kept.table("settings", self._path, self._read))
        return (self.now, self.problems) != before

    def _read(self) -> tuple[dict[str, Any], bool]:
        """What is set, and whether all of it is right."""
        from desktop.settings_file import read  # which a start with kept settings can do without

        reading = read(self._path, ACTIONS, chord_objection, self._before)
        settings, self.problems = reading.settings, reading.problems
        if MASKS & reading.doubtful.keys():
            if known := self._known_masks:
                never = {**known.never_mask, **settings.never_mask}
                settings = replace(settings, mask={**known.mask, **settings.mask}, never_mask=never)
        else:
            self._known_masks = settings
        if "mask" in reading.doubtful and (settings.mask or self._known_masks is None):
            self.problems = (self._about_masks(reading.doubtful["mask"]), *self.problems)
        return asdict(settings), not reading.problems

    def _about_masks(self, why: Problem) -> Problem:
        """What is kept out of the record while nobody can tell what should be."""
        if self._known_masks is None:
            what = "Your own masks are off: numbers that `mask` names go into the record."
            remedy = f"Mend line {why.line}; until then, leave such numbers out yourself."
        else:
            what = "Your own masks stay as they were when the settings could be read."
            remedy = f"Mend line {why.line} for new ones to count."
        return replace(why, what=what, remedy=remedy)

    def hand_out(
        self, cockpit: Cockpit, inserter: Inserter, dressing: Dressing, backend: Backend
    ) -> None:
        """Tell the rooms what they do by them."""
        cockpit.speaker.agent_name = self.now.agent_name
        cockpit.stop_lines_playbook = self.now.stop_lines_playbook
        cockpit.follow_up_playbook = self.now.follow_up_playbook
        cockpit.book.hours = self._hours()
        cockpit.speaker.insert_method = Method(self.now.insert_method)
        cockpit.speaker.chats.switch(self.now.remember_chats)
        inserter.set_timing(Timing(key_wait_ms=self.now.modifier_wait_ms))
        dressing.hide_from_sharing(self.now.hide_from_sharing)
        backend.listen_for_refused_hotkeys(self.now.compatibility_hotkeys)

    def _hours(self) -> Hours:
        settings = self.now
        try:
            hours = hours_of(settings.working_days, settings.working_hours, settings.after_lunch)
        except Trouble as trouble:
            told = Problem(self._path, 1, 1, trouble.what, trouble.remedy)
            if told not in self.problems:
                self.problems += (told,)
            return Hours()
        return hours

    def apply(self, theme: Theme, bindings: Bindings) -> None:
        """Change the look and the hotkeys to them."""
        theme.choose(self.now.theme, self.now.text_percent)  # type: ignore[arg-type]  # allowed
        bindings.rewrite(self.chords())

    def chords(self) -> dict[str, Chord | None]:
        """The chord of each action that can have one now."""
        return wanted_chords(self.now.hotkeys, has_one_key=self.now.one_key_mode)

    def keep_agent_name(self, name: str) -> None:
        """Write the agent's own name into the file."""
        from desktop.settings_file import add_setting

        try:
            add_setting(self._path, "agent_name", name)
        except OSError as problem:
            log.warning("the agent's name was not written: %s", problem.strerror)
