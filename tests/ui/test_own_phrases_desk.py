"""The window of own phrases with real files below it: what is shown, saved, asked and kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from desktop.app.own_phrases import OwnPhrasesDesk
from desktop.app.surface import Surface
from desktop.errors import Cannot
from desktop.oslayer.none.backend import NoBackend
from desktop.paths import paths_for
from desktop.qt.dressing import Dressing
from desktop.ui.asking import none_held
from desktop.ui.theme import Theme
from tests.systems import needs_links, needs_pipes
from tests.unit.cockpit.room import Room

SCREEN = QRect(0, 0, 1366, 800)
HAND = """\
# by hand
poise: 1
id: my-phrases
title: Mine

phrases:
  - id: my-one
    title: One
    text: First words.

  - id: my-two
    title: Two
    text: Second words.
"""


class Opened:
    """The window over a folder of its own, typed into as an agent would."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.qtbot = qtbot
        self.paths = paths_for(folder / "home")
        self.paths.create()
        self.folder = self.paths.own_playbooks
        self.own = self.folder / "my-phrases.yaml"
        self.kept = self.paths.data / "unfinished-phrases.json"
        (folder / "room").mkdir()
        self.room = Room(folder / "room")
        self.saves = 0
        self.desk = self.made(theme)

    def made(self, theme: Theme) -> OwnPhrasesDesk:
        room = self.room
        desk = OwnPhrasesDesk(
            self.paths,
            room.cockpit,
            Surface(
                Dressing(
                    NoBackend(Cannot("None."), lambda _text: None), is_hidden_from_sharing=False
                ),
                theme,
                none_held,
                BorrowedKeyboard(room.desktop, room.clock),
                lambda: SCREEN,
            ),
            lambda: date(2026, 11, 22),
            self.on_saved,
        )
        self.window = desk._window
        self.fields = self.window.fields
        return desk

    def on_saved(self) -> None:
        self.saves += 1
        self.desk.look()  # as the watch over the files does

    def open(self, text: str | None = HAND, name: str = "my-phrases.yaml") -> None:
        if text is not None:
            self.write(text, name)
        self.desk.open()

    def write(self, text: str, name: str = "my-phrases.yaml") -> None:
        (self.folder / name).write_bytes(text.encode())

    def type(self, text: str) -> None:
        """Make this the text for the chat, and wait until it was saved or is kept."""
        self.fields._text.edit.setPlainText(text)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk._settling.is_waiting)

    def choose(self, row: int) -> None:
        self.window._list.choose(row)

    def close(self) -> None:
        self.window.close()

    @property
    def status(self) -> str:
        return self.window._status.text()

    @property
    def asked(self) -> str:
        return "" if self.window._conflict.isHidden() else self.window._conflict_text.text()

    def waiting(self) -> list[str]:
        """The texts that are kept beside."""
        if not self.kept.exists():
            return []
        return [each["mine"]["text"] for each in json.loads(self.kept.read_text("utf-8"))]


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, theme, tmp_path)
    yield made
    made.desk.close()
    made.room.ledger.close(5)


def test_what_another_program_changed_in_other_fields_stays(opened: Opened) -> None:
    opened.open()
    opened.type("Mine.")
    theirs = opened.own.read_text("utf-8").replace("title: One", "title: Theirs")
    opened.write(theirs)
    opened.type("Mine again.")
    assert opened.fields.draft().title == "Theirs"
    opened.close()
    assert opened.own.read_text("utf-8") == theirs.replace("Mine.", "Mine again.")


def test_a_phrase_without_a_name_follows_the_file_too(opened: Opened) -> None:
    opened.open(None)
    opened.desk._on_add()
    opened.type("Some words.")
    theirs = opened.own.read_text("utf-8").replace("text: Some words.", "text: Other words.")
    opened.write(theirs)
    opened.desk.look()
    opened.settle()
    opened.close()
    assert opened.own.read_text("utf-8") == theirs


