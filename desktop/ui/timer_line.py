"""A quiet countdown for steps that want time, such as letting somebody finish speaking."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from desktop.ui.controls import WrappedText
from desktop.ui.theme import Theme

TICK_MS = 1000


class TimerLine(WrappedText):
    """Counts down from the moment a step is entered; ticks only while somebody can see it.

    Args:
        clock: Seconds that never jump, such as `time.monotonic`. The time itself goes on while
            the line is hidden: the customer keeps talking.
    """

    def __init__(self, theme: Theme, clock: Callable[[], float]) -> None:
        super().__init__(theme, "small", "text_muted", icon="clock", above=2, below=4)
        self._clock = clock
        self._timer = ("", 0, "")
        self._ends_at = 0.0
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.hide()

    @property
    def is_ticking(self) -> bool:
        """Whether the line wakes up every second."""
        return self._tick.isActive()

    def show_timer(self, label: str, seconds: int, step_key: str) -> None:
        """Show the timer of a step; it starts again when `step_key` or its length changes."""
        before = self._timer
        self._timer = (label, seconds, step_key)
        if self._timer[1:] != before[1:]:
            self._ends_at = self._clock() + seconds
        self.setVisible(seconds > 0)
        self._on_tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def _on_tick(self) -> None:
        label, seconds, _ = self._timer
        if seconds <= 0:
            self._tick.stop()
            return
        left = math.ceil(self._ends_at - self._clock())
        if left > 0:
            shown = f"{left // 60}:{left % 60:02}"
            self.show_text(f"{label} · {shown}" if label else shown, color="text_muted")
            if self.isVisible() and not self._tick.isActive():
                self._tick.start()
            return
        self._tick.stop()
        done = self.tr("time’s up")
        self.show_text(f"{label} – {done}" if label else done, color="amber_text")
