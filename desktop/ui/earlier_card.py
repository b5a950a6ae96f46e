"""The quiet card that says that this customer was here before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.controls import IconButton, Pool, WrappedText, push_button
from desktop.ui.theme import Theme
from desktop.ui.view import EarlierView


class EarlierCard(QWidget):
    """Three lines at most; takes no room while there is nothing to say.

    Signals:
        look_asked: The earlier contacts shall be shown.
        hidden: They are not wanted now.
    """

    look_asked = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._pool = Pool(self._make)
        self.hide()

    def show_earlier(self, view: EarlierView | None) -> None:
        """Show others, or nothing."""
        for card in self._pool.take(1 if view is not None else 0):
            card.show_view(view or EarlierView(""))
        self.setVisible(view is not None)

    def _make(self, _number: int) -> _Lines:
        card = _Lines(self._theme, self)
        card.look.clicked.connect(self.look_asked)
        card.cross.clicked.connect(self.hidden)
        self._column.addWidget(card)
        return card


class _Lines(QFrame):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "note")
        role = "note_text"
        # Made in the order in which they are read out.
        self._headline = WrappedText(theme, "strong", role, icon="clock", max_lines=1, parent=self)
        self.look = push_button(self.tr("Look"))
        self.look.setAccessibleName(self.tr("Look at the earlier contacts"))
        self.look.setToolTip(self.tr("Show them in the contact log"))
        self.cross = IconButton(theme, "cross", self.tr("Hide for this contact"))
        self._promised = QWidget(self)
        self._promise = WrappedText(theme, "small", role, icon="bell", max_lines=1)
        self._due = WrappedText(theme, "small", role, max_lines=1, is_right=True)
        self._detail = WrappedText(theme, "small", role, is_hanging=True, max_lines=1, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 10, 9)
        column.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._headline, 1)
        top.addWidget(self.look)
        top.addWidget(self.cross)
        row = QHBoxLayout(self._promised)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._promise, 1)
        row.addWidget(self._due)
        column.addLayout(top)
        column.addWidget(self._promised)
        column.addWidget(self._detail)

    def show_view(self, view: EarlierView) -> None:
        """Show others."""
        self._headline.show_text(view.headline)
        self._promise.show_text(view.promise)
        self._promise.setToolTip(view.promise)
        self._promise.setAccessibleName(self.tr("Promised: {what}").format(what=view.promise))
        self._due.show_text(view.due, color="refused" if view.is_late else "note_text")
        self._promised.setVisible(bool(view.promise))
        self._detail.show_text(view.detail)
        self._detail.setToolTip(view.detail)
        self._detail.setVisible(bool(view.detail))
