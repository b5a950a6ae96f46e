"""A brief or summary before it is used: to be read, changed, and then inserted, copied or saved."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.asking import AskingWindow, Held, none_held
from desktop.ui.controls import ButtonKind, WrappedText, push_button
from desktop.ui.scroll import height_of
from desktop.ui.theme import Theme

_LINES = 16
_WIDTH = 560
_BREAKS = {0x2028: "\n", 0x2029: "\n"}


class DocumentWindow(AskingWindow):
    """Enter inserts while a button has the focus, and breaks the line in the text; Esc leaves.

    Signals:
        insert_chosen, copy_chosen: The text as it stands; after hiding.
        save_asked: The same; the window stays until `put_away` or `complain`.
        cancelled: After hiding.
    """

    insert_chosen = Signal(str)
    copy_chosen = Signal(str)
    save_asked = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 19, 21, 19)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._title = WrappedText(theme, "goal")
        self._context = WrappedText(theme, "body", "text_muted", above=4, below=10, max_lines=3)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text.verticalScrollBar().setAccessibleName(self.tr("Scroll"))
        self._text.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        self._text.textChanged.connect(lambda: self.complain(""))
        self._problem = WrappedText(theme, "small", "refused", icon="warn", above=10)
        for part in (self._title, self._context, self._text, self._problem):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 18, 0, 0)
        buttons.setSpacing(8)
        self._cancel = self._button(buttons, self.tr("Cancel"), "plain")
        buttons.addStretch(1)
        self._save = self._button(buttons, self.tr("Save as file"), "")
        self._copy = self._button(buttons, self.tr("Copy"), "")
        self._insert = self._button(buttons, self.tr("Insert"), "primary")
        column.addLayout(buttons)
        stops: list[QWidget] = [self._insert, self._cancel, self._text, self._save, self._copy]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.watch_keys_of(*stops)
        self._cancel.clicked.connect(self.on_abandoned)
        self._save.clicked.connect(lambda: self.save_asked.emit(self.text))
        self._copy.clicked.connect(lambda: self._go(self.copy_chosen))
        self._insert.clicked.connect(lambda: self._go(self.insert_chosen))
        theme.changed.connect(self.fit)

    @property
    def text(self) -> str:
        """What stands in it now."""
        return self._text.document().toRawText().translate(_BREAKS)

    def show_document(self, title: str, context: str, text: str, screen: QRect) -> None:
        """Show a text on a screen; Enter would insert it."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._text.setAccessibleName(title)
        self._title.show_text(title)
        self._context.show_text(context)
        self._text.setPlainText(text)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self.complain("")
        self.come_forward(screen, 0.12)
        self._insert.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def put_away(self) -> None:
        """Hide; what stood in it does not stay in memory."""
        self.leaving.emit()
        self.hide()
        self._text.clear()

    def complain(self, problem: str) -> None:
        """Say what could not be done; "" for nothing."""
        self._problem.show_text(problem)
        self._problem.setAccessibleName(problem)
        if self._problem.isHidden() == bool(problem):
            self._problem.setVisible(bool(problem))
            self.fit()

    def on_committed(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        else:
            self._go(self.insert_chosen)

    def on_abandoned(self) -> None:
        self.put_away()
        self.cancelled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Escape
        if watched is self._text and is_key:
            return False  # in the text, Enter breaks the line and goes nowhere
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """As tall as a letter."""
        look = self._theme.look
        pitch = QFontMetricsF(self._text.font()).lineSpacing()
        self._text.setFixedHeight(int(_LINES * pitch + 24))
        width = look.px(_WIDTH)
        self.setFixedSize(width, height_of(self, width))

    def _go(self, signal: object) -> None:
        text = self.text
        if not text.strip():
            self.complain(self.tr("There is nothing in it. Write something, or press Esc."))
            return
        self.put_away()
        signal.emit(text)  # type: ignore[attr-defined]  # a bound signal has no public type

    def _button(self, row: QHBoxLayout, text: str, kind: ButtonKind) -> QPushButton:
        button = push_button(text, kind)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(button)
        return button
