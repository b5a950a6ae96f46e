"""A plain Qt text field in a process of its own that says when its text changed.

Every change prints one line: the monotonic clock in nanoseconds and the length.
`--late-ms N` answers a paste N ms late; `--bare` is the floor for memory and start.
"""

from __future__ import annotations

import argparse
import sys
import time

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QVBoxLayout, QWidget


def say(*words: object) -> None:
    """Print one line at once."""
    print(time.monotonic_ns(), *words, flush=True)


class Field(QPlainTextEdit):
    """The field; `late_ms` delays what a paste does."""

    def __init__(self, late_ms: int) -> None:
        super().__init__()
        self.setWindowTitle("Qt field")
        self._late_ms = late_ms
        self.textChanged.connect(self._on_text_changed)

    def _on_text_changed(self) -> None:
        say("text", len(self.toPlainText()))

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Take a paste, late if asked to."""
        if not self._late_ms:
            super().insertFromMimeData(source)
            return
        clipboard = QApplication.clipboard()
        QTimer.singleShot(self._late_ms, lambda: self.insertPlainText(clipboard.text()))


class Bare(QWidget):
    """The smallest honest window: the floor the program is measured against."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Bare window")
        QVBoxLayout(self).addWidget(QLabel("Hello"))

    def showEvent(self, event: QShowEvent) -> None:
        """Say when the window is there."""
        super().showEvent(event)
        QTimer.singleShot(0, lambda: say("shown"))


def main() -> int:
    """Show one window until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--late-ms", type=int, default=0)
    parser.add_argument("--bare", action="store_true")
    asked = parser.parse_args()
    app = QApplication(sys.argv[:1])
    window: QWidget = Bare() if asked.bare else Field(asked.late_ms)
    window.resize(420, 240)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
