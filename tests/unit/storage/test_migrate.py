"""Opening the database: made, migrated, copied first, or refused without a change."""

from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.errors import Bug, Trouble
from desktop.storage import driver
from desktop.storage.backup import KEPT, backups_of
from desktop.storage.connection import DamagedRecord, open_to_read, set_aside
from desktop.storage.migrate import (
    MIGRATIONS,
    Migration,
    migrations,
    open_database,
    open_for_export,
)

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
NEWEST = len(migrations())


def mode_of(path: Path) -> int:
    if sys.platform == "win32":
        pytest.skip("Windows has no modes; the folder of the user keeps others out")
    return stat.S_IMODE(path.stat().st_mode)


def one_more(folder: Path, sql: str) -> tuple[Migration, ...]:
    known = migrations()
    path = folder / "9999_later.sql"
    path.write_text(sql, encoding="utf-8")
    return (*known, Migration(len(known) + 1, path))


def test_a_new_database_has_the_newest_schema_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    path = tmp_path / "data" / "poise.db"
    with closing(open_database(path)) as connection:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES ('c-1', 'x')")
        assert connection.execute("PRAGMA user_version").fetchone() == (len(migrations()),)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert mode_of(path) == 0o600
        assert mode_of(path.with_name("poise.db-wal")) == 0o600
        assert mode_of(path.parent) == 0o700
    assert backups_of(path) == []  # there was nothing to copy


def test_a_database_that_was_readable_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    open_database(path).close()
    path.chmod(0o644)
    open_database(path).close()
    assert mode_of(path) == 0o600


def test_an_existing_database_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path)) as connection:
        connection.execute("INSERT INTO contacts (id, started_at) VALUES ('c-1', 'x')")
    steps = one_more(tmp_path, "ALTER TABLE contacts ADD COLUMN later TEXT;")
    with closing(open_database(path, steps=steps, now=NOW)) as connection:
        assert connection.execute("SELECT id, later FROM contacts").fetchall() == [("c-1", None)]
    (copy,) = backups_of(path)
    assert copy.name == f"poise-v{NEWEST}-20261121-140503.db"
    assert mode_of(copy) == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT * FROM contacts").fetchone()[0] == "c-1"
        assert old.execute("PRAGMA user_version").fetchone() == (NEWEST,)


