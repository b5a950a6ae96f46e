"""The small window that asks for the pass phrase, before there is a panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout

_WIDTH = 420
_SPACE = 10


class PassPhraseWindow(QDialog):
    """Accepted once a pass phrase opens the record. It is handed on, and never kept.

    Args:
        objection: Tries one; says why it does not open the record, or "". May take a second.
    """

    def __init__(self, objection: Callable[[str], str]) -> None:
        super().__init__()
        self._objection = objection
        self.is_forgotten = False
        self.setWindowTitle("Poise")
        self.setAccessibleName(self.tr("Pass phrase"))
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * _SPACE, 2 * _SPACE, 2 * _SPACE, 2 * _SPACE)
        column.setSpacing(_SPACE)
        told = QLabel(self.tr("The record is encrypted. Its &pass phrase:"))
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(self.tr("Pass phrase of the record"))
        told.setBuddy(self._field)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = QDialogButtonBox()
        self._open = buttons.addButton(self.tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        leave = buttons.addButton(self.tr("Close Poise"), QDialogButtonBox.ButtonRole.RejectRole)
        forgotten = buttons.addButton(
            self.tr("Forgotten …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        for button in (self._open, leave, forgotten):
            button.setAccessibleName(button.text())
        self._open.setDefault(True)
        for widget in (told, self._field, self._problem, buttons):
            column.addWidget(widget)
        self._open.clicked.connect(self._try)
        leave.clicked.connect(self.reject)
        forgotten.clicked.connect(self._on_forgotten)
        self._field.setFocus()

    def _try(self) -> None:
        words = self._field.text()
        if not words:
            return
        self._open.setEnabled(False)
        objection = self._objection(words)
        self._open.setEnabled(True)
        if not objection:
            self._field.clear()
            self.accept()
            return
        self._problem.setText(objection)
        self._problem.setAccessibleName(objection)
        self._problem.show()
        self.adjustSize()
        self._field.selectAll()
        self._field.setFocus()

    def _on_forgotten(self) -> None:
        self.is_forgotten = True
        self.reject()
