"""Ctrl+C says in a line what became of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.paths import paths_for
from desktop.storage.reading import snapshot
from desktop.storage.tables import EXPORT_FORMAT
from desktop.storage.times import to_text

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")


def interrupted(tmp_path: Path, *words: str) -> tuple[int, str, str]:
    """Stop a command while it reads a pipe that goes on."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    line = [sys.executable, "-m", "desktop", "--home", str(tmp_path / "home"), *words, str(pipe)]
    # A shell that started us behind its back (`&`) has us ignore Ctrl+C, and our children too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        command = subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with command:
        try:
            with pipe.open("w") as out:  # opens when the command reads
                head = {"poise_export": EXPORT_FORMAT, "exported_at": to_text(datetime.now(UTC))}
                out.write(json.dumps(head)[:-1])
                out.flush()
                command.send_signal(signal.SIGINT)
            # The pipe is closed by now: a signal that came just before a read would wait with it.
            told, complaint = command.communicate(timeout=30)
        finally:
            command.kill()
    return command.returncode, told, complaint


def test_contacts_that_are_taken_over(tmp_path: Path) -> None:
    paths = paths_for(tmp_path / "home")
    add = ("log", "add", "--customer", "Ann", "--outcome", "lost")
    line = [sys.executable, "-m", "desktop", "--home", str(tmp_path / "home"), *add]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    told = interrupted(tmp_path, "import", "contacts")
    assert told == (130, "", "poise: Stopped. Nothing was taken in.\n")
    with snapshot(paths.database) as connection:
        assert connection.execute("SELECT count(*) FROM contacts").fetchone() == (1,)


def test_any_other_command(tmp_path: Path) -> None:
    told = interrupted(tmp_path, "report", "--merge")
    assert told == (130, "", "poise: Stopped.\n")
