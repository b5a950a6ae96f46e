"""How a program likes its text: small data read from `resources/quirks.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from desktop.hotkeys.chord import Chord

_BREAKS_AT_END = re.compile(r"\s*\n\s*\Z")
CTRL_V = Chord(frozenset({"Ctrl"}), "V")


class Method(StrEnum):
    """The way in."""

    PASTE = "paste"
    TYPE = "type"
    COPY = "copy"


class LineBreaks(StrEnum):
    """What becomes of a line break in the text."""

    KEEP = "keep"
    SPACE = "space"  # the program would take a line break for Enter
    SHIFT_ENTER = "shift-enter"  # kept when pasted; typed as the key that starts a new line there


class Caret(StrEnum):
    """Where the caret stands after a text with a place for it."""

    MOVE = "move"  # it is brought to its place with the Left key
    END = "end"  # it stays behind the text: Left may mean something else there, or come too early


@dataclass(frozen=True, slots=True)
class Quirk:
    """One program's ways.

    Args:
        programs: Patterns (`*` allowed) over the program's name in lower case.
        method: How the text gets in.
        paste: The paste key.
        selection: Where the program pastes from, "clipboard" or "primary".
        line_breaks: What becomes of line breaks.
        before_ms: Pause between offering the text and the paste key, in milliseconds.
        reads: How often it reads one paste, 0 when that is not known. For systems that tell every
            read; where it is not known, it is learned there.
        hold_ms: The least time the offer stands after its first read, in milliseconds.
        caret: Whether the caret may be moved afterwards.
        reason: Why, with its source.
    """

    programs: tuple[str, ...] = ("*",)
    method: Method = Method.PASTE
    paste: Chord = CTRL_V
    selection: str = "clipboard"
    line_breaks: LineBreaks = LineBreaks.KEEP
    before_ms: int = 0
    reads: int = 0
    hold_ms: int = 300
    caret: Caret = Caret.MOVE
    reason: str = ""

    def shape(self, text: str) -> str:
        """The text as this program may get it: no break at the end, and none at all if it asks."""
        unified = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = _BREAKS_AT_END.sub("", unified).split("\n")
        if self.line_breaks is LineBreaks.SPACE:
            return " ".join(line.strip() for line in lines if line.strip())
        return "\n".join(lines)


DEFAULT_QUIRK = Quirk()


def quirk_for(program: str, quirks: Iterable[Quirk]) -> Quirk:
    """The first quirk whose pattern matches the program; the default when none does."""
    name = program.lower()
    for quirk in quirks:
        if any(fnmatchcase(name, pattern) for pattern in quirk.programs):
            return quirk
    return DEFAULT_QUIRK
