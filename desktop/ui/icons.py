"""Icons drawn with paths on a 24 × 24 grid, tinted by the painter: no QtSvg, no files to load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

IconName = Literal[
    "ask",
    "back",
    "bell",
    "check",
    "clock",
    "collapse",
    "copied",
    "cross",
    "dash",
    "expand",
    "next",
    "person",
    "search",
    "stop",
    "warn",
]

MARK_COLOR = "#1B6570"


def _lines(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _ask(path: QPainterPath) -> None:
    path.addEllipse(3, 3, 18, 18)
    path.moveTo(9.4, 9.6)
    path.cubicTo(9.4, 6.2, 14.8, 6.4, 14.6, 9.8)
    path.cubicTo(14.4, 11.8, 12, 11.8, 12, 14)
    _lines(path, (12, 16.9), (12, 17))


def _back(path: QPainterPath) -> None:
    _lines(path, (14.5, 6), (8.5, 12), (14.5, 18))


def _next(path: QPainterPath) -> None:
    _lines(path, (9.5, 6), (15.5, 12), (9.5, 18))


def _bell(path: QPainterPath) -> None:
    path.moveTo(4.5, 17)
    path.cubicTo(6.5, 15.5, 6.5, 13.5, 6.5, 11)
    path.cubicTo(6.5, 3.6, 17.5, 3.6, 17.5, 11)
    path.cubicTo(17.5, 13.5, 17.5, 15.5, 19.5, 17)
    path.closeSubpath()
    path.moveTo(10, 20)
    path.quadTo(12, 21.6, 14, 20)


def _check(path: QPainterPath) -> None:
    _lines(path, (5.5, 12.5), (10, 17), (18.5, 7.5))


def _clock(path: QPainterPath) -> None:
    path.addEllipse(3, 3, 18, 18)
    _lines(path, (12, 7.5), (12, 12), (15.2, 14))


def _collapse(path: QPainterPath) -> None:
    _lines(path, (6, 14.5), (12, 8.5), (18, 14.5))


def _expand(path: QPainterPath) -> None:
    _lines(path, (6, 9.5), (12, 15.5), (18, 9.5))


def _copied(path: QPainterPath) -> None:
    path.addRoundedRect(8.5, 8.5, 11, 12, 2, 2)
    _lines(path, (15.5, 8), (15.5, 5.5), (13.5, 3.5), (6.5, 3.5), (4.5, 5.5), (4.5, 13), (5.5, 15))
    _lines(path, (5.5, 15), (8, 15.5))


def _cross(path: QPainterPath) -> None:
    _lines(path, (7, 7), (17, 17))
    _lines(path, (17, 7), (7, 17))


def _dash(path: QPainterPath) -> None:
    _lines(path, (6, 12), (18, 12))


def _person(path: QPainterPath) -> None:
    path.addEllipse(8, 3.5, 8, 8)
    path.moveTo(4, 20.5)
    path.cubicTo(4.5, 13, 19.5, 13, 20, 20.5)


def _search(path: QPainterPath) -> None:
    path.addEllipse(4, 4, 12, 12)
    _lines(path, (14.5, 14.5), (20, 20))


def _stop(path: QPainterPath) -> None:
    corners = ((8, 3), (16, 3), (21, 8), (21, 16), (16, 21), (8, 21), (3, 16), (3, 8))
    _lines(path, *corners)
    path.closeSubpath()
    _lines(path, (8, 12), (16, 12))


def _warn(path: QPainterPath) -> None:
    _lines(path, (12, 3.5), (21.5, 20), (2.5, 20))
    path.closeSubpath()
    _lines(path, (12, 10), (12, 14.5))
    _lines(path, (12, 17.2), (12, 17.3))


_DRAW: dict[IconName, Callable[[QPainterPath], None]] = {
    "ask": _ask,
    "back": _back,
    "bell": _bell,
    "check": _check,
    "clock": _clock,
    "collapse": _collapse,
    "copied": _copied,
    "cross": _cross,
    "dash": _dash,
    "expand": _expand,
    "next": _next,
    "person": _person,
    "search": _search,
    "stop": _stop,
    "warn": _warn,
}


@cache
def icon_path(name: IconName) -> QPainterPath:
    """The strokes of an icon on its 24 × 24 grid."""
    path = QPainterPath()
    _DRAW[name](path)
    return path


def paint_icon(painter: QPainter, name: IconName, rect: QRectF, color: QColor) -> None:
    """Draw an icon into a square, with strokes that stay about 1.5 px whatever its size."""
    scale = rect.width() / 24
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    pen = QPen(color, max(1.5, rect.width() / 11) / scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(icon_path(name))
    painter.restore()


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """Draw the program's mark: three stones at rest on one another."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 256, rect.height() / 256)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(MARK_COLOR))
    painter.drawRoundedRect(QRectF(8, 8, 240, 240), 56, 56)
    for center_x, center_y, radius_x, radius_y, color in (
        (128, 183, 84, 29, "#FFFFFF"),
        (136, 126, 60, 24, "#CFE6E9"),
        (124, 78, 37, 20, "#FFFFFF"),
    ):
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(center_x, center_y), radius_x, radius_y)
    painter.restore()


def mark_pixmap(size: int) -> QPixmap:
    """The mark as a square picture of `size` pixels."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def app_icon() -> QIcon:
    """The mark in the sizes that taskbars and trays ask for."""
    from PySide6.QtGui import QIcon  # with the names of all themes' icons: only for a tray

    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(mark_pixmap(size))
    return icon
