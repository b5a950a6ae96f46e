"""A damaged record at the start: what is offered, and what each answer does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.app.record import open_record
from desktop.app.rescue import offer
from desktop.app.start import open_ledger
from desktop.storage.connection import damage_mark
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import open_database

WAIT_S = 20
NOON = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "poise.sqlite3"


def add(path: Path, *names: str, started_at: str = "2999-01-01T00:00:00.000Z") -> None:
    with closing(open_database(path)) as connection:
        for name in names:
            connection.execute(
                "INSERT INTO contacts (id, started_at, ended_at) VALUES (?, ?, ?)",
                (name, started_at, started_at),
            )


def spoil(path: Path) -> None:
    """An index that a start reads."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'reminders_open'"
        ).fetchone()
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def names(ledger: Ledger) -> list[str]:
    rows = ledger.read(lambda c: c.execute("SELECT id FROM contacts ORDER BY id").fetchall())
    return [name for (name,) in rows.result(WAIT_S)]


class Answers:
    """Presses buttons, one box after the other, and remembers what they said."""

    def __init__(self, *words: str) -> None:
        self.left = list(words)
        self.said: list[str] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(10)

    def look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and self.left:
            self.said.append(f"{box.text()} {box.informativeText()}")
            wanted = self.left.pop(0)
            (button,) = [each for each in box.buttons() if wanted in each.text()]
            button.click()


@pytest.fixture
def opened(path: Path) -> Iterator[list[Ledger]]:
    made: list[Ledger] = []
    yield made
    for ledger in made:
        assert ledger.close(WAIT_S) == 0


def start(path: Path, opened: list[Ledger]) -> Ledger | None:
    ledger = open_ledger(lambda: open_record(path))
    if ledger is not None:
        opened.append(ledger)
    return ledger


def test_the_copy_is_put_back_with_what_can_be_read(
    path: Path, opened: list[Ledger], qtbot: QtBot
) -> None:
    add(path, "c-1")
    make_daily(path, NOON - timedelta(days=1), Rotation())
    add(path, "c-2")
    spoil(path)
    before = path.read_bytes()
    answers = Answers("Put the copy back", "OK")
    ledger = start(path, opened)
    assert ledger is not None
    assert names(ledger) == ["c-1", "c-2"]
    assert "is from yesterday 12:00. 2 contacts since then are lost unless" in answers.said[0]
    assert "1 entry was read" in answers.said[1]
    (aside,) = path.parent.glob("*.set-aside-*.sqlite3")
    assert str(aside) in answers.said[1]
    assert aside.read_bytes() == before


def test_without_a_copy_a_new_record_is_offered(
    path: Path, opened: list[Ledger], qtbot: QtBot
) -> None:
    path.write_bytes(b"no database" * 1000)
    answers = Answers("Set it aside", "OK")
    ledger = start(path, opened)
    assert ledger is not None
    assert names(ledger) == []
    assert "There is no good copy of it" in answers.said[0]
    assert "Nothing more could be read" in answers.said[1]


def test_leaving_touches_nothing(path: Path, opened: list[Ledger], qtbot: QtBot) -> None:
    add(path, "c-1")
    spoil(path)
    damage_mark(path).touch()
    before = path.read_bytes()
    answers = Answers("Close Poise")
    assert start(path, opened) is None
    assert answers.left == []
    assert path.read_bytes() == before
    assert damage_mark(path).exists()


def test_what_is_offered_says_how_old_the_copy_is(path: Path) -> None:
    add(path, "c-1", started_at="2020-01-01T00:00:00.000Z")
    make_daily(path, NOON - timedelta(days=3), Rotation())
    told = offer(path, NOON).words
    assert "(3 days ago)" in told
    assert "No contact was begun or ended since then." in told
    make_daily(path, NOON, Rotation())
    add(path, "c-2")
    assert "from today 12:00. 1 contact since then is lost" in offer(path, NOON).words
    path.write_bytes(b"")
    assert "What was written since then is lost unless" in offer(path, NOON).words
