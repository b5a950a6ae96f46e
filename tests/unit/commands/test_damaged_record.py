"""What commands say about a record that is damaged: the way out, too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.paths import Paths, paths_for


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A record whose tables are rubbish; what describes them is whole."""
    made = paths_for(tmp_path / "home")
    words = ["log", "add", "--outcome", "solved", "--customer", "Ms Rivera"]
    assert main(["--home", str(made.data.parent), *words]) == 0
    with closing(sqlite3.connect(made.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        roots = [n for (n,) in connection.execute("SELECT rootpage FROM sqlite_master") if n]
    content = bytearray(made.database.read_bytes())
    for root in roots:
        content[(root - 1) * page_bytes : root * page_bytes] = b"\xa5" * page_bytes
    made.database.write_bytes(content)
    return made


@pytest.mark.parametrize(
    "words",
    [
        ["log", "list"],
        ["log", "search", "Rivera"],
        ["log", "show", "last"],
        ["log", "add", "--outcome", "solved", "--customer", "Ann"],
        ["export", "contacts"],
        ["export", "reminders", "--format", "ics"],
        ["report"],
        ["forget", "Rivera"],
    ],
)
def test_the_way_out_is_named(
    paths: Paths, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(paths.data.parent), *words]) == 1
    told = capsys.readouterr().err
    assert "is damaged" in told
    assert "poise restore newest" in told
