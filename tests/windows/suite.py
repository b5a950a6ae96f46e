"""Runs the tests against Windows in two sessions of the laboratory side by side, half of them each.

    python -m tests.windows.suite ARGUMENTS-FOR-PYTEST…

The tests wait more than they compute, so two take little longer than one. What the second session
says comes when it is through. The exit code is pytest's. Runs on Linux.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import IO

import pytest

from tests.rig import process
from tests.windows.run import STOPPED

SESSIONS = 2


def run(arguments: Sequence[str]) -> int:
    """Run all of it; 0 when there were tests and all passed."""
    sessions: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryFile() as told_later:
        try:
            sessions.append(_start(1, arguments, sys.stdout.buffer))
            sessions.extend(_start(n, arguments, told_later) for n in range(2, SESSIONS + 1))
            codes = [session.wait() for session in sessions]
        finally:
            for session in sessions:
                process.end(session, patience_s=10)
            told_later.seek(0)
            sys.stdout.buffer.write(told_later.read())
            sys.stdout.flush()
    none = int(pytest.ExitCode.NO_TESTS_COLLECTED)  # one alone may be left without any
    return next((code for code in codes if code not in (0, none)), min(codes))


def _start(number: int, arguments: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    runner = [sys.executable, "-m", "tests.windows.run", "python", "-m", "pytest"]
    # Of a cache both would write the same file.
    part = [
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.windows.rig.parts",
        f"--part={number}/{SESSIONS}",
    ]
    return process.spawn([*runner, *part, *arguments], os.environ, stdout=output, stderr=output)


def main() -> int:
    """Run with what the command line says."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