def test_a_failing_migration_changes_nothing_and_leaves_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    open_database(path).close()
    steps = one_more(tmp_path, "ALTER TABLE contacts ADD COLUMN later TEXT; SELECT nonsense;")
    with pytest.raises(Bug, match="9999_later"):
        open_database(path, steps=steps, now=NOW)
    assert len(backups_of(path)) == 1
    with closing(open_database(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(contacts)")]
        assert "later" not in columns


def test_only_the_last_copies_stay(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    for day in range(1, KEPT + 3):
        open_database(path).close()
        with closing(sqlite3.connect(path)) as connection:
            steps = one_more(tmp_path, "SELECT 1;")
            open_database(path, steps=steps, now=NOW.replace(day=day)).close()
            connection.execute(f"PRAGMA user_version = {NEWEST}")
    assert [copy.name[:-10] for copy in backups_of(path)] == [
        f"poise-v{NEWEST}-20261105",
        f"poise-v{NEWEST}-20261104",
        f"poise-v{NEWEST}-20261103",
    ]


def test_a_newer_schema_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    open_database(path, steps=one_more(tmp_path, "CREATE TABLE later (x);")).close()
    before = path.read_bytes()
    with pytest.raises(Trouble, match="newer Poise.*Update Poise; nothing was changed"):
        open_database(path)
    with pytest.raises(Trouble, match="newer Poise"):
        open_for_export(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database, but a letter\n" * 200, b"x" * 10])
def test_a_file_that_is_no_database_is_named_and_not_touched(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "poise.db"
    path.write_bytes(content)
    path.chmod(0o644)
    with pytest.raises(Trouble, match="not touched") as raised:
        open_database(path)
    assert str(path) in raised.value.what
    assert "set it aside" in raised.value.remedy
    assert path.read_bytes() == content
    assert mode_of(path) == 0o644
    assert sorted(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(Trouble, match="another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path)) as connection:
        connection.executemany(
            "INSERT INTO contacts (id, started_at, note) VALUES (?, 'x', ?)",
            [(f"c-{n}", "note " * 100) for n in range(200)],
        )
    content = bytearray(path.read_bytes())
    content[-40000:-8000] = b"\xff" * 32000
    path.write_bytes(content)
    with pytest.raises(Trouble, match="damaged"):
        open_database(path, steps=one_more(tmp_path, "SELECT 1;"))
    assert path.read_bytes() == content


def test_setting_aside_renames_everything_and_deletes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    path.write_bytes(b"broken")
    path.with_name("poise.db-wal").write_bytes(b"latest")
    aside = set_aside(path, NOW)
    assert aside.name == "poise.set-aside-20261121-140503.db"
    assert aside.read_bytes() == b"broken"
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"latest"
    assert not path.exists()
    assert not path.with_name("poise.db-wal").exists()
    open_database(path).close()
    again = set_aside(path, NOW)
    assert again.name == "poise.set-aside-20261121-140503-2.db"
    assert aside.read_bytes() == b"broken"


def test_a_missing_record_is_not_made_by_an_export(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with pytest.raises(Trouble, match="no record"):
        open_for_export(path)
    assert not path.exists()


def test_a_record_whose_maker_was_killed_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "poise.sqlite3"
    half = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('CREATE TABLE x (y)')\n"
        "c.execute('INSERT INTO x VALUES (1)')\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN')\n"
        "c.executemany('INSERT INTO x VALUES (?)', [('z' * 3000,)] * 50)\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", half, str(path)], check=True)
    assert path.with_name("poise.sqlite3-journal").exists()
    with closing(open_to_read(path)) as connection:
        assert connection.execute("SELECT count(*) FROM x").fetchone() == (1,)
        with pytest.raises(driver.OperationalError, match="readonly"):
            connection.execute("INSERT INTO x VALUES (2)")


def test_an_older_record_is_not_changed_by_an_export(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(Trouble, match="older Poise"):
        open_for_export(path)


def test_a_folder_in_the_way_is_trouble(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    path.mkdir()
    with pytest.raises(Trouble, match="cannot be opened"):
        open_database(path)
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(Trouble, match="cannot be opened"):
        open_database(blocked / "poise.db")


def test_migrations_are_numbered_and_leave_transactions_to_us(tmp_path: Path) -> None:
    for step in migrations():
        text = re.sub(r"--.*", "", step.path.read_text(encoding="utf-8"))
        assert not re.search(r"\b(BEGIN|COMMIT|ROLLBACK|PRAGMA|VACUUM)\b", text, re.IGNORECASE)
    assert {path.suffix for path in MIGRATIONS.iterdir() if path.is_file()} == {".sql"}
    (tmp_path / "0001_first.sql").write_text("")
    (tmp_path / "0003_third.sql").write_text("")
    with pytest.raises(Bug, match="not numbered"):
        migrations(tmp_path)
    (tmp_path / "two.sql").write_text("")
    with pytest.raises(Bug, match="no name"):
        migrations(tmp_path)


def test_a_step_is_not_taken_twice_by_two_who_start_at_once(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    steps = one_more(tmp_path, "ALTER TABLE contacts ADD COLUMN later TEXT;")
    open_database(path).close()

    def quicker(*_: object) -> None:
        monkeypatch.undo()
        open_database(path, steps=steps).close()

    with pytest.MonkeyPatch.context() as monkeypatch:
        # Between the look at the version and the step: while the copy is made.
        monkeypatch.setattr("desktop.storage.migrate.back_up", quicker)
        with closing(open_database(path, steps=steps)) as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(contacts)")]
    assert columns.count("later") == 1


def test_a_script_is_cut_into_its_statements(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    script = """CREATE TABLE pairs (a, b); -- a comment; with a semicolon
        CREATE TRIGGER copies AFTER INSERT ON pairs WHEN new.b = ';' BEGIN
            UPDATE pairs SET b = 'x;y' WHERE a = new.a; DELETE FROM pairs WHERE a = 2;
        END;
        INSERT INTO pairs VALUES (1, ';')"""
    with closing(open_database(path, steps=one_more(tmp_path, script))) as connection:
        assert connection.execute("SELECT * FROM pairs").fetchall() == [(1, "x;y")]


def test_a_version_number_that_is_wrong_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(DamagedRecord):
        open_database(path)


def test_a_damaged_record_names_the_copies_only_when_there_are_some(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(Trouble) as caught:
        open_database(path)
    assert "backups" not in caught.value.remedy
    (tmp_path / "backups").mkdir()
    with pytest.raises(Trouble) as caught:
        open_database(path)
    assert str(tmp_path / "backups") in caught.value.remedy
