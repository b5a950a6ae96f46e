"""`poise preview`: pictures of every step of a playbook, for its author."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, folder_name, parser
from desktop.errors import Trouble
from desktop.guide.vocabulary import Channel
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.guide.lint.findings import Finding
    from desktop.guide.model import Playbook

PAGE = "index.html"
_PICTURE = re.compile(r"\d{2,}-[a-z0-9-]+-(light|dark)\.png")


def run(words: list[str], paths: Paths) -> int:
    """Make them; 1 when the file has mistakes, which are told as `poise check` tells them."""
    reader = parser(
        "preview",
        "Make a picture of every step of a playbook as the panel shows it, and a page that shows "
        "them in order. Needs no display and no running Poise.",
    )
    reader.add_argument("file", type=Path, metavar="FILE", help="a playbook")
    reader.add_argument(
        "-o",
        "--out",
        type=folder_name,
        metavar="FOLDER",
        help="instead of a new one in this folder",
    )
    reader.add_argument("--theme", choices=["light", "dark", "both"], default="light")
    reader.add_argument("--scale", type=int, choices=[1, 2], default=1, help="pixels per point")
    reader.add_argument(
        "--channel", choices=[each.value for each in Channel], default=Channel.CHAT.value
    )
    options = reader.parse_args(words)
    playbook, titles, findings = _look(paths, options.file)
    for finding in findings:
        print(finding)
    if playbook is None:
        print("No pictures: a file with such mistakes shows nothing.", file=sys.stderr)
        return FAILED
    folder: Path = options.out or Path(f"{playbook.id}-preview")
    _make_room(folder)
    page = _write(playbook, titles, folder, options.theme, options.scale, Channel(options.channel))
    print(page)
    return FAILED if findings else DONE


def _look(
    paths: Paths, file: Path
) -> tuple[Playbook | None, Mapping[str, str], tuple[Finding, ...]]:
    """The playbook with its shared phrases, all playbooks' titles by id, and the mistakes."""
    from desktop.app.shelves import Shelves
    from desktop.guide.check import gather
    from desktop.guide.linking import link, lost_leads
    from desktop.guide.lint.findings import Finding
    from desktop.guide.lint.rules import FORMAT, UNKNOWN_PHRASE, UNKNOWN_PLAYBOOK
    from desktop.guide.lint.severity import Severity
    from desktop.guide.reader import read

    reading = read(file)
    if reading.is_phrase_file:
        what = f"{file} is a phrase file, which has no steps."
        raise Trouble(what, "Name a playbook that uses it.")
    if reading.playbook is None:
        found = [(FORMAT, problem) for problem in reading.problems]
        return None, {}, tuple(Finding(rule, Severity.ERROR, each) for rule, each in found)
    around = gather((*Shelves(paths).folders(), file.absolute().parent))
    books = [each.playbook for _, each in around.files if each.playbook is not None]
    names = {each.name.playbook for _, each in around.files if each.name and each.playbook}
    playbook, lost = link(reading.playbook, reading.uses, around.shared)
    found = [(UNKNOWN_PHRASE, problem) for problem in lost]
    found += [(UNKNOWN_PLAYBOOK, each) for each in lost_leads(file, reading.leads, names)]
    found.sort(key=lambda pair: (pair[1].line, pair[1].column))
    titles = {each.id: each.title for each in books}
    return playbook, titles, tuple(Finding(rule, Severity.ERROR, each) for rule, each in found)


def _make_room(folder: Path) -> None:
    """Make the folder, or take away the pictures of the last time.

    Raises:
        Trouble: It holds something else, or cannot be made.
    """
    from desktop.app.contact_sheet import MARK

    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = list(folder.iterdir())
        page = folder / PAGE
        if held and not (page.is_file() and MARK in page.read_text("utf-8", "replace")):
            what = f"The folder {folder} holds something else."
            raise Trouble(what, "Name another one: poise preview FILE --out FOLDER")
        for each in held:
            if _PICTURE.fullmatch(each.name) and each.is_file():
                each.unlink()
    except OSError as problem:
        reason = problem.strerror or problem
        raise Trouble(f"{folder} cannot be written ({reason}).", "Choose another.") from problem


def _write(
    playbook: Playbook,
    titles: Mapping[str, str],
    folder: Path,
    theme: str,
    scale: int,
    channel: Channel,
) -> Path:
    """Make all files; the page."""
    from desktop.app.contact_sheet import MARK, Shown, contact_sheet
    from desktop.app.pictures import Picture, paint, schemes
    from desktop.cockpit.previewing import step_views
    from desktop.guide.graph.paths import stops_of

    views = step_views(playbook, channel)
    pictures = {
        number: [
            Picture(folder / f"{number + 1:02}-{step.id}-{scheme}.png", view, scheme)
            for scheme in schemes(theme)
        ]
        for number, (step, view) in enumerate(zip(playbook.steps, views, strict=True))
    }
    page = folder / PAGE
    _write_page(page, MARK)  # by which the folder is known again, should this be interrupted
    sizes = paint([each for some in pictures.values() for each in some], scale)
    shown = {
        number: [Shown(each.file.name, *sizes[each.file]) for each in some]
        for number, some in pictures.items()
    }
    stops = stops_of(playbook, titles)
    _write_page(page, contact_sheet(playbook, stops, shown))
    return page


def _write_page(page: Path, text: str) -> None:
    try:
        page.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        reason = problem.strerror or problem
        raise Trouble(f"{page} cannot be written ({reason}).", "Choose another.") from problem
