"""The contact log's window over a real record on a real disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.log_ledger import LedgerLog
from desktop.contacts.editing import Editor
from desktop.errors import Trouble
from desktop.qt.threads import MainThread
from desktop.storage.migrate import open_database
from desktop.ui.log_view import Editable, LogQuery, RowView, StoryView
from tests.unit.cockpit.room import NOW, PLAYBOOK, Room


class Asked:
    """A record with two ended contacts and an open one, and what it answered."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.room = Room(folder, refund=PLAYBOOK)
        self.record = folder / "poise.sqlite3"
        self.threads = MainThread()
        desk, book = self.room.desk, self.room.cockpit.book
        ids = []
        for customer, note in (("Rivera", "Charged twice."), ("Okafor", "Parcel.\nLost.")):
            ids.append(desk.start("refund", customer).id)
            desk.end("solved", note)
        ids.append(desk.start("refund", "Chen").id)
        self.rivera, self.okafor, self.chen = ids
        ledger, library = self.room.ledger, self.room.library
        editor = Editor(ledger, desk, lambda: NOW)
        self.log = LedgerLog(ledger, editor, library, self.threads, lambda: NOW, book.zone)
        self.rows: list[list[str]] = []
        self.totals: list[int] = []
        self.stories: list[StoryView | None] = []
        self.troubles: list[str] = []
        self.done = 0

    def on_rows(self, rows: object) -> None:
        assert isinstance(rows, list)
        assert all(isinstance(each, RowView) for each in rows)
        self.rows.append([each.who for each in rows])

    def on_trouble(self, trouble: Trouble) -> None:
        self.troubles.append(str(trouble))

    def on_done(self) -> None:
        self.done += 1

    def first(self, wanted: LogQuery) -> list[str]:
        before = len(self.rows)
        self.log.first_page(wanted, self.on_rows, self.on_trouble)
        self.qtbot.waitUntil(lambda: len(self.rows) > before)
        return self.rows[-1]


@pytest.fixture
def asked(qtbot: QtBot, tmp_path: Path) -> Iterator[Asked]:
    made = Asked(qtbot, tmp_path)
    yield made
    made.room.ledger.close(5)


def test_found_by_words_days_and_filters(asked: Asked) -> None:
    today = NOW.date()
    assert asked.first(LogQuery()) == ["Chen", "Okafor", "Rivera"]
    assert asked.first(LogQuery("char")) == ["Rivera"]
    assert asked.first(LogQuery(first=today, last=today, outcome="open")) == ["Chen"]
    assert asked.first(LogQuery(last=today.replace(day=20))) == []
    assert asked.first(LogQuery(has_promise=True)) == []


def test_an_older_question_is_not_answered(asked: Asked) -> None:
    for words in ("riv", "oka", "chen"):
        asked.log.first_page(LogQuery(words), asked.on_rows, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: ["Chen"] in asked.rows)
    asked.room.ledger.settled().result()
    assert asked.rows[-1] == ["Chen"]
    assert asked.troubles == []


def test_counted(asked: Asked) -> None:
    asked.log.anchors(
        LogQuery(), lambda total, numbers: asked.totals.extend((total, len(numbers))), print
    )
    asked.qtbot.waitUntil(lambda: bool(asked.totals))
    assert asked.totals == [3, 1]


def test_changed_deleted_and_put_back(asked: Asked) -> None:
    log, fields = asked.log, Editable("Rivera", "SR-1", "waiting", "New note.")
    before = Editable("Rivera", "", "solved", "Charged twice.")
    log.change(asked.rivera, before, fields, asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.done == 1)
    log.story(asked.rivera, asked.stories.append, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: bool(asked.stories))
    shown = asked.stories[0]
    assert shown is not None
    assert shown.fields == fields
    assert {each.text for each in shown.old} == {"", "Solved", "Charged twice."}
    log.delete(asked.rivera, asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.done == 2)
    assert asked.first(LogQuery()) == ["Chen", "Okafor"]
    assert asked.first(LogQuery(is_deleted=True)) == ["Rivera · SR-1"]
    log.restore(asked.rivera, asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.done == 3)
    assert asked.first(LogQuery("new")) == ["Rivera · SR-1"]


def test_a_change_by_whomever_is_noticed(asked: Asked) -> None:
    stamps: list[object] = []

    def stamp() -> object:
        before = len(stamps)
        asked.log.stamp(stamps.append)
        asked.qtbot.waitUntil(lambda: len(stamps) > before)
        return stamps[-1]

    first = stamp()
    assert stamp() == first
    asked.log.delete(asked.rivera, asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.done == 1)
    second = stamp()
    assert second != first
    with closing(open_database(asked.record)) as other:
        other.execute("UPDATE contacts SET note = 'from outside' WHERE id = ?", (asked.okafor,))
    third = stamp()
    assert third not in (first, second)
    assert stamp() == third


def test_an_ending_of_a_newer_poise_stays(asked: Asked) -> None:
    before = Editable("Rivera", "", "newer", "Charged twice.")
    after = Editable("Ms Rivera", "", "newer", "Charged twice.")
    asked.log.change(asked.rivera, before, after, asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.done == 1)
    assert asked.first(LogQuery("rivera")) == ["Ms Rivera"]


def test_what_cannot_be_done_says_why(asked: Asked) -> None:
    asked.log.delete(asked.chen, asked.on_done, asked.on_trouble)
    assert asked.troubles == ["This contact is still open. End it first, then delete it."]
    asked.log.restore("c-none", asked.on_done, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: len(asked.troubles) == 2)
    assert asked.troubles[1] == "This contact is not in the record any more."
    before, after = Editable(outcome="solved"), Editable(outcome="a newer one")
    asked.log.change(asked.rivera, before, after, asked.on_done, asked.on_trouble)
    assert "a newer one" in asked.troubles[2]
    asked.log.story("c-none", asked.stories.append, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: asked.stories == [None])


def test_a_record_that_cannot_be_read_is_a_trouble(
    asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    def spoil(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE contacts RENAME COLUMN note TO gone")

    asked.room.ledger.write(spoil).result()
    asked.log.first_page(LogQuery(), asked.on_rows, asked.on_trouble)
    asked.qtbot.waitUntil(lambda: bool(asked.troubles))
    assert asked.troubles[0].startswith("The contacts could not be read")
    assert "was not answered" in caplog.text
