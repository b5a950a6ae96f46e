"""A damaged -wal is noticed before SQLite forgets what stood in it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.storage.connection import DamagedRecord
from desktop.storage.migrate import open_database
from desktop.storage.wal import is_cut_short

PAGE, HEADER, FRAME = 4096, 32, 24


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """What a killed program leaves: twenty transactions, of which most are in the -wal only."""
    path = tmp_path / "live" / "poise.sqlite3"
    left = tmp_path / "left" / "poise.sqlite3"
    left.parent.mkdir()
    open_database(path).close()
    with closing(open_database(path)) as connection:
        for number in range(20):
            connection.execute(
                "INSERT INTO contacts (id, started_at) VALUES (?, 'x')", (f"c-{number:02}",)
            )
        for suffix in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{suffix}", f"{left}{suffix}")
    return left


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0x10
    file.write_bytes(content)


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM contacts").fetchone()
    return int(found)


def test_a_log_left_by_a_kill_is_whole(killed: Path) -> None:
    before = log_of(killed).read_bytes()
    assert not is_cut_short(killed)
    assert log_of(killed).read_bytes() == before  # it only looked
    open_database(killed).close()
    assert count(killed) == 20


def test_a_log_in_use_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "poise.sqlite3"
    with closing(open_database(path)) as connection:
        assert not is_cut_short(path)
        connection.execute("INSERT INTO contacts (id, started_at) VALUES ('c-1', 'x')")
        assert not is_cut_short(path)


def test_there_may_be_no_log_and_no_record(tmp_path: Path) -> None:
    path = tmp_path / "poise.sqlite3"
    assert not is_cut_short(path)
    open_database(path).close()
    assert not is_cut_short(path)


@pytest.mark.parametrize("place", [0, 9, 17, 25, HEADER + 5, HEADER + FRAME + 77])
def test_a_flipped_bit_in_front_of_other_transactions_is_told_and_nothing_is_touched(
    killed: Path, place: int
) -> None:
    flip(log_of(killed), place)
    before = killed.read_bytes(), log_of(killed).read_bytes()
    with pytest.raises(DamagedRecord, match="lost what was written last"):
        open_database(killed)
    assert (killed.read_bytes(), log_of(killed).read_bytes()) == before


def test_what_a_power_cut_leaves_is_no_damage(killed: Path) -> None:
    log = log_of(killed)
    with log.open("rb+") as file:
        file.truncate(log.stat().st_size - 100)
    open_database(killed).close()
    assert count(killed) == 19


def test_a_log_of_an_empty_file_is_not_thrown_away(killed: Path) -> None:
    killed.write_bytes(b"")
    before = log_of(killed).read_bytes()
    with pytest.raises(DamagedRecord, match="is empty, and was not"):
        open_database(killed)
    assert log_of(killed).read_bytes() == before


def test_a_cut_file_is_refused(killed: Path) -> None:
    open_database(killed).close()
    content = killed.read_bytes()
    killed.write_bytes(content[: PAGE * 2])
    with pytest.raises(Trouble, match="damaged"):
        open_database(killed)
    assert killed.read_bytes() == content[: PAGE * 2]
