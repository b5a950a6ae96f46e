"""Who does the removing of `poise forget`: the running program, or this one where none runs."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from desktop.contacts.forgetting import Found, erase
from desktop.contacts.words import forget_removed
from desktop.errors import Trouble
from desktop.followups.hours import Hours, hours_of
from desktop.followups.store import open_reminders
from desktop.hotkeys.bindings import ACTIONS, chord_objection
from desktop.paths import Paths
from desktop.remote.client import ask
from desktop.remote.server import OnlyOne
from desktop.settings import Settings
from desktop.settings_file import Reading, read
from desktop.storage import driver
from desktop.storage.ageing import empty_wal
from desktop.storage.backup import back_up
from desktop.storage.connection import open_to_read
from desktop.storage.leftovers import clear_away, left_over
from desktop.storage.migrate import migrations, open_database

Count = Callable[[Mapping[str, int]], None]

_BATCH = 20  # contacts in one transaction
_TRIES = 20
_PAUSE_S = 0.25


class Remover(Protocol):
    """Removes from the record."""

    def erase(self, found: Found, count: Count) -> None:
        """Remove contacts and reminders.

        Args:
            found: What.
            count: Given how many rows of which table are gone, each time that some are.

        Raises:
            Trouble: It cannot be done; what was counted so far is done.
        """

    def settle(self) -> bool:
        """Take what was removed out of the search index and the -wal; False when the latter is
        still in use."""

    def clear_away(self) -> tuple[list[str], list[str]]:
        """Remove what killed processes left beside the record: the names of what is gone, and
        a sentence about each that is still there."""

    def keep_calendar(self) -> str:
        """Let the calendar file that the settings name hold what is left; what keeps it from
        that, or ""."""

    def back_up(self) -> None:
        """Make a copy of the record, because some had to go."""


@contextmanager
def remover(paths: Paths) -> Iterator[Remover]:
    """The running program if there is one; else nobody can start one meanwhile.

    Raises:
        Trouble: The record cannot be opened.
    """
    lock = OnlyOne(paths.lock_file)
    if not lock.take():
        yield _Running(paths)
        return
    try:
        with closing(open_database(paths.database)) as connection:
            yield _Alone(connection, paths)
    finally:
        lock.release()


class _Alone:
    def __init__(self, connection: sqlite3.Connection, paths: Paths) -> None:
        self._connection = connection
        self._paths = paths

    def erase(self, found: Found, count: Count) -> None:
        for contacts, reminders in _batches(found):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                removed = erase(self._connection, contacts, reminders)
                self._connection.execute("COMMIT")
            except driver.Error as error:
                raise _cannot(error) from error
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            count(removed)

    def settle(self) -> bool:
        try:
            while not forget_removed(self._connection):
                pass
        except driver.Error as error:
            raise _cannot(error) from error
        return _patiently(lambda: empty_wal(self._connection))

    def clear_away(self) -> tuple[list[str], list[str]]:
        gone, stuck = clear_away(self._paths.database)
        return gone, [f"{name} cannot be removed now" for name in stuck]

    def keep_calendar(self) -> str:
        reading = _settings(self._paths)
        return _unknown_calendar(reading) or _keep_calendar(reading.settings, self._connection)

    def back_up(self) -> None:
        _back_up(self._paths.database)


class _Running:
    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def erase(self, found: Found, count: Count) -> None:
        for contacts, reminders in _batches(found):
            answer = self._ask({"step": "erase", "contacts": contacts, "reminders": reminders})
            count(answer["removed"])

    def settle(self) -> bool:
        while not self._ask({"step": "words"})["is_done"]:
            pass
        return _patiently(lambda: bool(self._ask({"step": "wal"})["is_done"]))

    def clear_away(self) -> tuple[list[str], list[str]]:
        about = "is a copy that was cut short, or is being made just now: quit Poise first"
        return [], [f"{each.name} {about}" for each in left_over(self._paths.database)]

    def keep_calendar(self) -> str:
        # It does so by itself, and shows on the panel what keeps it from that. But one that
        # began while the settings could not be read knows of none.
        return _unknown_calendar(_settings(self._paths))

    def back_up(self) -> None:
        _back_up(self._paths.database)

    def _ask(self, step: dict[str, Any]) -> dict[str, Any]:
        answer = ask(self._paths.endpoint_file, {"command": "forget", **step})
        if "error" in answer:
            raise Trouble(str(answer["error"]))
        return answer


def _batches(found: Found) -> Iterator[tuple[list[str], list[str]]]:
    contacts = [each.id for each in found.contacts]
    for start in range(0, len(contacts), _BATCH):
        yield contacts[start : start + _BATCH], []
    reminders = [reminder_id for reminder_id, _ in found.reminders]
    for start in range(0, len(reminders), _BATCH):
        yield [], reminders[start : start + _BATCH]


def _cannot(error: Exception) -> Trouble:
    return Trouble(
        f"The record cannot be changed now ({error}).",
        "Close other programs that have it open, free some space, and say the same again.",
    )


def _patiently(work: Callable[[], bool]) -> bool:
    """Try until it works; an export that reads the record is done in seconds."""
    pause = threading.Event()
    for _ in range(_TRIES):
        if work():
            return True
        pause.wait(_PAUSE_S)
    return False


def _settings(paths: Paths) -> Reading:
    return read(paths.settings_file, ACTIONS, chord_objection)


def _unknown_calendar(reading: Reading) -> str:
    """That nobody can tell which calendar file there is; "" where that is known."""
    why = reading.doubtful.get("calendar_file")
    if why is None:
        return ""
    return (
        f"{why.path.name}, line {why.line}, cannot be read: a calendar file that it names "
        "(`calendar_file`) may still hold them; mend the line and say the same again"
    )


def _keep_calendar(settings: Settings, connection: sqlite3.Connection) -> str:
    if not settings.calendar_file:
        return ""
    from desktop.followups.calendar_file import keep_file

    try:
        hours = hours_of(settings.working_days, settings.working_hours, settings.after_lunch)
    except Trouble:
        hours = Hours()
    try:
        keep_file(Path(settings.calendar_file).expanduser(), open_reminders(connection), hours)
    except Trouble as trouble:
        return trouble.what
    return ""


def _back_up(path: Path) -> None:
    with closing(open_to_read(path)) as connection:
        back_up(connection, path, len(migrations()), datetime.now(UTC))
