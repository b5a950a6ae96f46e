"""The line out of the laboratory to its runner (tests/windows/run.py), which is a Linux program
and presses keys at the X server: one JSON line there in `asked`, one back in `answered`.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
from pathlib import Path

from tests.rig import wait

ANSWER_S = 15.0


def folder() -> Path | None:
    """The folder shared with the runner; None on a real Windows."""
    name = os.environ.get("POISE_HANDS")
    return Path(name) if name else None


def ask(what: str, *words: str | int) -> None:
    """Have something done outside, and wait until it is.

    Raises:
        AssertionError: It could not be done.
    """
    shared = folder()
    assert shared is not None, "there is no outside: this is no laboratory"
    answers = shared / "answered"
    before = answers.stat().st_size
    with (shared / "asked").open("ab") as asked:
        asked.write(json.dumps([what, *words]).encode("ascii") + b"\n")
    with answers.open("rb", buffering=0) as answered:
        answered.seek(before)
        line = b""

        def is_answered() -> bool:
            nonlocal line
            line += answered.read()
            return line.endswith(b"\n")

        wait.until(is_answered, f"the runner to {what} {words}", ANSWER_S)
    problem = json.loads(line)
    assert problem is None, problem
