"""The window in which the agent writes phrases: a list at the left, the fields at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.authoring.checking import Note
from desktop.authoring.draft import Draft
from desktop.ui.asking import FRAME, AskingWindow, Held, none_held
from desktop.ui.chooser import Chooser
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.icons import app_icon
from desktop.ui.phrase_fields import PhraseFields, Preview
from desktop.ui.phrase_list import OwnRow, PhraseList
from desktop.ui.scroll import ScrollColumn, settle
from desktop.ui.theme import Theme

_WIDTH, _HEIGHT = 880, 680
_LIST_WIDTH = 290


class OwnPhrases(AskingWindow):
    """Shows phrases and says what the agent does with them; keeps nothing and writes nothing.

    Signals:
        section_chosen: The number of another list.
        row_chosen: The number of a row as given to `show_rows`; -1 for none.
        searched: What the titles and texts shall hold.
        edited: The fields say something else now.
        text_entered: Another text is in hand.
        add_asked, copy_asked, delete_asked, undo_asked: The buttons.
        moved: The place of a phrase in its file, and the one it shall have.
        declare_asked: The name of a placeholder that Poise shall ask for.
        decided: In a conflict, whether the agent's own words stay.
        closed: After hiding.
    """

    section_chosen = Signal(int)
    row_chosen = Signal(int)
    searched = Signal(str)
    edited = Signal()
    text_entered = Signal()
    add_asked = Signal()
    copy_asked = Signal()
    delete_asked = Signal()
    undo_asked = Signal()
    moved = Signal(int, int)
    declare_asked = Signal(str)
    decided = Signal(bool)
    closed = Signal()

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        self._room = QRect()
        # With a frame of the desktop: it is large, and stays open beside the chat.
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("My phrases – Poise"))
        self.setWindowIcon(app_icon())
        self.setAccessibleName(self.tr("My phrases"))
        self._is_showing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._make_left())
        body.addWidget(self._make_right(), 1)
        column.addLayout(body, 1)
        column.addWidget(self._make_foot())
        self._connect()
        theme.changed.connect(self.fit)

    # -- its parts -------------------------------------------------------------------------

    def _make_left(self) -> QWidget:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(12, 12, 0, 8)
        column.setSpacing(8)
        self._sections = Chooser(self._theme)
        self._sections.setAccessibleName(self.tr("Which phrases"))
        column.addWidget(self._sections)
        self._search = QLineEdit()
        self._search.setAccessibleName(self.tr("Search in these phrases"))
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        column.addWidget(self._search)
        self._list = PhraseList(self._theme)
        self._nothing = WrappedText(self._theme, "small", "text_muted")
        self._nothing.show_text(self.tr("Nothing found. Try fewer letters."))
        self._nothing.hide()
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._add = self._button(row, self.tr("New"), self.tr("New phrase  (Ctrl+N)"))
        self._copy = self._button(row, self.tr("Copy"), self.tr("A copy of this phrase  (Ctrl+D)"))
        self._delete = self._button(row, self.tr("Delete"), self.tr("Delete this phrase  (Del)"))
        row.addStretch(1)
        column.addLayout(row)
        return self._left

    def _button(self, row: QHBoxLayout, text: str, hint: str) -> QPushButton:
        button = push_button(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
        return button

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 4, 12, 8)
        column.setSpacing(8)
        self._broken = WrappedText(self._theme, "body", "refused", icon="warn", above=12, below=8)
        self._broken.hide()
        column.addWidget(self._broken)
        self._conflict = self._make_conflict()
        column.addWidget(self._conflict)
        self._empty = WrappedText(self._theme, "body", "text_muted", above=20)
        self._empty.hide()
        column.addWidget(self._empty)
        self._scroll = ScrollColumn(right)
        self._scroll.setAccessibleName(self.tr("The phrase"))
        inner = QVBoxLayout(self._scroll.content)
        inner.setContentsMargins(0, 0, 0, 0)
        self.fields = PhraseFields(self._theme)
        inner.addWidget(self.fields)
        self._scroll.setWidgetResizable(True)
        column.addWidget(self._scroll, 1)
        self._preview = Preview(self._theme)
        column.addWidget(self._preview)
        self._space = QWidget()
        self._space.hide()
        column.addWidget(self._space, 1)
        return right

    def _make_conflict(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("card", "amber")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 10)
        self._conflict_text = WrappedText(self._theme, "body", "amber_text", icon="warn")
        column.addWidget(self._conflict_text)
        row = QHBoxLayout()
        mine, theirs = push_button(self.tr("Keep mine")), push_button(self.tr("Take the other"))
        for button, is_mine in ((mine, True), (theirs, False)):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, is_mine=is_mine: self.decided.emit(is_mine))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        frame.hide()
        return frame

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 7, 12, 7)
        self._status = WrappedText(self._theme, "small", "text_muted", max_lines=2)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._status)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        self._undo = push_button(self.tr("Undo"), "plain")
        self._done = push_button(self.tr("Done"), "primary")
        for button in (self._undo, self._done):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self._sections.activated.connect(self.section_chosen)
        self._search.textEdited.connect(self.searched)
        self._list.row_chosen.connect(self._on_row)
        self._list.delete_asked.connect(self.delete_asked)
        self._list.items.dropped.connect(self.moved)
        self._add.clicked.connect(self.add_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._delete.clicked.connect(self.delete_asked)
        self._undo.clicked.connect(self.undo_asked)
        self._done.clicked.connect(self.on_abandoned)
        self.fields.edited.connect(self._on_edited)
        self.fields.text_entered.connect(self.text_entered)
        self.fields.declare_asked.connect(self.declare_asked)
        for keys, do in (
            ("Ctrl+N", self.add_asked.emit),
            ("Ctrl+D", self.copy_asked.emit),
            ("Ctrl+F", self._search.setFocus),
            ("Alt+Up", lambda: self._step(-1)),
            ("Alt+Down", lambda: self._step(1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    # -- what it shows ---------------------------------------------------------------------

    def open_on(self, screen: QRect) -> None:
        """Show the window on a part of a screen, with the keyboard."""
        self._room = screen
        if not self.isVisible():
            self._search.clear()
            self.come_forward(screen, 0.1, FRAME)
        self.activateWindow()
        self._list.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def show_sections(self, titles: Sequence[str], chosen: int) -> None:
        """The lists there are; equal ones cost nothing."""
        items = self._sections
        if [items.itemText(number) for number in range(items.count())] != list(titles):
            items.clear()
            items.addItems(list(titles))
        items.setCurrentIndex(chosen)
        self._sections.setVisible(len(titles) > 1)

    def forget_search(self) -> None:
        """Show all phrases of the list from now on."""
        self._search.clear()

    def show_rows(self, rows: Sequence[OwnRow], chosen: int, can_order: bool) -> None:
        """The phrases of the list, and which one is chosen."""
        self._is_showing = True
        self._list.items.can_order = can_order
        self._list.items.replace(rows)
        self._list.choose(chosen)
        self._nothing.setVisible(not rows and bool(self._search.text()))
        self._is_showing = False

    def show_phrase(self, draft: Draft | None, sentence: str = "") -> None:
        """A phrase to change; without one, a sentence instead."""
        self._is_showing = True
        has_one = draft is not None
        for part in (self._scroll, self._preview):
            part.setVisible(has_one)
        self._empty.show_text(sentence)
        self._empty.setVisible(not has_one and bool(sentence))
        self._space.setVisible(not has_one)
        for button in (self._copy, self._delete):
            button.setEnabled(has_one)
        if draft is not None:
            self.fields.show_draft(draft)
        self._is_showing = False

    def show_broken(self, text: str) -> None:
        """What is wrong with the file, so that nothing can be written; "" for nothing."""
        self._broken.show_text(text)
        self._broken.setAccessibleName(text)
        self._broken.setVisible(bool(text))
        self._add.setEnabled(not text)

    def show_conflict(self, text: str) -> None:
        """Ask whose words shall stay; "" takes the question away."""
        self._conflict_text.show_text(text)
        self._conflict_text.setAccessibleName(text)
        self._conflict.setVisible(bool(text))

    def show_notes(self, notes: Sequence[Note]) -> None:
        """What is wrong with the phrase, and what could be better."""
        self.fields.show_notes(notes)

    def show_gaps(self, gaps: Sequence[tuple[str, str]]) -> None:
        """The placeholders that a text may have, each with what it asks for."""
        self.fields.show_gaps(gaps)

    def show_preview(self, text: str) -> None:
        """The text in hand as it will be inserted."""
        self._preview.show_text(text)

    def show_status(self, text: str, *, is_trouble: bool = False) -> None:
        """The quiet line at the foot."""
        color, icon = ("refused", "warn") if is_trouble else ("text_muted", "check")
        self._status.show_text(text, color=color, icon=icon)  # type: ignore[arg-type]
        self._status.setAccessibleName(text)

    def show_undo(self, what: str) -> None:
        """What can be taken back, as a few words; "" for nothing."""
        self._undo.setVisible(bool(what))
        hint = self.tr("Take back {what}").format(what=what)
        self._undo.setAccessibleName(hint)
        self._undo.setToolTip(hint)

    def focus_fields(self) -> None:
        """Begin to write."""
        self.fields.focus_title()

    # -- what is done with it --------------------------------------------------------------

    def on_committed(self) -> None:
        """Enter in a line does nothing: what is typed is saved as it is."""

    def on_abandoned(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def fit(self) -> None:
        """A size for the text's; smaller where the screen is, larger where the agent made it."""
        look = self._theme.look
        room = self._room if self._room.isValid() else self.screen().availableGeometry()
        self._left.setMinimumWidth(0)
        settle(self._left)
        least = self._left.minimumSizeHint().width()  # its buttons are never cut
        self._left.setFixedWidth(max(least, min(look.wide(_LIST_WIDTH), room.width() // 3)))
        width = min(look.wide(_WIDTH), room.width() - 16)
        height = min(look.wide(_HEIGHT), room.height() - 2 * FRAME)
        self.setMinimumSize(min(width, 640), min(height, 420))
        if self.width() < width or self.height() < height:
            self.resize(max(width, self.width()), max(height, self.height()))

    def _on_row(self, number: int) -> None:
        if not self._is_showing:
            self.row_chosen.emit(number)

    def _on_edited(self) -> None:
        if not self._is_showing:
            self.edited.emit()

    def _step(self, step: int) -> None:
        items = self._list.items
        number = self._list.currentIndex().row()
        if items.can_order and number >= 0 and 0 <= number + step < len(items.rows):
            self.moved.emit(items.rows[number].place, items.rows[number + step].place)
