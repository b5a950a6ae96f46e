"""The end of the log as it may be shown to others: a second net below that of `desktop.logs`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from desktop.logs import redact
from desktop.privacy.anonymous import Anonymiser, without_quotations

LINES = 100
FAULT_LINES = 40
_MOST_BYTES = 200_000
_LONGEST = 400  # characters of a line
_MOST_READ = 4000  # of one, so that no heap of signs takes minutes

_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ )(.*)")
_FRAME = re.compile(r'  File "[^"\n]+", line \d+, in [\w.<>]+')
_ERROR = re.compile(r"[A-Za-z_][\w.]*(: .*)?")
_OF_A_TRACE = re.compile(
    r"Traceback \(most recent call last\):"
    r"|  \[Previous line repeated \d+ more times?\]"
    r"|During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:"
)
_MARKERS = re.compile(r"\s+[~^]+\s*")
_STAND_INS = {"‹e-mail›": "<address>", "‹number›": "#", "‹text›": "<text>", "‹user›": "<user>"}
"""Of the log, and the same in the words of the anonymiser."""


def end_of_log(log_file: Path, anonymiser: Anonymiser) -> list[str]:
    """The last lines of the log, redacted.

    Kept are the first lines of entries and what Python writes of a trace. Every other line is the
    rest of somebody's text, and only that there was one is told.

    Raises:
        OSError: The log is there and cannot be read.
    """
    lines = _last_lines(log_file, LINES)
    if len(lines) < LINES:
        older = log_file.with_name(f"{log_file.name}.1")
        lines = [*_last_lines(older, LINES - len(lines)), *lines]
    return list(_redacted(lines, anonymiser))


def end_of_faults(log_file: Path, anonymiser: Anonymiser) -> list[str]:
    """What the interpreter wrote when it crashed: files, lines and functions, no values.

    Raises:
        OSError: It is there and cannot be read.
    """
    lines = _last_lines(log_file.with_name("faults.log"), FAULT_LINES)
    return [_shown(line, anonymiser.text) for line in lines]


def _last_lines(path: Path, most: int) -> list[str]:
    if not path.exists():
        return []
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _MOST_BYTES))
        text = file.read().decode("utf-8", "replace")
    lines = text.split("\n")[size > _MOST_BYTES :]  # the first one may be half a line
    return [line for each in lines if (line := each.rstrip("\r"))][-most:]


def _redacted(lines: Iterable[str], anonymiser: Anonymiser) -> Iterator[str]:
    def hide(text: str) -> str:
        hidden = anonymiser.text(without_quotations(redact(text)))
        for stand_in, ours in _STAND_INS.items():
            hidden = hidden.replace(stand_in, ours)
        return hidden

    is_in_trace = False
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        is_frame = entry is None and _FRAME.fullmatch(line) is not None
        if entry is not None:
            yield entry[1] + _shown(entry[2], hide)
        elif is_frame or _OF_A_TRACE.fullmatch(line):
            yield _shown(line, anonymiser.text)
        elif is_in_trace and _MARKERS.fullmatch(line):
            continue
        elif is_in_trace and line.startswith("    "):  # a line of our own source
            yield _shown(line, hide)
            continue
        elif is_in_trace and _ERROR.fullmatch(line):
            yield _shown(line, hide)
        else:
            yield "<text>"
        is_in_trace = is_frame


def _shown(line: str, hide: Callable[[str], str]) -> str:
    if len(line) > _MOST_READ:  # between two words: half an address would be none
        line = line[:_MOST_READ].rpartition(" ")[0] + " …"
    shown = "".join(sign if sign.isprintable() else " " for sign in hide(line))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
