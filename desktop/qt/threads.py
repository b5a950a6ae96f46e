"""The one place where another thread's news reaches the main loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class MainThread(QObject):
    """Runs calls on the thread that made this object."""

    _called = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._called.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[], None]) -> None:
        """Run `work` on the main thread soon; may be called from any thread."""
        self._called.emit(work)

    def _run(self, work: Callable[[], None]) -> None:
        work()
