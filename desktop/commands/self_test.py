"""`poise --self-test`: check this installation."""

from __future__ import annotations

import sys

from desktop.commands.parsing import parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Check it and leave."""
    parser("--self-test", "Check this installation.").parse_args(words)
    from desktop.app.self_test import self_test

    return self_test(paths, sys.stdout)
