"""The one-key mode on the panel: every bare key large at what it does, and the time that is left.

Drawn over what is there: nothing moves when the mode begins and ends, and clicks go through.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.bare_keys import BareKey, Places
from desktop.ui.motion import wants_less_motion
from desktop.ui.text import elided_line
from desktop.ui.theme import Theme
from desktop.ui.view import OneKeyView

SMOOTH_MS, STEADY_MS = 33, 1000
_BAR = 3


class OneKeySheet(QWidget):
    """Covers the panel while the mode is open.

    Args:
        clock: Seconds that never jump.
        places: Asked at each painting.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        places: Callable[[], Places],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._panel = parent
        self._theme = theme
        self._clock = clock
        self._places = places
        self._mode: OneKeyView | None = None
        self._ends_at = 0.0
        self._is_still = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("One-key mode: press one key, Esc leaves"))
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._on_tick)
        self.hide()

    @property
    def is_ticking(self) -> bool:
        """Whether it wakes up to show the time."""
        return self._tick.isActive()

    @property
    def share_left(self) -> float:
        """How much of the time is left, from 1 to 0; in whole seconds where motion is unwanted."""
        if self._mode is None:
            return 0.0
        left_s = min(max(0.0, self._ends_at - self._clock()), self._mode.length_s)
        return (math.ceil(left_s) if self._is_still else left_s) / self._mode.length_s

    def show_mode(self, mode: OneKeyView | None) -> None:
        """Show the mode as it is, or that it is over."""
        before = self._mode
        self._mode = mode
        if mode is None:
            self._tick.stop()
            self.hide()
            return
        if before is None or before.opening != mode.opening:
            self._ends_at = self._clock() + mode.length_s
            self._is_still = wants_less_motion(self, self._theme.motion)
            self._tick.start(STEADY_MS if self._is_still else SMOOTH_MS)
        self.setGeometry(self._panel.rect())
        self.raise_()
        self.show()
        self.update()

    def shown_keys(self) -> list[tuple[str, QRect]]:
        """The keys that are drawn, and where."""
        places = self._places()
        found = [(each.key, self._cap(each)) for each in places.keys]
        inside = [(key, cap) for key, cap in found if places.column.contains(cap)]
        return [*inside, *((each.key, self._cap(each)) for each in places.walking)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._mode is None:
            return
        places = self._places()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key, cap in self.shown_keys():
            self._paint_cap(painter, key, QRectF(cap), is_refused=key in self._mode.refused)
        self._paint_time(painter, places.foot)
        self._paint_words(painter, places.line)

    def _on_tick(self) -> None:
        foot = self._places().foot
        self.update(foot.x(), foot.y(), foot.width(), _BAR)
        if self.share_left <= 0:
            self._tick.stop()

    def _cap(self, bare: BareKey) -> QRect:
        """A square in the room before the words of a phrase, or instead of an arrow at the end."""
        look, is_at_end = self._theme.look, bare.is_at_end
        button = bare.button.rect().translated(bare.button.mapTo(self._panel, QPoint()))
        room = look.px(16) + 11 if is_at_end else look.px(24) + 12
        side = min(room, button.height() - 6, look.px(34))
        if is_at_end:
            left = button.right() + 1 - 3 - side
            return QRect(left, button.top() + (button.height() - side) // 2, side, side)
        return QRect(button.left() + (look.px(24) + 20 - side) // 2, button.top() + 4, side, side)

    def _paint_cap(self, painter: QPainter, key: str, cap: QRectF, *, is_refused: bool) -> None:
        look = self._theme.look
        rim = "amber_border" if is_refused else "surface"  # on a button of the same colour too
        painter.setPen(QPen(look.color(rim), 1.5))
        painter.setBrush(look.color("amber_surface" if is_refused else "primary"))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(look.color("amber_text" if is_refused else "text_on_primary"))
        painter.setFont(look.font("goal"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        if is_refused:
            y = cap.center().y()
            painter.drawLine(QPointF(cap.left() + 5, y), QPointF(cap.right() - 5, y))

    def _paint_time(self, painter: QPainter, foot: QRect) -> None:
        look = self._theme.look
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(foot.x(), foot.y(), foot.width(), _BAR)
        painter.setBrush(look.color("border"))
        painter.drawRect(track)
        painter.setBrush(look.color("accent"))
        track.setWidth(track.width() * self.share_left)
        painter.drawRect(track)

    def _paint_words(self, painter: QPainter, line: QRect) -> None:
        look = self._theme.look
        painter.fillRect(line, look.color("header"))
        font, leave = look.font("strong"), self.tr("Esc leaves")
        painter.setFont(font)
        painter.setPen(look.color("text_muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(line), Qt.AlignmentFlag.AlignRight | middle, leave)
        painter.setPen(look.color("accent"))
        room = line.width() - QFontMetricsF(font).horizontalAdvance(leave) - 12
        words = elided_line(self.tr("Press one key"), font, room)
        painter.drawText(QRectF(line), Qt.AlignmentFlag.AlignLeft | middle, words)
