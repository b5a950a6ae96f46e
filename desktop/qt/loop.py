"""The main loop as the backends and the inserter see it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QSocketNotifier, Qt, QTimer


def watch(descriptor: int, call: Callable[[], None]) -> Callable[[], None]:
    """Call while the file descriptor is readable; returns how to stop."""
    notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: call())

    def stop() -> None:
        notifier.setEnabled(False)
        notifier.deleteLater()

    return stop


def soon(call: Callable[[], None]) -> None:
    """Call when the loop has nothing more urgent to do."""
    QTimer.singleShot(0, call)


def before_each_wait(call: Callable[[], None]) -> Callable[[], None]:
    """Call whenever the main loop has done all there is to do; returns how to stop.

    Needs the application, and is called on its thread, many times a second: it must be quick.
    """
    dispatcher = QAbstractEventDispatcher.instance()
    connection = dispatcher.aboutToBlock.connect(call)

    def stop() -> None:
        dispatcher.aboutToBlock.disconnect(connection)

    return stop


_EXACT_BELOW_MS = 500


class QtClock(QObject):
    """Implements `insertion.inserter.Clock`; its timers end with it."""

    def now_ms(self) -> float:
        """A clock that never jumps, in milliseconds."""
        return time.monotonic() * 1000

    def later(self, delay_ms: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call once after the delay; the returned function cancels it."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        # On Windows an exact timer costs a thread's wake-up (timeSetEvent); a wait that is as
        # good as over needs it, a time limit does not.
        is_exact = delay_ms < _EXACT_BELOW_MS
        timer.setTimerType(Qt.TimerType.PreciseTimer if is_exact else Qt.TimerType.CoarseTimer)
        is_over = False

        def fire() -> None:
            cancel()
            call()

        def cancel() -> None:
            nonlocal is_over
            if not is_over:  # the timer is gone soon after
                is_over = True
                timer.stop()
                timer.deleteLater()

        timer.timeout.connect(fire)
        timer.start(max(0, round(delay_ms)))
        return cancel
