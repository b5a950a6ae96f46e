"""What is wrong just now: mistakes in files, a full disk, a crash of ours; until dismissed."""

from __future__ import annotations

from desktop.app.preferences import Preferences
from desktop.app.shelves import Shelves
from desktop.errors import Trouble
from desktop.guide.library import Library
from desktop.guide.model import Problem
from desktop.ui.view import TroubleView


class Troubles:
    """Collects troubles for the panel and for `poise ctl state`."""

    def __init__(self, library: Library, preferences: Preferences, shelves: Shelves) -> None:
        self.disk: Trouble | None = None
        self.damage: Trouble | None = None
        self.crash: Trouble | None = None
        self.rights: Trouble | None = None
        self._library = library
        self._preferences = preferences
        self._shelves = shelves
        self._dismissed: set[str] = set()

    def shown(self) -> tuple[TroubleView, ...]:
        """Those the agent has not dismissed, the gravest first."""
        found = [TroubleView(each.what, each.remedy) for each in self._grave()]
        found += [
            TroubleView(f"{each.path.name}, line {each.line}: {each.what}", each.remedy)
            for each in self._problems()
        ]
        return tuple(each for each in found if each.what not in self._dismissed)

    def dismiss(self, index: int) -> None:
        """Hide one of those shown; it comes back when it changes."""
        self._dismissed.add(self.shown()[index].what)

    def lines(self) -> list[str]:
        """All of them as text, files as `path:line:column`."""
        grave = [str(each) for each in self._grave()]
        return grave + [str(each) for each in self._problems()]

    def _grave(self) -> list[Trouble]:
        return [each for each in (self.disk, self.damage, self.crash, self.rights) if each]

    def _problems(self) -> tuple[Problem, ...]:
        return (
            *self._preferences.problems,
            *self._shelves.problems,
            *self._library.problems(),
        )
