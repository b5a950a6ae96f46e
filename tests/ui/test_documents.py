"""The window of briefs and summaries: read, changed, then inserted, copied or saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from desktop.app.document_desk import DocumentDesk
from desktop.app.surface import Surface
from desktop.contacts.documents import DocumentKind
from desktop.contacts.record import EventKind
from desktop.errors import Cannot, Trouble
from desktop.insertion.outcome import Verdict
from desktop.oslayer.none.backend import NoBackend
from desktop.paths import paths_for
from desktop.qt.dressing import Dressing
from desktop.ui.asking import none_held
from desktop.ui.document_window import DocumentWindow
from desktop.ui.theme import Theme
from tests.unit.cockpit.room import PLAYBOOK, Room

SCREEN = QRect(0, 0, 1366, 768)
ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> DocumentWindow:
    made = DocumentWindow(theme)
    qtbot.addWidget(made)
    made.show_document("Brief for a supervisor", "Ms Wei.", "Hand-over: Ms Wei\nTried: a", SCREEN)
    qtbot.waitUntil(made.isActiveWindow)
    return made


def button(window: QWidget, name: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.accessibleName() == name)


def text_of(window: QWidget) -> QPlainTextEdit:
    return window.findChildren(QPlainTextEdit)[0]


def test_enter_inserts_what_is_shown_on_its_release(qtbot: QtBot, window: DocumentWindow) -> None:
    focused = window.focusWidget()
    assert focused is button(window, "Insert")
    with qtbot.assertNotEmitted(window.insert_chosen):
        QTest.keyRelease(focused, ENTER)  # pressed in the palette
        QTest.keyPress(focused, ENTER)
    with qtbot.waitSignal(window.insert_chosen, timeout=1000) as heard:
        QTest.keyRelease(focused, ENTER)
    assert heard.args == ["Hand-over: Ms Wei\nTried: a"]
    assert not window.isVisible()
    assert window.text == ""  # nothing stays in memory


def test_in_the_text_enter_breaks_the_line_and_what_was_changed_is_used(
    qtbot: QtBot, window: DocumentWindow
) -> None:
    text = text_of(window)
    text.setFocus()
    with qtbot.assertNotEmitted(window.insert_chosen):
        QTest.keyClicks(text, "Urgent")
        QTest.keyClick(text, ENTER)
    with qtbot.waitSignal(window.copy_chosen, timeout=1000) as heard:
        button(window, "Copy").click()
    assert heard.args == ["Urgent\nHand-over: Ms Wei\nTried: a"]


def test_an_empty_text_goes_nowhere(qtbot: QtBot, window: DocumentWindow) -> None:
    text_of(window).setPlainText(" \n ")
    with qtbot.assertNotEmitted(window.insert_chosen):
        button(window, "Insert").click()
    assert window.isVisible()
    assert "nothing in it" in window._problem.text()
    text_of(window).setPlainText("a")
    assert window._problem.isHidden()


@pytest.mark.parametrize("is_in_text", [True, False])
def test_esc_leaves_from_anywhere(qtbot: QtBot, window: DocumentWindow, is_in_text: bool) -> None:
    where = text_of(window) if is_in_text else button(window, "Copy")
    where.setFocus()
    with qtbot.waitSignal(window.cancelled, timeout=1000):
        QTest.keyClick(where, ESC)
    assert not window.isVisible()


def test_every_part_has_a_name_and_tab_reaches_it(window: DocumentWindow) -> None:
    parts = {*window.findChildren(QPushButton), *window.findChildren(QPlainTextEdit)}
    assert all(part.accessibleName() for part in parts)
    reached = set()
    for _ in parts:
        focused = window.focusWidget()
        reached.add(focused)
        QTest.keyClick(focused, TAB)
    assert reached == parts


@pytest.mark.parametrize("percent", [100, 200])
def test_all_of_it_is_shown(window: DocumentWindow, theme: Theme, percent: int) -> None:
    theme.choose("dark", percent)
    window.complain("It cannot be written there, because the disk is full. Choose another place.")
    for part in window.findChildren(QPushButton):
        assert part.height() >= part.minimumSizeHint().height()
        assert window.rect().contains(part.geometry())


class Opened:
    def __init__(self, theme: Theme, folder: Path) -> None:
        self.room = Room(folder, refund=PLAYBOOK)
        self.desk = DocumentDesk(
            self.room.cockpit,
            Surface(
                Dressing(
                    NoBackend(Cannot("None."), lambda _text: None), is_hidden_from_sharing=False
                ),
                theme,
                none_held,
                BorrowedKeyboard(self.room.desktop, self.room.clock),
                lambda: SCREEN,
            ),
            paths_for(folder / "home"),
        )

    def ways(self) -> list[object]:
        events = [e for e in self.room.events() if e.kind is EventKind.DOCUMENT]
        return [each.facts["way"] for each in events]


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(theme, tmp_path)
    yield made
    made.desk.close()
    assert made.room.ledger.close(5) == 0


def test_a_document_goes_back_to_the_field_that_had_the_keyboard(opened: Opened) -> None:
    room = opened.room
    with pytest.raises(Trouble, match="no contact"):
        opened.desk.open(DocumentKind.BRIEF)
    assert not opened.desk.is_open
    room.cockpit.start("refund", "Ms Wei")
    opened.desk.open(DocumentKind.SUMMARY)
    assert opened.desk.is_open
    button(opened.desk.window, "Insert").click()
    room.clock.advance(5000)
    assert room.last().verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)
    assert room.chat.text.startswith("Hello Ms Wei,")


def test_one_that_is_open_keeps_what_was_changed(opened: Opened) -> None:
    opened.room.cockpit.start("refund", "Ms Wei")
    opened.desk.open(DocumentKind.BRIEF)
    text_of(opened.desk.window).setPlainText("Mine")
    opened.desk.open(DocumentKind.SUMMARY)
    assert opened.desk.window.text == "Mine"


def test_it_is_copied(opened: Opened) -> None:
    opened.room.cockpit.start("refund", "Ms Wei")
    opened.desk.open(DocumentKind.BRIEF)
    button(opened.desk.window, "Copy").click()
    opened.room.clock.advance(5000)
    assert opened.room.desktop.content["text/plain"].decode().startswith("Hand-over: Ms Wei")
    assert opened.ways() == ["copied"]


def test_it_is_saved_whole_or_the_window_says_why_not(opened: Opened, tmp_path: Path) -> None:
    opened.room.cockpit.start("refund", "Ms Wei")
    opened.desk.open(DocumentKind.BRIEF)
    text = opened.desk.window.text
    opened.desk.save(tmp_path / "nowhere" / "brief.txt", text)
    assert opened.desk.is_open
    assert "cannot be written" in opened.desk.window._problem.text()
    assert opened.ways() == []
    opened.desk.save(tmp_path / "brief.txt", text)
    assert not opened.desk.is_open
    assert (tmp_path / "brief.txt").read_text(encoding="utf-8") == f"{text}\n"
    assert not list(tmp_path.glob(".brief*"))
    assert opened.ways() == ["saved"]


def test_where_to_save_is_asked_with_a_name_that_tells_no_customer(opened: Opened) -> None:
    contact_id = opened.room.cockpit.start("refund", "Ms Wei")
    opened.desk.open(DocumentKind.BRIEF)
    button(opened.desk.window, "Save as file").click()
    dialog = opened.desk.window.findChildren(QFileDialog)[0]
    assert [Path(each).name for each in dialog.selectedFiles()] == [f"brief-{contact_id}.txt"]
    dialog.reject()
    assert opened.desk.is_open
