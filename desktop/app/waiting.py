"""Phrases that wait to be saved: on the disk beside their files, so that a crash loses none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.authoring.draft import Draft
from desktop.authoring.shelf import OWN_FILE
from desktop.authoring.unfinished import Unfinished, Unsaved

Key = tuple[Path, str, str]
"""A phrase's file, step and id; no id: the new phrase of that list."""


class Waiting:
    """What was written and cannot be saved yet.

    Args:
        unsaved: Keeps it.
        folder: Of the files.
    """

    def __init__(self, unsaved: Unsaved, folder: Path) -> None:
        self._unsaved = unsaved
        self._folder = folder
        self._all: dict[Key, Unfinished] = {}
        self._is_recalled = False

    def recall(self, go_to: Callable[[Path, str], bool]) -> None:
        """Bring back what was left, and go to it.

        Where its list is there no more, it becomes a new phrase of one's own; only one at a time
        can, so another one waits on.

        Args:
            go_to: Goes to a list, and says whether it is there.
        """
        if not self._is_recalled:
            self._is_recalled = True
            for each in self._unsaved.take():
                self._all[self._folder / each.file, each.step, each.base.id] = each
        new = (self._folder / OWN_FILE, "", "")
        for key in tuple(self._all):
            if not go_to(key[0], key[1]) and new not in self._all:
                mine = replace(self._all.pop(key).mine, id="")
                self._all[new] = Unfinished(OWN_FILE, "", Draft(), mine)
                go_to(new[0], new[1])

    def get(self, key: Key) -> Unfinished | None:
        """What waits of a phrase."""
        return self._all.get(key)

    def of(self, path: Path, step: str) -> dict[str, Draft]:
        """What waits of a list, by the phrases' ids."""
        return {key[2]: each.mine for key, each in self._all.items() if key[:2] == (path, step)}

    def put(self, key: Key, base: Draft, mine: Draft) -> None:
        """Let a phrase wait, as it was and as it shall be."""
        self._all[key] = Unfinished(key[0].name, key[1], base, mine)
        self._keep()

    def settle(self, key: Key) -> None:
        """Nothing of this phrase waits any more."""
        if self._all.pop(key, None) is not None:
            self._keep()

    def _keep(self) -> None:
        self._unsaved.keep(tuple(self._all.values()))
