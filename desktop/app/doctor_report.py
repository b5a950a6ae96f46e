"""`poise doctor --report`: what those need who build Poise, and nothing of whom it is about.

Of the record, the settings and the playbooks it counts; no word of theirs gets in. What other
rooms say in sentences, and the log, goes through the anonymiser.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from desktop import __version__
from desktop.app.doctor import desktop_abilities, own_abilities, told
from desktop.app.log_tail import LINES, end_of_faults, end_of_log
from desktop.app.toolkit import about_qt
from desktop.errors import Trouble
from desktop.oslayer import machine
from desktop.paths import Paths, installation, paths_for
from desktop.privacy.anonymous import Anonymiser

NOTHING_SENT = "Nothing was sent. Read it before you pass it on."

_HEAD = f"""\
# Report of poise doctor

Made on {{at}}. {NOTHING_SENT}
It holds no names of customers, references, phrases, notes, reminders or window titles. Stand-ins
such as ~, <user>, <host>, <address> and # (a number) are put where it would say whose it is.
"""


def report(paths: Paths, now: datetime) -> str:
    """The whole report, in Markdown that can be read as it is.

    Args:
        paths: Whose files are looked at; nothing is changed.
        now: Local, with its zone.
    """
    anonymiser = _anonymiser(paths)
    sections: dict[str, Callable[[], Iterable[str]]] = {
        "Program": partial(_program, paths),
        "System": _system,
        "Qt and screens": about_qt,
        "The record and its files": lambda: map(told, own_abilities(paths)),
        "The desktop": lambda: map(told, desktop_abilities(paths)),
        "The Poise that runs": partial(_running, paths),
        "Settings that differ from the usual": partial(_settings, paths),
        "Counted": partial(_counted, paths),
    }
    ends: dict[str, Callable[[], Iterable[str]]] = {
        f"The last {LINES} lines of the log": partial(end_of_log, paths.log_file, anonymiser),
        "Crashes of the interpreter": partial(end_of_faults, paths.log_file, anonymiser),
    }
    written = [_HEAD.format(at=now.strftime("%Y-%m-%d %H:%M %z"))]
    for title, make in sections.items():
        written.append(_section(title, [anonymiser.text(line) for line in _all_of(make)]))
    written += [_section(title, _all_of(make)) for title, make in ends.items()]
    return "\n".join(written)


def _section(title: str, lines: list[str]) -> str:
    """Lines stand four spaces in: what is in them is no Markdown."""
    rows = [row for line in lines or ["none"] for row in line.split("\n")]
    return f"## {title}\n\n" + "".join(f"    {row}".rstrip() + "\n" for row in rows)


def _all_of(make: Callable[[], Iterable[str]]) -> list[str]:
    """Its lines, as far as it comes: what is broken must not keep the rest from being told."""
    lines: list[str] = []
    try:
        for line in make():
            lines.append(line)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        frames = traceback.extract_tb(error.__traceback__)
        where = [each for each in frames if "desktop" in Path(each.filename).parts][-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        lines.append(f"This could not be told: {type(error).__name__} in {place}.")
    return lines


def _anonymiser(paths: Paths) -> Anonymiser:
    folders = dict.fromkeys(machine.homes(), "~")
    if sys.prefix != sys.base_prefix:
        folders[sys.prefix] = "<python>"
    program = installation()[1]
    own = {
        "<config>": paths.config,
        "<data>": paths.data,
        "<logs>": paths.logs,
        "<runtime>": paths.runtime,
        "<cache>": paths.cache,
        "<program>": program,
    }
    for stand_in, folder in own.items():
        folders[str(folder)] = folders[os.path.realpath(folder)] = stand_in
    return Anonymiser(folders, machine.users(), machine.hosts())


def _program(paths: Paths) -> Iterator[str]:
    yield f"Poise {__version__}, from a {installation()[0]}"
    yield f"Python {sys.version.split()[0]}, {sys.implementation.name}"
    is_usual = paths == paths_for(None)
    yield f"Files: {'in the usual folders' if is_usual else 'under a folder of their own (--home)'}"


def _system() -> Iterator[str]:
    yield machine.system()
    yield f"Session: {machine.session()}"


def _running(paths: Paths) -> Iterator[str]:
    from desktop.remote.client import ask

    try:
        state = ask(paths.endpoint_file, {"command": "state"})["state"]
    except Trouble as trouble:
        yield trouble.what
        return
    hotkeys = Counter(row["state"] for row in state["hotkeys"])
    yield f"Backend: {state['backend']}"
    yield f"Hotkeys: {', '.join(f'{n} {name}' for name, n in sorted(hotkeys.items()))}"
    yield f"Mistakes and troubles that it shows: {len(state['errors'])}"


def _settings(paths: Paths) -> Iterator[str]:
    from desktop.hotkeys.bindings import ACTIONS, chord_objection
    from desktop.settings import TABLE, describe
    from desktop.settings_file import read

    reading = read(paths.settings_file, ACTIONS, chord_objection)
    problems = reading.problems
    for row in describe(reading.settings):
        if row.value != row.default and row.name not in reading.doubtful:
            is_word = TABLE[row.name].kind in ("choice", "whole", "yes-no")
            yield f"{row.name}: {row.value if is_word else '(not told)'}"
    if problems:
        lines = ", ".join(str(each.line) for each in problems)
        yield f"Mistakes in the file: {len(problems)} (line {lines})"


def _counted(paths: Paths) -> Iterator[str]:
    yield f"Record: {_record(paths)}"
    from desktop.storage.copies import copies_of
    from desktop.storage.driver import is_plain

    has_key = any(file.exists() for file in paths.encryption_files)
    yield f"Encrypted: {'yes' if has_key and not is_plain(paths.database) else 'no'}"
    yield f"Copies of the record: {len(copies_of(paths.database))}"
    from desktop.app.shelves import Shelves
    from desktop.guide.folder import playbook_files
    from desktop.guide.library import Library

    shelves = Shelves(paths)
    shipped, *packs, own = shelves.folders()
    counts = [
        f"{len(playbook_files(shipped))} that came with Poise",
        *(f"{len(playbook_files(each))} of a pack" for each in packs),
        f"{len(playbook_files(own)) if own.is_dir() else 0} of one's own",
    ]
    yield f"Files of playbooks and phrases: {', '.join(counts)}"
    library = Library(shelves.folders)
    library.load()
    problems = (*shelves.problems, *library.problems())
    broken = {each.path for each in problems}
    yield f"Files with mistakes: {len(broken)} (mistakes: {len(problems)})"


def _record(paths: Paths) -> str:
    from desktop.storage.connection import damage_mark
    from desktop.storage.copies import find_damage
    from desktop.storage.driver import LockedRecord
    from desktop.storage.migrate import open_for_export

    if not paths.database.exists():
        return "none yet"
    try:
        if damage_mark(paths.database).exists() or find_damage(paths.database) is not None:
            return "damaged"
        open_for_export(paths.database).close()
    except LockedRecord:
        return "locked, so not looked at"
    except Trouble:
        return "cannot be opened"  # the reason stands above
    return "good"
