"""One YAML file as a small tree of texts, lists and mappings, each with its place in the file.

YAML is read for its shape only. Every scalar arrives as the text that was written, so that
`no`, `12:30`, `010`, `~` and dates mean what the author sees. Aliases, anchors and tags have
no use in a playbook and are refused, which also keeps expansion bombs out.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.guide.model import Problem
from desktop.phrases.visible import visible

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_PROBLEMS = 100
"""More than anybody reads; a file made of mistakes must not cost minutes."""

UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that no text may hold: controls other than tab and line breaks, hidden breaks."""

MAX_LISTED = 20

NOT_A_FILE = (
    "This is not an ordinary file.",
    "Name a .yaml file, or move this one out of the folder.",
)
"""What is said of a folder, a pipe or a device, and the remedy."""

_QUOTE = "Put the whole text in quotes, or write it below a `|`."


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar, as written. `start` and `end` bound it in the source text, in characters."""

    value: str
    line: int
    column: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence. Only one in `[ ]` ends where `end` says; others end with their last item."""

    items: tuple[Node, ...]
    line: int
    column: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; keys are unique, in the order of the file. For `end` see `ListNode`."""

    entries: tuple[tuple[TextNode, Node], ...]
    line: int
    column: int
    start: int = 0
    end: int = 0

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        for name, value in self.entries:  # a generator takes twice as long, here of all places
            if name.value == key:
                return value
        return None


Node = TextNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class Source:
    """What was read. `root` is None when the file is empty or too broken to have a shape."""

    path: Path
    root: Node | None = None
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)

    def place_of(self, node: TextNode, needle: str) -> tuple[int, int]:
        """Line and column at which `needle` stands within a scalar (its start when unsure)."""
        index = self.text.find(needle, node.start, node.end)
        return _place(self.text, index) if needle and index >= 0 else (node.line, node.column)


class _Refused(Exception):  # noqa: N818 - not an error of ours: it carries a problem out
    def __init__(self, line: int, column: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.column, self.what, self.remedy = line, column, what, remedy


class _Enough(Exception):  # noqa: N818 - the same: there are as many problems as are shown
    pass


def read_source(path: Path) -> Source:
    """Read one file. Whatever is wrong with it becomes a Problem; nothing is raised."""
    try:
        data = _data_of(path)
    except _Refused as refusal:
        problem = Problem(path, refusal.line, refusal.column, refusal.what, refusal.remedy)
        return Source(path, problems=(problem,))
    return source_of(path, data)


def source_of(path: Path, data: bytes) -> Source:
    """Like `read_source`, for what the file holds, or would hold."""
    try:
        text = _text_of(data)
        builder = _Builder(path, text)
        root = builder.build()
    except _Refused as refusal:
        problem = Problem(path, refusal.line, refusal.column, refusal.what, refusal.remedy)
        return Source(path, problems=(problem,))
    except _Enough:
        return Source(path, problems=tuple(builder.problems))
    return Source(path, root, tuple(builder.problems), text)


def _data_of(path: Path) -> bytes:
    """What the file holds, at most a byte more than is allowed; raises _Refused."""
    try:
        # A pipe or a device would never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise _Refused(1, 1, *NOT_A_FILE)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _Refused(
            1, 1, f"The file cannot be read ({reason}).", "Check its name and permissions."
        ) from None


def _text_of(data: bytes) -> str:
    """The file's text; raises _Refused."""
    if len(data) > MAX_BYTES:
        raise _Refused(1, 1, "The file is larger than 1 MB.", "Split it into several playbooks.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Refused(1, 1, "The file is written in UTF-16.", "Save it as UTF-8.")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise _Refused(
            *_place(before, len(before)), "This is not UTF-8 text.", "Save the file as UTF-8."
        ) from None
    bad = UNPRINTABLE.search(text)
    if bad is not None:
        raise _Refused(
            *_place(text, bad.start()),
            f"There is an invisible control character here (U+{ord(bad[0]):04X}).",
            "Delete it.",
        )
    return text


