"""The contact log's window and what stands behind it, over a record that answers when it is let."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app.borrowed import BorrowedKeyboard
from desktop.app.log_desk import LogDesk
from desktop.app.surface import Surface
from desktop.errors import Cannot, Trouble
from desktop.oslayer.none.backend import NoBackend
from desktop.qt.dressing import Dressing
from desktop.ui.asking import none_held
from desktop.ui.log_list import PAGE
from desktop.ui.log_view import LineView, LogQuery
from desktop.ui.scroll import settle
from desktop.ui.theme import Theme
from tests.fakes import FakeClock, FakeDesktop
from tests.ui.made_log import CHOICES, TODAY, MadeLog, row, story

_PLAIN = Qt.KeyboardModifier.NoModifier
SCREEN = QRect(0, 0, 1366, 800)
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QScrollBar,
)


class Opened:
    """The window over a made log, used as an agent would."""

    def __init__(self, qtbot: QtBot, theme: Theme, source: MadeLog) -> None:
        self.qtbot = qtbot
        self.source = source
        backend = NoBackend(Cannot("None."), lambda _text: None)
        self.desk = LogDesk(
            source,
            lambda: CHOICES,
            Surface(
                Dressing(backend, is_hidden_from_sharing=False),
                theme,
                none_held,
                BorrowedKeyboard(FakeDesktop(), FakeClock()),
                lambda: SCREEN,
            ),
            lambda: TODAY,
        )
        self.window = self.desk._window
        self.desk.open()
        QApplication.processEvents()

    @property
    def message(self) -> str:
        return "" if self.window._message.isHidden() else self.window._message.text

    @property
    def status(self) -> str:
        return self.window._foot.status.text()

    @property
    def count(self) -> str:
        return self.window._count.text()

    @property
    def title(self) -> str:
        """Whose contact is told; "" for none."""
        told = self.window.story.story
        return told.title if told is not None and not self.window.story.isHidden() else ""

    def search(self, words: str) -> None:
        """Type words and wait until they are looked for."""
        search = self.window.filters.search
        search.selectAll()
        QTest.keyClicks(search, words)
        self.qtbot.waitUntil(lambda: not self.desk._settling.is_waiting)

    def type(self, words: str) -> None:
        """Type where the focus is."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)


Open = Callable[..., Opened]


