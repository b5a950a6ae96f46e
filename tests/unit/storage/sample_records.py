"""Small records of every schema so far, as SQL that a person can read and compare.

`python -m tests.unit.storage.sample_records` writes those that are missing, from the migrations as
they are. One that is there is never written again: that is the point of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.storage.copies import tables_of
from desktop.storage.migrate import migrations, open_database

FOLDER = Path(__file__).parent / "samples"

_ROWS = """
INSERT INTO contacts (id, started_at, customer, reference, channel, ended_at, outcome, note)
VALUES ('c-20261120-080000-0001', '2026-11-20T08:00:00.000Z', 'Rivera', 'T-1', 'chat',
        '2026-11-20T08:20:00.000Z', 'solved', 'Refund sent; “thank you” – Łucja'),
       ('c-20261121-090000-0002', '2026-11-21T09:00:00.000Z', '', '', '', NULL, '', '');
INSERT INTO contact_events (contact_id, number, at, kind, facts)
VALUES ('c-20261120-080000-0001', 1, '2026-11-20T08:00:00.000Z', 'started',
        '{"playbook": "leap"}'),
       ('c-20261120-080000-0001', 2, '2026-11-20T08:00:00.000Z', 'step',
        '{"playbook": "leap", "step": "listen", "move": "start", "depth": 1}'),
       ('c-20261120-080000-0001', 3, '2026-11-20T08:01:00.000Z', 'insertion',
        '{"phrase": "leap-hello", "verdict": "confirmed", "ms": 120}'),
       ('c-20261120-080000-0001', 4, '2026-11-20T08:20:00.000Z', 'ended', '{"outcome": "solved"}'),
       ('c-20261121-090000-0002', 1, '2026-11-21T09:00:00.000Z', 'started',
        '{"playbook": "leap"}'),
       ('c-20261121-090000-0002', 2, '2026-11-21T09:00:00.000Z', 'step',
        '{"playbook": "leap", "step": "listen", "move": "start", "depth": 1}'),
       ('c-20261121-090000-0002', 3, '2026-11-21T09:02:00.000Z', 'set_aside', '{}');
INSERT INTO contact_values (contact_id, name, value)
VALUES ('c-20261121-090000-0002', 'callback_time', '3 o''clock');
INSERT INTO reminders (id, created_at, due_at, promised_at, zone, text, contact_id, state, done_at,
                       fired_at, snoozed)
VALUES ('r-20261120-081000-0001', '2026-11-20T08:10:00.000Z', '2026-11-20T10:00:00.000Z',
        '2026-11-20T09:00:00.000Z', 'Europe/Lisbon', 'call Ms Rivera', 'c-20261120-080000-0001',
        'done', '2026-11-20T10:05:00.000Z', '2026-11-20T10:00:00.000Z', 1),
       ('r-20261121-090100-0002', '2026-11-21T09:01:00.000Z', '2026-11-22T09:00:00.000Z',
        '2026-11-22T09:00:00.000Z', 'America/New_York', 'send the form', NULL, 'open', NULL, NULL,
        0);
"""

_ROWS_SINCE = {2: "UPDATE contacts SET \"trigger\" = 'billing', manner = 'angry' WHERE note != '';"}


def samples() -> dict[int, Path]:
    """The samples there are, by schema."""
    return {int(path.stem.removeprefix("v")): path for path in FOLDER.glob("v*.sql")}


def load(sample: Path, path: Path) -> None:
    """Make the record that a sample describes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(sample.read_text(encoding="utf-8"))


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, rows, then what fills itself and what watches them."""
    for name in ("application_id", "user_version"):
        (value,) = connection.execute(f"PRAGMA {name}").fetchone()
        yield f"PRAGMA {name} = {value};"
    tables = tables_of(connection)
    virtual = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'"
        )
    ]
    made = connection.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    yield from (f"{sql};" for name, kind, sql in made if kind == "table" and name in tables)
    yield from (f"{sql};" for name, kind, sql in made if name in virtual)
    yield from (f"{sql};" for name, kind, sql in made if kind in ("index", "view"))
    for table in tables:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        quoted = ", ".join(f'quote("{column}")' for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        for row in connection.execute(f'SELECT {quoted} FROM "{table}"'):
            yield f'INSERT INTO "{table}" ({names})\n    VALUES ({", ".join(row)});'
    for name, _, sql in made:
        if name in virtual and "fts5vocab" not in sql:  # that one holds nothing itself
            yield f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\');'
    yield from (f"{sql};" for name, kind, sql in made if kind == "trigger")


def write_missing() -> None:
    """Write the samples of schemas that have none."""
    FOLDER.mkdir(exist_ok=True)
    for step in migrations():
        target = FOLDER / f"v{step.number}.sql"
        if target.exists():
            continue
        with TemporaryDirectory() as folder:
            path = Path(folder) / "poise.sqlite3"
            steps = migrations()[: step.number]
            with closing(open_database(path, steps=steps)) as connection:
                connection.executescript(_ROWS)
                for since, sql in _ROWS_SINCE.items():
                    if step.number >= since:
                        connection.executescript(sql)
                target.write_text("\n".join(dump(connection)) + "\n", encoding="utf-8")
        print(target.name)


if __name__ == "__main__":
    write_missing()
