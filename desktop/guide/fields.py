"""Taking the expected fields out of a mapping, and complaining well about all others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import TypeVar

from desktop.guide.model import Problem
from desktop.guide.source import (
    MAX_PROBLEMS,
    UNPRINTABLE,
    ListNode,
    MapNode,
    Node,
    Source,
    TextNode,
    shown,
)
from desktop.guide.vocabulary import Term

T = TypeVar("T", bound=Term)

_ID = re.compile(r"[a-z0-9-]{1,64}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


class Report:
    """Collects the problems of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._problems = list(source.problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the file."""
        ordered = sorted(self._problems, key=lambda problem: (problem.line, problem.column))
        return tuple(ordered[:MAX_PROBLEMS])

    @property
    def is_full(self) -> bool:
        """Whether another problem would not be shown any more."""
        return len(self._problems) >= MAX_PROBLEMS

    def add(self, node: Node, what: str, remedy: str) -> None:
        """A mistake at a node."""
        self.add_at((node.line, node.column), what, remedy)

    def add_at(self, place: tuple[int, int], what: str, remedy: str) -> None:
        """A mistake at a line and column."""
        if not self.is_full:
            self._problems.append(Problem(self.source.path, *place, what, remedy))

    def nearest(self, word: str, known: Collection[str], otherwise: str) -> str:
        """A remedy: the known word that looks most like this one, or another sentence."""
        close = "" if self.is_full else closest(word, known)
        return f"Did you mean `{close}`?" if close else otherwise


def closest(word: str, known: Collection[str]) -> str:
    """The known word that looks most like this one; "" when none does."""
    import difflib  # not before somebody mistypes

    return next(iter(difflib.get_close_matches(word[:64].lower(), known, 1, 0.6)), "")


def kind_of(node: Node) -> str:
    """What a node is, for a person."""
    if isinstance(node, TextNode):
        return "text" if node.value else "empty"
    return "a list" if isinstance(node, ListNode) else "a mapping"


class Fields:
    """The fields of one mapping. Every getter reports what is wrong and goes on.

    Args:
        node: The mapping.
        report: Where mistakes go.
        thing: What the mapping is, for a person: "step".
        known: The keys it may have.
    """

    def __init__(self, node: MapNode, report: Report, thing: str, known: tuple[str, ...]) -> None:
        self.node = node
        self._report = report
        self._thing = thing
        self._meant: dict[str, TextNode] = {}
        for key, _ in node.entries:
            if key.value not in known and not report.is_full:
                what = f"A {thing} has no key `{shown(key.value)}`."
                meant = closest(key.value, [each for each in known if node.get(each) is None])
                self._meant[meant] = key
                remedy = f"Did you mean `{meant}`?" if meant else ""
                report.add(key, what, remedy or f"It may have: {', '.join(known)}.")

    def is_meant(self, key: str) -> bool:
        """Whether the mapping has the key, or one that was reported as like it."""
        return self.meant(key) is not None

    def meant(self, key: str) -> Node | None:
        """The value of a key, or the key that was reported as like it; None without either."""
        return self.node.get(key) or self._meant.get(key)

    def text_node(self, key: str, is_required: bool = True) -> TextNode | None:
        """The scalar of a key; None when it is missing, empty, or something else."""
        value = self.node.get(key)
        if value is None:
            if is_required and not self.is_meant(key):
                what = f"This {self._thing} has no `{key}`."
                self._report.add(self.node, what, f"Add `{key}: …`.")
            return None
        if not isinstance(value, TextNode):
            what = f"`{key}` must be text, but is {kind_of(value)}."
            remedy = "Put a text that starts with { or [ in quotes."
            self._report.add(value, what, remedy)
            return None
        if not value.value.strip():
            if is_required:
                self._report.add(value, f"`{key}` is empty.", "Write something after the colon.")
            return None
        return value if self._is_printable(value, key) else None

    def line(self, key: str, is_required: bool = True) -> str:
        """A text for one line: breaks become spaces. "" when there is none."""
        node = self.text_node(key, is_required)
        return " ".join(node.value.split()) if node else ""

    def id(self, key: str = "id", is_required: bool = True) -> TextNode | None:
        """An id: small letters, digits and hyphens."""
        node = self.text_node(key, is_required)
        if node is None or _ID.fullmatch(node.value):
            return node
        what = f"`{shown(node.value)}` cannot be an id."
        self._report.add(node, what, "Use small letters, digits and hyphens, as in `listen-open`.")
        return None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list that may be missing or empty."""
        value = self.node.get(key)
        if value is None or self.is_without(key):
            return ()
        if not isinstance(value, ListNode):
            what = f"`{key}` must be a list, but is {kind_of(value)}."
            self._report.add(value, what, "Start each entry on its own line with `- `.")
            return ()
        return value.items

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of one-line texts."""
        lines: list[str] = []
        for item in self.items(key):
            if isinstance(item, TextNode) and item.value.strip():
                if self._is_printable(item, key):
                    lines.append(" ".join(item.value.split()))
            else:
                what = f"An entry of `{key}` must be text, but is {kind_of(item)}."
                self._report.add(
                    item, what, "Put it in quotes when it holds `: ` or starts with {."
                )
        return tuple(lines)

    def texts(self, key: str) -> tuple[TextNode, ...]:
        """One text, or a list of texts that are alternatives to each other."""
        value = self.node.get(key)
        if isinstance(value, TextNode):
            node = self.text_node(key, is_required=False)
            return (node,) if node else ()
        found: list[TextNode] = []
        for item in self.items(key):
            if isinstance(item, TextNode) and item.value.strip():
                if self._is_printable(item, key):
                    found.append(item)
            else:
                what = f"An entry of `{key}` must be text, but is {kind_of(item)}."
                self._report.add(item, what, "Put it in quotes, or write it below a `>-`.")
        return tuple(found)

    def term(self, key: str, terms: type[T]) -> T | None:
        """A word of a fixed list; None when it is missing or another."""
        node = self.text_node(key, is_required=False)
        return self._term(node, terms) if node else None

    def terms(self, key: str, terms: type[T]) -> tuple[T, ...]:
        """A list of such words, each once."""
        found: dict[T, None] = {}
        for item in self.items(key):
            if not isinstance(item, TextNode) or not item.value.strip():
                what = f"An entry of `{key}` must be text, but is {kind_of(item)}."
                self._report.add(item, what, f"Use: {_all(terms)}.")
            elif (term := self._term(item, terms)) is not None:
                if term in found:
                    self._report.add(item, f"`{term.value}` stands here twice.", "Remove one.")
                found[term] = None
        return tuple(found)

    def _term(self, node: TextNode, terms: type[T]) -> T | None:
        values = [each.value for each in terms]
        if node.value in values:
            return terms(node.value)
        what = f"`{shown(node.value)}` is not known here."
        remedy = self._report.nearest(node.value, values, f"Use one of: {_all(terms)}.")
        self._report.add(node, what, remedy)
        return None

    def date(self, key: str) -> date | None:
        """A day, such as 2027-01-31."""
        node = self.text_node(key, is_required=False)
        if node is None:
            return None
        try:
            if _DATE.fullmatch(node.value):
                return date.fromisoformat(node.value)
        except ValueError:
            pass  # there is no such day
        what = f"`{shown(node.value)}` is no day."
        self._report.add(node, what, "Write it as year-month-day, like 2027-01-31.")
        return None

    def flag(self, key: str, otherwise: bool) -> bool:
        """Yes or no."""
        node = self.text_node(key, is_required=False)
        if node is None:
            return otherwise
        if node.value.lower() in _FLAGS:
            return _FLAGS[node.value.lower()]
        self._report.add(node, f"`{key}` is `{shown(node.value)}`.", "Write yes or no.")
        return otherwise

    def maps(self, key: str, known: tuple[str, ...], thing: str) -> Iterator[Fields]:
        """A list of mappings, each a `thing` with the keys `known`.

        It ends where another problem would not be shown: such a file gives nothing anyway.
        """
        for item in self.items(key):
            if self._report.is_full:
                return
            if isinstance(item, MapNode):
                yield Fields(item, self._report, thing, known)
            else:
                what = f"An entry of `{key}` must be a mapping, but is {kind_of(item)}."
                self._report.add(item, what, f"Write it as `- {known[0]}: …`.")

    def is_without(self, key: str) -> bool:
        """Whether a list is missing or empty (a value of another kind is neither)."""
        value = self.node.get(key)
        if isinstance(value, ListNode):
            return not value.items
        return value is None or (isinstance(value, TextNode) and not value.value)

    def map(self, key: str) -> MapNode | None:
        """A mapping that may be missing or empty."""
        value = self.node.get(key)
        if value is None or (isinstance(value, TextNode) and not value.value):
            return None
        if not isinstance(value, MapNode):
            what = f"`{key}` must be a mapping, but is {kind_of(value)}."
            self._report.add(value, what, "Write its entries below it, indented, as `name: value`.")
            return None
        return value

    def _is_printable(self, node: TextNode, key: str) -> bool:
        # An escape in quotes ("\\x07") passes the check of the raw file. A carriage return
        # can only come from one too: YAML makes the breaks of the file itself into \n.
        if "\r" not in node.value and not UNPRINTABLE.search(node.value):
            return True
        what = f"`{key}` holds a control character."
        self._report.add(node, what, "Keep to line breaks (\\n) and tabs (\\t).")
        return False


def _all(terms: type[T]) -> str:
    return ", ".join(each.value for each in terms)
