"""The fields of a contact that the agent may change afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.chooser import Chooser
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.log_view import Editable
from desktop.ui.text_field import TextField
from desktop.ui.theme import Theme


class LogEdit(QWidget):
    """Customer, reference, outcome and note, to be changed.

    Signals:
        saved: Save, or Ctrl+Enter.
        abandoned: Cancel.
    """

    saved = Signal()
    abandoned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        self._customer, self._reference = QLineEdit(), QLineEdit()
        self._outcome = Chooser(theme)
        self._note = TextField(theme, self.tr("Note"), fewest=5)
        for label, field in (
            (self.tr("Customer"), self._customer),
            (self.tr("Ticket or reference"), self._reference),
            (self.tr("How it ended"), self._outcome),
            (self.tr("Note"), self._note),
        ):
            name = WrappedText(theme, "label", "text_muted", above=8)
            name.show_text(label)
            name.setBuddy(field)
            field.setAccessibleName(label)
            field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            column.addWidget(name)
            column.addWidget(field)
        kept = WrappedText(theme, "small", "text_muted", above=4)
        kept.show_text(self.tr("What these fields say now is kept and can be read again."))
        column.addWidget(kept)
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        self._save = push_button(self.tr("Save"), "primary")
        self._save.setToolTip(self.tr("Save  (Ctrl+Enter)"))
        self._cancel = push_button(self.tr("Cancel"), "plain")
        self._cancel.setToolTip(self.tr("Leave it as it was  (Esc)"))
        for button in (self._save, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._save.clicked.connect(self.saved)
        self._cancel.clicked.connect(self.abandoned)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.saved)

    def show_outcomes(self, outcomes: Sequence[tuple[str, str]]) -> None:
        """How a contact may have ended."""
        self._outcome.clear()
        for value, label in outcomes:
            self._outcome.addItem(label, value)

    def show_fields(self, fields: Editable) -> None:
        """Begin with these words, the note under the cursor."""
        self._customer.setText(fields.customer)
        self._reference.setText(fields.reference)
        place = self._outcome.findData(fields.outcome)
        if place < 0:  # a newer Poise may know endings that this one does not
            self._outcome.addItem(fields.outcome, fields.outcome)
            place = self._outcome.count() - 1
        self._outcome.setCurrentIndex(place)
        self._note.setPlainText(fields.note)
        self._note.fit()

    def fields(self) -> Editable:
        """What they say now."""
        return Editable(
            self._customer.text().strip(),
            self._reference.text().strip(),
            str(self._outcome.currentData() or ""),
            self._note.text().strip(),
        )

    def begin(self) -> None:
        """Write into the note, at its end."""
        self._note.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self._note.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._note.setTextCursor(cursor)