EXACT = """\
poise: 1
id: my-phrases
title: Mine
phrases:
  - id: my-one
    title: One   two
    tags: ["late, again", b]
    text: "Bonjour\u00a0! {customer}\u00a0:\ttab\u2003wide"
    wordings: ["Line\\nbreak", " led by a space"]
"""


def test_looking_changes_nothing(opened: Opened) -> None:
    opened.open(EXACT)
    before = opened.own.stat().st_mtime_ns
    opened.close()
    assert opened.own.read_bytes() == EXACT.encode()
    assert opened.own.stat().st_mtime_ns == before
    opened.open(None)
    opened.fields._title.setText("Two")
    opened.desk._on_edited()
    opened.settle()
    opened.close()
    assert opened.status == "Saved in my-phrases.yaml"
    assert opened.own.read_bytes() == EXACT.replace("One   two", "Two").encode()


def test_the_row_clicked_is_the_row_chosen_though_rows_go(opened: Opened) -> None:
    opened.open(HAND + "\n  - {id: my-three, title: Three, text: Third words.}\n")
    opened.window._search.setText("words")
    opened.desk._on_searched("words")
    opened.fields._text.edit.setPlainText("Now it is found no more.")
    opened.choose(1)
    assert opened.fields.draft().id == "my-two"
    assert "Now it is found no more." in opened.own.read_text("utf-8")
    opened.settle()
    assert opened.fields.draft().text == "Second words."


WALK = """\
poise: 1
id: walk
title: Walk
summary: A walk.
steps:
  - id: first
    title: First
    goal: Go.
    phrases:
      - use: openings/openings-angry
      - {id: w, title: W, text: X}
    outcomes: [solved]
"""


def test_new_is_chosen_though_a_shared_row_stands_before_it(opened: Opened) -> None:
    opened.open(WALK, "walk.yaml")
    opened.desk._on_section(1)
    opened.desk._on_add()
    rows = opened.window._list.items.rows
    chosen = opened.window._list.currentIndex().row()
    assert rows[chosen].title == "New phrase"
    opened.choose(0)
    assert opened.window._scroll.isHidden()


@pytest.mark.parametrize(
    "kind",
    [
        "folder",
        pytest.param("pipe", marks=needs_pipes),
        pytest.param("locked", marks=needs_links),
    ],
)
def test_a_file_that_cannot_be_read_hides_no_other(opened: Opened, kind: str) -> None:
    odd = opened.folder / "odd.yaml"
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to("odd.yaml")  # round in a circle: nobody can open it
    opened.open()
    assert opened.fields.draft().text == "First words."
    opened.desk._on_section(1)
    assert "odd.yaml" in opened.window._broken.text()
    opened.desk.look()


def test_what_waits_for_a_file_that_is_gone_is_not_lost(opened: Opened, theme: Theme) -> None:
    words = HAND.replace("id: my-phrases", "id: words").replace("my-", "w-")
    opened.open(words, "words.yaml")
    opened.desk._on_section(1)
    opened.type("Until {day}.")
    assert opened.waiting() == ["Until {day}."]
    (opened.folder / "words.yaml").rename(opened.folder / "words.bak")
    opened.desk.close()
    opened.desk = opened.made(theme)
    opened.open()
    opened.choose(1)
    opened.type("Another {unknown}.")
    assert "Until {day}." in opened.waiting()


@needs_links
def test_the_last_phrase_of_a_file_comes_back(opened: Opened) -> None:
    words = HAND.replace("id: my-phrases", "id: words").split("\n  - id: my-two")[0] + "\n"
    real = opened.folder.parent / "elsewhere.yaml"
    real.write_text(words)
    link = opened.folder / "words.yaml"
    link.symlink_to(real)
    opened.open(None)
    opened.desk._on_section(1)
    opened.window.delete_asked.emit()
    assert not link.is_symlink()
    opened.window.undo_asked.emit()
    assert link.read_text("utf-8") == words
    assert real.read_text("utf-8") == words


