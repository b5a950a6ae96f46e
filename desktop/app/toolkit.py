"""What Qt is here and which screens it sees, asked in a process of its own.

Qt ends the whole process where it finds no way to show windows, which is when a report about
that is needed most.
"""

from __future__ import annotations

import json
import subprocess
import sys

from desktop.errors import Trouble
from desktop.paths import installation

_PATIENCE_S = 30.0
_MOST_LINES = 12


def about_qt() -> list[str]:
    """Sentences on the binding, Qt, the screens and, where it cannot show windows, why."""
    kind, folder = installation()
    program = [sys.executable, *([] if kind == "bundle" else ["-m", "desktop"])]
    try:
        done = subprocess.run(
            [*program, "--toolkit"],
            cwd=folder,  # this very program, and no module of the folder we are in
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"Qt did not answer within {_PATIENCE_S:.0f} s."]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    lines = [sentence for each in told for sentence in each]
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").splitlines()
        reasons = [line.strip() for line in said if line.strip()][-_MOST_LINES:]
        lines += [f"Qt can show no window here (exit code {done.returncode}):", *reasons]
    return lines


def tell() -> int:
    """Be the process that is asked: print lines of JSON, each as soon as it is known."""
    from PySide6 import __version__ as binding
    from PySide6.QtCore import qVersion

    _say([f"PySide6 {binding}, Qt {qVersion()}"])
    from desktop.oslayer.select import has_display, prepare_environment

    if not has_display():
        _say(["No display, so no screens."])
        return 0
    from desktop.app.start import check_binding, check_display

    try:
        check_binding()
        prepare_environment()
        check_display()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)  # noqa: T201 - read by `about_qt`
        return 1
    from PySide6.QtGui import QGuiApplication

    from desktop.app import QT_ARGUMENTS
    from desktop.ui.placement import current_screens

    application = QGuiApplication([*QT_ARGUMENTS])
    screens = [
        f"Screen {number}: {each.full.width()} × {each.full.height()} at "
        f"{each.full.x()}, {each.full.y()}; scale {each.dpr:g}"
        for number, each in enumerate(current_screens(), 1)  # of the name nothing: it may say whose
    ]
    _say([f"Windows are shown by: {application.platformName()}", *screens])
    return 0


def _say(sentences: list[str]) -> None:
    print(json.dumps(sentences), flush=True)  # noqa: T201 - read by `about_qt`
