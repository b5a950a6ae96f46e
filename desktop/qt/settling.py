"""Doing something when a stream of changes pauses, and now and then where it does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Settling(QObject):
    """Waits for a pause.

    Args:
        then: What to do.
        quiet_ms: How long a pause is.
        latest_ms: After so long it is done without one.
    """

    def __init__(self, then: Callable[[], None], quiet_ms: int, latest_ms: int) -> None:
        super().__init__()
        self._then = then
        self._quiet = QTimer(self, singleShot=True, interval=quiet_ms)
        self._latest = QTimer(self, singleShot=True, interval=latest_ms)
        for timer in (self._quiet, self._latest):
            timer.timeout.connect(self.at_once)

    @property
    def is_waiting(self) -> bool:
        """Whether there is something to do."""
        return self._quiet.isActive()

    def touch(self) -> None:
        """There was a change."""
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._quiet.stop()
        self._latest.stop()

    def at_once(self) -> None:
        """Do it now."""
        self.stop()
        self._then()