def test_what_is_gone_already_is_deleted(opened: Opened) -> None:
    opened.open()
    theirs = HAND.replace("id: my-one", "id: my-other")
    opened.write(theirs)
    opened.window.delete_asked.emit()
    assert opened.status == "This phrase was deleted in another program meanwhile."
    assert opened.fields.draft().id == "my-other"
    assert opened.own.read_text("utf-8") == theirs


def test_a_folder_taken_away_loses_no_words(opened: Opened) -> None:
    opened.open()
    away = opened.folder.rename(opened.folder.with_name("away"))
    opened.type("Mine.")
    assert "deleted in another program" in opened.asked
    assert opened.waiting() == ["Mine."]
    opened.window.decided.emit(True)
    assert "text: Mine." in opened.own.read_text("utf-8")
    assert (away / opened.own.name).read_text("utf-8") == HAND
    assert opened.waiting() == []


def test_dropping_below_the_last_puts_it_last(opened: Opened) -> None:
    opened.open()
    items = opened.window._list.items
    data = items.mimeData([items.index(0)])
    items.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    text = opened.own.read_text("utf-8")
    assert text.index("my-two") < text.index("my-one")


def test_undo_takes_back_one_sitting_with_a_phrase(opened: Opened) -> None:
    opened.open()
    opened.type("Yesterday's words.")
    opened.close()
    opened.open(None)
    opened.type("Today's words.")
    opened.window.undo_asked.emit()
    assert opened.fields.draft().text == "Yesterday's words."


def test_an_empty_file_is_begun_anew(opened: Opened) -> None:
    opened.open("\n")
    assert opened.window._broken.isHidden()
    opened.desk._on_add()
    opened.type("Some words.")
    assert "text: Some words." in opened.own.read_text("utf-8")


def test_a_wording_taken_away_is_in_hand_no_more(opened: Opened) -> None:
    opened.open(HAND.replace("First words.", "First words.\n    wordings: [Gone soon.]"))
    part = opened.fields._wordings._parts[0]
    part.edit.entered.emit()
    assert opened.window._preview._text.text() == "Gone soon."
    part.remove.click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened.window._preview._text.text() == "First words."
    opened.fields._insert_gap("customer")
    opened.settle()
    assert "text: '{customer}First words.'" in opened.own.read_text("utf-8").replace('"', "'")
    assert "wordings" not in opened.own.read_text("utf-8")


def test_what_is_typed_without_a_pause_is_saved_all_the_same(opened: Opened) -> None:
    opened.open()
    typing = QTimer(interval=100)
    typing.timeout.connect(lambda: opened.fields._text.edit.insertPlainText("z"))
    typing.start()
    opened.qtbot.waitUntil(lambda: "zzz" in opened.own.read_text("utf-8"), timeout=20_000)
    typing.stop()
    opened.settle()


def test_an_empty_field_does_not_follow_to_the_next_phrase(opened: Opened) -> None:
    opened.open()
    opened.fields._wordings._add.click()
    assert len(opened.fields._wordings._parts) == 1
    opened.desk.look()
    assert len(opened.fields._wordings._parts) == 1
    opened.choose(1)
    assert opened.fields._wordings._parts == []


def test_a_list_that_comes_while_typing_is_in_its_place(opened: Opened) -> None:
    words = HAND.replace("id: my-phrases", "id: words").replace("my-", "w-")
    opened.write(words.replace("Mine", "Words"), "words.yaml")
    opened.open()
    opened.fields._text.edit.setPlainText("Being typed.")
    more = words.replace("id: words", "id: more").replace("w-", "m-").replace("Mine", "More")
    opened.write(more, "more.yaml")
    opened.desk.look()
    sections = opened.window._sections
    titles = [sections.itemText(number) for number in range(sections.count())]
    assert titles == ["Mine", "More", "Words"]
    sections.activated.emit(2)
    assert sections.currentText() == "Words"
    assert opened.fields.draft().id == "w-one"
    assert "Being typed." in opened.own.read_text("utf-8")
