"""The window of the contact log: contacts at the left, the chosen one told at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.asking import FRAME, AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText
from desktop.ui.icons import app_icon
from desktop.ui.log_edit import LogEdit
from desktop.ui.log_filters import LogFilters
from desktop.ui.log_list import LogList
from desktop.ui.log_parts import LogFoot, LogMessage
from desktop.ui.log_story import LogStory
from desktop.ui.log_view import Choices, Editable, LogQuery, RowView, StoryView
from desktop.ui.scroll import ScrollColumn, settle
from desktop.ui.theme import Theme

_WIDTH, _HEIGHT = 1000, 720
_LIST_WIDTH = 380


class LogWindow(AskingWindow):
    """Shows contacts and says what the agent does with them; reads and writes nothing.

    Args:
        today: The day it is here.

    Signals:
        query_changed: Something else is looked for; True while a word is being typed.
        row_chosen: The id of the contact that is current now; "" while it is not known.
        pages_wanted: The numbers of pages of the list that are seen and not known.
        open_asked: Enter: the contact found shall have the keys.
        edited: The id of a contact, its fields as they are and as they shall be (`Editable`).
        delete_asked, restore_asked: The id of a contact.
        copy_asked: A text for the clipboard.
        undo_asked: The last deletion shall be taken back.
        retry_asked: What failed shall be tried again.
        fresh_asked: What is shown shall be read again.
        closed: After hiding.
    """

    query_changed = Signal(bool)
    row_chosen = Signal(str)
    pages_wanted = Signal(list)
    open_asked = Signal()
    edited = Signal(str, object, object)
    delete_asked = Signal(str)
    restore_asked = Signal(str)
    copy_asked = Signal(str)
    undo_asked = Signal()
    retry_asked = Signal()
    fresh_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], held: Held = none_held) -> None:
        super().__init__(theme, held)
        # With a frame of the desktop: it is large, and stays open beside the chat.
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("Contact log – Poise"))
        self.setWindowIcon(app_icon())
        self.setAccessibleName(self.tr("Contact log"))
        self._room = QRect()
        self._editing: StoryView | None = None
        self._is_list_to_have_keys = False  # it had them when a sentence took its place
        self._put_aside: dict[str, Editable] = {}  # words that were not saved, by contact
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._make_left(today))
        body.addWidget(self._make_right(), 1)
        column.addLayout(body, 1)
        self._foot = LogFoot(self._theme)
        column.addWidget(self._foot)
        self._connect()
        theme.changed.connect(self.fit)

    # -- its parts -------------------------------------------------------------------------

    def _make_left(self, today: Callable[[], date]) -> QWidget:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(12, 12, 0, 0)
        column.setSpacing(8)
        self.filters = LogFilters(self._theme, today)
        column.addWidget(self.filters)
        self._count = WrappedText(self._theme, "small", "text_muted")
        column.addWidget(self._count)
        self.list = LogList(self._theme)
        column.addWidget(self.list, 1)
        self._message = LogMessage(self._theme)
        column.addWidget(self._message, 1)
        return self._left

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 14, 2, 0)
        column.setSpacing(0)
        self._hint = WrappedText(self._theme, "body", "text_muted", above=20)
        column.addWidget(self._hint)
        self.story = LogStory(self._theme)
        column.addWidget(self.story, 1)
        self._edit_page = ScrollColumn(right)
        self._edit_page.setAccessibleName(self.tr("Change the contact"))
        self._edit_page.setWidgetResizable(True)
        inner = QVBoxLayout(self._edit_page.content)
        inner.setContentsMargins(8, 0, 14, 12)
        self.edit = LogEdit(self._theme)
        inner.addWidget(self.edit)
        column.addWidget(self._edit_page, 1)
        self._space = QWidget()
        column.addWidget(self._space, 1)
        self._show_right(self._hint)
        return right

    def _connect(self) -> None:
        self.filters.changed.connect(self.query_changed)
        self.list.row_chosen.connect(self._on_row)
        self.list.delete_asked.connect(self._on_delete_row)
        self.list.typed.connect(self._on_typed)
        self.list.pages_wanted.connect(self.pages_wanted)
        self.list.doubleClicked.connect(lambda _index: self.open_asked.emit())
        story = self.story
        story.edit_asked.connect(self._on_edit)
        story.copy_asked.connect(self._on_copy)
        story.delete_asked.connect(self._on_delete_story)
        story.restore_asked.connect(self._on_restore)
        self.edit.saved.connect(self._on_saved)
        self.edit.abandoned.connect(self._on_cancelled)
        self._message.retry_asked.connect(self.retry_asked)
        self._message.all_asked.connect(self._on_all)
        self._foot.undo.clicked.connect(self.undo_asked)
        self._foot.done.clicked.connect(self.close)
        self.watch_keys_of(self.filters.search)
        for keys, do in (
            ("Ctrl+F", self.focus_search),
            ("/", self.focus_search),
            ("F2", self._on_edit),
            ("Ctrl+Shift+C", self._on_copy),
            ("Ctrl+Z", self.undo_asked.emit),
            ("F5", self.fresh_asked.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    # -- what it shows ---------------------------------------------------------------------

    def open_on(self, room: QRect) -> None:
        """Show the window on a part of a screen, with the keyboard."""
        self._room = room
        if not self.isVisible():
            self.come_forward(room, 0.04, FRAME)
        self.activateWindow()
        self.focus_search()

    @property
    def query(self) -> LogQuery:
        """What is looked for now."""
        return self.filters.query()

    @property
    def is_editing(self) -> bool:
        """Whether the fields of a contact are open."""
        return self._editing is not None

    def show_choices(self, choices: Choices) -> None:
        """What the filters offer."""
        self.filters.show_choices(choices)
        self.edit.show_outcomes(choices.endings)

    def begin(self, total: int, count: str, *, stays: bool = False) -> None:
        """Show another result; its pages follow.

        Args:
            total: How many rows there are, as far as is known.
            count: The same as a few words.
            stays: It is nearly the same one: show it where the list stands.
        """
        self.show_message("")
        self.list.begin(total, stays=stays)
        self.show_count(count)

    def show_count(self, count: str) -> None:
        """How many contacts were found, as a few words."""
        self._count.show_text(count)
        self._count.setAccessibleName(count)

    def show_message(self, text: str, *, is_trouble: bool = False, has_all: bool = False) -> None:
        """A sentence in place of the list; "" brings the list back.

        Args:
            is_trouble: The sentence says what is wrong, and it can be tried again.
            has_all: Offer to look for nothing any more.
        """
        focused: QWidget | None = self.focusWidget()
        if text and not self.list.isHidden():
            is_in_story = focused is not None and self.story.isAncestorOf(focused)
            self._is_list_to_have_keys = focused is self.list or is_in_story
        self._message.show_message(text, is_trouble=is_trouble, has_all=has_all)
        self.list.setVisible(not text)
        if not text and self._is_list_to_have_keys:
            self._is_list_to_have_keys = False
            parts = (self._foot, self._message)  # where Qt puts the keys when the list goes
            if focused is None or any(each.isAncestorOf(focused) for each in parts):
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.list.begin(0)
            self.show_count("")

    def put(self, page: int, rows: Sequence[RowView]) -> None:
        """A page of the list has come."""
        was_known = self.list.current is not None
        self.list.put(page, rows)
        if not was_known and self.list.current is not None:
            self.row_chosen.emit(self.list.current.id)

    def show_story(self, story: StoryView) -> None:
        """Tell a contact; one whose fields are open keeps them."""
        self.story.show_story(story)
        if self._editing is None or self._editing.id != story.id:
            self._editing = None
            self._show_right(self.story)

    def keep_words(self, contact_id: str, fields: Editable) -> None:
        """Fields that could not be saved are there again at the next “Edit”."""
        self._put_aside[contact_id] = fields

    def show_no_story(self, text: str = "") -> None:
        """A sentence in place of a contact."""
        self._editing = None
        self._hint.show_text(text)
        self._hint.setAccessibleName(text)
        self._show_right(self._hint)

    def show_status(self, text: str, *, is_trouble: bool = False) -> None:
        """The quiet line at the foot."""
        self._foot.show_status(text, is_trouble=is_trouble)

    def show_undo(self, what: str) -> None:
        """What can be taken back, as a few words; "" for nothing."""
        had_focus = self._foot.undo.hasFocus()
        self._foot.undo.setVisible(bool(what))
        self._foot.undo.setAccessibleName(what)
        self._foot.undo.setToolTip(f"{what}  (Ctrl+Z)" if what else "")
        if had_focus and not what and self.list.isHidden():
            self._is_list_to_have_keys = True
        elif had_focus and not what:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Write what is looked for."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _show_right(self, part: QWidget) -> None:
        for each in (self._hint, self.story, self._edit_page):
            each.setVisible(each is part)
        self._space.setVisible(part is self._hint)

    # -- keys ------------------------------------------------------------------------------

    def on_committed(self) -> None:
        """Enter presses a button that has the focus, and opens the contact from elsewhere."""
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif self._editing is None:
            self.open_asked.emit()

    def on_abandoned(self) -> None:
        """Esc goes one step back: from the fields, the contact, the words; then it closes."""
        focused = self.focusWidget()
        if self._editing is not None:
            self._on_cancelled()
        elif self.story.isAncestorOf(focused):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.filters.has_own_words:
            self.filters.search.clear()
            self.focus_search()
            self.query_changed.emit(False)
        else:
            self.close()

    def on_moving_key(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self.list.rows_seen,
            Qt.Key.Key_PageUp: -self.list.rows_seen,
        }
        step = steps.get(Qt.Key(key))
        if step is None or self.focusWidget() is not self.filters.search:
            return False
        self.list.move_by(step)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that nobody else wanted are for the search line."""
        chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
        letters = event.text()
        if letters.strip() and letters.isprintable() and not event.modifiers() & chord:
            self._on_typed(letters)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An empty history of the search line leaves Ctrl+Z to the window."""
        search = self.filters.search
        if (
            watched is search
            and event.type() == QEvent.Type.ShortcutOverride
            and not search.isUndoAvailable()
            and event.matches(QKeySequence.StandardKey.Undo)  # type: ignore[attr-defined]
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self.isVisible():
            self.finish_edit()
            self.hide()
            self.closed.emit()

    def fit(self) -> None:
        """A size for the text's; smaller where the screen is, larger where the agent made it."""
        look = self._theme.look
        room = self._room if self._room.isValid() else self.screen().availableGeometry()
        width = min(look.wide(_WIDTH), room.width() - 16)
        height = min(look.wide(_HEIGHT), room.height() - 2 * FRAME)
        settle(self._left)
        self._left.setFixedWidth(min(look.wide(_LIST_WIDTH), width * 9 // 20))
        self.setMinimumSize(min(width, 720), min(height, 440))
        if self.width() < width or self.height() < height:
            self.resize(max(width, self.width()), max(height, self.height()))

    # -- what is done with it --------------------------------------------------------------

    def finish_edit(self) -> None:
        """Save what was changed in the fields, and close them."""
        story, self._editing = self._editing, None
        if story is None:
            return
        fields = self.edit.fields()
        self._put_aside.pop(story.id, None)
        self._show_right(self.story)
        if fields != story.fields:
            self.edited.emit(story.id, story.fields, fields)

    def _on_row(self, _number: int) -> None:
        row = self.list.current
        if self._editing is not None and row is not None and row.id != self._editing.id:
            self.finish_edit()
        self.row_chosen.emit(row.id if row is not None else "")

    def _on_typed(self, text: str) -> None:
        search = self.filters.search
        search.setFocus(Qt.FocusReason.OtherFocusReason)
        search.end(False)
        search.insert(text)
        self.query_changed.emit(True)

    def _on_all(self) -> None:
        self.filters.clear()
        self.focus_search()

    def open_story(self) -> None:
        """Let the contact on show have the keys."""
        if self.story.isVisible():
            self.story.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edit(self) -> None:
        story = self.story.story
        is_there = self.story.isVisible() and story is not None
        if not is_there or story is None or story.fields is None or story.is_deleted:
            return
        self._editing = story
        kept = self._put_aside.get(story.id)
        self.edit.show_fields(kept or story.fields)
        if kept is not None:
            self.show_status(self.tr("Your words from before; nothing of them is saved yet."))
        self._show_right(self._edit_page)
        self._edit_page.go_to_top()
        self.edit.begin()

    def _on_saved(self) -> None:
        self.finish_edit()
        self.open_story()

    def _on_cancelled(self) -> None:
        story, self._editing = self._editing, None
        if story is None:
            return
        fields = self.edit.fields()
        if fields != story.fields:
            self._put_aside[story.id] = fields
            self.show_status(self.tr("Not saved. “Edit” brings your words back."))
        self._show_right(self.story)
        self.open_story()

    def _on_copy(self) -> None:
        story = self.story.story
        if self.story.isVisible() and story is not None:
            self.show_status(self.tr("Copied as text"))
            self.copy_asked.emit(story.as_text())

    def _on_delete_row(self) -> None:
        row = self.list.current
        if row is not None and not self.list.rows.is_gone(row):
            self.delete_asked.emit(row.id)

    def _on_delete_story(self) -> None:
        story = self.story.story
        if self.story.isVisible() and story is not None and not story.is_deleted:
            self.delete_asked.emit(story.id)

    def _on_restore(self) -> None:
        if self.story.story is not None:
            self.restore_asked.emit(self.story.story.id)
