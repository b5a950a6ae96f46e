"""What an agent thinks about a contact: private, and apart from the record.

Nothing else reads this table: it is in no log, search, brief, summary or page, and in no export but
`poise export reflections`.

JSON, one reflection: {"id", "written_at", "contact_id" (null for none), "happened", "went_well",
"differently", "wants_person" (true or false)}; the CSV has the same columns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from desktop.contacts.record import NOTE_CHARS
from desktop.errors import Trouble
from desktop.privacy.masker import Masker
from desktop.storage.ids import new_id
from desktop.storage.ledger import Ledger
from desktop.storage.reading import snapshot
from desktop.storage.tables import write_csv, write_json
from desktop.storage.times import from_text, to_text

COLUMNS = (
    "id",
    "written_at",
    "contact_id",
    "happened",
    "went_well",
    "differently",
    "wants_person",
)


@dataclass(frozen=True, slots=True)
class Reflection:
    """One reflection.

    Args:
        id: Sorts by time, e.g. `f-20261121-140503-4f3a`.
        written_at: Aware.
        contact_id: After which contact; None for none, or when that is gone.
        happened, went_well, differently: What happened, what I did well, and what I would do
            differently; "" where nothing was written.
        wants_person: Whether the agent would like to talk to somebody.
    """

    id: str
    written_at: datetime
    contact_id: str | None = None
    happened: str = ""
    went_well: str = ""
    differently: str = ""
    wants_person: bool = False


class Journal:
    """Keeps reflections. Use it from one thread.

    Args:
        ledger: Where they are written.
        now: The aware time.
        masker: Takes out what must not be kept, from every text that comes in.
    """

    def __init__(
        self, ledger: Ledger, now: Callable[[], datetime], masker: Masker | None = None
    ) -> None:
        self._ledger = ledger
        self._now = now
        self._masker = masker or Masker()
        self._issued: set[str] = set()

    def keep(
        self,
        happened: str,
        went_well: str,
        differently: str,
        *,
        wants_person: bool,
        contact_id: str | None = None,
    ) -> Reflection:
        """Write one down; arguments as in `Reflection`.

        Raises:
            Trouble: nothing was written in any of them.
        """
        now = self._now()
        made = Reflection(
            new_id("f", now, self._issued),
            now,
            contact_id,
            self._masker.lines(happened, NOTE_CHARS),
            self._masker.lines(went_well, NOTE_CHARS),
            self._masker.lines(differently, NOTE_CHARS),
            wants_person,
        )
        if not (made.happened or made.went_well or made.differently or wants_person):
            raise Trouble("There is nothing to keep.", "Write a line, for yourself alone.")
        self._issued.add(made.id)
        self._ledger.write(lambda connection: insert_reflection(connection, made))
        return made


def insert_reflection(connection: sqlite3.Connection, reflection: Reflection) -> None:
    """Add a reflection. A contact that is not in the record (any more) is left out."""
    connection.execute(
        f"INSERT INTO reflections ({', '.join(COLUMNS)})"
        " VALUES (?, ?, (SELECT id FROM contacts WHERE id = ?), ?, ?, ?, ?)",
        (
            reflection.id,
            to_text(reflection.written_at),
            reflection.contact_id,
            reflection.happened,
            reflection.went_well,
            reflection.differently,
            int(reflection.wants_person),
        ),
    )


def all_reflections(connection: sqlite3.Connection) -> Iterator[Reflection]:
    """Every reflection, the first written first."""
    rows = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM reflections ORDER BY written_at, id"
    )
    for row in rows:
        yield Reflection(row[0], from_text(row[1]), row[2], row[3], row[4], row[5], bool(row[6]))


def export_reflections_json(path: Path, out: TextIO, now: datetime) -> int:
    """Write all reflections as JSON, for the agent who asked for them by name.

    Returns how many there were; raises as `contacts.export.export_contacts_json`.
    """
    with snapshot(path) as connection:
        return write_json(out, "reflections", map(_row, all_reflections(connection)), now)


def export_reflections_csv(path: Path, out: TextIO) -> int:
    """The same as a table; open `out` with `newline=""`."""
    with snapshot(path) as connection:
        return write_csv(out, COLUMNS, map(_row, all_reflections(connection)))


def _row(reflection: Reflection) -> dict[str, object]:
    return {
        "id": reflection.id,
        "written_at": to_text(reflection.written_at),
        "contact_id": reflection.contact_id,
        "happened": reflection.happened,
        "went_well": reflection.went_well,
        "differently": reflection.differently,
        "wants_person": reflection.wants_person,
    }
