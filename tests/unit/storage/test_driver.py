"""Opening a file of the record: nothing takes the locks away that keep it safe."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.storage import driver
from desktop.storage.connection import open_to_read
from desktop.storage.migrate import open_database
from tests.systems import needs_replacing

LOCKS = Path("/proc/locks")


def locks_on(path: Path) -> int:
    """How many locks this process has on a file."""
    inode = f":{path.stat().st_ino}"
    lines = [line.split() for line in LOCKS.read_text().splitlines()]
    return sum(str(os.getpid()) in line and any(w.endswith(inode) for w in line) for line in lines)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "poise.sqlite3"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows locks")
def test_asking_whether_it_is_plain_keeps_the_locks(record: Path) -> None:
    with closing(open_database(record)) as connection:
        connection.execute("SELECT count(*) FROM contacts").fetchone()
        before = locks_on(record)
        assert before
        driver.is_plain(record)
        open_to_read(record).close()
        assert locks_on(record) == before


def test_plain_is_plain_open_or_not(record: Path) -> None:
    assert not driver.is_plain(record)
    with closing(open_database(record)) as connection:
        assert driver.is_plain(record) is not driver.is_encrypted(connection)
        while_open = driver.is_plain(record)
    assert driver.is_plain(record) is while_open


@needs_replacing
def test_a_file_that_took_the_place_of_an_open_one_is_looked_at(
    record: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"nothing that anybody can read")
    with closing(open_database(record)):
        other.replace(record)
        assert not driver.is_plain(record)
