"""`poise doctor`: say what works on this machine."""

from __future__ import annotations

import sys

from desktop.commands.parsing import parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Print what works, and the remedy where it does not."""
    parser("doctor", "Say what works on this machine, and the remedy where not.").parse_args(words)
    from desktop.app.doctor import examine

    return examine(paths, sys.stdout)
