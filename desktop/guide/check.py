"""Checking playbook files against themselves and each other (`poise check`)."""

from __future__ import annotations

import os.path
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from desktop.guide.linking import link
from desktop.guide.model import PhraseFile, Problem
from desktop.guide.reader import Reading, read
from desktop.guide.source import listed

SUFFIXES = (".yaml", ".yml")


def playbook_files(folder: Path) -> list[Path]:
    """The playbook files of a folder (not of folders in it), sorted by name.

    Hidden files are left out: editors keep their locks and drafts in them.

    Raises:
        OSError: The folder cannot be listed.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )


class Mistake(Enum):
    """What kind of mistake it is."""

    FORMAT = auto()
    DUPLICATE_ID = auto()
    LOST_LEAD = auto()
    LOST_PHRASE = auto()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files of one check.

    Args:
        files: Each with what was read from it.
        others: The shipped files that are not among them.
        shared: All phrase files, by id.
        problems: With the paths that were named.
    """

    files: tuple[tuple[Path, Reading], ...]
    others: tuple[Reading, ...]
    shared: dict[str, PhraseFile]
    problems: tuple[Problem, ...]


def check_paths(paths: Iterable[Path], shipped: Path | None = None) -> list[Problem]:
    """Every mistake in the files, and in the files of the folders, named.

    Args:
        paths: Files and folders.
        shipped: The folder of the playbooks that come with Poise: branches may lead into
            them, and a checked file may replace one of them.
    """
    return [problem for _, problem in mistakes(gather(paths, shipped))]


def gather(paths: Iterable[Path], shipped: Path | None = None) -> Gathered:
    """Read the files, and the files of the folders, named; see `check_paths`. Raises nothing."""
    problems: list[Problem] = []
    files: dict[Path, Path] = {}  # by what they really are: none is checked twice
    for path in paths:
        for file in _files_of(path, problems):
            files.setdefault(_real(file), file)
    readings = tuple((file, read(file)) for file in files.values())
    others = tuple(_readings_in(shipped, files.keys()))
    shared = _shared([*others, *(reading for _, reading in readings)])
    return Gathered(readings, others, shared, tuple(problems))


def mistakes(gathered: Gathered) -> list[tuple[Mistake, Problem]]:
    """Every mistake in the files, each with its kind."""
    found = [(Mistake.FORMAT, problem) for problem in gathered.problems]
    known = {
        reading.name.playbook
        for reading in (*gathered.others, *(reading for _, reading in gathered.files))
        if reading.name and not reading.is_phrase_file
    }
    first: dict[tuple[bool, str], Path] = {}
    for file, reading in gathered.files:
        found += [(Mistake.FORMAT, problem) for problem in reading.problems]
        if reading.name is not None:
            name = reading.name
            other = first.setdefault((reading.is_phrase_file, name.playbook), file)
            if other is not file:
                thing = "phrase file" if reading.is_phrase_file else "playbook"
                what = f"The {thing} id `{name.playbook}` is also used in {other}."
                remedy = f"Give each {thing} its own id."
                problem = Problem(file, name.line, name.column, what, remedy)
                found.append((Mistake.DUPLICATE_ID, problem))
        found += [(Mistake.LOST_LEAD, problem) for problem in lost_leads(file, reading, known)]
        if reading.playbook is not None:
            lost = link(reading.playbook, reading.uses, gathered.shared)[1]
            found += [(Mistake.LOST_PHRASE, problem) for problem in lost]
    return found


def lost_leads(file: Path, reading: Reading, known: Iterable[str]) -> list[Problem]:
    """The branches of a file that lead into playbooks that are not there."""
    known = sorted(known)
    problems: list[Problem] = []
    for lead in reading.leads:
        if lead.playbook not in known:
            import difflib  # not before somebody mistypes

            close = difflib.get_close_matches(lead.playbook, known, 1)
            remedy = f"There is: {listed(known)}." if known else "There is none at all."
            remedy = f"Did you mean `{close[0]}`?" if close else remedy
            what = f"There is no playbook `{lead.playbook}`."
            problems.append(Problem(file, lead.line, lead.column, what, remedy))
    return problems


def _files_of(path: Path, problems: list[Problem]) -> list[Path]:
    """The path itself, or the files of the folder; what is wrong is added to `problems`."""
    try:
        if path.is_dir():
            files = playbook_files(path)
            if files:
                return files
            what, remedy = "There is no .yaml file in this folder.", "Name another folder."
        elif path.exists():
            return [path]
        else:
            what, remedy = "There is no such file or folder.", "Check the name."
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what, remedy = f"This cannot be read ({reason}).", "Check its permissions."
    problems.append(Problem(path, 1, 1, what, remedy))
    return []


def _real(path: Path) -> Path:
    # Not Path.resolve(): that raises where links lead round in a circle.
    return Path(os.path.realpath(path))


def _readings_in(folder: Path | None, but: Container[Path]) -> list[Reading]:
    if folder is None:
        return []
    try:
        return [read(path) for path in playbook_files(folder) if _real(path) not in but]
    except OSError:
        return []  # what is missing then shows as a branch that leads nowhere


def _shared(readings: Iterable[Reading]) -> dict[str, PhraseFile]:
    found = (reading.phrase_file for reading in readings)
    return {each.id: each for each in found if each is not None}
