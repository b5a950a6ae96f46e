"""The boundaries ladder: three rungs beside each other, the one the talk stands on marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.text import elided_line
from desktop.ui.theme import Look, Theme
from desktop.ui.view import RungView

_GAP = 6
_PAD_X, _PAD_Y = 10, 5


class Ladder(QWidget):
    """Shows where the talk stands; there is nothing to press."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rungs: tuple[RungView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_look_changed)
        self.hide()

    def show_rungs(self, rungs: tuple[RungView, ...]) -> None:
        """Show other rungs; equal ones cost nothing, none take no room."""
        if rungs == self._rungs:
            return
        self._rungs = rungs
        spoken = ", ".join(f"{each.number} {each.label} {each.note}".strip() for each in rungs)
        self.setAccessibleName(self.tr("Boundaries ladder: {rungs}").format(rungs=spoken))
        self.setToolTip(self.tr("Boundaries: the rungs of this talk, and when each was entered"))
        self.setVisible(bool(rungs))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self._rungs)
        width = (self.width() - _GAP * (count - 1)) / max(1, count)
        for place, rung in enumerate(self._rungs):
            box = QRectF(place * (width + _GAP), 0, width, self.height())
            self._paint_rung(painter, look, box.adjusted(0.5, 0.5, -0.5, -0.5), rung)

    def _paint_rung(self, painter: QPainter, look: Look, box: QRectF, rung: RungView) -> None:
        is_entered = bool(rung.note)
        face, edge = ("accent_soft", "accent") if rung.is_current else ("surface", "border")
        painter.setPen(look.color(edge))
        painter.setBrush(look.color(face if is_entered else "window"))
        radius = look.tokens.radius.s
        painter.drawRoundedRect(box, radius, radius)
        title, small = look.font("label"), look.font("tiny")
        room = box.width() - 2 * _PAD_X
        label = elided_line(f"{rung.number}  {rung.label}", title, room)
        metrics, below = QFontMetricsF(title), QFontMetricsF(small)
        painter.setFont(title)
        painter.setPen(look.color("text" if is_entered else "text_muted"))
        at = QPointF(box.left() + _PAD_X, box.top() + _PAD_Y + metrics.ascent())
        painter.drawText(at, label)
        painter.setFont(small)
        painter.setPen(look.color("text_muted"))
        note = elided_line(rung.note or self.tr("not yet"), small, room)
        painter.drawText(at + QPointF(0, metrics.descent() + below.ascent() + 1), note)

    def _height(self) -> int:
        look = self._theme.look
        lines = (
            QFontMetricsF(look.font("label")).height(),
            QFontMetricsF(look.font("tiny")).height(),
        )
        return int(sum(lines) + 2 * _PAD_Y + 1.99)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
