"""Comments that silence a rule: `# poise: ignore dead-end` and a reason, if one likes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from desktop.guide.lint.sheets import Sheet
from desktop.guide.source import ListNode, Node, TextNode

MOST_IGNORES = 1000
"""Comments that are read in one file; one that needs more should rather be rewritten."""

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*poise:[ \t]*ignore\b([^\r\n]*)", re.MULTILINE)
_EMPTY_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?[\r\n]*")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One rule that one comment silences.

    Args:
        rule: Its name as written; "" where the comment names none.
        target: The line that it is silenced on.
        line, column: Of the comment.
    """

    rule: str
    target: int
    line: int
    column: int


def ignores_of(sheet: Sheet, known: Collection[str]) -> tuple[Ignore, ...]:
    """All such comments of a file: at the end of a line, or alone before the next one.

    Args:
        known: The names of all rules. What follows the names is the reason.
    """
    text = sheet.source.text
    candidates = list(islice(_COMMENT.finditer(text), MOST_IGNORES))
    if not candidates:
        return ()
    spans = sorted(_spans(sheet.root, text))
    starts = [start for start, _ in spans]
    found: list[Ignore] = []
    alone: list[tuple[re.Match[str], int]] = []
    for comment in candidates:
        before = bisect_right(starts, comment.start()) - 1
        if before >= 0 and comment.start() < spans[before][1]:
            continue  # words of a text
        line = sheet.line_of(comment.start())
        if text[sheet.line_starts[line - 1] : comment.start()].strip():
            found += _ignores(sheet, comment, line, known)
        else:
            alone.append((comment, line))
    target, below = 0, 0
    for comment, line in reversed(alone):
        # Between two comments that stand alone, the search of the lower one has looked already.
        target = _next_content(sheet, line + 1, below, target)
        below = line
        found += _ignores(sheet, comment, target, known)
    return tuple(found)


def _ignores(
    sheet: Sheet, comment: re.Match[str], target: int, known: Collection[str]
) -> Iterator[Ignore]:
    line = sheet.line_of(comment.start())
    column = comment.start() - sheet.line_starts[line - 1] + 1
    for name in _names(comment[1], known) or ("",):
        yield Ignore(name, target, line, column)


def _next_content(sheet: Sheet, line: int, below: int, otherwise: int) -> int:
    """The first line from `line` on with more than a comment; `otherwise` from `below` on."""
    text, starts = sheet.source.text, sheet.line_starts
    while line <= len(starts) and line != below:
        end = starts[line] if line < len(starts) else len(text)
        if not _EMPTY_LINE.fullmatch(text, starts[line - 1], end):
            return line
        line += 1
    return otherwise if line == below else line


def _names(rest: str, known: Collection[str]) -> tuple[str, ...]:
    names: list[str] = []
    for chunk in rest.split(","):
        words = chunk.replace(":", " ").split()
        names += words[:1]
        for word in words[1:]:
            if word not in known:
                return tuple(dict.fromkeys(names))  # here the reason begins
            names.append(word)
    return tuple(dict.fromkeys(names))


def _spans(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """Where texts stand, without the line that opens a block (it may end with a comment)."""
    if isinstance(node, TextNode):
        start = node.start
        if text[start : start + 1] in ("|", ">"):
            start = text.find("\n", start, node.end) + 1 or node.end
        yield start, node.end
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _spans(item, text)
    else:
        for key, value in node.entries:
            yield from _spans(key, text)
            yield from _spans(value, text)
