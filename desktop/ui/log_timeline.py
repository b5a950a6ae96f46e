"""What happened in a contact, painted as one line of time with a dot at each thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.flowing import Flowing
from desktop.ui.log_view import LineKind, LineView
from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme

_GAP = 9
_COLORS: dict[LineKind, str] = {
    "step": "accent",
    "said": "confirmed",
    "refused": "refused",
    "note": "copied",
    "rung": "unconfirmed",
    "promise": "unconfirmed",
    "end": "text",
    "quiet": "border_strong",
}


@dataclass(frozen=True, slots=True)
class _Laid:
    top: float
    time: TextBlock
    text: TextBlock
    detail: TextBlock
    day: TextBlock
    kind: LineKind


class Timeline(Flowing, QWidget):
    """Shows lines below each other; its accessible name tells all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[LineView, ...] = ()
        self._laid: tuple[int, list[_Laid], float] | None = None
        self.flow()

    def show_lines(self, lines: Sequence[LineView]) -> None:
        """Show other lines."""
        self._lines = tuple(lines)
        told = (". ".join(filter(None, (each.day, each.time, each.text))) for each in lines)
        self.setAccessibleName(self.tr("What happened"))
        self.setAccessibleDescription("\n".join(told))
        self._forget()

    def heightForWidth(self, width: int) -> int:
        return int(self._lay(width)[1] + 0.99)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._forget()
        super().changeEvent(event)

    def _forget(self) -> None:
        self._laid = None
        self.updateGeometry()
        self.update()

    def _columns(self) -> tuple[float, float]:
        """Where the line of time stands, and where the words begin."""
        look = self._theme.look
        clock = TextBlock("00:00", look.font("small"), 400, 1).natural_width
        axis = clock + look.px(14)
        return axis, axis + look.px(16)

    def _lay(self, width: int) -> tuple[list[_Laid], float]:
        if self._laid is not None and self._laid[0] == width:
            return self._laid[1], self._laid[2]
        look = self._theme.look
        small, body, label = look.font("small"), look.font("body"), look.font("label")
        _, left = self._columns()
        room = width - left
        laid: list[_Laid] = []
        y = 0.0
        for line in self._lines:
            day = TextBlock(line.day, label, room)
            y += day.height + 4 if line.day else 0
            text = TextBlock(line.text, body, room)
            detail = TextBlock(line.detail, small, room)
            laid.append(_Laid(y, TextBlock(line.time, small, 400, 1), text, detail, day, line.kind))
            y += text.height + (detail.height if line.detail else 0) + _GAP
        self._laid = (width, laid, y)
        return laid, y

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        laid, _ = self._lay(self.width())
        axis, left = self._columns()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect())
        if laid:
            painter.setPen(QPen(look.color("border"), 1.5))
            middle = laid[0].text.height / 2 / max(1, laid[0].text.line_count)
            ends = (laid[0].top + middle, laid[-1].top + middle)
            painter.drawLine(QPointF(axis, ends[0]), QPointF(axis, ends[1]))
        for each in laid:
            height = each.text.height + each.detail.height + each.day.height + _GAP
            if each.top - each.day.height - 4 > seen.bottom() or each.top + height < seen.top():
                continue
            self._paint_line(painter, each, axis, left)

    def _paint_line(self, painter: QPainter, each: _Laid, axis: float, left: float) -> None:
        look = self._theme.look
        line_height = each.text.height / max(1, each.text.line_count)
        middle = each.top + line_height / 2
        each.day.paint(
            painter, QPointF(left, each.top - each.day.height - 3), look.color("text_muted")
        )
        clock = QPointF(0, middle - each.time.height / 2)
        each.time.paint(painter, clock, look.color("text_muted"))
        radius = look.px(3.5)
        painter.setPen(QPen(look.color("window"), 2))
        painter.setBrush(look.color(_COLORS[each.kind]))
        painter.drawEllipse(QPointF(axis, middle), radius + 1, radius + 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        color = look.color("text_muted" if each.kind == "quiet" else "text")
        each.text.paint(painter, QPointF(left, each.top), color)
        below = QPointF(left, each.top + each.text.height)
        is_bad = each.kind == "refused"
        each.detail.paint(painter, below, look.color("refused" if is_bad else "text_muted"))
