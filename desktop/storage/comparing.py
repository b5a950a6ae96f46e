"""What a record that was set aside holds, and the one in its place does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.connection import APPLICATION_ID
from desktop.storage.copies import tables_of
from desktop.storage.restore import Derived, readable_rows
from desktop.storage.rewriting import open_quietly


def only_in(aside: Path, record: Path, derived: Derived) -> int | None:
    """How many entries can be read in one file that the other lacks, or has otherwise.

    Args:
        aside: What was set aside; it may be damaged.
        record: What is in its place.
        derived: Columns in which a difference is none.

    Returns:
        The number of rows; None: the first is no record, or nothing of it can be read.
    """
    try:
        with closing(open_quietly(aside)) as there, closing(open_quietly(record)) as here:
            if there.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return None
            there.execute("PRAGMA cell_size_check = ON")
            return sum(
                _only_in_table(there, here, table, derived.get(table, ()))
                for table in tables_of(there)
            )
    except (Trouble, *driver.Error):
        return None


def _only_in_table(
    there: sqlite3.Connection, here: sqlite3.Connection, table: str, derived: Collection[str]
) -> int:
    told = there.execute(f'PRAGMA table_info("{table}")').fetchall()
    known = {row[1] for row in here.execute(f'PRAGMA table_info("{table}")')}
    keys = [row[1] for row in sorted(told, key=lambda row: row[5]) if row[5]]
    if not keys:
        return 0
    # What the place of it does not know at all (an older copy) is compared by what both know.
    shared = [row[1] for row in told if row[1] in known and row[1] not in derived]
    (has_no_rowid,) = there.execute(
        "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", (table,)
    ).fetchone()
    order = keys if has_no_rowid else ["rowid"]
    if not set(keys) <= known:
        return sum(1 for _ in readable_rows(there, table, keys, order))
    same = " AND ".join(f'"{column}" IS ?' for column in shared)
    query = f'SELECT 1 FROM "{table}" WHERE {same}'
    rows = readable_rows(there, table, shared, order)
    return sum(here.execute(query, row).fetchone() is None for row in rows)
