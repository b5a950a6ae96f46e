"""What the playbooks of a pack say, and every mistake in them with its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.errors import Trouble
from desktop.guide.folder import playbook_files
from desktop.guide.linking import link, lost_leads
from desktop.guide.model import PhraseFile, Playbook, Problem
from desktop.guide.reader import Reading, read
from desktop.packs.files import disk_trouble

_ENOUGH_PROBLEMS, _ENOUGH_BYTES = 100, 1_000_000
"""So many mistakes, or so much with mistakes in it, and the rest is not read: nobody would read
on, and the worst pack costs no more time than a good one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The playbooks and shared phrase files of one layer, by id; `source` names their files."""

    playbooks: Mapping[str, Playbook] = field(default_factory=dict)
    phrase_files: Mapping[str, PhraseFile] = field(default_factory=dict)


class BrokenPlaybooks(Trouble):
    """The playbooks of a pack have mistakes; `problems` says where, by the names of its files."""

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        count = len(problems)
        mistakes = "a mistake" if count == 1 else f"{count} mistakes"
        super().__init__(
            f"The playbooks of {title} have {mistakes}.",
            "Its owner has to mend each place named above, and to build the pack again.",
        )
        self.problems = tuple(problems)


def contents_of_pack(
    title: str, files: Mapping[str, bytes], around: Iterable[Contents]
) -> Contents:
    """What a pack that is not installed says.

    Args:
        title: Of the pack, for the message.
        files: Its bytes by name.
        around: What its branches and its uses of shared phrases may lead to: the shipped
            playbooks and the other packs. Not an agent's own, which nobody else has.

    Raises:
        BrokenPlaybooks: There are mistakes in it.
        Trouble: The files cannot be written for reading.
    """
    with (
        disk_trouble("looked into"),
        tempfile.TemporaryDirectory(prefix="poise-pack-", ignore_cleanup_errors=True) as place,
    ):
        folder = Path(place)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        readings: list[Reading] = []
        broken: list[Problem] = []
        broken_bytes = 0
        for name, data in files.items():
            readings.append(read(folder / name))
            broken += readings[-1].problems
            broken_bytes += len(data) if readings[-1].problems else 0
            if len(broken) > _ENOUGH_PROBLEMS or broken_bytes > _ENOUGH_BYTES:
                raise BrokenPlaybooks(title, _by_place(broken))
        found, problems = _contents(readings, tuple(around))
    if problems:
        raise BrokenPlaybooks(title, problems)
    return found


def contents_of_folder(folder: Path, around: Iterable[Contents] = ()) -> Contents:
    """What the good files of a folder say; nothing where there is no such folder."""
    try:
        paths = playbook_files(folder)
    except OSError:
        return Contents()
    return _contents([read(path) for path in paths], tuple(around))[0]


def _contents(
    readings: Sequence[Reading], around: Sequence[Contents]
) -> tuple[Contents, list[Problem]]:
    problems = [problem for reading in readings for problem in reading.problems]
    shared = {name: each for layer in around for name, each in layer.phrase_files.items()}
    known = {name for layer in around for name in layer.playbooks}
    good: dict[tuple[bool, str], Reading] = {}
    sources: dict[tuple[bool, str], Path] = {}
    for reading in readings:
        if reading.name is None:
            continue
        name = reading.name.playbook
        source = _source(reading)
        first = sources.setdefault((reading.is_phrase_file, name), source)
        if reading.is_phrase_file:
            if reading.phrase_file is not None:
                shared[name] = reading.phrase_file
        else:
            known.add(name)
        if reading.playbook is None and reading.phrase_file is None:
            continue  # what is wrong in it is said already
        if (reading.is_phrase_file, name) not in good:
            good[reading.is_phrase_file, name] = reading
            continue
        thing = "phrase file" if reading.is_phrase_file else "playbook"
        what = f"The {thing} id `{name}` is also used in {first.name}."
        remedy = f"Give each {thing} its own id."
        problems.append(Problem(source, reading.name.line, reading.name.column, what, remedy))
    playbooks: dict[str, Playbook] = {}
    phrase_files: dict[str, PhraseFile] = {}
    for (_, name), reading in good.items():
        if reading.phrase_file is not None:
            phrase_files[name] = reading.phrase_file
        elif reading.playbook is not None:
            problems += lost_leads(reading.playbook.source, reading.leads, known)
            playbooks[name], lost = link(reading.playbook, reading.uses, shared)
            problems += lost
    return Contents(playbooks, phrase_files), _by_place(problems)


def _by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted, with the names of the pack's files for those of the temporary ones."""
    named = [replace(each, path=Path(each.path.name)) for each in problems]
    return sorted(named, key=lambda each: (each.path.name, each.line, each.column))


def _source(reading: Reading) -> Path:
    found = reading.playbook or reading.phrase_file
    if found is not None:
        return found.source
    return reading.problems[0].path if reading.problems else Path()
