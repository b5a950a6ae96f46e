"""All playbooks there are: the shipped ones and the team's own, kept up to date.

A broken file never takes a playbook away: its last good version stays until the file is
mended or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.guide.check import lost_leads, playbook_files
from desktop.guide.linking import link
from desktop.guide.model import PhraseFile, Playbook, Problem
from desktop.guide.reader import Reading, read

Stamp = tuple[int, int, int]  # modified (ns), size, inode: an editor may replace the file whole


@dataclass(slots=True)
class _File:
    stamp: Stamp
    reading: Reading
    last_good: Reading | None


class Library:
    """The playbooks of several folders; of two with the same id the later folder's counts.

    Args:
        folders: Asked at each look. The shipped folder first; it must exist. The others may not
            exist yet.
    """

    def __init__(self, folders: Callable[[], Sequence[Path]]) -> None:
        self._ask_folders = folders
        self._folders: tuple[Path, ...] = ()
        self._files: dict[Path, dict[Path, _File]] = {}
        self._playbooks: dict[str, Playbook] = {}
        self._shared: dict[str, PhraseFile] = {}
        self._problems: tuple[Problem, ...] = ()

    def load(self) -> None:
        """Read every file anew, forgetting all that was read before."""
        self._files = {}
        self.refresh()

    def refresh(self) -> bool:
        """Read the files that changed, are new or went away since the last time.

        Costs one directory listing and one stat per file when nothing changed.

        Returns:
            Whether any playbook or problem is now another.
        """
        before = (self._playbooks, self._shared, self._problems)
        self._folders = tuple(self._ask_folders())
        self._files = {folder: self._files.get(folder, {}) for folder in self._folders}
        folder_problems: list[Problem] = []
        for number, folder in enumerate(self._folders):
            folder_problems += self._refresh_folder(folder, is_required=number == 0)
        self._collect(folder_problems)
        return before != (self._playbooks, self._shared, self._problems)

    def playbook(self, playbook_id: str) -> Playbook | None:
        """The playbook with this id, or None."""
        return self._playbooks.get(playbook_id)

    def playbooks(self) -> tuple[Playbook, ...]:
        """All playbooks, sorted by title."""
        return tuple(
            sorted(self._playbooks.values(), key=lambda each: (each.title.casefold(), each.id))
        )

    def phrase_files(self) -> tuple[PhraseFile, ...]:
        """All shared phrase files, sorted by title."""
        return tuple(
            sorted(self._shared.values(), key=lambda each: (each.title.casefold(), each.id))
        )

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files as they are now, even where a last good version serves."""
        return self._problems

    def _refresh_folder(self, folder: Path, is_required: bool) -> list[Problem]:
        known = self._files[folder]
        try:
            paths = playbook_files(folder)
        except FileNotFoundError:
            known.clear()
            if not is_required:
                return []
            return [Problem(folder, 1, 1, "This folder is missing.", "Install Poise again.")]
        except (OSError, ValueError) as error:
            # A share that is away for a moment: what was read from it keeps serving.
            reason = getattr(error, "strerror", None) or str(error)
            what = f"The folder cannot be read ({reason})."
            return [Problem(folder, 1, 1, what, "Check its permissions.")]
        for gone in known.keys() - set(paths):
            del known[gone]
        for path in paths:
            # Before the reading: a file that changes meanwhile has another stamp next time.
            stamp = _stamp(path)
            old = known.get(path)
            if old is None or old.stamp != stamp:
                reading = read(path)
                is_good = reading.playbook is not None or reading.phrase_file is not None
                last_good = reading if is_good else (old.last_good if old else None)
                known[path] = _File(stamp, reading, last_good)
        return []

    def _collect(self, folder_problems: list[Problem]) -> None:
        """Make the playbooks and problems from the files."""
        problems = list(folder_problems)
        good: dict[str, Reading] = {}
        shared: dict[str, PhraseFile] = {}
        for folder in self._folders:
            here: dict[tuple[bool, str], Path] = {}
            for path, file in sorted(self._files[folder].items()):
                problems += file.reading.problems
                found = file.last_good
                if found is None or found.name is None:
                    continue
                name = found.name.playbook
                other = here.setdefault((found.is_phrase_file, name), path)
                if other is not path:
                    problems += _used_twice(path, file.reading, other)
                elif found.phrase_file is not None:
                    shared[name] = found.phrase_file
                else:
                    good[name] = found
        playbooks: dict[str, Playbook] = {}
        for name, reading in good.items():
            if reading.playbook is not None:
                playbooks[name], lost = link(reading.playbook, reading.uses, shared)
                problems += lost
        for folder in self._folders:
            for path, file in sorted(self._files[folder].items()):
                problems += lost_leads(path, file.reading, playbooks)
        self._playbooks, self._shared, self._problems = playbooks, shared, tuple(problems)


def _used_twice(path: Path, reading: Reading, other: Path) -> list[Problem]:
    if reading.name is None:
        return []
    thing = "phrase file" if reading.is_phrase_file else "playbook"
    what = f"The {thing} id `{reading.name.playbook}` is also used in {other.name}."
    remedy = f"Give each {thing} its own id."
    return [Problem(path, reading.name.line, reading.name.column, what, remedy)]


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return (0, 0, 0)  # reading it says what is wrong
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)
