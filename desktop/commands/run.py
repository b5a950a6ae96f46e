"""`poise run`: show the panel."""

from __future__ import annotations

from desktop.errors import Trouble
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Show the panel, or the one that is running already."""
    is_hidden = words == ["--hidden"]
    if words and not is_hidden:
        is_hidden = _parse(words)
    from desktop.oslayer.select import has_display

    if not has_display():
        raise Trouble(
            "There is no display to show the panel on.",
            "Log in to a desktop, or set DISPLAY. `make demo` plays it on a virtual screen.",
        )
    from desktop.app.start import run as start

    return start(paths, is_hidden=is_hidden)


def _parse(words: list[str]) -> bool:
    """Whether the panel starts hidden; ends the program to help, or where words make no sense."""
    from desktop.commands.parsing import parser  # not for the start of every day

    reader = parser("run", "Show the panel. A second start shows the first one's.")
    reader.add_argument("--hidden", action="store_true", help="start with the panel hidden")
    return bool(reader.parse_args(words).hidden)
