"""Values as the lines of a file, and the tree of a file as plain values to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from desktop.exchange.yaml_text import flow, scalar, value
from desktop.guide.source import ListNode, Node, TextNode

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""What a file says: texts, lists and mappings, without their places."""

IN_LINE = ("tags", "choices")
"""Lists of single words: they are written in `[ ]`."""


def plain(node: Node) -> Plain:
    """What a node says. Breaks at the end of a text, which no reader keeps, are left out."""
    if isinstance(node, TextNode):
        return node.value.rstrip("\n")
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return {key.value: plain(item) for key, item in node.entries}


@dataclass(frozen=True, slots=True)
class Written:
    """A value in writing: `head` stands behind the colon or dash, the lines below follow."""

    head: str
    below: tuple[str, ...] = ()


def written(what: Plain, indent: int, column: int, key: str = "") -> Written:
    """A value as the lines of a file.

    Args:
        what: The value.
        indent: Of the lines below, in spaces.
        column: Where the head begins.
        key: The value's own.
    """
    if isinstance(what, str):
        head, *below = value(what, indent, column).split("\n")
        return Written(head, tuple(below))
    if isinstance(what, Mapping):
        return Written("", tuple(entry_lines(what, indent))) if what else Written("{}")
    texts = [each for each in what if isinstance(each, str)]
    if not what or (key in IN_LINE and len(texts) == len(what)):
        return Written(flow(texts))
    return Written("", tuple(line for each in what for line in item_lines(each, indent)))


def quoted(text: str, sign: str) -> str | None:
    """A text on one line in quotes of a kind, None where these cannot hold it."""
    if sign == "'":
        is_simple = scalar(text + "x").isprintable() and "\n" not in text and "\t" not in text
        return "'" + text.replace("'", "''") + "'" if is_simple else None
    made = scalar(f"\t{text}")  # a tab is never plain
    return '"' + made[1:-1].removeprefix("\\t") + '"'


def item_lines(what: Plain, indent: int) -> list[str]:
    """An entry of a list, from its dash on; all lines with their indentation."""
    margin = " " * indent
    if isinstance(what, dict) and what:
        lines = entry_lines(what, indent + 2)
        return [f"{margin}- {lines[0].lstrip(' ')}", *lines[1:]]
    made = written(what, indent + 2, indent + 2)
    return [f"{margin}- {made.head}".rstrip(), *made.below]


def entry_lines(entries: Mapping[str, Plain], indent: int) -> list[str]:
    """The keys of a mapping, one below the other; all lines with their indentation."""
    lines: list[str] = []
    for key, what in entries.items():
        head = f"{' ' * indent}{scalar(key)}: "
        made = written(what, indent + 2, len(head), key)
        lines += [f"{head}{made.head}".rstrip(), *made.below]
    return lines


def without_empty(entries: Mapping[str, str | Sequence[str]]) -> dict[str, Plain]:
    """The entries that say something, lists as lists."""
    found: dict[str, Plain] = {}
    for key, what in entries.items():
        if what:
            found[key] = what if isinstance(what, str) else list(what)
    return found