class _Builder:
    """Turns YAML's events into nodes.

    Events rather than `yaml.compose`: they say where an alias stands, let us stop at a depth
    before the parser's own recursion, and are twice as fast.
    """

    def __init__(self, path: Path, text: str) -> None:
        import yaml  # 15 ms to import: not before the first file

        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._yaml = yaml
        self._next: Any = None  # PyYAML's C loader has no type for this

    def build(self) -> Node | None:
        """The root node, or None for a file without content. Raises _Refused."""
        yaml = self._yaml
        # The C scanner is some ten times as fast; a PyYAML built without it still works.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self._text)
        self._next = loader.get_event
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            raise _syntax_problem(error, self._text) from None
        except yaml.YAMLError as error:
            what = f"This is not valid YAML: {shown(str(error))}."
            raise _Refused(1, 1, what, "Write the file anew, in UTF-8.") from None
        finally:
            loader.dispose()

    def _document(self) -> Node | None:
        yaml = self._yaml
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = self._node(self._next(), 1)
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            what, mark = "A second document starts here (`---`).", event.start_mark
            remedy = "Put it into a file of its own."
            self._report(mark.line + 1, mark.column + 1, what, remedy)
        if isinstance(root, TextNode) and root.start == root.end:
            return None  # only `---`
        return root

    def _node(self, event: Any, depth: int) -> Node:
        yaml = self._yaml
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            what = f"`*{shown(event.anchor)}` is an alias, which Poise does not use."
            self._report(line, column, what, _QUOTE)
            return TextNode(f"*{event.anchor}", line, column, mark.index, event.end_mark.index)
        if event.anchor is not None:
            what = f"`&{shown(event.anchor)}` is an anchor, which Poise does not use."
            self._report(line, column, what, _QUOTE)
        if event.tag is not None:
            what = f"`{shown(event.tag)}` is a tag, which Poise does not use."
            remedy = "Remove it: every value is read as the text you write."
            self._report(line, column, what, remedy)
        if isinstance(event, yaml.ScalarEvent):
            return TextNode(event.value, line, column, mark.index, event.end_mark.index)
        if depth > MAX_DEPTH:
            what = f"Lists within lists go deeper than {MAX_DEPTH} levels."
            raise _Refused(line, column, what, _QUOTE)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return ListNode(tuple(items), line, column, mark.index, event.end_mark.index)
        return self._mapping(mark, depth)

    def _mapping(self, mark: Any, depth: int) -> MapNode:
        yaml = self._yaml
        entries: dict[str, tuple[TextNode, Node]] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, TextNode):
                what = "A list or mapping stands where a key is expected."
                self._report(key.line, key.column, what, _QUOTE)
            elif key.value in entries:
                first = entries[key.value][0].line
                what = f"`{shown(key.value)}` is written twice (first in line {first})."
                self._report(key.line, key.column, what, "Keep one of the two.")
            else:
                entries[key.value] = (key, value)
        place = (mark.line + 1, mark.column + 1, mark.index, event.end_mark.index)
        return MapNode(tuple(entries.values()), *place)

    def _report(self, line: int, column: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self._path, line, column, what, remedy))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Enough


def shown(text: str) -> str:
    """A piece of the file as it may stand in a message: one line, at most 40 characters."""
    return visible(text, 40)


def listed(words: Iterable[str]) -> str:
    """Words of the file as they may stand in a message: at most twenty of them."""
    first = list(islice(words, MAX_LISTED + 1))
    return ", ".join([*map(shown, first[:MAX_LISTED]), *(["…"] if len(first) > MAX_LISTED else [])])


_SYNTAX = (
    ("mapping values are not allowed", "A colon and a space start a new entry here.", _QUOTE),
    ("unexpected end of stream", "A quotation mark is opened here and never closed.", "Close it."),
    ("',' or '}'", "A `{` is not closed properly.", "Check commas, or put the text in quotes."),
    ("',' or ']'", "A `[` is not closed properly.", "Check commas, or put the text in quotes."),
    ("expected ':'", "This line has no colon after its key.", "Write it as `key: value`."),
    ("alphabetic or numeric", "A text that starts with * or & needs quotes.", _QUOTE),
    ("unknown escape", "Poise does not know this \\ sequence.", "Write \\\\ or use single quotes."),
    (
        "did not find expected",
        "This line does not fit the ones above it.",
        "Line it up with them; put a text that starts with {, [ or a quotation mark in quotes.",
    ),
)


_BEGUN_BEFORE = ("end of stream", "alphabetic", "expected ':'")


def _syntax_problem(error: Any, text: str) -> _Refused:
    """The parser's complaint in plain words."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(sign in problem for sign in _BEGUN_BEFORE):
        mark = error.context_mark  # where it began, rather than where the parser gave up
    # A file without a line break at its end seems to the parser to have another line.
    line, column = min((mark.line + 1, mark.column + 1), _end_of(text)) if mark else (1, 1)
    if "cannot start any token" in problem or "violates indentation" in problem:
        if text[mark.index : mark.index + 1] == "\t":
            return _Refused(line, column, "There is a tab here.", "Indent with spaces.")
        return _Refused(line, column, "A text cannot start with this character.", _QUOTE)
    if "node content" in problem:
        if "flow" not in str(error.context):
            return _Refused(line, column, "A text cannot start with this character.", _QUOTE)
        what = "A word is missing here, or a `[` or `{` is not closed."
        return _Refused(line, column, what, "Check commas, or put the text in quotes.")
    for sign, what, remedy in _SYNTAX:
        if sign in problem:
            return _Refused(line, column, what, remedy)
    remedy = "Check the indentation and the quotes around this place."
    return _Refused(line, column, f"This is not valid YAML: {problem}.", remedy)


def _end_of(text: str) -> tuple[int, int]:
    """Where the last thing stands that can be seen."""
    return _place(text, max(0, len(text.rstrip()) - 1))


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column (from 1) of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
