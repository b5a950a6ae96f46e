"""A column that scrolls when it must, with a thin bar laid over its margin.

The bar takes no width, so that text does not wrap anew when it appears.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

_BAR_WIDTH = 8


class ScrollColumn(QScrollArea):
    """Put a layout into `content`; ask `measure` how tall it wants to be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What to do and say now"))
        self.content = QWidget()
        self.content.setObjectName("content")
        self.setWidget(self.content)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName(self.tr("Scroll"))
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.hide()
        real = self.verticalScrollBar()
        real.setAccessibleName(self.tr("Scroll"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        real.rangeChanged.connect(self._on_range_changed)
        real.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(real.setValue)

    def measure(self, width: int) -> int:
        """Lay the content out for a width and return its full height, in logical pixels."""
        height = height_of(self.content, width)
        self.content.resize(width, height)
        return height

    def go_to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR_WIDTH - 2, 2, _BAR_WIDTH, self.height() - 4)

    def _on_range_changed(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setSingleStep(40)
        self.verticalScrollBar().setSingleStep(40)
        self._bar.setVisible(high > low)


def height_of(part: QWidget, width: int) -> int:
    """The height a part with a layout needs at a width, in logical pixels, as of now."""
    settle(part)
    layout = part.layout()
    assert layout is not None
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


def settle(widget: QWidget) -> None:
    """Bring the layouts of a tree up to date now, from the leaves up.

    Qt does it one level per turn of the event loop, which would show as a flicker.
    """
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        child.ensurePolished()  # an unpolished field does not know its padding
        if not child.isHidden() and child.layout() is not None:
            settle(child)
    layout = widget.layout()
    if layout is not None:
        layout.invalidate()
        layout.activate()
