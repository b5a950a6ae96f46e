"""`poise settings`: list the settings, or print a file to start from."""

from __future__ import annotations

import sys

from desktop.commands.parsing import FAILED, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Print settings, their values and meanings."""
    reader = parser("settings", "List the settings, or print a settings file to start from.")
    reader.add_argument("--default", action="store_true", help="print a commented settings file")
    options = reader.parse_args(words)
    from desktop.hotkeys.bindings import ACTIONS, DEFAULT_CHORDS, chord_objection
    from desktop.settings import default_text, describe
    from desktop.settings_file import load

    if options.default:
        print(default_text(DEFAULT_CHORDS), end="")
        return 0
    settings, problems = load(paths.settings_file, ACTIONS, chord_objection)
    print(f"# {paths.settings_file}")
    for row in describe(settings):
        mark = "" if row.value == row.default else f"  (default: {row.default or 'empty'})"
        print(f"{row.name}: {row.value}{mark}\n    {row.sentence}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return FAILED if problems else 0
