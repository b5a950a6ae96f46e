"""Paced breathing: a shape that grows with the breath in and shrinks with the breath out.

Where motion is unwanted the shape stands still, and a count changes in it instead. Made when a
step with it is first shown; wakes up only while somebody can see it and there are breaths to come.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.breath_pace import Moment, Part, moment
from desktop.ui.motion import wants_less_motion
from desktop.ui.text import elided_line
from desktop.ui.theme import Theme
from desktop.ui.view import BreathingView

SMOOTH_MS = 33
_SIDE = 112
_ABOVE, _BELOW, _GAP = 4, 8, 20
_SMALLEST = 0.42
_STILL = 0.8
_DISCS = ((1.0, 0.0, 40), (0.82, 0.08, 60), (0.62, 0.16, 116))
"""Of each disc: its share of the whole, by how much it follows later, and how dense it is."""


class BreathingGuide(QWidget):
    """Paces breaths from the moment a step is entered; there is nothing to press.

    Args:
        clock: Seconds that never jump. While nobody can see the guide, it waits at the breath
            that was going on.
    """

    def __init__(self, theme: Theme, clock: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._pace: BreathingView | None = None
        self._step_key = ""
        self._rounds = 0
        self._began_at: float | None = None  # None while it waits to be seen
        self._is_still = False
        self._spoken = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._on_tick)
        theme.changed.connect(self._on_look_changed)
        self.hide()

    @property
    def is_ticking(self) -> bool:
        """Whether it wakes up by itself."""
        return self._tick.isActive()

    @property
    def now(self) -> Moment:
        """Where one is; before anybody has seen it, at the top of the first breath."""
        if self._pace is None:
            return Moment(Part.DONE, 0.0, 0, 0, 0.0)
        if self._began_at is None and self._rounds:
            return Moment(Part.IN, 1.0, 1, self._rounds, 0.0)
        return self._at(self._clock())

    @property
    def words(self) -> tuple[str, str]:
        """What to do now, and how long it goes on."""
        now = self.now
        says = {
            Part.READY: self.tr("Let the air out"),
            Part.IN: self.tr("Breathe in"),
            Part.HOLD: self.tr("Hold it gently"),
            Part.OUT: self.tr("Breathe out"),
            Part.DONE: self.tr("That is all"),
        }[now.part]
        if now.part is Part.DONE:
            return says, self.tr("Stay as long as you like")
        if now.rounds_left == 1:
            return says, self.tr("Last breath")
        return says, self.tr("{count} breaths left").format(count=now.rounds_left)

    def show_breathing(self, pace: BreathingView | None, step_key: str) -> None:
        """Show the rhythm of a step; it begins anew when `step_key` or the rhythm changes."""
        if (pace, step_key) != (self._pace, self._step_key):
            self._pace, self._step_key = pace, step_key
            self._rounds = pace.rounds if pace is not None else 0
            self._began_at = None
        self.setVisible(pace is not None)
        if self.isVisible():
            self._begin()

    def sizeHint(self) -> QSize:
        return QSize(200, self._side() + _ABOVE + _BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        if self._began_at is not None:
            self._rounds = self._at(self._clock()).rounds_left
            self._began_at = None
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        self._paint_shape(painter, QRectF(0, _ABOVE, side, side))
        self._paint_words(painter, side + _GAP, _ABOVE + side / 2)
        self._wait()  # it may have been scrolled out of sight, and is back

    def _paint_shape(self, painter: QPainter, box: QRectF) -> None:
        look, now = self._theme.look, self.now
        middle, reach = box.center(), box.width() / 2 - 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.color("border"))
        painter.drawEllipse(middle, reach, reach)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, lag, alpha in _DISCS:
            full = _STILL if self._is_still else _later(now, lag)
            radius = (reach - 4) * share * (_SMALLEST + (1 - _SMALLEST) * full)
            color = QColor(look.color("accent"))
            color.setAlpha(alpha)
            painter.setBrush(color)
            painter.drawEllipse(middle, radius, radius)
        if self._is_still and now.count:
            painter.setPen(look.color("window" if look.is_dark else "text"))
            painter.setFont(look.font("goal"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(now.count))

    def _paint_words(self, painter: QPainter, left: float, middle: float) -> None:
        look, (says, left_over) = self._theme.look, self.words
        large, small = look.font("goal"), look.font("small")
        room = self.width() - left
        high, low = QFontMetricsF(large), QFontMetricsF(small)
        top = middle - (high.height() + low.height() + 4) / 2
        painter.setFont(large)
        painter.setPen(look.color("text"))
        painter.drawText(QPointF(left, top + high.ascent()), elided_line(says, large, room))
        painter.setFont(small)
        painter.setPen(look.color("text_muted"))
        base = top + high.height() + 4 + low.ascent()
        painter.drawText(QPointF(left, base), elided_line(left_over, small, room))

    def _begin(self) -> None:
        """Somebody sees it: from now on time counts."""
        if self._pace is None:
            return
        self._is_still = wants_less_motion(self, self._theme.motion)
        if self._began_at is None:
            self._began_at = self._clock()
        self._on_tick()

    def _on_tick(self) -> None:
        spoken = ", ".join(self.words)
        if spoken != self._spoken:  # twice a breath: a screen reader tells it
            self._spoken = spoken
            self.setAccessibleName(spoken)
        self.update()
        self._wait()

    def _wait(self) -> None:
        """Wake up when something changes; never while nobody can see it."""
        if self._tick.isActive() or self._began_at is None or self.visibleRegion().isEmpty():
            return
        now = self.now
        if now.part is Part.DONE:
            return
        moves = now.part in (Part.IN, Part.OUT) and not self._is_still
        self._tick.start(SMOOTH_MS if moves else max(1, math.ceil(now.change_s * 1000)))

    def _at(self, clock_s: float) -> Moment:
        assert self._pace is not None
        began_at = clock_s if self._began_at is None else self._began_at
        return moment(self._pace, self._rounds, clock_s - began_at)

    def _side(self) -> int:
        return self._theme.look.wide(_SIDE)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _later(now: Moment, lag: float) -> float:
    """The fullness of a disc that follows the breath; at both ends they come together."""
    turning = 4 * now.fullness * (1 - now.fullness)
    return now.fullness + (lag if now.part is Part.OUT else -lag) * turning
