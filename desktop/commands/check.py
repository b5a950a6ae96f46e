"""`poise check`: look for mistakes in playbooks."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.commands.parsing import FAILED, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Print every mistake in the files and folders named."""
    del paths
    reader = parser("check", "Look for mistakes in playbook files; exit code 1 when there are any.")
    reader.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    options = reader.parse_args(words)
    from desktop.guide.check import check_paths
    from desktop.paths import shipped_playbooks

    problems = check_paths(options.paths, shipped_playbooks())
    for problem in problems:
        print(problem)
    if problems:
        count = len(problems)
        print(f"{count} problem{'s' if count != 1 else ''} found.", file=sys.stderr)
    return FAILED if problems else 0
