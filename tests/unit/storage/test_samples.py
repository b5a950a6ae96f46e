"""A record of every schema so far is brought up to date, copied first, and nothing is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.contacts.store import all_contacts
from desktop.errors import Trouble
from desktop.followups.store import all_reminders
from desktop.storage.backup import backups_of
from desktop.storage.copies import check, tables_of
from desktop.storage.migrate import migrations, open_database, open_for_export
from desktop.storage.restore import put_back
from tests.unit.storage.sample_records import dump, load, samples

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
NEWEST = len(migrations())


def schema(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master")
    return {(kind, name, sql or "") for kind, name, sql in rows}


def rows(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    found = {}
    for table in tables_of(connection):
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found


def test_every_schema_before_this_one_has_a_sample() -> None:
    missing = set(range(1, NEWEST)) - set(samples())
    assert not missing, "run: python -m tests.unit.storage.sample_records"


@pytest.mark.parametrize("version", sorted(samples()))
def test_a_record_of_an_older_poise_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path, fresh = tmp_path / "poise.sqlite3", tmp_path / "fresh" / "poise.sqlite3"
    load(samples()[version], path)
    with closing(sqlite3.connect(path)) as connection:
        before, told = rows(connection), list(dump(connection))
    with closing(open_database(path, now=NOW)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with closing(open_database(fresh)) as new:
            assert schema(connection) == schema(new)
        after = rows(connection)
        for table, old in before.items():
            assert len(after[table]) == len(old)
            for was, now in zip(old, after[table], strict=True):
                assert was.items() <= now.items()
        assert [len(each.events) for each in all_contacts(connection)] == [4, 3]
        assert [each.text for each in all_reminders(connection)] == [
            "call Ms Rivera",
            "send the form",
        ]
    copies = backups_of(path)
    assert len(copies) == (version < NEWEST)
    for copy in copies:
        with closing(sqlite3.connect(copy)) as opened:
            assert list(dump(opened)) == told


@pytest.mark.parametrize("version", sorted(samples()))
def test_a_copy_of_an_older_poise_can_be_put_back(tmp_path: Path, version: int) -> None:
    copy, path = tmp_path / "old.sqlite3", tmp_path / "data" / "poise.sqlite3"
    load(samples()[version], copy)
    check(copy)
    put_back(path, copy)
    with closing(open_database(path)) as connection:
        assert len(list(all_contacts(connection))) == 2


def test_a_record_of_a_newer_poise_is_refused_by_whoever_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "poise.sqlite3"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    before = path.read_bytes()
    for opens in (open_database, open_for_export, check):
        with pytest.raises(Trouble, match="newer Poise.*Update Poise"):
            opens(path)
    assert path.read_bytes() == before