@pytest.fixture
def open_log(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    made: list[Opened] = []

    def open_it(total: int, *, is_prompt: bool = True) -> Opened:
        made.append(Opened(qtbot, theme, MadeLog(total, is_prompt=is_prompt)))
        return made[-1]

    yield open_it
    for each in made:
        each.desk.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_states_have_words(open_log: Open) -> None:
    log = open_log(0, is_prompt=False)
    assert log.message == "Loading…"
    log.source.answer()
    assert log.message.startswith("No contact yet.")
    assert not log.window._message.all.isVisible()
    log.source.is_prompt = True
    log.search("nobody")
    assert log.message == "No contact fits. Try fewer letters, or fewer filters."
    log.window._message.all.click()
    assert log.window.query == LogQuery()
    log.window.filters.toggle("deleted")
    assert log.message == "Nothing is deleted."


def test_a_disk_that_cannot_be_read_is_told_and_tried_again(open_log: Open) -> None:
    log = open_log(3, is_prompt=False)
    log.source.trouble = Trouble("The disk cannot be read.", "Plug it in.")
    log.source.answer()
    assert log.message == "The disk cannot be read. Plug it in."
    log.source.trouble = None
    log.source.is_prompt = True
    log.window._message.again.click()
    assert log.message == ""
    assert log.count == "3 contacts"
    assert log.title == row(0).who


def test_a_stale_answer_never_replaces_a_newer_one(open_log: Open) -> None:
    log = open_log(300, is_prompt=False)
    log.search("okafor")
    log.search("chen")
    assert log.source.waiting == 3
    log.source.answer(-1)  # the newest first
    shown = log.window.list.rows
    assert "Chen" in shown.row(0).who  # type: ignore[union-attr]
    log.source.answer(0)
    log.source.answer(0)
    assert "Chen" in shown.row(0).who  # type: ignore[union-attr]
    assert log.count == "50 contacts"


def test_typing_asks_once_when_it_pauses(open_log: Open) -> None:
    log = open_log(10)
    before = len(log.source.asked)
    log.search("rivera")
    asked = [each for each in log.source.asked[before:] if each.startswith("first")]
    assert asked == ["first rivera"]


def test_the_first_page_is_shown_before_all_is_counted(open_log: Open) -> None:
    log = open_log(1_000_000, is_prompt=False)
    log.source.answer()
    assert log.window.list.rows.total == PAGE
    assert log.count == "Counting…"
    log.source.answer()  # the count, which was asked for before the contact
    log.source.is_prompt = True
    while log.source.waiting:
        log.source.answer()
    assert log.count == "1,000,000 contacts"
    assert log.window.list.rows.total == 1_000_000
    assert log.title == row(0).who


def test_a_jump_to_the_middle_asks_for_that_page_only(open_log: Open) -> None:
    log = open_log(1_000_000)
    bar = log.window.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    seen = log.window.list
    log.qtbot.waitUntil(lambda: seen.rows.row(seen.rowAt(0)) is not None)
    number = seen.rowAt(0)
    assert seen.rows.row(number) == row(number)
    pages = [each for each in log.source.asked if each.startswith("page")]
    assert pages in (
        [f"page {number // PAGE}"],
        [f"page {number // PAGE + each}" for each in (0, 1)],
    )


def test_of_contacts_passed_quickly_only_the_last_is_told(open_log: Open) -> None:
    log = open_log(50, is_prompt=False)
    log.source.answer()
    for _ in range(20):
        log.key(Qt.Key.Key_Down)
    log.source.answer()  # the one asked first, which nobody wants any more
    log.source.answer()
    assert log.source.waiting == 0
    assert log.title == row(20).who
    assert [each for each in log.source.asked if each.startswith("story")] == [
        "story c-0",
        "story c-20",
    ]


def test_keyboard_all_the_way(open_log: Open) -> None:
    log = open_log(100)
    search = log.window.filters.search
    assert QApplication.focusWidget() is search
    log.key(Qt.Key.Key_Down)
    assert log.window.list.number == 1
    assert QApplication.focusWidget() is search
    log.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is log.window.story.page
    log.key(Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is search
    log.key(Qt.Key.Key_Return)
    log.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is log.window.list
    log.key(Qt.Key.Key_R)
    assert search.text() == "r"
    log.key(Qt.Key.Key_Escape)
    assert search.text() == ""
    assert log.desk.is_open
    log.key(Qt.Key.Key_Escape)
    assert not log.desk.is_open


def test_enter_before_the_answer_opens_what_was_typed(open_log: Open) -> None:
    log = open_log(100)
    log.source.is_prompt = False
    QTest.keyClicks(log.window.filters.search, "SR-48230")
    log.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is log.window.filters.search
    log.source.answer()
    log.source.answer()
    assert "SR-48230" in log.title
    assert QApplication.focusWidget() is log.window.story.page


def test_a_note_is_changed_and_saved(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    log.type(" More.")
    log.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert log.source.changed["c-7"].note.endswith(" More.")
    assert log.status == "Saved"
    assert log.window.list.number == 7
    assert log.window.story._note.text().endswith(" More.")


def test_escape_keeps_the_words_for_the_next_time(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.type(" More.")
    log.key(Qt.Key.Key_Escape)
    assert log.source.changed == {}
    assert log.status == "Not saved. “Edit” brings your words back."
    log.key(Qt.Key.Key_F2)
    assert log.window.edit.fields().note.endswith(" More.")


@pytest.mark.parametrize("way", ["another contact", "close"])
def test_going_elsewhere_saves(open_log: Open, way: str) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.type(" More.")
    if way == "close":
        log.window.close()
    else:
        log.window.list.choose(8)
    assert log.source.changed["c-7"].note.endswith(" More.")


def test_words_that_could_not_be_saved_come_back(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.type(" More.")
    log.source.trouble = Trouble("Not written.", "Try again.")
    log.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert log.status == "Not written. Try again."
    log.source.trouble = None
    log.key(Qt.Key.Key_F2)
    assert log.window.edit.fields().note.endswith(" More.")


def test_nothing_changed_is_nothing_saved(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert log.source.changed == {}


def test_a_list_that_comes_anew_does_not_close_the_fields(open_log: Open) -> None:
    log = open_log(1000)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.desk.look(7)
    assert log.window.is_editing


def test_delete_asks_nothing_and_is_taken_back(open_log: Open) -> None:
    log = open_log(1000)
    log.window.list.setFocus()
    log.window.list.choose(300)
    log.qtbot.waitUntil(lambda: log.window.list.current is not None)
    log.key(Qt.Key.Key_Delete)
    assert log.source.deleted == {"c-300"}
    assert log.status == f"Deleted: {row(300).who}"
    assert log.count == "999 contacts"
    assert log.window.list.number == 300
    log.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log.source.deleted == set()
    assert log.count == "1,000 contacts"
    assert not log.window._foot.undo.isVisible()


def test_undo_works_from_the_search_line_too(open_log: Open) -> None:
    log = open_log(10)
    log.window.list.choose(3)
    log.window.story._delete.click()
    log.window.focus_search()
    log.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log.source.deleted == set()


def test_a_deleted_contact_is_found_and_put_back(open_log: Open) -> None:
    log = open_log(10)
    log.window.list.choose(3)
    log.window.story._delete.click()
    log.window.filters.toggle("deleted")
    assert log.title == row(3).who
    assert not log.window.story._edit.isVisible()
    log.window.story._restore.click()
    assert log.source.deleted == set()
    assert log.message == "Nothing is deleted."


def test_an_open_contact_is_not_deleted(open_log: Open) -> None:
    log = open_log(10)
    log.window.list.setFocus()
    log.key(Qt.Key.Key_Delete)
    assert log.source.deleted == set()
    assert log.status == "This contact is still open. End it first."


def test_what_could_not_be_written_is_told(open_log: Open) -> None:
    log = open_log(10, is_prompt=False)
    log.source.answer()
    log.source.answer()
    log.window.list.setFocus()
    log.window.list.choose(3)
    log.source.answer()
    log.key(Qt.Key.Key_Delete)
    assert log.status == "Deleting…"
    log.source.trouble = Trouble("Not written.", "Try again.")
    log.source.answer()
    assert log.status == "Not written. Try again."
    assert not log.window.list.rows.is_gone(row(3))


def test_an_answer_after_the_end_shows_nothing(open_log: Open) -> None:
    log = open_log(10, is_prompt=False)
    log.desk.close()
    log.source.answer()
    assert log.window.list.rows.total == 0


def test_filters_are_asked_for(open_log: Open) -> None:
    log = open_log(10)
    filters = log.window.filters
    filters.toggle("7")
    assert log.window.query == LogQuery(first=TODAY.replace(day=16))
    filters.toggle("7")
    assert log.window.query.is_all
    filters.toggle("dates")
    QTest.keyClicks(filters._first, "1 Nov")
    QTest.keyClicks(filters._last, "20.11.2026")
    query = log.window.query
    assert (query.first, query.last) == (TODAY.replace(day=1), TODAY.replace(day=20))
    QTest.keyClicks(filters._last, "0")
    assert "is no day I know" in filters._day_note.text()
    filters.toggle("all")
    filters.toggle("promise")
    chooser = filters._choosers["trigger"]
    chooser.setCurrentIndex(2)
    chooser.activated.emit(2)
    assert log.window.query == LogQuery(trigger="service-delay", has_promise=True)
    filters.clear()
    assert log.window.query.is_all


def test_opened_again_it_shows_all_as_it_is_now(open_log: Open) -> None:
    log = open_log(10)
    log.search("rivera")
    log.window.close()
    assert not log.desk.is_open
    log.source.total = 11
    log.desk.open()
    assert log.window.query.is_all
    assert log.count == "11 contacts"
    assert log.window.focusWidget() is log.window.filters.search


def test_old_words_are_reachable(open_log: Open) -> None:
    log = open_log(10)
    log.window.list.choose(2)
    story = log.window.story
    assert story._changed.accessibleName() == "Changed 2 times"
    story._changed.click()
    shown = [each for each in story._old.all() if each.isVisible()]
    assert [each._text.text() for each in shown] == ["Charged twice.", "Rivera"]


def test_copied_as_text(open_log: Open) -> None:
    log = open_log(10)
    log.window.list.choose(2)
    log.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    copied = QApplication.clipboard().text()
    assert copied.startswith(row(2).who + "\n")
    assert "14:06  Said “Name the feeling” (into chromium)\n" in copied
    assert log.status == "Copied as text"


@pytest.mark.parametrize("percent", [100, 200])
def test_every_control_has_a_name_and_room(open_log: Open, theme: Theme, percent: int) -> None:
    log = open_log(1000)
    theme.choose("dark", percent)
    window = log.window
    window.list.choose(1)
    window.filters.toggle("more")
    window.filters.toggle("dates")
    window.show_undo("Put back: Ms Rivera")
    for is_editing in (False, True):
        if is_editing:
            window._on_edit()
        for _ in range(3):
            settle(window)
            QApplication.processEvents()
        for child in window.findChildren(QWidget):
            if isinstance(child, CONTROLS) and child.isVisible():
                assert child.accessibleName(), child
            if isinstance(child, QAbstractButton) and child.isVisible() and child.text():
                assert child.width() > child.fontMetrics().horizontalAdvance(child.text()) + 8


def test_it_opens_at_a_contact_and_one_esc_closes_it(open_log: Open) -> None:
    log = open_log(0)
    log.key(Qt.Key.Key_Escape)
    log.source.total = 900
    log.desk.open_at("okafor", row(7).id)
    assert log.window.query == LogQuery("okafor")
    assert log.title == row(7).who
    log.key(Qt.Key.Key_Escape)
    assert not log.desk.is_open


def test_open_already_it_goes_to_another_contact_and_keeps_what_was_typed(open_log: Open) -> None:
    log = open_log(900)
    log.desk.open_at("okafor", row(7).id)
    log.search("")
    log.search("par")
    log.desk.open_at("rivera", row(6).id)
    assert log.title == row(6).who
    log.search("riv")
    log.key(Qt.Key.Key_Escape)
    assert log.desk.is_open  # typed words are taken away first
    assert log.window.query == LogQuery()
    log.key(Qt.Key.Key_Escape)
    assert not log.desk.is_open


def test_a_contact_that_is_not_among_those_found_leaves_the_first(open_log: Open) -> None:
    log = open_log(0)
    log.source.total = 900
    log.desk.open_at("okafor", "c-gone")
    assert log.title
    assert log.window.list.number == 0


def test_a_contact_leads_to_those_before_it(open_log: Open) -> None:
    log = open_log(900)
    log.desk.open_at("okafor", row(7).id)
    (link,) = (
        each
        for each in log.window.story.findChildren(QAbstractButton)
        if each.accessibleName() == "2 earlier contacts"
    )
    assert link.isVisible()
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert log.title == row(13).who
    assert log.window.list.hasFocus()
    log.key(Qt.Key.Key_Escape)
    assert not log.desk.is_open


def test_what_others_write_appears_where_the_agent_is(open_log: Open) -> None:
    log = open_log(0)
    log.source.total, log.source.deleted = 900, {"c-0", "c-40"}
    log.desk.look()
    log.window.list.choose(30)
    asked = len(log.source.asked)
    log.desk.look_for_changes()
    assert len(log.source.asked) == asked  # nothing has changed
    log.source.deleted.clear()
    log.source.stamp_now += 1
    log.desk.look_for_changes()
    assert log.count == "900 contacts"
    assert log.window.list.number == 31
    assert log.title == row(31).who
    log.source.deleted.add("c-31")
    log.source.stamp_now += 1
    log.desk.look_for_changes()
    assert log.window.list.number == 31
    assert log.title == row(32).who


def test_the_list_does_not_jump_when_it_comes_anew(open_log: Open) -> None:
    log = open_log(900)
    log.window.list.choose(60)
    offset = log.window.list.verticalScrollBar().value()
    assert offset > 0
    log.source.deleted.add("c-200")
    log.source.stamp_now += 1
    log.desk.look_for_changes()
    assert log.count == "899 contacts"
    assert log.window.list.verticalScrollBar().value() == offset


@pytest.mark.parametrize("what", ["editing", "far", "closed"])
def test_nobody_is_disturbed_by_what_others_write(open_log: Open, what: str) -> None:
    log = open_log(900)
    if what == "editing":
        log.window.list.choose(7)
        log.key(Qt.Key.Key_F2)
    elif what == "far":
        log.window.list.choose(600)
    else:
        log.key(Qt.Key.Key_Escape)
    log.source.stamp_now += 1
    asked = list(log.source.asked)
    log.desk.look_for_changes()
    assert log.source.asked == asked


def test_f5_reads_again_from_anywhere(open_log: Open) -> None:
    log = open_log(900)
    log.window.list.choose(600)
    log.qtbot.waitUntil(lambda: log.window.list.current is not None)
    log.source.deleted.add("c-5")
    log.key(Qt.Key.Key_F5)
    assert log.count == "899 contacts"
    assert log.window.list.number == 600


def test_undo_goes_to_what_came_back(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.setFocus()
    log.window.list.choose(30)
    log.key(Qt.Key.Key_Delete)
    log.window.list.choose(70)
    log.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log.window.list.number == 30
    assert log.title == row(30).who


@pytest.mark.parametrize("place", ["list", "story", "undo"])
def test_the_last_hit_put_back_has_the_keys_again(open_log: Open, place: str) -> None:
    """Enter would press “Done” otherwise, and Delete do nothing."""
    log = open_log(10)
    log.search("SR-48216")
    window = log.window
    assert log.count == "1 contact"
    (window.story.page if place == "story" else window.list).setFocus()
    log.desk._on_delete("c-3") if place == "story" else log.key(Qt.Key.Key_Delete)
    assert log.source.deleted == {"c-3"}
    assert window.list.isHidden()
    if place == "undo":
        window._foot.undo.setFocus()
        log.key(Qt.Key.Key_Return)
    else:
        log.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log.source.deleted == set()
    assert QApplication.focusWidget() is window.list
    assert window.list.number == 0
    log.key(Qt.Key.Key_Delete)
    assert log.source.deleted == {"c-3"}
    window.focus_search()
    log.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.filters.search  # where the agent went meanwhile


def test_an_endless_word_in_an_old_record_does_not_stop_the_window(open_log: Open) -> None:
    log = open_log(10)
    word = "x" * 200_000
    lines = tuple(LineView("14:05", word, word) for _ in range(2))
    told = story(3)
    began = time.monotonic()
    log.window.show_story(
        replace(told, title=word, note=word, facts=((word, word),), lines=lines, fields=None)
    )
    for width in range(900, 1300, 100):
        log.window.resize(width, 700)
        QApplication.processEvents()
        log.window.grab()
    assert time.monotonic() - began < 10  # it was minutes


def test_letters_typed_at_a_contact_are_looked_for(open_log: Open) -> None:
    log = open_log(100)
    log.window.list.choose(7)
    log.key(Qt.Key.Key_F2)
    log.key(Qt.Key.Key_Escape)
    log.type("ri")
    log.qtbot.waitUntil(lambda: not log.desk._settling.is_waiting)
    assert log.window.query == LogQuery("ri")
