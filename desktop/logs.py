"""The log: one rotating file in which every error ends up, ours and Qt's and the OS's.

Logs never hold phrase text, customer names or keystrokes. Whoever logs keeps to that; as a
last net, what looks like personal data is redacted on its way into the file.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from desktop.privacy.masker import Masker

MAX_BYTES = 500_000
FILES = 3  # the current one included

_log = logging.getLogger("desktop")  # the parent of every module here

# QtMsgType's numbers: debug, warning, critical, fatal, info. The handler itself is installed
# in the qt room; nothing here imports Qt.
_QT_LEVELS = {
    0: logging.DEBUG,
    1: logging.WARNING,
    2: logging.ERROR,
    3: logging.CRITICAL,
    4: logging.INFO,
}

_REDACTIONS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "‹e-mail›"),
    (re.compile(r"(?<![\w.])\+?\d(?:[ ()./-]{0,2}\d){7,}(?!\w)"), "‹number›"),
    # What is long and quoted is somebody's text, but for the file names of a trace.
    (
        re.compile(r"(?<!\w)'[^'\n]{40,}'|(?<!File )\"[^\"\n]{40,}\"|‘[^’\n]{40,}’|“[^”\n]{40,}”"),
        "‹text›",
    ),
    (re.compile(r"(?i)(/home/|/users/|\\users\\)[^/\\\s'\":]+"), r"\1‹user›"),
)


def redact(text: str, masker: Masker | None = None) -> str:
    """The text without e-mail addresses, long numbers, long quotations and account names.

    Args:
        masker: Knows what the team keeps out besides.
    """
    text = (masker or Masker()).masked(text, is_told=False)
    for pattern, stand_in in _REDACTIONS:
        text = pattern.sub(stand_in, text)
    return text


class Logs:
    """The open log and the hooks that lead into it.

    Args:
        log_file: Its folder must exist. Rotated at 500 kB, three files are kept; crashes of
            the interpreter itself go to `faults.log` beside it.
        on_crash: Told about every error that nobody caught, with a redacted report to copy.
            May be called in any thread.
        is_verbose: Whether debug messages are written too.

    A log that cannot be opened is no reason not to work: messages then go to stderr.
    """

    def __init__(
        self,
        log_file: Path,
        on_crash: Callable[[str], None] | None = None,
        is_verbose: bool = False,
    ) -> None:
        self._on_crash = on_crash
        self._masker = Masker()
        self._faults: IO[str] | None = None
        self._handler: logging.Handler
        trouble = ""
        try:
            # Appended to: what the last run left there may be why it ended.
            self._faults = log_file.with_name("faults.log").open("a", encoding="utf-8")
            faulthandler.enable(self._faults)
            self._handler = _RotatingFile(log_file)
        except OSError as error:
            trouble = error.strerror or str(error)
            self._handler = logging.StreamHandler(sys.stderr)
        self.mask_by(self._masker)
        self._old_hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread
        sys.unraisablehook = self._on_unraisable
        _log.addHandler(self._handler)
        _log.setLevel(logging.DEBUG if is_verbose else logging.INFO)
        _log.propagate = False
        if trouble:
            _log.warning("The log file cannot be written (%s).", trouble)

    def mask_by(self, masker: Masker) -> None:
        """Keep out of the log what is kept out of the record."""
        self._masker = masker
        self._handler.setFormatter(
            _Redacting("%(asctime)s %(levelname)s %(threadName)s %(message)s", masker)
        )

    def close(self) -> None:
        """Flush, close, and put the hooks back that were there before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._old_hooks
        _log.removeHandler(self._handler)
        _log.propagate = True
        self._handler.close()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def report(self, error: BaseException) -> str:
        """Log an error nobody handled; returns the redacted report that went into the log."""
        return self._crash(type(error), error, error.__traceback__)

    def _crash(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> str:
        error = error if error is not None else kind()
        _log.critical("An error nobody handled", exc_info=(kind, error, trace))
        text = _Redacting(None, self._masker).formatException((kind, error, trace))
        if self._on_crash is not None:
            try:
                self._on_crash(text)
            except Exception:  # noqa: BLE001 - the crash window must not hide the crash
                _log.exception("The crash window failed")
        return text

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._crash(kind, error, trace)

    def _on_uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if not issubclass(args.exc_type, SystemExit):
            self._crash(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: Any) -> None:
        # Typically in a destructor: worth a line, not a crash window.
        _log.error(
            "An error in a destructor or callback",
            exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback),
        )


def log_qt(kind: int, message: str) -> None:
    """Write a message of Qt; `kind` is the number of its QtMsgType."""
    _log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


class _RotatingFile(logging.FileHandler):
    """A file that makes way for a new one when it is full.

    Our own, as `logging.handlers` would load the socket module into a program that promises
    to have no network.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and self.stream.tell() >= MAX_BYTES:
            # Held open by somebody else (Windows): go on in the full file.
            with contextlib.suppress(OSError):
                self._rotate(self.stream)
        super().emit(record)

    def _rotate(self, stream: IO[str]) -> None:
        path = Path(self.baseFilename)
        stream.close()
        try:
            for number in range(FILES - 1, 0, -1):
                older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number}"))
        finally:
            self.stream = self._open()


class _Redacting(logging.Formatter):
    """Redacts message and trace; the time stamp is ours and stays."""

    def __init__(self, shape: str | None, masker: Masker) -> None:
        super().__init__(shape)
        self._masker = masker

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = redact(record.message, self._masker)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return redact(super().formatException(ei), self._masker)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        return redact(super().formatStack(stack_info), self._masker)
