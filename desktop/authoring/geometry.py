"""Where the pieces of a hand-written file begin and end, comments and blank lines included."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from desktop.errors import Trouble
from desktop.guide.source import ListNode, MapNode, Node, TextNode

BLOCK_SIGN = re.compile(r"[|>][-+0-9]{0,2}")

_BREAK = re.compile(r"\r\n|[\r\n]")


class Unsure(Trouble):
    """Nobody can tell how this place of a file would have to be written."""

    def __init__(self) -> None:
        super().__init__(
            "This place of the file is written in a way that Poise does not change.",
            "Change it in an editor.",
        )


class Page:
    """A file's text as lines.

    Args:
        text: Without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks = [(found.start(), found.end()) for found in _BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in self._breaks)]
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def line_of(self, index: int) -> int:
        """The line (from 0) of a character."""
        return bisect_right(self._starts, index) - 1

    def start(self, line: int) -> int:
        """Where a line begins."""
        return self._starts[line]

    def end(self, line: int) -> int:
        """Where a line ends, without its break."""
        return self._breaks[line][0] if line < len(self._breaks) else len(self.text)

    def after(self, line: int) -> int:
        """Where a line ends, with its break."""
        return self._breaks[line][1] if line < len(self._breaks) else len(self.text)

    def content(self, line: int) -> str:
        """A line without its break."""
        return self.text[self.start(line) : self.end(line)]

    def end_of_line(self, index: int) -> int:
        """The end of the line in which a character stands."""
        return self.end(self.line_of(index))


def is_in_line(node: Node, text: str) -> bool:
    """Whether a list or mapping is written in `[ ]` or `{ }`."""
    return not isinstance(node, TextNode) and text[node.start : node.start + 1] in ("[", "{")


def is_block_text(node: Node, text: str) -> bool:
    """Whether it is a text below a `|` or a `>`."""
    return isinstance(node, TextNode) and text[node.start : node.start + 1] in ("|", ">")


def content_end(node: Node, text: str) -> int:
    """Where the last character of a node ends; blank lines and comments behind it are not its."""
    if isinstance(node, TextNode):
        if not is_block_text(node, text):
            return node.end
        return node.start + len(text[node.start : node.end].rstrip())
    if is_in_line(node, text):
        return node.end
    if isinstance(node, ListNode):
        return content_end(node.items[-1], text)
    key, value = node.entries[-1]
    return max(content_end(value, text), key.end)


@dataclass(frozen=True, slots=True)
class Block:
    """An entry of a list that goes over lines of its own.

    Args:
        start: Where it begins, with the comments directly above it.
        dash: Where its dash stands.
        end: Where it ends, without the line break.
    """

    start: int
    dash: int
    end: int


def blocks_of(node: ListNode, page: Page) -> tuple[Block, ...]:
    """The entries of a list, one below the other.

    What lies between two of them (blank lines, headings of a section) belongs to neither.

    Raises:
        Unsure: The list is not written so.
    """
    if is_in_line(node, page.text):
        raise Unsure
    found: list[Block] = []
    above = page.line_of(node.start) - 1  # the last line that is taken
    column = node.column - 1
    while above >= 0 and _is_comment(page.content(above)):
        above -= 1
    for number, item in enumerate(node.items):
        dash = _dash_line(item, column, above, page)
        start = dash
        while start - 1 > above and _is_comment(page.content(start - 1), at_most=column):
            start -= 1
        last = page.line_of(max(content_end(item, page.text) - 1, page.start(dash)))
        until = _first_line(node.items[number + 1], page) if number + 1 < len(node.items) else None
        while (
            page.end(last) < len(page.text)
            and (until is None or last + 1 < until)
            and _is_comment(page.content(last + 1), at_least=column + 1)
        ):
            last += 1
        found.append(Block(page.start(start), page.start(dash) + column, page.end(last)))
        above = last
    return tuple(found)


def _first_line(node: Node, page: Page) -> int:
    return page.line_of(node.start)


def _dash_line(item: Node, column: int, above: int, page: Page) -> int:
    """The line with the dash of an entry: its own, or one above, where a comment follows it."""
    line = _first_line(item, page)
    while line > above:
        content = page.content(line)
        if not content[:column].strip() and content[column : column + 1] == "-":
            return line
        line -= 1
    raise Unsure


def _is_comment(line: str, at_least: int = 0, at_most: int = 10_000) -> bool:
    bare = line.lstrip(" \t")
    return bare.startswith("#") and at_least <= len(line) - len(bare) <= at_most


@dataclass(frozen=True, slots=True)
class ValueSpot:
    """The value of a key: what stands in the key's line, and what below it.

    Args:
        start, end: Of the value, or of the sign that opens it (`>-`), in the text.
        line_end: Of the line on which `end` is; a comment may stand before it.
        below_end: Where the lines below it end; `line_end` where there are none.
    """

    start: int
    end: int
    line_end: int
    below_end: int


def value_spot(key: TextNode, value: Node, page: Page) -> ValueSpot:
    """Where a value stands. Raises Unsure."""
    text = page.text
    if (isinstance(value, TextNode) and value.end > value.start) or is_in_line(value, text):
        start, end = value.start, value.end
        if is_block_text(value, text):
            sign = BLOCK_SIGN.match(text, start)
            end = sign.end() if sign else start
        line_end = page.end_of_line(end)
        below = max(content_end(value, text), line_end)
        return ValueSpot(start, end, line_end, below)
    colon = text.find(":", key.end)
    if colon < 0 or text[key.end : colon].strip():
        raise Unsure
    line_end = page.end_of_line(colon)
    if isinstance(value, TextNode):
        return ValueSpot(colon + 1, colon + 1, line_end, line_end)
    return ValueSpot(colon + 1, colon + 1, line_end, page.end_of_line(content_end(value, text)))


def parent_map(node: Node) -> MapNode:
    """The node as a mapping. Raises Unsure."""
    if not isinstance(node, MapNode):
        raise Unsure
    return node
