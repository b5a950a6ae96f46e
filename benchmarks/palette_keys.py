"""Types into the real palette and prints what each key took; run by `benchmarks.many_playbooks`.

From the key's event to the rows painted, as JSON on standard output: milliseconds of one clock.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.app import QT_ARGUMENTS
from desktop.cockpit.finder import Finder
from desktop.paths import resource
from desktop.ui.palette import Palette, PaletteRow
from desktop.ui.theme import apply_theme, load_tokens
from tests.unit.cockpit.room import Room

ROWS = 40
QUERIES = (
    *("sorry", "refund", "call back", "order number", "tomorrow", "what happened", "hold"),
    *("understand frustrating", "cancel", "supervisor", "deliverd", "apologise delay", "thank"),
    *("next step", "invoice", "reset", "abusive language", "wait two minutes", "photo", "qzx"),
)


def main() -> int:
    """Open the palette over a folder of playbooks, named on the command line, and type."""
    folder = Path(sys.argv[1])
    application = QApplication([*QT_ARGUMENTS])
    theme = apply_theme(application, load_tokens(resource("theme.yaml")), "light", 100)
    with tempfile.TemporaryDirectory() as place:
        room = Room(Path(place), folder)
        finder = Finder(room.cockpit)
        palette = Palette(theme)

        def show(query: str) -> None:
            palette.show_results(
                [
                    PaletteRow(each.kind, each.id, each.title, each.text, note=each.note)
                    for each in finder.find(query, ROWS)
                ]
            )

        palette.query_changed.connect(show)
        palette.open_at(QRect(0, 0, 1280, 1000))
        QTest.qWaitForWindowExposed(palette)
        begun = time.perf_counter()
        show("")
        made_ms = (time.perf_counter() - begun) * 1000
        edit = palette.findChild(QLineEdit)
        assert edit is not None
        times_ms = []
        for query in QUERIES:
            edit.clear()
            show("")
            application.processEvents()
            for letter in query:
                begun = time.perf_counter()
                QTest.keyClicks(edit, letter)
                palette.repaint()
                application.processEvents()
                times_ms.append((time.perf_counter() - begun) * 1000)
        print(json.dumps({"made_ms": made_ms, "times_ms": times_ms}))
        palette.put_away()
        room.ledger.close(5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
