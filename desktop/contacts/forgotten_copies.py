"""Taking one person out of the backups, and out of records that were set aside."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desktop.contacts.forgetting import Found, Person, erase, find
from desktop.contacts.keys import has_words
from desktop.contacts.words import forget_removed
from desktop.storage import driver
from desktop.storage.connection import companions_of
from desktop.storage.migrate import migrations
from desktop.storage.rewriting import (
    copies_and_set_aside,
    open_quietly,
    remove_whole,
    rewrite,
    without_their_file,
)

_CHUNK_BYTES = 1 << 22
_LONGEST_BYTES = 4096
SHORTEST = 3
"""A name with fewer signs is not looked for in logs and damaged files: it is part of many words."""

_PAGE_BYTES, _MANY_VALUES = 4096, 240


@dataclass(slots=True)
class Copies:
    """What was done with each copy, by its file name."""

    clean: list[str] = field(default_factory=list)  # nothing of the person was in it
    rewritten: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # of an older Poise, or damaged
    stuck: list[str] = field(default_factory=list)  # it could be neither, or nobody can read it


def forget_in_copies(
    path: Path, person: Person, kept: Collection[str], names: list[str], done: Copies
) -> None:
    """Take a person out of every copy of a record.

    A copy of this Poise is written anew without them; one of an older Poise is removed when they
    are in it, and so is a damaged one in which their name can be read.

    Args:
        path: The record.
        person: Who.
        kept: Ids that are to stay.
        names: How they were written.
        done: Is told of each copy.
    """
    for copy in copies_and_set_aside(path):
        try:
            _treat(copy, person, kept, names, done)
        except (OSError, *driver.Error):
            done.stuck.append(copy.name)
    for alone in without_their_file(path):
        try:
            _treat_unreadable(alone, names, done)
        except OSError:
            done.stuck.append(alone.name)


def _treat(
    copy: Path, person: Person, kept: Collection[str], names: list[str], done: Copies
) -> None:
    try:
        found, version = _look(copy, person)
    except driver.Error:
        _treat_unreadable(copy, names, done)
        return
    found = found.without(kept)
    if found and version != len(migrations()):
        remove_whole(copy)
        done.removed.append(copy.name)
    elif found:
        rewrite(copy, lambda connection: _forget(connection, found))
        done.rewritten.append(copy.name)
    elif any(_may_hold(each, names) for each in companions_of(copy)):
        rewrite(copy, lambda _connection: None)  # the new one needs none of them
        done.rewritten.append(copy.name)
    else:
        done.clean.append(copy.name)


def _treat_unreadable(copy: Path, names: list[str], done: Copies) -> None:
    files = [each for each in (copy, *companions_of(copy)) if each.exists()]
    if any(is_written_in(each, names) for each in files):
        remove_whole(copy)
        done.removed.append(copy.name)
    elif any(_looks_encrypted(each) for each in files):
        done.stuck.append(copy.name)
    else:
        done.clean.append(copy.name)


def _may_hold(companion: Path, names: list[str]) -> bool:
    """Whether something of a person may be in what SQLite keeps beside a copy without them."""
    return companion.exists() and (_looks_encrypted(companion) or is_written_in(companion, names))


def _looks_encrypted(copy: Path) -> bool:
    """Whether a file may be encrypted with a key that is lost: nobody can say what is in it.

    In 4096 encrypted bytes all values stand; in a page of a database, damaged or not, few do.
    """
    with copy.open("rb") as opened:
        return len(set(opened.read(_PAGE_BYTES))) > _MANY_VALUES


def _look(copy: Path, person: Person) -> tuple[Found, int]:
    with closing(open_quietly(copy)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return (find(connection, person) if tables else Found()), version


def _forget(connection: sqlite3.Connection, found: Found) -> None:
    connection.execute("BEGIN")
    contacts = [each.id for each in found.contacts]
    erase(connection, contacts, [reminder_id for reminder_id, _ in found.reminders])
    connection.execute("COMMIT")
    while not forget_removed(connection):
        pass


def is_written_in(file: Path, names: Iterable[str]) -> bool:
    """Whether a name stands in a file that nobody can read in another way."""
    pattern = written(names)
    before = b""
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK_BYTES):
            if pattern.search(before + chunk):
                return True
            before = chunk[-_LONGEST_BYTES:]
    return False


def overwrite_in(file: Path, names: Iterable[str]) -> int:
    """Put stars over names in a text file, also while somebody appends to it.

    Returns:
        At how many places.

    Raises:
        OSError: it cannot be read or written.
    """
    places = [found.span() for found in written(names).finditer(file.read_bytes())]
    if places:
        with file.open("rb+") as opened:
            for start, end in places:
                opened.seek(start)
                opened.write(b"*" * (end - start))
    return len(places)


def is_sought(name: str) -> bool:
    """Whether a name is looked for in logs and damaged files: `---` and `.*` stand in all of them,
    `🌸🌸🌸` does not."""
    is_telling = has_words(name) or any(unicodedata.category(each) == "So" for each in name)
    return len(name) >= SHORTEST and is_telling


def written(names: Iterable[str]) -> re.Pattern[bytes]:
    """What finds names in bytes, as they were written, in capitals and small."""
    forms = {name.strip() for name in names}
    forms |= {change(name) for name in forms for change in (str.lower, str.upper, str.title)}
    found = (re.escape(each.encode()) for each in sorted(forms) if is_sought(each))
    return re.compile(rb"(?<!\w)(?:%s)(?!\w)" % (b"|".join(found) or rb"(?!)"), re.IGNORECASE)
