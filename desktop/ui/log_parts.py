"""Two small parts of the log's window: a sentence in place of the list, and the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.controls import WrappedText, push_button
from desktop.ui.theme import Theme


class LogMessage(QWidget):
    """Says why there is no list, and what can be done about it.

    Signals:
        retry_asked: What failed shall be tried again.
        all_asked: All contacts shall be shown.
    """

    retry_asked = Signal()
    all_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 16, 8, 0)
        column.setSpacing(10)
        self._text = WrappedText(theme, "body", "text_muted")
        column.addWidget(self._text)
        self.again = push_button(self.tr("Try again"))
        self.all = push_button(self.tr("Show all contacts"))
        for button, asked in ((self.again, self.retry_asked), (self.all, self.all_asked)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, asked=asked: asked.emit())
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def show_message(self, text: str, *, is_trouble: bool, has_all: bool) -> None:
        """Say something; "" hides all of it."""
        color, icon = ("refused", "warn") if is_trouble else ("text_muted", None)
        self._text.show_text(text, color=color, icon=icon)  # type: ignore[arg-type]
        self._text.setAccessibleName(text)
        self.again.setVisible(is_trouble)
        self.all.setVisible(has_all)
        self.setVisible(bool(text))


class LogFoot(QFrame):
    """The quiet line, what can be taken back, and the way out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("footer")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 12, 7)
        self.status = WrappedText(theme, "small", "text_muted", max_lines=2)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.status)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        self.undo = push_button(self.tr("Undo"))
        self.done = push_button(self.tr("Done"), "primary")
        for button in (self.undo, self.done):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.undo.hide()

    def show_status(self, text: str, *, is_trouble: bool = False) -> None:
        """Say something quietly."""
        color, icon = ("refused", "warn") if is_trouble else ("text_muted", "check")
        self.status.show_text(text, color=color, icon=icon)  # type: ignore[arg-type]
        self.status.setAccessibleName(text)
