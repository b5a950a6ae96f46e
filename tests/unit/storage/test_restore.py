"""Putting a copy back: verified first, nothing overwritten, what is readable is saved."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.contacts.words import begin_anew
from desktop.errors import Trouble
from desktop.storage import restore
from desktop.storage.connection import DamagedRecord
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.migrate import open_database
from desktop.storage.restore import put_back, rescue
from tests.systems import needs_dbstat

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
OLD, NEW = 150, 300


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "poise.sqlite3"


@pytest.fixture
def copy(path: Path) -> Path:
    """A copy with the first contacts of a record that has more of them by now."""
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number in range(OLD):
            add(connection, number)
        connection.execute("COMMIT")
        made = make_daily(path, NOW, Rotation())
        connection.execute("BEGIN")
        for number in range(OLD, NEW):
            add(connection, number)
        connection.execute("COMMIT")
        connection.execute("UPDATE contacts SET outcome = 'solved' WHERE id = 'c-0000'")
    return made.path


def add(connection: sqlite3.Connection, number: int) -> None:
    name = f"c-{number:04}"
    connection.execute(
        "INSERT INTO contacts (id, started_at, note) VALUES (?, 'x', ?)", (name, "note " * 30)
    )
    connection.execute(
        "INSERT INTO contact_events (contact_id, number, at, kind, facts)"
        " VALUES (?, 1, 'x', 'note', ?)",
        (name, '{"text": "' + "word " * 30 + '"}'),
    )
    connection.execute(
        "INSERT INTO reminders (id, created_at, due_at, promised_at, zone, text, contact_id)"
        " VALUES (?, 'x', 'x', 'x', 'UTC', 'call', ?)",
        (f"r-{number:04}", name),
    )


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def spoil_a_page_of(path: Path, table: str) -> None:
    """A page in the middle of a table becomes nonsense."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (table,)
        ).fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        file.seek((pages[len(pages) // 2][0] - 1) * 4096)
        file.write(b"\xa5" * 4096)


def look(_connection: sqlite3.Connection) -> None:
    """Everything makes sense."""


def test_a_copy_takes_the_place_of_the_record_which_is_kept(path: Path, copy: Path) -> None:
    before, whole = path.read_bytes(), copy.read_bytes()
    done = put_back(path, copy, NOW)
    assert done.set_aside == path.with_name("poise.set-aside-20261121-140503.sqlite3")
    assert done.set_aside.read_bytes() == before
    assert copy.read_bytes() == whole
    assert len(rows(path, "contacts")) == OLD
    open_database(path).close()


def test_the_log_of_the_old_file_is_not_read_into_the_new_one(path: Path, copy: Path) -> None:
    with closing(open_database(path)) as connection:
        add(connection, 9999)  # stands in the -wal, which is not written back: a killed program
        content = {suffix: Path(f"{path}{suffix}").read_bytes() for suffix in ("", "-wal", "-shm")}
    for suffix, old in content.items():
        Path(f"{path}{suffix}").write_bytes(old)
    done = put_back(path, copy, NOW)
    assert done.set_aside is not None
    assert len(rows(path, "contacts")) == OLD
    assert len(rows(done.set_aside, "contacts")) == NEW + 1


def test_where_nothing_is_there_nothing_is_set_aside(tmp_path: Path, copy: Path) -> None:
    path = tmp_path / "elsewhere" / "poise.sqlite3"
    assert put_back(path, copy).set_aside is None
    assert len(rows(path, "contacts")) == OLD


@pytest.mark.parametrize("content", [b"", b"x" * 9000])
def test_a_bad_copy_changes_nothing(path: Path, copy: Path, content: bytes) -> None:
    before = path.read_bytes()
    copy.write_bytes(content)
    with pytest.raises(Trouble, match="poise-day"):
        put_back(path, copy)
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["backups", path.name]


@needs_dbstat
@pytest.mark.plain
def test_a_copy_with_a_damaged_page_is_no_good_copy(path: Path, copy: Path) -> None:
    spoil_a_page_of(copy, "contacts")
    with pytest.raises(Trouble, match="is damaged"):
        put_back(path, copy)


def test_a_copy_of_an_older_poise_is_brought_up_to_date_at_the_next_start(
    path: Path, tmp_path: Path
) -> None:
    from desktop.storage.migrate import migrations

    old = tmp_path / "old.sqlite3"
    with closing(open_database(old, steps=migrations()[:1])) as connection:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES ('c-1', 'x')")
    put_back(path, old)
    open_database(path).close()
    assert len(rows(path, "contacts")) == 1


@needs_dbstat
@pytest.mark.parametrize("table", ["contacts", "contact_events", "reminders"])
@pytest.mark.plain
def test_what_can_be_read_of_a_damaged_record_is_saved_over_the_copy(
    path: Path, copy: Path, table: str
) -> None:
    spoil_a_page_of(path, table)
    before = path.read_bytes()
    done = rescue(path, copy, look, begin_anew, NOW)
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == before
    assert done.saved > 0
    contacts = {row[0]: row for row in rows(path, "contacts")}
    # One page is lost, with what hung on it, and only of what is newer than the copy.
    assert len(contacts) > NEW - 100
    assert len(rows(path, "contact_events")) > NEW - 100
    assert len(rows(path, "reminders")) > NEW - 100
    assert "solved" in contacts["c-0000"]


@needs_dbstat
@pytest.mark.plain
def test_without_a_copy_a_new_record_gets_what_can_be_read(path: Path, copy: Path) -> None:
    copy.unlink()
    spoil_a_page_of(path, "contacts")
    assert rescue(path, None, look, begin_anew, NOW).saved > 0
    assert NEW - 60 < len(rows(path, "contacts")) < NEW
    assert len(rows(path, "contact_events")) == len(rows(path, "contacts"))


@needs_dbstat
@pytest.mark.plain
def test_what_makes_no_sense_is_not_kept(path: Path, copy: Path) -> None:
    spoil_a_page_of(path, "contacts")

    def refuses(connection: sqlite3.Connection) -> None:
        (count,) = connection.execute("SELECT count(*) FROM contacts").fetchone()
        if count > OLD:
            raise ValueError("no ISO 8601 moment")

    assert rescue(path, copy, refuses, begin_anew, NOW).saved == 0
    assert len(rows(path, "contacts")) == OLD


def test_nothing_is_taken_from_another_programs_database(path: Path, copy: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE contacts (id TEXT PRIMARY KEY, started_at TEXT)")
        theirs.execute("INSERT INTO contacts VALUES ('theirs', 'x')")
        theirs.commit()
    assert rescue(path, copy, look, begin_anew, NOW).saved == 0
    assert len(rows(path, "contacts")) == OLD


@pytest.mark.parametrize("content", [b"", b"no database" * 999])
def test_of_a_file_without_content_nothing_is_saved(path: Path, copy: Path, content: bytes) -> None:
    path.write_bytes(content)
    done = rescue(path, copy, look, begin_anew, NOW)
    assert done.saved == 0
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == content
    assert len(rows(path, "contacts")) == OLD


class _Killed(BaseException):
    """Nothing of ours handles it, as nothing handles a kill."""


@needs_dbstat
@pytest.mark.parametrize("where", ["_save", "_set_aside"])
@pytest.mark.plain
def test_a_rescue_that_was_cut_short_is_gone_on_with(
    path: Path, copy: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_a_page_of(path, "contacts")
    real = restore._set_aside

    def killed(*words: Any) -> None:
        if where == "_set_aside":
            real(*words)
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(restore, where, killed)
        with pytest.raises(_Killed):
            rescue(path, copy, look, begin_anew, NOW)
    with pytest.raises(DamagedRecord, match="cut short"):
        open_database(path)
    assert rescue(path, copy, look, begin_anew, NOW).saved > 0
    assert len(rows(path, "contacts")) > NEW - 100
    open_database(path).close()


def test_where_nothing_could_be_put_back_the_next_start_asks_nothing(
    path: Path, copy: Path
) -> None:
    copy.write_bytes(b"x" * 9000)
    with pytest.raises(Trouble):
        put_back(path, copy)
    open_database(path).close()
