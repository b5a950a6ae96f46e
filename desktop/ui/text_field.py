"""A field for a text of several lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui.theme import Theme

FEWEST_LINES, _MOST_LINES = 2, 9
_BREAKS = {0x2028: "\n", 0x2029: "\n"}


class TextField(QPlainTextEdit):
    """A text of several lines that is as tall as what is in it; Tab goes on to the next field.

    Signals:
        entered: It has the focus now.
        height_changed: It needs more or less room than before.
    """

    entered = Signal()
    height_changed = Signal()

    def __init__(self, theme: Theme, name: str, fewest: int = FEWEST_LINES) -> None:
        super().__init__()
        self._theme = theme
        self._fewest = fewest
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        self.fit()

    def text(self) -> str:
        """What is written in it; unlike `toPlainText`, a space that does not break stays one."""
        return self.document().toRawText().translate(_BREAKS)

    def fit(self) -> None:
        """Room for all lines, within reason."""
        lines = int(self.document().size().height())  # Qt counts lines here, not pixels
        lines = max(self._fewest, min(lines, _MOST_LINES))
        pitch = QFontMetricsF(self.font()).lineSpacing()
        height = int(lines * pitch + 2 * self.document().documentMargin() + 14.99)
        if height != self.minimumHeight():
            self.setFixedHeight(height)
            self.height_changed.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()  # another width breaks the lines elsewhere, of which the layout tells nobody

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.fit()
