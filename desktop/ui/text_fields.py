"""Texts of several lines, alone or as alternatives to each other, with what is wrong below each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.authoring.checking import Note
from desktop.ui.controls import IconButton, WrappedText, push_button
from desktop.ui.text_field import FEWEST_LINES, TextField
from desktop.ui.theme import Theme


class OneText(QWidget):
    """A text, what is wrong with it, and a button that takes it away."""

    def __init__(self, theme: Theme, name: str, remove: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.edit = TextField(theme, name, 1 if remove else FEWEST_LINES)
        row.addWidget(self.edit, 1)
        self.remove = IconButton(theme, "cross", remove)
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setVisible(bool(remove))
        if remove:
            row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.note = NoteLine(theme)
        column.addWidget(self.note)


class NoteLine(WrappedText):
    """What is wrong, or could be better, below a field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "small", "unconfirmed", icon="warn", above=2, below=2)
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The gravest one; the field says the rest when that is mended."""
        text = f"{notes[0].what} {notes[0].remedy}".strip() if notes else ""
        self.show_text(text, color="refused" if notes and notes[0].is_mistake else "unconfirmed")
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class Texts(QWidget):
    """Several texts that are alternatives to each other.

    Signals:
        edited: Something was typed, added or taken away.
        entered: A `TextField` has the focus now.
    """

    edited = Signal()
    entered = Signal(object)

    def __init__(self, theme: Theme, label: str, one: str, add: str) -> None:
        super().__init__()
        self._theme = theme
        self._one = one
        self._parts: list[OneText] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = WrappedText(theme, "label", "text_muted", above=8)
        self._label.show_text(label)
        self._label.hide()
        column.addWidget(self._label)
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        column.addLayout(self._column)
        self._add = push_button(add, "plain")
        self._add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._add.clicked.connect(self._on_add)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_texts(self, texts: Sequence[str], *, is_other: bool) -> None:
        """Show these texts; fields that have them already keep cursor and focus.

        Args:
            is_other: Whether they are another phrase's: then empty fields go too.
        """
        if self.texts() == tuple(texts) and not is_other:
            return
        while len(self._parts) > len(texts):
            self._drop(self._parts[-1])
        while len(self._parts) < len(texts):
            self._append()
        for part, text in zip(self._parts, texts, strict=True):
            if part.edit.text() != text:
                part.edit.blockSignals(True)
                part.edit.setPlainText(text)
                part.edit.blockSignals(False)
                part.edit.fit()
        self._label.setVisible(bool(self._parts))

    def texts(self) -> tuple[str, ...]:
        """What was written; empty fields say nothing."""
        return tuple(part.edit.text() for part in self._filled())

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say what is wrong with which of them."""
        for part in self._parts:
            part.note.show_notes(())
        for index, part in enumerate(self._filled()):
            part.note.show_notes([note for note in notes if note.index == index])

    def _filled(self) -> list[OneText]:
        return [part for part in self._parts if part.edit.text().strip()]

    def _append(self) -> OneText:
        remove = self.tr("Remove this wording")
        part = OneText(self._theme, f"{self._one} {len(self._parts) + 1}", remove)
        part.edit.textChanged.connect(self.edited)
        part.edit.entered.connect(lambda: self.entered.emit(part.edit))
        part.remove.clicked.connect(lambda: self._on_remove(part))
        self._parts.append(part)
        self._column.addWidget(part)
        self._label.show()
        return part

    def _on_add(self) -> None:
        self._append().edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self, part: OneText) -> None:
        self._drop(part)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, part: OneText) -> None:
        self._parts.remove(part)
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()
        self._label.setVisible(bool(self._parts))
