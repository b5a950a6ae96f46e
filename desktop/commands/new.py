"""`poise new`: a playbook or phrase file to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.asked_file import refuse_own
from desktop.commands.parsing import DONE, file_name, parser
from desktop.errors import Trouble
from desktop.paths import Paths
from desktop.replacing import put_new


def run(words: list[str], paths: Paths) -> int:
    """Write the file, and beside it the schema that editors check it with."""
    reader = parser("new", "Write a small playbook or phrase file that works, to begin with.")
    reader.add_argument("what", choices=["playbook", "phrases"])
    reader.add_argument("id", metavar="ID", help="small letters, digits and hyphens: late-parcel")
    start = reader.add_mutually_exclusive_group()
    start.add_argument("--title", help="made from the id where it is left out")
    start.add_argument(
        "--copy", action="store_true", help="begin with the one of this id that came with Poise"
    )
    reader.add_argument(
        "-o",
        "--output",
        type=file_name,
        metavar="FILE",
        help="instead of your own playbooks folder",
    )
    options = reader.parse_args(words)
    name = _checked_id(options.id)
    is_playbook = options.what == "playbook"
    shipped = _shipped(name, is_playbook)
    if options.copy:
        text = _copied(shipped, options.what, name)
    else:
        text = _begun(name, _checked_title(options.title, name), is_playbook)
    if options.output is None:
        paths.create()
    file: Path = options.output or paths.own_playbooks / f"{name}.yaml"
    _check_place(file)
    refuse_own(file, paths, is_playbook=True)
    _check_new(file, name, is_playbook)
    _write_new(file, text)
    _write_schema(file.parent, paths)
    print(file)
    if shipped is not None:
        print(f"It takes the place of `{name}`, which came with Poise.", file=sys.stderr)
    print(f"Change it, then look for mistakes with: poise check {file}", file=sys.stderr)
    return DONE


def _checked_id(name: str) -> str:
    import re

    from desktop.guide.schema import ID

    if not re.fullmatch(ID, name):
        what = f"`{name}` cannot be an id."
        raise Trouble(what, "Use small letters, digits and hyphens, as in `late-parcel`.")
    return name


def _checked_title(title: str | None, name: str) -> str:
    if title is None:
        words = " ".join(name.replace("-", " ").split())
        return words.capitalize() or name
    from desktop.guide.source import UNPRINTABLE
    from desktop.phrases.template import clean

    cleaned = UNPRINTABLE.sub("", clean(title))
    if not cleaned:
        raise Trouble("The title is empty.", "Write it like: --title 'Late parcel'")
    return cleaned


def _check_place(file: Path) -> None:
    from desktop.guide.folder import SUFFIXES

    if file.suffix.lower() not in SUFFIXES:
        what = f"{file} would not be found by Poise."
        raise Trouble(what, f"Let its name end in {SUFFIXES[0]}.")
    if not file.parent.is_dir():
        raise Trouble(f"There is no folder {file.parent}.", "Make it first, or choose another.")


def _check_new(file: Path, name: str, is_playbook: bool) -> None:
    """Complain where another file of the folder has the same id."""
    other = _file_with(name, is_playbook, file.parent)
    if other is not None and other != file:
        raise Trouble(f"{other} has the id `{name}` already.", "Choose another id.")


def _shipped(name: str, is_playbook: bool) -> Path | None:
    from desktop.paths import shipped_playbooks

    return _file_with(name, is_playbook, shipped_playbooks())


def _file_with(name: str, is_playbook: bool, folder: Path) -> Path | None:
    """The file of a folder that has the id, or None."""
    from desktop.guide.folder import playbook_files
    from desktop.guide.reader import read

    try:
        files = playbook_files(folder)
    except OSError:
        return None  # what is done there next will say why
    for file in files:
        reading = read(file)
        is_same = reading.name is not None and reading.name.playbook == name
        if is_same and reading.is_phrase_file is not is_playbook:
            return file
    return None


def _begun(name: str, title: str, is_playbook: bool) -> str:
    from datetime import datetime

    from desktop.guide.starter import phrases_text, playbook_text

    today = datetime.now().astimezone().date()
    return (playbook_text if is_playbook else phrases_text)(name, title, today)


def _copied(shipped: Path | None, what: str, name: str) -> str:
    if shipped is None:
        raise Trouble(f"No {what} `{name}` came with Poise.", "Leave --copy out to begin anew.")
    from desktop.guide.starter import SCHEMA_LINE

    text = shipped.read_text(encoding="utf-8")
    return text if text.startswith("# yaml-language-server:") else SCHEMA_LINE + text


def _write_new(file: Path, text: str) -> None:
    try:
        put_new(file, text.encode(), 0o666)  # no word of a customer is in it
    except FileExistsError:
        what = f"{file} is there already, and stays as it is."
        raise Trouble(what, "Choose another id, or another file with -o.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        what = f"{file} cannot be written ({reason})."
        raise Trouble(what, "Choose another file with -o.") from problem


def _write_schema(folder: Path, paths: Paths) -> None:
    """Put the schema there, or this program's in place of another one's; never over a stranger."""
    from desktop.commands.export import output
    from desktop.guide.schema import FILE_NAME, MADE_BY, schema_text

    file = folder / FILE_NAME
    try:
        old = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        old = MADE_BY
    except OSError:
        return  # it is no more than a convenience
    if MADE_BY in old and old != (text := schema_text()):
        with output(file, paths, is_playbook=True) as out:
            out.write(text)
