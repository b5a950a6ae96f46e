"""The calendar file is kept in the background, and a share that hangs holds up nothing."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.calendar_keeper import CalendarKeeper
from desktop.errors import Trouble
from desktop.followups.hours import Hours
from desktop.qt.threads import MainThread


class Room:
    def __init__(self) -> None:
        self.open: tuple[Any, ...] = ()
        self.told: list[Trouble] = []
        self.threads = MainThread()
        book: Any = SimpleNamespace(all_open=lambda: self.open, hours=Hours())
        self.keeper = CalendarKeeper(book, self.threads.call, self.told.append)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room()


def test_a_change_is_in_the_file_soon(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "poise.ics"
    room.keeper.use(str(file))
    qtbot.waitUntil(file.exists)
    assert b"-//Poise//Reminders//" in file.read_bytes()
    assert not room.told


def test_what_cannot_be_written_is_told_once(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    room.keeper.use(str(tmp_path / "nowhere" / "poise.ics"))
    qtbot.waitUntil(lambda: len(room.told) == 1)
    first = room.keeper._writing
    room.keeper.look()
    qtbot.waitUntil(lambda: room.keeper._writing is not first and room.keeper._kept is None)
    (trouble,) = room.told
    assert "cannot be written" in trouble.what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that hangs: there is none here")
def test_one_that_hangs_is_told_and_waited_for_by_nobody(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "poise.ics"
    os.mkfifo(file)
    room.keeper.use(str(file))
    qtbot.waitUntil(lambda: room.keeper._writing is not None)
    room.open = (SimpleNamespace(id="r-1"),)
    room.keeper.look()
    qtbot.waitUntil(lambda: bool(room.told))
    assert "does not answer" in room.told[0].what
    other = tmp_path / "other.ics"
    room.open = ()
    room.keeper.use(str(other))
    qtbot.waitUntil(other.exists)
    room.keeper.stop()
    with file.open("wb") as end:  # lets go of the thread
        end.write(b"")
