"""The window of own phrases: what it shows, what it says, and that all of it has names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.authoring.checking import Note
from desktop.authoring.draft import Draft
from desktop.ui.own_phrases import OwnPhrases
from desktop.ui.phrase_list import OwnRow
from desktop.ui.scroll import settle
from desktop.ui.text_field import TextField
from desktop.ui.theme import Theme
from tests.ui import samples

SCREEN = QRect(0, 0, 1366, 800)
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QScrollBar,
)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> OwnPhrases:
    window = OwnPhrases(theme)
    qtbot.addWidget(window)
    samples.show_own_phrases(window)
    window.open_on(SCREEN)
    QApplication.processEvents()
    return window


def text_fields(window: OwnPhrases) -> list[TextField]:
    return [each for each in window.findChildren(TextField) if each.isVisible()]


def test_showing_a_phrase_is_no_edit(qtbot: QtBot, window: OwnPhrases) -> None:
    with qtbot.assertNotEmitted(window.edited), qtbot.assertNotEmitted(window.row_chosen):
        samples.show_own_phrases(window)
        window.show_phrase(Draft("x", "X", "Text", ("a", "b", "c"), tone="firm"))
        window.show_phrase(samples.OWN_DRAFT)
    assert window.fields.draft() == samples.OWN_DRAFT


def test_what_is_typed_is_the_draft(qtbot: QtBot, window: OwnPhrases) -> None:
    text = text_fields(window)[0]
    text.setFocus()
    with qtbot.waitSignal(window.edited):
        QTest.keyClicks(text, "Well. ")
    assert window.fields.draft().text.startswith("Well. ")
    assert window.fields.text_in_hand() == window.fields.draft().text


def test_showing_what_is_there_keeps_the_cursor(window: OwnPhrases) -> None:
    text = text_fields(window)[0]
    cursor = text.textCursor()
    cursor.setPosition(5)
    text.setTextCursor(cursor)
    window.show_phrase(window.fields.draft())
    assert text.textCursor().position() == 5


def test_wordings_are_added_and_taken_away(qtbot: QtBot, window: OwnPhrases) -> None:
    window.show_phrase(replace(samples.OWN_DRAFT, wordings=("One", "Two")))
    buttons = window.findChildren(QAbstractButton)
    remove = next(each for each in buttons if each.accessibleName() == "Remove this wording")
    with qtbot.waitSignal(window.edited):
        remove.click()
    assert window.fields.draft().wordings == ("Two",)
    add = next(each for each in buttons if each.accessibleName() == "+ Another way to say it")
    add.click()
    assert window.fields.draft().wordings == ("Two",)  # an empty one says nothing
    field = QApplication.focusWidget()
    assert isinstance(field, TextField)
    QTest.keyClicks(field, "Three")
    assert window.fields.draft().wordings == ("Two", "Three")


def test_a_gap_goes_into_the_text_in_hand(window: OwnPhrases) -> None:
    window.show_phrase(Draft("x", "X", "Hi ", ("And ",)))
    wording = text_fields(window)[1]
    wording.setFocus()
    wording.moveCursor(wording.textCursor().MoveOperation.End)
    window.fields._gaps.chip_chosen.emit("customer")
    assert window.fields.draft() == Draft("x", "X", "Hi ", ("And {customer}",))


def test_notes_stand_at_their_fields(window: OwnPhrases) -> None:
    window.show_phrase(Draft("x", "X", "Hi {day}.", ("Fine", "Bad {")))
    window.show_notes(
        (
            Note("text", 0, "Nothing fills {day}.", "Let Poise ask.", True, "day"),
            Note("wordings", 1, "A `{` is not closed.", "Write {{.", True),
        )
    )
    fields = window.fields
    assert fields._text.note.accessibleName() == "Nothing fills {day}. Let Poise ask."
    parts = fields._wordings._parts
    assert [part.note.isHidden() for part in parts] == [True, False]
    assert "“day”" in fields._declare.text()
    window.show_notes(())
    assert fields._text.note.isHidden()
    assert fields._declare.isHidden()


def test_alt_and_arrows_move_a_phrase(qtbot: QtBot, window: OwnPhrases) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    with qtbot.waitSignal(window.moved) as heard:
        QTest.keyClick(window._list, down, Qt.KeyboardModifier.AltModifier)
    assert heard.args == [0, 1]
    with qtbot.assertNotEmitted(window.moved):
        QTest.keyClick(window._list, up, Qt.KeyboardModifier.AltModifier)  # it is the first
        window.show_rows(window._list.items.rows, 0, can_order=False)
        QTest.keyClick(window._list, down, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize(("row", "expected"), [(0, None), (1, None), (2, [0, 1]), (3, [0, 2])])
def test_dropping_between_rows(
    qtbot: QtBot, window: OwnPhrases, row: int, expected: list[int] | None
) -> None:
    items = window._list.items
    data: QMimeData = items.mimeData([items.index(0)])
    heard: list[list[int]] = []
    items.dropped.connect(lambda place, to: heard.append([place, to]))
    items.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert heard == ([expected] if expected else [])


def test_delete_key_in_the_list_only(qtbot: QtBot, window: OwnPhrases) -> None:
    with qtbot.assertNotEmitted(window.delete_asked):
        QTest.keyClick(text_fields(window)[0], Qt.Key.Key_Delete)
    with qtbot.waitSignal(window.delete_asked):
        QTest.keyClick(window._list, Qt.Key.Key_Delete)


def test_escape_closes_on_release(qtbot: QtBot, window: OwnPhrases) -> None:
    QTest.keyPress(text_fields(window)[0], Qt.Key.Key_Escape)
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        QTest.keyRelease(text_fields(window)[0], Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_enter_in_a_text_is_a_new_line(window: OwnPhrases) -> None:
    window.show_phrase(Draft("x", "X", ""))
    text = text_fields(window)[0]
    QTest.keyClicks(text, "a")
    QTest.keyClick(text, Qt.Key.Key_Return)
    QTest.keyClicks(text, "b")
    assert window.fields.draft().text == "a\nb"
    assert window.isVisible()


def test_the_preview_shows_breaks_gaps_and_plain_brackets(window: OwnPhrases) -> None:
    window.show_preview("Hi ‹Customer›,\n\n<b>1 & 2</b>")
    shown = window._preview._text
    assert "<br><br>&lt;b&gt;1 &amp; 2&lt;/b&gt;" in shown.text()
    assert "‹Customer›</span>" in shown.text()
    assert shown.accessibleName() == "Hi ‹Customer›,\n\n<b>1 & 2</b>"


def test_a_broken_file_is_told_and_nothing_can_be_added(window: OwnPhrases) -> None:
    window.show_broken("mine.yaml, line 9: wrong.")
    window.show_phrase(None)
    assert not window._add.isEnabled()
    assert not window._delete.isEnabled()
    assert window._broken.accessibleName() == "mine.yaml, line 9: wrong."
    window.show_broken("")
    assert window._add.isEnabled()


def test_a_conflict_is_decided_by_a_button(qtbot: QtBot, window: OwnPhrases) -> None:
    window.show_conflict("Changed meanwhile.")
    mine, theirs = window._conflict.findChildren(QAbstractButton)
    for button, is_mine in ((mine, True), (theirs, False)):
        with qtbot.waitSignal(window.decided) as heard:
            button.click()
        assert heard.args == [is_mine]


@pytest.mark.parametrize("percent", [100, 200])
def test_every_control_has_a_name_and_room(window: OwnPhrases, theme: Theme, percent: int) -> None:
    theme.choose("dark", percent)
    window.show_phrase(samples.OWN_DRAFT)
    for _ in range(3):
        settle(window)
        QApplication.processEvents()
    for child in window.findChildren(QWidget):
        if isinstance(child, CONTROLS) and child.isVisible():
            assert child.accessibleName(), child
        if isinstance(child, QAbstractButton) and child.isVisible():
            assert child.width() > child.fontMetrics().horizontalAdvance(child.text()) + 8


def test_a_shared_row_says_why_it_cannot_be_changed(window: OwnPhrases) -> None:
    row = OwnRow("", "openings/openings-angry", "", 0, "Shared: change it in its own file")
    window.show_rows([row], -1, can_order=True)
    index = window._list.items.index(0)
    spoken = window._list.items.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "openings/openings-angry. Shared: change it in its own file"
