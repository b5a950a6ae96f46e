"""What the tests of encryption write, and how they look for it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.contacts import words
from desktop.contacts.record import Contact
from desktop.contacts.reflections import Reflection, insert_reflection
from desktop.contacts.store import end_contact, insert_contact
from desktop.followups.promise import Reminder
from desktop.followups.store import insert_reminder
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.migrate import open_database

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = ("Quivernaut", "zyxophone", "wabblesome", "grumbletonian")
"""Customer, note, reminder, reflection."""


def fill(path: Path, contacts: int = 3) -> None:
    """Make a record with all of `WORDS`, and two backups of it."""
    with closing(open_database(path)) as connection:
        for number in range(contacts):
            name = f"c-{number:03}"
            connection.execute("BEGIN")
            insert_contact(connection, Contact(name, AT, customer=WORDS[0]))
            end_contact(connection, name, AT, "solved", f"{WORDS[1]} {number}")
            words.refresh(connection, name)
            connection.execute("COMMIT")
        insert_reminder(connection, Reminder("r-1", WORDS[2], AT, AT, "UTC", AT))
        insert_reflection(connection, Reflection("f-1", AT, None, WORDS[3]))
    for days in (2, 1):
        make_daily(path, AT - timedelta(days=days), Rotation())


def contacts_in(path: Path) -> int:
    """How many contacts a record has, found by their words and counted."""
    with closing(open_database(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (found,) = connection.execute(
            "SELECT count(*) FROM contact_words WHERE contact_words MATCH 'quivernaut'"
        ).fetchone()
        (count,) = connection.execute("SELECT count(*) FROM contacts").fetchone()
    assert found == count
    return int(count)


def readable_in(folder: Path) -> list[tuple[str, str]]:
    """Every file under a folder in which one of `WORDS` can be read."""
    return [
        (file.name, word)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for word in WORDS
        if word.lower().encode() in file.read_bytes().lower()
    ]
