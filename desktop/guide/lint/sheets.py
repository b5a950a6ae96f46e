"""A file without mistakes, with the place of each of its steps, phrases and texts.

The model does not say where its parts stand. So the file's tree is read once more and walked in
step with the model: without mistakes both have the same parts in the same order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.guide.linking import link
from desktop.guide.lint.severity import Severity
from desktop.guide.model import Phrase, PhraseFile, Placeholder, Playbook, Step
from desktop.guide.reader import Reading, Use
from desktop.guide.source import ListNode, MapNode, Node, Source, TextNode, read_source
from desktop.guide.step_reader import USE_KEYS
from desktop.guide.vocabulary import Medium

_BREAK = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True, slots=True)
class Edit:
    """In a file's text, what stands from `start` to `end` (in characters) becomes `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What one look at a file gave. `first_line` is where the text it is about begins.

    Args:
        severity: None for the rule's own.
        edits: What would mend it, where that is safe.
    """

    line: int
    column: int
    what: str
    remedy: str
    first_line: int
    severity: Severity | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One wording of a phrase. `value` is what the model has, `language` "" for the file's own."""

    value: str
    node: TextNode
    medium: Medium
    language: str = ""


@dataclass(frozen=True, slots=True)
class PhraseSpot:
    """A phrase that this file itself holds."""

    phrase: Phrase
    node: MapNode
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class StepSpot:
    """A step with its shared phrases; `own` are those of this file, and `uses` stand for others."""

    step: Step
    node: MapNode
    own: tuple[PhraseSpot, ...]
    uses: tuple[Use, ...]

    def places(self) -> dict[str, tuple[int, int]]:
        """Where the step holds each of its phrases, or names it; by the phrase's id."""
        uses = {(use.file, use.phrase): (use.line, use.column) for use in self.uses}
        found = {spot.phrase.id: (spot.node.line, spot.node.column) for spot in self.own}
        for phrase in self.step.phrases:
            if phrase.file:
                whole = uses.get((phrase.file, ""), (self.node.line, self.node.column))
                found[phrase.id] = uses.get((phrase.file, phrase.id), whole)
        return found

    def list_of(self, key: str) -> tuple[Node, ...]:
        """The items of a list of the step."""
        found = self.node.get(key)
        return found.items if isinstance(found, ListNode) else ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file. Exactly one of `playbook` and `phrase_file` is set.

    Args:
        source: Its text and tree.
        root: The tree's root.
        playbook: With its shared phrases.
        steps: Of the playbook.
        phrases: All that the file itself holds.
        uses: Where it names shared phrases.
    """

    source: Source
    root: MapNode
    playbook: Playbook | None
    phrase_file: PhraseFile | None
    steps: tuple[StepSpot, ...]
    phrases: tuple[PhraseSpot, ...]
    uses: tuple[Use, ...]
    line_starts: tuple[int, ...] = field(repr=False)

    @property
    def path(self) -> Path:
        """The file, as it was named."""
        return self.source.path

    @property
    def about(self) -> Playbook | PhraseFile:
        """The file's value, for what both kinds have."""
        found = self.playbook or self.phrase_file
        assert found is not None
        return found

    @property
    def home(self) -> tuple[bool, str]:
        """What tells this file from all others: whether it is a phrase file, and its id."""
        return self.phrase_file is not None, self.about.id

    @property
    def own_placeholders(self) -> tuple[tuple[TextNode, Placeholder], ...]:
        """Those that the file itself declares, each with its name's place."""
        node = self.root.get("placeholders")
        known = {each.name: each for each in self.about.placeholders}
        entries = node.entries if isinstance(node, MapNode) else ()
        return tuple((key, known[key.value]) for key, _ in entries if key.value in known)

    def line_of(self, index: int) -> int:
        """The line (from 1) of a character."""
        return bisect_right(self.line_starts, index)

    def remark(
        self,
        node: Node,
        what: str,
        remedy: str,
        *,
        needle: str = "",
        severity: Severity | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> Remark:
        """A remark on a node, or on the first place of `needle` in a text (breaks may be in it)."""
        line, column = node.line, node.column
        if needle and isinstance(node, TextNode):
            words = r"\s+".join(map(re.escape, needle.split())) or re.escape(needle)
            found = re.compile(words).search(self.source.text, node.start, node.end)
            if found is not None:
                line = self.line_of(found.start())
                column = found.start() - self.line_starts[line - 1] + 1
        return Remark(line, column, what, remedy, node.line, severity, edits)


def sheet_of(
    reading: Reading,
    path: Path,
    shared: dict[str, PhraseFile],
    source: Source | None = None,
) -> Sheet | None:
    """The file as a sheet; None when it has mistakes, or is another one by now.

    Args:
        reading: Of the file.
        path: The file.
        shared: All phrase files, by id.
        source: The file's tree where it is in hand; else the file is read once more.
    """
    if reading.playbook is None and reading.phrase_file is None:
        return None
    source = source or read_source(path)
    root = source.root
    if not isinstance(root, MapNode) or source.problems:
        return None
    playbook = link(reading.playbook, reading.uses, shared)[0] if reading.playbook else None
    steps: tuple[StepSpot, ...] = ()
    if playbook is not None and reading.playbook is not None:
        nodes = _maps(root, "steps")
        if [step.id for step in playbook.steps] != [_id(node) for node in nodes]:
            return None  # somebody saved it between the two readings
        steps = tuple(
            StepSpot(
                step,
                node,
                tuple(_spots(own.phrases, node)),
                tuple(use for use in reading.uses if use.step == number),
            )
            for number, (step, own, node) in enumerate(
                zip(playbook.steps, reading.playbook.steps, nodes, strict=True)
            )
        )
        phrases = tuple(spot for step in steps for spot in step.own)
    else:
        assert reading.phrase_file is not None
        phrases = tuple(_spots(reading.phrase_file.phrases, root))
    starts = (0, *(found.end() for found in _BREAK.finditer(source.text)))
    return Sheet(source, root, playbook, reading.phrase_file, steps, phrases, reading.uses, starts)


def _id(node: MapNode) -> str:
    name = node.get("id")
    return name.value if isinstance(name, TextNode) else ""


def _maps(node: MapNode, key: str) -> list[MapNode]:
    found = node.get(key)
    items = found.items if isinstance(found, ListNode) else ()
    return [item for item in items if isinstance(item, MapNode)]


def _spots(phrases: tuple[Phrase, ...], node: MapNode) -> Iterator[PhraseSpot]:
    by_id = {phrase.id: phrase for phrase in phrases}
    for item in _maps(node, "phrases"):
        if any(item.get(key) is not None for key in USE_KEYS):
            continue
        if (phrase := by_id.get(_id(item))) is not None:
            yield PhraseSpot(phrase, item, tuple(_words(item)))


def _words(node: MapNode) -> Iterator[Words]:
    for key, medium in (
        ("text", Medium.CHAT),
        ("wordings", Medium.CHAT),
        ("email", Medium.EMAIL),
        ("spoken", Medium.SPOKEN),
    ):
        yield from _texts(node.get(key), medium)
    languages = node.get("languages")
    for name, value in languages.entries if isinstance(languages, MapNode) else ():
        yield from _texts(value, Medium.CHAT, name.value)


def _texts(node: Node | None, medium: Medium, language: str = "") -> Iterator[Words]:
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, TextNode) and item.value.strip():
            yield Words(item.value.rstrip("\n"), item, medium, language)
