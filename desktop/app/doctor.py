"""`poise doctor`: what works on this machine, ability by ability, with the remedy where not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from desktop import __version__
from desktop.errors import Cannot, Trouble
from desktop.oslayer.backend import Ability

if TYPE_CHECKING:
    from desktop.guide.model import Problem
    from desktop.paths import Paths


def examine(paths: Paths, out: TextIO) -> int:
    """Write one line per ability; 0 when everything that Poise needs works, else 1."""
    out.write(f"Poise {__version__}, Python {sys.version.split()[0]}\n")
    failures = 0
    for ability in chain(own_abilities(paths), _files(paths), desktop_abilities(paths)):
        failures += ability.cannot is not None and ability.is_needed
        out.write(f"{told(ability)}\n")
    return 1 if failures else 0


def told(ability: Ability) -> str:
    """An ability as it is shown; what helps stands on a line of its own."""
    if ability.cannot is None:
        return f"[ok] {ability.name}" + (f" ({ability.note})" if ability.note else "")
    remedy = f"\n     {ability.cannot.remedy}" if ability.cannot.remedy else ""
    return f"[no] {ability.name}: {ability.cannot.reason}{remedy}"


def own_abilities(paths: Paths) -> Iterator[Ability]:
    """What is said of the record and of who may read it; no words of anybody."""
    yield _record(paths)
    yield _encryption(paths)
    yield _rights(paths)
    yield _copies(paths)


def _record(paths: Paths) -> Ability:
    from desktop.storage.driver import LockedRecord
    from desktop.storage.migrate import open_for_export

    name = "Contact record"
    if not paths.database.exists():
        return Ability(name, note=f"will be made at {paths.database}")
    try:
        open_for_export(paths.database).close()
    except LockedRecord as locked:
        if locked.is_pass_phrase_wanted:
            return Ability(name, note=f"{paths.database}; needs a pass phrase, so not looked at")
        return Ability(name, Cannot(locked.what, locked.remedy))
    except Trouble as trouble:
        return Ability(name, Cannot(trouble.what, trouble.remedy))
    return Ability(name, note=str(paths.database))


def _encryption(paths: Paths) -> Ability:
    name = "Encryption of the record"
    from desktop.storage import driver

    if not any(file.exists() for file in paths.encryption_files):
        how = "`poise encrypt on` turns it on" if driver.is_installed() else driver.how_to_install()
        return Ability(name, note=f"off; {how}")
    from desktop.encryption.marker import read_marker
    from desktop.encryption.turning import is_encrypted

    try:
        marker = read_marker(paths.database)
        if marker is None or not is_encrypted(paths.database):
            return Ability(name, note="off; turning it on or off was cut short, say it again")
    except Trouble as trouble:
        return Ability(name, Cannot(trouble.what, trouble.remedy))
    if marker.turning:
        what = f"Turning it {marker.turning} was cut short: some backups may be readable."
        return Ability(name, Cannot(what, f"Quit Poise and say: poise encrypt {marker.turning}"))
    how = "with a pass phrase" if marker.salt else "without a pass phrase"
    try:
        driver.is_on()  # asks the keychain, unless it has answered
    except driver.LockedRecord as locked:
        if not locked.is_pass_phrase_wanted:
            return Ability(name, Cannot(locked.what, locked.remedy))
    return Ability(name, note=f"on, key in the keychain of this system, {how}")


def _rights(paths: Paths) -> Ability:
    from desktop.oslayer.rights import HOW_CHECKED, open_to_others, remedy

    name = "Files for your eyes only"
    files = open_to_others(paths.private_files())
    found = [*open_to_others(paths.private_folders()), *files]
    if not found:
        return Ability(name, note=HOW_CHECKED)
    listed = "".join(f"\n     {each}" for each in found)
    cannot = Cannot(f"Other users of this computer can read:{listed}", remedy(found))
    return Ability(name, cannot, is_needed=bool(files))  # a folder shows no more than names


def _copies(paths: Paths) -> Ability:
    from desktop.storage.connection import damage_mark
    from desktop.storage.copies import copies_of

    name = "Copies of the record"
    if damage_mark(paths.database).exists():
        remedy = "Start Poise again; it offers the newest good copy."
        return Ability(name, Cannot("The record is damaged, so none is made.", remedy))
    found = copies_of(paths.database)
    if not found:
        return Ability(name, note="none yet; one is made each day")
    newest = found[0].taken_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Ability(name, note=f"{len(found)}, the newest of {newest}")


def _files(paths: Paths) -> Iterator[Ability]:
    from desktop.app.shelves import Shelves
    from desktop.guide.library import Library
    from desktop.hotkeys.bindings import ACTIONS, chord_objection
    from desktop.settings_file import load

    problems = load(paths.settings_file, ACTIONS, chord_objection)[1]
    where = str(paths.settings_file)
    yield Ability("Settings", _all_of(problems), where)
    shelves = Shelves(paths)
    library = Library(shelves.folders)
    library.load()
    titles = "; ".join(each.title for each in library.covers())
    problems = (*shelves.problems, *library.problems())
    yield Ability("Playbooks", _all_of(problems), titles)


def _all_of(problems: Sequence[Problem]) -> Cannot | None:
    return Cannot("\n     ".join(map(str, problems))) if problems else None


def desktop_abilities(paths: Paths) -> Iterator[Ability]:
    """What the desktop lets Poise do, and which hotkeys work."""
    from desktop.hotkeys.bindings import ACTIONS, Bindings, State, chord_objection, wanted_chords
    from desktop.oslayer.select import select_backend
    from desktop.remote.client import ask
    from desktop.settings_file import load

    settings = load(paths.settings_file, ACTIONS, chord_objection)[0]
    backend = select_backend(lambda _text: Cannot("Nothing is copied by the doctor."))
    backend.listen_for_refused_hotkeys(settings.compatibility_hotkeys)
    yield Ability("Desktop", note=backend.name)
    abilities = backend.abilities()
    yield from abilities
    if backend.notifier is None:
        from desktop.qt.notices import notification_service

        yield Ability("Desktop notifications", notification_service(), is_needed=False)
    # Where no key works at all, that was just said, with its remedy: once is enough.
    said = {str(each.cannot) for each in abilities if each.cannot is not None}
    try:
        rows = ask(paths.endpoint_file, {"command": "state"})["state"]["hotkeys"]
        yield Ability("Poise is running", note="hotkeys as it has them:")
        states = [(row["action"], row["chord"], row["state"], row["reason"]) for row in rows]
    except Trouble:
        wanted = wanted_chords(settings.hotkeys, has_one_key=settings.one_key_mode)
        bindings = Bindings(backend.hotkeys, wanted)
        bindings.register_all()
        states = [
            (each.action, str(each.chord or ""), each.state.value, each.reason)
            for each in bindings.all()
        ]
        bindings.release_all()
    backend.close()
    for action, chord, state, reason in states:
        if state != State.ACTIVE and reason in said:
            continue
        remedy = "Give it another chord in the settings, under hotkeys."
        cannot = None if state == State.ACTIVE or not chord else Cannot(reason, remedy)
        note = f"{chord}. {reason}" if chord and reason else chord or "off"
        yield Ability(f"Hotkey {action}", cannot, note, is_needed=False)
