"""Noticing that files were edited, whichever way the editor saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

_SETTLE_MS = 250  # editors save in several steps
_LOOK_AGAIN_MS = 10_000  # network folders send no news


class FileWatch(QObject):
    """Calls after something in the folders changed; the callee looks what it was.

    Args:
        folders: Asked at each look; watched with the files in them. Those that do not exist are
            passed over.
        on_changed: Cheap when nothing changed.
    """

    def __init__(
        self, folders: Callable[[], Sequence[Path]], on_changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._folders = folders
        self._on_changed = on_changed
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look)
        self._again.start()
        self._watcher.directoryChanged.connect(lambda _path: self._settle.start())
        self._watcher.fileChanged.connect(lambda _path: self._settle.start())
        self._watch_all()

    def stop(self) -> None:
        """Notice nothing any more."""
        self._again.stop()
        self._settle.stop()
        self._watcher.deleteLater()

    def _look(self) -> None:
        self._watch_all()
        self._on_changed()

    def _watch_all(self) -> None:
        # An atomic save replaces the file, and the watch goes with the old one.
        wanted: set[str] = set()
        for folder in self._folders():
            if folder.is_dir():
                wanted |= {str(folder), *(str(file) for file in folder.glob("*.y*ml"))}
        missing = wanted - set(self._watcher.files()) - set(self._watcher.directories())
        if missing:
            self._watcher.addPaths(sorted(missing))
