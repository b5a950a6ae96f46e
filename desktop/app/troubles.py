"""What is wrong just now: bad news and mistakes in files; until dismissed."""

from __future__ import annotations

from desktop.app.bad_news import BadNews
from desktop.app.preferences import Preferences
from desktop.app.shelves import Shelves
from desktop.guide.library import Library
from desktop.guide.model import Problem
from desktop.ui.view import TroubleView


class Troubles:
    """Collects troubles for the panel and for `poise ctl state`."""

    def __init__(
        self, news: BadNews, library: Library, preferences: Preferences, shelves: Shelves
    ) -> None:
        self._news = news
        self._library = library
        self._preferences = preferences
        self._shelves = shelves
        self._dismissed: set[str] = set()

    def shown(self) -> tuple[TroubleView, ...]:
        """Those the agent has not dismissed, the gravest first."""
        found = [TroubleView(each.what, each.remedy) for each in self._news.kept]
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
        grave = [str(each) for each in self._news.kept]
        return grave + [str(each) for each in self._problems()]

    def _problems(self) -> tuple[Problem, ...]:
        return (
            *self._preferences.problems,
            *self._shelves.problems,
            *self._library.problems(),
        )
