"""The contact log out of the record: asked on the ledger's thread, answered on the main one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.app.log_source import Failed, OnAnchors, OnRows
from desktop.cockpit.log_words import Titles, row_view, story_view
from desktop.contacts import history
from desktop.contacts.editing import Correction, Editor
from desktop.errors import Trouble
from desktop.guide.library import Library
from desktop.qt.threads import MainThread
from desktop.storage import driver
from desktop.storage.ledger import Ledger
from desktop.ui.log_list import PAGE
from desktop.ui.log_view import Editable, LogQuery, StoryView

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

log = logging.getLogger("desktop")

T = TypeVar("T")
_BROKEN = Trouble("The contacts could not be read; this is a mistake in Poise.", "See its log.")
_GONE = Trouble("This contact is not in the record any more.")
_STEPS = 10_000  # of SQLite's machine, some tenths of a millisecond


class LedgerLog:
    """A `LogSource`.

    Args:
        ledger: The record.
        editor: Writes what is corrected.
        library: For the titles of steps and phrases.
        threads: Brings answers to the main thread.
        now: The aware time.
        zone: Where the agent is; may raise Trouble.
    """

    def __init__(
        self,
        ledger: Ledger,
        editor: Editor,
        library: Library,
        threads: MainThread,
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        self._ledger = ledger
        self._editor = editor
        self._titles = Titles(library)
        self._threads = threads
        self._now = now
        self._ask_zone = zone
        self._search = 0

    def stamp(self, then: Callable[[object], None]) -> None:
        def look(connection: sqlite3.Connection) -> tuple[int, int]:
            # The one counts what other connections committed, the other what this one changed.
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            return int(version), connection.total_changes

        self._answer(self._ledger.read(look), then, lambda _trouble: None)

    def first_page(self, wanted: LogQuery, then: OnRows, failed: Failed) -> None:
        self._search += 1
        self._ask_rows(wanted, None, then, failed)

    def page(self, wanted: LogQuery, number: int, then: OnRows, failed: Failed) -> None:
        self._ask_rows(wanted, number + 1, then, failed)

    def anchors(self, wanted: LogQuery, then: OnAnchors, failed: Failed) -> None:
        asked = self._filter(wanted)

        def show(found: history.Anchors | None) -> None:
            if found is not None:
                then(found.total, found.numbers)

        self._read(lambda connection: history.anchors(connection, asked, PAGE), show, failed)

    def story(
        self, contact_id: str, then: Callable[[StoryView | None], None], failed: Failed
    ) -> None:
        def show(story: history.ContactStory | None) -> None:
            told = story_view(story, self._titles, self._now(), self._zone()) if story else None
            then(told)

        future = self._ledger.read(lambda connection: history.timeline(connection, contact_id))
        self._answer(future, show, failed)

    def change(
        self,
        contact_id: str,
        before: Editable,
        after: Editable,
        then: Callable[[], None],
        failed: Failed,
    ) -> None:
        def new(name: str) -> str | None:
            words = str(getattr(after, name))
            return words if words != getattr(before, name) else None

        def hand_in() -> Future[bool]:
            correction = Correction(
                customer=new("customer"),
                reference=new("reference"),
                outcome=new("outcome"),
                note=new("note"),
            )
            return self._editor.correct(contact_id, correction)

        self._write(hand_in, then, failed)

    def delete(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        self._write(lambda: self._editor.delete(contact_id), then, failed)

    def restore(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        self._write(lambda: self._editor.restore(contact_id), then, failed)

    def _write(
        self, hand_in: Callable[[], Future[bool]], then: Callable[[], None], failed: Failed
    ) -> None:
        def show(is_done: bool) -> None:
            if is_done:
                then()
            else:
                failed(_GONE)

        try:
            future = hand_in()
        except Trouble as trouble:
            failed(trouble)
        else:
            self._answer(future, show, failed)

    def _ask_rows(self, wanted: LogQuery, before: int | None, then: OnRows, failed: Failed) -> None:
        asked = self._filter(wanted)

        def show(rows: Sequence[history.LogRow] | None) -> None:
            if rows is not None:
                now, zone = self._now(), self._zone()
                then([row_view(each, now, zone) for each in rows])

        self._read(lambda connection: history.page(connection, asked, before, PAGE), show, failed)

    def _read(
        self,
        job: Callable[[sqlite3.Connection], T],
        show: Callable[[T | None], None],
        failed: Failed,
    ) -> None:
        """Ask about a list; a question older than the latest search is cut short, answer None."""
        search = self._search

        def is_worthless() -> bool:
            return search != self._search

        def ask(connection: sqlite3.Connection) -> T | None:
            if is_worthless():
                return None
            connection.set_progress_handler(is_worthless, _STEPS)
            try:
                return job(connection)
            except driver.OperationalError:
                if is_worthless():
                    return None
                raise
            finally:
                connection.set_progress_handler(None, 0)

        self._answer(self._ledger.read(ask), show, failed)

    def _answer(self, future: Future[T], show: Callable[[T], None], failed: Failed) -> None:
        def arrived(done: Future[Any]) -> None:
            error = done.exception()
            if error is None:
                result = done.result()
                self._threads.call(lambda: show(result))
            else:
                trouble = error if isinstance(error, Trouble) else _BROKEN
                if trouble is _BROKEN:
                    log.error("the contact log was not answered", exc_info=error)
                self._threads.call(lambda: failed(trouble))

        future.add_done_callback(arrived)

    def _filter(self, wanted: LogQuery) -> history.LogFilter:
        zone = self._zone()
        after = wanted.last + timedelta(days=1) if wanted.last is not None else None
        return history.LogFilter(
            wanted.words,
            _midnight(wanted.first, zone),
            _midnight(after, zone),
            wanted.trigger,
            wanted.manner,
            wanted.outcome,
            wanted.playbook,
            True if wanted.has_promise else None,
            wanted.is_deleted,
        )

    def _zone(self) -> ZoneInfo | None:
        try:
            return self._ask_zone()
        except Trouble:
            return None  # the C library's idea of it is better than no log


def _midnight(day: date | None, zone: ZoneInfo | None) -> datetime | None:
    """When a day begins where the agent is."""
    if day is None:
        return None
    begin = datetime.combine(day, time.min)
    return begin.replace(tzinfo=zone) if zone is not None else begin.astimezone()
