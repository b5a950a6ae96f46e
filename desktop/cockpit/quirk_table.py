"""Reads `resources/quirks.yaml` into the insertion's quirks, by way of plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from desktop.errors import Bug
from desktop.hotkeys.chord import Chord
from desktop.insertion.quirks import DEFAULT_QUIRK, Caret, LineBreaks, Method, Quirk

_KEYS = (
    "programs",
    "method",
    "paste",
    "selection",
    "line_breaks",
    "before_ms",
    "reads",
    "hold_ms",
    "caret",
    "reason",
)


def read_quirks(path: Path) -> tuple[Quirk, ...]:
    """Every quirk of the file, in its order; raises as `quirk_words` does."""
    return quirks_of(quirk_words(path))


def quirk_words(path: Path) -> list[dict[str, Any]]:
    """What the file says of each program: the keys that are written there.

    Raises:
        Bug: The file is not as it should be; it ships with the program.
    """
    from desktop.guide.fields import Fields, Report  # not where the words are kept
    from desktop.guide.source import MapNode, read_source

    source = read_source(path)
    report = Report(source)
    if not isinstance(source.root, MapNode):
        raise Bug(f"{path} is no table of quirks: {report.problems}")
    table = Fields(source.root, report, "quirks file", ("quirks",))
    words: list[dict[str, Any]] = []
    for entry in table.maps("quirks", _KEYS, "quirk"):
        lines = {key: entry.line(key, is_required=False) for key in _KEYS[1:]}
        written = {key: line for key, line in lines.items() if line}
        words.append({"programs": list(entry.lines("programs")), **written})
    if report.problems:
        raise Bug("\n".join(str(problem) for problem in report.problems))
    return words


def quirks_of(words: Iterable[Mapping[str, Any]]) -> tuple[Quirk, ...]:
    """The quirks that these words mean.

    Raises:
        Bug: They mean none.
    """
    try:
        return tuple(map(_quirk, words))
    except (ValueError, TypeError, LookupError) as error:
        raise Bug(f"quirks: {error}") from error


def _quirk(words: Mapping[str, Any]) -> Quirk:
    return Quirk(
        programs=tuple(words["programs"]),
        method=Method(words.get("method", DEFAULT_QUIRK.method)),
        paste=Chord.parse(words.get("paste", str(DEFAULT_QUIRK.paste))),
        selection=words.get("selection", DEFAULT_QUIRK.selection),
        line_breaks=LineBreaks(words.get("line_breaks", DEFAULT_QUIRK.line_breaks)),
        before_ms=int(words.get("before_ms", DEFAULT_QUIRK.before_ms)),
        reads=int(words.get("reads", DEFAULT_QUIRK.reads)),
        hold_ms=int(words.get("hold_ms", DEFAULT_QUIRK.hold_ms)),
        caret=Caret(words.get("caret", DEFAULT_QUIRK.caret)),
        reason=words.get("reason", ""),
    )
