"""`poise forget` is killed at any moment: every copy stays whole, and saying it again finishes."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.contacts import store, words
from desktop.contacts.record import Contact
from desktop.paths import Paths, paths_for
from desktop.storage.backup import back_up
from desktop.storage.migrate import migrations, open_database

pytestmark = pytest.mark.faults

NAME = "Zyxwilhelmina"
OTHERS, THEIRS = 300, 200
ROUNDS = 10
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def fill(paths: Paths) -> None:
    with closing(open_database(paths.database)) as connection:
        connection.execute("BEGIN")
        for number in range(OTHERS + THEIRS):
            who = NAME if number < THEIRS else f"Ms Rivera {number}"
            at = AT + timedelta(minutes=number)
            contact = Contact(f"c-{number:03}", at, who, ended_at=at, note=f"of {who}")
            store.insert_contact(connection, contact)
            words.refresh(connection, contact.id)
        connection.execute("COMMIT")
        for day in (1, 2):
            back_up(connection, paths.database, len(migrations()), AT + timedelta(days=day))


def records(paths: Paths) -> list[Path]:
    return [paths.database, *(paths.data / "backups").glob("*.sqlite3")]


def is_named_in(folder: Path) -> list[Path]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return [each for each in files if NAME.lower().encode() in each.read_bytes().lower()]


@pytest.mark.plain
def test_killed_at_any_moment_and_said_again(tmp_path: Path) -> None:
    chance = random.Random(5)
    filled = paths_for(tmp_path / "filled")
    filled.create()
    fill(filled)
    began = time.monotonic()
    forgetting(copied(tmp_path, "whole")).wait()
    took_s = time.monotonic() - began
    kills = 0
    for number in range(ROUNDS):
        paths = copied(tmp_path, f"killed-{number}")
        process = forgetting(paths)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.3, 0.95) * took_s)
        process.kill()
        kills += process.wait() != 0
        for record in records(paths):
            with closing(sqlite3.connect(record)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                count = "SELECT count(*) FROM contacts WHERE customer LIKE 'Ms Rivera%'"
                assert connection.execute(count).fetchone() == (OTHERS,)
        assert forgetting(paths).wait() == 0
        assert is_named_in(paths.data.parent) == []
        assert len(records(paths)) == 3
    assert kills > 0


def copied(folder: Path, name: str) -> Paths:
    shutil.copytree(folder / "filled", folder / name)
    return paths_for(folder / name)


def forgetting(paths: Paths) -> subprocess.Popen[bytes]:
    home = str(paths.data.parent)
    command = [sys.executable, "-m", "desktop", "--home", home, "forget", NAME, "--yes"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)
