"""`poise --self-test`: does this installation have everything, on this machine?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from desktop import __version__

if TYPE_CHECKING:
    from desktop.paths import Paths

_WINDOW_MS = 5000


def self_test(paths: Paths, out: TextIO) -> int:
    """Write one line per check; 0 when all passed. Touches nothing of the agent's.

    Args:
        paths: Named in the report only; everything is done in a folder of its own.
        out: Where the lines go.
    """
    out.write(f"Poise {__version__}; record at {paths.database}\n")
    checks: dict[str, Callable[[Path], str]] = {
        "resources": _resources,
        "playbooks": _playbooks,
        "practice": _practice,
        "reminder words": _reminder_words,
        "calendar": _calendar,
        "signatures": _signatures,
        "search": _search,
        "database": _database,
        "backend": _backend,
        "window": _window,
        "modules": _modules,
    }
    failures = 0
    with tempfile.TemporaryDirectory(prefix="poise-self-test-") as folder:
        for name, check in checks.items():
            try:
                out.write(f"ok    {name}: {check(Path(folder))}\n")
            except Exception as problem:  # noqa: BLE001 - whatever it is, it is the finding
                failures += 1
                out.write(f"FAIL  {name}: {type(problem).__name__}: {problem}\n")
            out.flush()
    out.write("self-test passed\n" if not failures else f"self-test: {failures} failed\n")
    return 1 if failures else 0


def _resources(_folder: Path) -> str:
    from desktop.cockpit.quirk_table import read_quirks
    from desktop.paths import resource
    from desktop.ui.theme import load_tokens

    load_tokens(resource("theme.yaml"))
    return f"theme, {len(read_quirks(resource('quirks.yaml')))} quirks"


def _playbooks(_folder: Path) -> str:
    from desktop.guide.library import Library
    from desktop.paths import shipped_playbooks

    library = Library(lambda: [shipped_playbooks()])
    library.load()
    if library.problems() or not library.covers():
        raise ValueError(f"{len(library.covers())} playbooks, {library.problems()}")
    return ", ".join(each.id for each in library.covers())


def _practice(folder: Path) -> str:
    from desktop.app.rehearsal import session_alone
    from desktop.paths import paths_for
    from desktop.practice.views import ChoosingView

    view = session_alone(paths_for(folder / "practice")).view()
    if not isinstance(view, ChoosingView) or view.problems or not view.rows:
        raise ValueError(f"{view}")
    return ", ".join(row.id for row in view.rows)


def _reminder_words(_folder: Path) -> str:
    from desktop.followups.when import parse_when
    from desktop.followups.zone import local_zone

    return f"tomorrow 10:00 is {parse_when('tomorrow 10:00', datetime.now(UTC), local_zone())}"


def _calendar(_folder: Path) -> str:
    from desktop.followups.calendar_file import calendar_text
    from desktop.followups.hours import Hours
    from desktop.followups.promise import Reminder, ReminderState, Repeat, Terms

    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    promise = Reminder(
        *("r-20260701-110000-4f3a2b", "", noon, noon, "Europe/Berlin", noon),
        *(None, ReminderState.OPEN, None, None, 0),
        Terms(whom="Jo", repeats=Repeat.WEEKLY),
    )
    text = calendar_text([promise], Hours())
    if "DTSTART;TZID=Europe/Berlin:20260701T140000" not in text:
        raise ValueError(text)
    return "a promise is written with its zone"


def _signatures(_folder: Path) -> str:
    from desktop.packs.signing import Standing, can_sign, judge, new_secret, public_of, sign

    if not can_sign():
        return "the PyNaCl library is missing: packs are read, their signatures are not verified"
    secret = new_secret()
    verdict = judge("The self-test", b"{}", sign(b"{}", secret), public_of(secret))
    if verdict.standing is not Standing.TRUSTED:
        raise ValueError(f"{verdict}")
    return "made and verified"


def _search(_folder: Path) -> str:
    from desktop.phrases.search import Entry, Index

    if Index([Entry("Goodbye"), Entry("Hello")]).rank("helo", 1) != [1]:
        raise ValueError("the ranking is off")
    return "finds a mistyped word"


def _database(folder: Path) -> str:
    from desktop.storage.ledger import Ledger

    ledger = Ledger(folder / "poise.sqlite3")
    version = ledger.read(lambda connection: connection.execute("PRAGMA user_version").fetchone())
    found = version.result(timeout=10)[0]
    ledger.close(5)
    return f"schema {found}"


def _backend(_folder: Path) -> str:
    from desktop.errors import Cannot
    from desktop.oslayer.select import has_display, select_backend

    if not has_display():
        raise ValueError("there is no display")
    backend = select_backend(lambda _text: Cannot("Nothing is copied by the self-test."))
    missing = [each.name for each in backend.abilities() if each.cannot and each.is_needed]
    name = backend.name
    backend.close()
    return name if not missing else f"{name}, without {', '.join(missing)}"


def _window(_folder: Path) -> str:
    from desktop.app.start import check_binding, check_display
    from desktop.oslayer.select import prepare_environment

    check_binding()
    prepare_environment()
    check_display()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.app import QT_ARGUMENTS
    from desktop.paths import resource
    from desktop.ui.panel import Panel
    from desktop.ui.theme import apply_theme, load_tokens

    application = QApplication([*QT_ARGUMENTS])
    panel = Panel(apply_theme(application, load_tokens(resource("theme.yaml"))))
    panel.show()
    handle = panel.windowHandle()
    look = QTimer(interval=20)
    look.timeout.connect(lambda: handle.isExposed() and application.exit(0))
    look.start()
    QTimer.singleShot(_WINDOW_MS, lambda: application.exit(1))
    is_shown = application.exec() == 0
    panel.close()
    if not is_shown:
        raise ValueError(f"the panel was not on the screen after {_WINDOW_MS} ms")
    return f"shown and closed ({application.platformName()})"


def _modules(_folder: Path) -> str:
    """Most are loaded when they are needed; a bundle without one would say so in mid-shift."""
    import importlib
    import pkgutil

    import desktop
    from desktop.oslayer.select import rooms_of_others

    others = rooms_of_others()
    names = [
        each.name
        for each in pkgutil.walk_packages(desktop.__path__, "desktop.")
        if not each.name.endswith(".__main__")  # that would run the program
        and not any(f"{each.name}.".startswith(f"{room}.") for room in others)
    ]
    for name in names:
        importlib.import_module(name)
    return f"{len(names)} can be loaded"
