"""Reads `resources/quirks.yaml` into the insertion's quirks."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import Bug
from desktop.guide.fields import Fields, Report
from desktop.guide.source import MapNode, read_source
from desktop.hotkeys.chord import Chord
from desktop.insertion.quirks import DEFAULT_QUIRK, Caret, LineBreaks, Method, Quirk

_KEYS = (
    "programs",
    "method",
    "paste",
    "selection",
    "line_breaks",
    "before_ms",
    "hold_ms",
    "caret",
    "reason",
)


def read_quirks(path: Path) -> tuple[Quirk, ...]:
    """Every quirk of the file, in its order.

    Raises:
        Bug: The file is not as it should be; it ships with the program.
    """
    source = read_source(path)
    report = Report(source)
    if not isinstance(source.root, MapNode):
        raise Bug(f"{path} is no table of quirks: {report.problems}")
    table = Fields(source.root, report, "quirks file", ("quirks",))
    quirks = tuple(_quirk(entry) for entry in table.maps("quirks", _KEYS, "quirk"))
    if report.problems:
        raise Bug("\n".join(str(problem) for problem in report.problems))
    return quirks


def _quirk(entry: Fields) -> Quirk:
    def text(key: str, default: str) -> str:
        return entry.line(key, is_required=False) or default

    return Quirk(
        programs=entry.lines("programs"),
        method=Method(text("method", DEFAULT_QUIRK.method)),
        paste=Chord.parse(text("paste", str(DEFAULT_QUIRK.paste))),
        selection=text("selection", DEFAULT_QUIRK.selection),
        line_breaks=LineBreaks(text("line_breaks", DEFAULT_QUIRK.line_breaks)),
        before_ms=int(text("before_ms", str(DEFAULT_QUIRK.before_ms))),
        hold_ms=int(text("hold_ms", str(DEFAULT_QUIRK.hold_ms))),
        caret=Caret(text("caret", DEFAULT_QUIRK.caret)),
        reason=text("reason", ""),
    )
