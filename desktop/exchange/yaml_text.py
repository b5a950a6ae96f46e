"""Text as YAML that a person likes to read, and that is read back as exactly the same text.

A text stands plain where that is safe, below a `|-` where it has lines, below a `>-` where it
is long, and in double quotes where any of these could change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.guide.source import UNPRINTABLE

WIDTH = 96
"""Columns that a line shall not go beyond."""

_LEAST = 30  # of a folded line, however deep it stands
_SURE = re.compile(r"[^\W\d_](?:.*\S)?")
_UNSURE = re.compile(r"[\t\n\r\ufeff]|: | #|:$")
_FLOW = re.compile(r"[,\[\]{}:]")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"])
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ODD = re.compile(rf'[\t\n\r"\\]|{UNPRINTABLE.pattern}')


def scalar(text: str, is_in_flow: bool = False) -> str:
    """A text on one line, in quotes where it needs them.

    Args:
        text: Any.
        is_in_flow: Whether it will stand between `[` and `]`.
    """
    is_plain = (
        _SURE.fullmatch(text) is not None
        and _UNSURE.search(text) is None
        and not _ODD.search(_without_harmless(text))
        and text.lower() not in _WORDS
        and not (is_in_flow and _FLOW.search(text))
    )
    return text if is_plain else f'"{_ODD.sub(_escaped, text)}"'


def flow(texts: Iterable[str]) -> str:
    """A short list on one line."""
    return "[" + ", ".join(scalar(each, is_in_flow=True) for each in texts) + "]"


def value(text: str, indent: int, column: int) -> str:
    """A text as the value of a key or an entry of a list; it may go on below.

    Args:
        text: Any.
        indent: Of the lines below, in spaces.
        column: Where the value begins, counted from 0.

    Returns:
        What follows the colon or the dash and a space, without a break at the end.
    """
    margin = " " * indent
    if "\n" in text and _fits_literal(text):
        lines = [margin + line if line else "" for line in text.split("\n")]
        return "|-\n" + "\n".join(lines)
    short = scalar(text)
    if column + len(short) > WIDTH and _fits_folded(text):
        lines = _folded(text, max(_LEAST, WIDTH - indent))
        if len(lines) > 1:
            return ">-\n" + "\n".join(margin + line for line in lines)
    return short


def _fits_literal(text: str) -> bool:
    lines = text.split("\n")
    return (
        bool(lines[0] and lines[-1])
        and not lines[0].startswith(" ")
        and not any(line.startswith("\t") or line != line.rstrip() for line in lines)
        and not _ODD.search(_without_harmless(text))
    )


def _fits_folded(text: str) -> bool:
    return text == text.strip() and not _ODD.search(_without_harmless(text)) and "\n" not in text


def _without_harmless(text: str) -> str:
    """Without the characters that need an escape in quotes only."""
    return text.replace("\n", "").replace("\t", "").replace('"', "").replace("\\", "")


def _folded(text: str, width: int) -> list[str]:
    """Lines to be joined with one space each; none begins or ends with a space or a tab."""
    lines: list[str] = []
    rest = text
    while len(rest) > width:
        for cut in (*range(width, 0, -1), *range(width + 1, len(rest) - 1)):
            if rest[cut] == " " and rest[cut - 1] not in " \t" and rest[cut + 1] not in " \t":
                break
        else:
            break
        lines.append(rest[:cut])
        rest = rest[cut + 1 :]
    return [*lines, rest]


def _escaped(odd: re.Match[str]) -> str:
    code = ord(odd[0])
    if odd[0] in _ESCAPES:
        return _ESCAPES[odd[0]]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
