"""Starting: one instance, a sane binding, the windows, and an orderly end."""

from __future__ import annotations

import gc
import importlib
import linecache
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.app import QT_ARGUMENTS
from desktop.errors import Trouble
from desktop.oslayer.rights import keep_new_files_private, shut
from desktop.oslayer.select import display_problem, prepare_environment, warm_up_backend

if TYPE_CHECKING:
    from desktop.paths import Paths
    from desktop.storage.ledger import Ledger

log = logging.getLogger("desktop")

_FIRST_START_S = 5.0

_ROOMS_WITHOUT_QT = (
    "desktop.app.kept",
    "desktop.app.leaving",
    "desktop.app.one_key_mode",
    "desktop.app.preferences",
    "desktop.app.record",
    "desktop.app.seen_before",
    "desktop.app.shelves",
    "desktop.app.troubles",
    "desktop.cockpit.commands",
    "desktop.cockpit.cockpit",
    "desktop.cockpit.quirk_table",
    "desktop.cockpit.views",
    "desktop.followups.zone",
    "desktop.hotkeys.one_key",
    "desktop.logs",
    "desktop.qt.focus",
    "desktop.remembered",
    "desktop.remote.listening",
    "desktop.settings",
    "desktop.storage.ledger",
    "desktop.ui.sheet",
)
"""Imported before PySide6, which reads and keeps the source of every module imported after it
(looking for its own feature switch): that would cost a third of the start and 6 MB."""

_ROOMS_WITH_QT = (
    "desktop.qt.loop",
    "desktop.qt.threads",
    "desktop.ui.theme",
    "desktop.ui.controls",
    "desktop.ui.step_card",
    "desktop.ui.panel",
    "desktop.app.stage",
    "desktop.app.poise",
)
"""Imported one after the other, so that those sources never lie in memory all at once."""


def run(paths: Paths, *, is_hidden: bool = False) -> int:
    """Show the panel until the agent quits; the exit code.

    A second start shows the first one's panel and returns 0.

    Raises:
        Trouble: It cannot run here; nothing was changed.
    """
    keep_new_files_private()
    paths.create()
    open_ones = shut(paths.private_files())
    for name in _ROOMS_WITHOUT_QT:
        importlib.import_module(name)
    warm_up_backend()
    gc.collect()  # making classes leaves half a megabyte, which Qt's windows take instead of more

    from desktop.remote.server import OnlyOne

    lock = OnlyOne(paths.lock_file)
    if not lock.take():
        return _show_the_first(paths, lock.owner())
    try:
        check_binding()
        prepare_environment()
        check_display()
    except Trouble:
        lock.release()
        raise

    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from desktop.logs import Logs, log_qt

    poise: Poise | None = None

    def on_crash(report: str) -> None:
        print(report, file=sys.stderr)  # noqa: T201 - for whoever started it in a terminal
        if poise is not None:
            poise.news.on_crash()

    logs = Logs(paths.log_file, on_crash)
    qInstallMessageHandler(lambda kind, _context, message: log_qt(kind.value, message))
    QApplication.setDesktopFileName("poise")
    application = QApplication([*QT_ARGUMENTS])
    application.setApplicationName("Poise")
    application.setQuitOnLastWindowClosed(False)

    for name in _ROOMS_WITH_QT:
        importlib.import_module(name)
        linecache.clearcache()  # the sources that PySide6 read
    from desktop.app.poise import Poise
    from desktop.garbage import Collector
    from desktop.qt.loop import before_each_wait

    collector = Collector()
    stop_collecting = before_each_wait(collector.look)
    try:
        poise = Poise(application, paths, open_ledger, is_hidden=is_hidden)
        _finish_encrypting(paths)
        logs.mask_by(poise.masker)
        poise.news.on_open_files(open_ones)
        stop_watching = _quit_on_signals(poise.quit_now)
        linecache.clearcache()  # the sources that PySide6 read
        code = application.exec()
        stop_watching()
        poise.close()
    finally:
        stop_collecting()
        lock.release()
        qInstallMessageHandler(None)
        logs.close()
    return code


def check_binding() -> None:
    """Refuse a PySide6 that destroys the interpreter's None (6.12.0 on CPython 3.11 and older).

    Raises:
        Trouble: This combination would crash after some minutes.
    """
    if sys.version_info >= (3, 12):
        return
    from PySide6.QtCore import QObject

    probe, before = QObject(), sys.getrefcount(None)
    for _ in range(200):
        probe.setObjectName("x")
    if sys.getrefcount(None) < before - 100:
        raise Trouble(
            "This PySide6 crashes with this Python.",
            "Install PySide6-Essentials 6.11, or use Python 3.12 or newer.",
        )


def check_display() -> None:
    """Refuse a display that does not answer: Qt would abort the process without a word.

    Raises:
        Trouble: No window can be shown.
    """
    cannot = display_problem()
    if cannot is not None:
        raise Trouble(cannot.reason, cannot.remedy)


def open_ledger(make: Callable[[], Ledger]) -> Ledger | None:
    """Open the record; ask for what opens it, or, where it is damaged, whether to put a copy back.

    Returns:
        None when the agent chose to leave.

    Raises:
        Trouble: The record cannot be opened, and setting it aside is no way out.
    """
    from desktop.storage.connection import DamagedRecord
    from desktop.storage.driver import LockedRecord

    try:
        try:
            return make()
        except DamagedRecord as damaged:
            from desktop.app.rescue import ask_and_rescue

            return make() if ask_and_rescue(damaged) else None
    except LockedRecord as locked:  # the copies of a damaged one need the key as well
        from desktop.app.unlocking import ask_and_unlock

        return open_ledger(make) if ask_and_unlock(locked) else None


def _finish_encrypting(paths: Paths) -> None:
    """Go on where turning encryption on was cut short: some backups are readable still."""
    if not any(file.exists() for file in paths.encryption_files):
        return
    from desktop.encryption.turning import finish

    try:
        stuck = finish(paths.database)
    except Trouble as trouble:
        log.warning("%s", trouble.what)
        return
    for name in stuck:
        log.warning("%s does not open with the key, and may hold readable text", name)


def _show_the_first(paths: Paths, owner: int) -> int:
    from desktop.remote.client import ask_patiently

    try:
        ask_patiently(paths.endpoint_file, {"command": "show"}, _FIRST_START_S)
    except Trouble as trouble:
        # The lock may not name its owner, and `kill 0` would end far more than that.
        process, end = (f" (process {owner})", f" with: kill {owner}") if owner else ("", ".")
        raise Trouble(
            f"Another Poise is starting or hangs{process}.",
            f"Wait a moment and try again; if it hangs, end it{end}",
        ) from trouble
    print("Poise is already running; its panel is shown.")  # noqa: T201 - the answer to the caller
    return 0


def _quit_on_signals(quit_now: Callable[[], None]) -> Callable[[], None]:
    """Leave in order on SIGTERM, SIGINT and SIGHUP; returns how to stop watching."""
    from desktop.qt.loop import watch

    if not hasattr(os, "set_blocking") or not hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGINT, lambda *_: quit_now())
        return lambda: None
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)

    def on_signal() -> None:
        os.read(reading, 4096)
        quit_now()

    unwatch = watch(reading, on_signal)

    def stop() -> None:
        unwatch()
        signal.set_wakeup_fd(-1)
        os.close(reading)
        os.close(writing)

    return stop
