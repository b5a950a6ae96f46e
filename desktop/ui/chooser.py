"""A list that folds, to choose one of a few things; for windows that may take the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

from desktop.ui.icons import paint_icon
from desktop.ui.theme import Theme


class Chooser(QComboBox):
    """A list to choose from; the style sheet has no arrow of our own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one knows no padding
        self.view().setAccessibleName(self.tr("Choices"))
        self.view().verticalScrollBar().setAccessibleName(self.tr("Scroll"))
        self.view().horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.look.px(16)
        rect = QRectF(self.width() - side - 8, (self.height() - side) / 2, side, side)
        paint_icon(QPainter(self), "expand", rect, self._theme.look.color("text_muted"))
