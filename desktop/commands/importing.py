"""`poise import`: phrases from other programs, as a shared phrase file; or contacts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, file_name, parser
from desktop.errors import Bug, Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.exchange.found import Found


def run(words: list[str], paths: Paths) -> int:
    """Write one phrase file and print what came along and what did not."""
    if words[:1] == ["contacts"]:
        from desktop.commands.import_contacts import run as import_contacts

        return import_contacts(words[1:], paths)
    from desktop.exchange.recognise import FORMATS, import_paths

    reader = parser("import", "Take phrases over from another program into one phrase file.")
    reader.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="exported file, folder")
    reader.add_argument("--from", dest="format", choices=list(FORMATS), default="")
    reader.add_argument("--id", default="", help="of the phrase file; made of the file's name else")
    reader.add_argument("--title", default="", help="of the phrase file")
    reader.add_argument("-o", "--output", type=file_name, metavar="FILE", help="where to write it")
    reader.add_argument("--replace", action="store_true", help="an existing file may be lost")
    reader.add_argument("--dry-run", action="store_true", help="only say what would come along")
    options = reader.parse_args(words)
    found, formats = import_paths(options.paths, options.format)
    source = " and ".join(FORMATS[each] for each in formats)
    if not found.phrases:
        _report(found)
        print(f"Nothing of {source} could be carried over.", file=sys.stderr)
        return FAILED
    name = options.id or _id_of(options.paths[0])
    _check_id(name)
    title = " ".join(options.title.split()) or f"From {source}: {options.paths[0].stem}"
    text = _text(found, name, title, source)
    path = options.output or paths.own_playbooks / f"{name}.yaml"
    if options.dry_run:
        _report(found)
        print(f"{_count(len(found.phrases), 'phrase')} would be written to {path}.")
        return DONE
    if options.output is None:
        paths.create()
        _check_others(paths.own_playbooks, path, name)
    _write(path, text, options.replace, paths)
    _report(found)
    print(f"{_count(len(found.phrases), 'phrase')} of {source} written to {path}.")
    print(f"A step shows all of them with `- include: {name}` among its phrases.")
    return DONE


def _id_of(path: Path) -> str:
    from desktop.exchange.gathering import id_of

    return id_of(path.absolute().stem)


def _check_id(name: str) -> None:
    from desktop.exchange.gathering import id_of

    if id_of(name) != name:
        what = f"`{name}` cannot be an id."
        raise Trouble(what, f"Use small letters, digits and hyphens, as in --id {id_of(name)}.")


def _text(found: Found, name: str, title: str, source: str) -> str:
    from desktop.exchange.phrase_file import phrase_file_text
    from desktop.exchange.wording import one_line
    from desktop.guide.model import PhraseFile

    file = PhraseFile(name, one_line(title, 100) or name, found.phrases, found.placeholders)
    remarks = [f"Taken over from {source} by Poise. Yours to change."]
    return phrase_file_text(file, remarks)


def _check_others(folder: Path, path: Path, name: str) -> None:
    from desktop.guide.folder import playbook_files
    from desktop.guide.reader import read

    try:
        files = playbook_files(folder)
    except OSError as problem:
        what = f"{folder} cannot be read ({problem.strerror or problem})."
        raise Trouble(what, "Check its permissions.") from problem
    for file in files:
        known = read(file).phrase_file if file != path else None
        if known is not None and known.id == name:
            what = f"The phrase file {file} has the id `{name}` already."
            raise Trouble(what, "Choose another one with --id.")


def _write(path: Path, text: str, may_replace: bool, paths: Paths) -> None:
    """Whole or not at all, and checked before it is in place."""
    from desktop.asked_file import asked_file
    from desktop.guide.reader import reading_of
    from desktop.guide.source import source_of

    if path.is_file() and not may_replace:
        raise Trouble(f"{path} is there already.", "Choose another --id or -o, or add --replace.")
    problems = reading_of(source_of(path, text.encode())).problems
    if problems:
        raise Bug(f"An imported file has mistakes, first of all: {problems[0]}")
    remedy = "Choose another file with -o."
    with asked_file(path, paths, is_playbook=True, remedy=remedy) as file:
        file.write(text)


def _report(found: Found) -> None:
    for phrase in found.phrases:
        print(f"+ {phrase.id}: {phrase.title}")
    for each in found.placeholders:
        choices = f" ({', '.join(each.choices)})" if each.choices else ""
        print(f"? {{{each.name}}} asks for: {each.label}{choices}")
    for item in found.left_out:
        print(f"- {item}")
    if found.left_out:
        print(f"{_count(len(found.left_out), 'thing')} could not be carried over (-).")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
