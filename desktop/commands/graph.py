"""`poise graph`: the paths of a playbook as a picture."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.commands.export import output
from desktop.commands.parsing import DONE, FAILED, file_name, parser
from desktop.errors import Trouble
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Print the picture of one playbook, or write it to a file."""
    reader = parser("graph", "Draw the paths of a playbook, as Mermaid text or as an SVG picture.")
    reader.add_argument("file", type=Path, metavar="FILE", help="a playbook")
    reader.add_argument(
        "--format",
        choices=["mermaid", "svg"],
        help="mermaid, unless the name of the output ends in .svg",
    )
    reader.add_argument(
        "-o", "--output", type=file_name, metavar="FILE", help="instead of printing"
    )
    options = reader.parse_args(words)
    from desktop.guide.graph.paths import stops_of
    from desktop.guide.reader import read

    reading = read(options.file)
    if reading.is_phrase_file:
        what = f"{options.file} is a phrase file, which has no paths."
        raise Trouble(what, "Name a playbook.")
    if reading.playbook is None:
        for problem in reading.problems:
            print(problem, file=sys.stderr)
        return FAILED
    playbook = reading.playbook
    titles = _titles(paths, options.file) if reading.leads else {}
    stops = stops_of(playbook, titles)
    suffix = options.output.suffix.lower() if options.output else ""
    if (options.format or ("svg" if suffix == ".svg" else "mermaid")) == "svg":
        from desktop.guide.graph.svg import svg

        picture = svg(playbook.title, playbook.summary, stops)
    else:
        from desktop.guide.graph.mermaid import mermaid

        picture = mermaid(playbook.title, stops)
    with output(options.output, paths, is_playbook=True) as out:
        out.write(picture)
    return DONE


def _titles(paths: Paths, file: Path) -> dict[str, str]:
    """By id: the playbooks that came with Poise, one's own, and those beside the file."""
    from desktop.app.shelves import Shelves
    from desktop.guide.library import Library

    library = Library(lambda: [*Shelves(paths).folders(), file.absolute().parent])
    library.load()
    return {playbook.id: playbook.title for playbook in library.playbooks()}
