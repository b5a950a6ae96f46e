"""`poise phrases`: open the agent's own phrases in the running panel."""

from __future__ import annotations

import sys

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Open the window; it belongs to the running panel, which finds what is saved at once."""
    parser("phrases", "Open your own phrases, to write, change and order them.").parse_args(words)
    from desktop.remote.client import ask

    answer = ask(paths.endpoint_file, {"command": "phrases"})
    if "error" in answer:
        print(f"poise phrases: {answer['error']}", file=sys.stderr)
        return FAILED
    return DONE
