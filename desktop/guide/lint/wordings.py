"""What must not be said, and what to say instead: `wordings.yaml`, shipped and the team's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.lint.severity import Severity
from desktop.guide.model import Problem
from desktop.guide.source import MapNode, TextNode, read_source, shown

FILE_KEYS = ("wordings", "allow")
WORDING_KEYS = ("id", "says", "unless", "reason", "instead", "severity", "language")

_GAP = "..."
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?|[^\w\s*]")
_STRAIGHT = str.maketrans("’‘ʼ", "'''")
_BETWEEN = r"[\s,]+"
_UP_TO_FOUR_WORDS = r"[\s,]+(?:[^\s,.!?]+[\s,]+){0,4}?"


@dataclass(frozen=True, slots=True)
class Wording:
    """Something that makes it worse.

    Args:
        id: Of its own; a later file's entry with the same id counts.
        says: What must not stand in a text, compiled.
        unless: What makes it right where it stands in the same text; None for nothing.
        reason: Why it makes things worse: one sentence.
        instead: What to write: one sentence.
        severity: How much it matters.
        language: Of the texts it is looked for in.
        anchors: Pieces of words, one of which stands in every text that `says` finds.
    """

    id: str
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    reason: str
    instead: str
    severity: Severity = Severity.WARNING
    language: str = "en"

    anchors: tuple[str, ...] = ()


def said_in(text: str, wordings: Iterable[Wording]) -> Iterator[tuple[Wording, str]]:
    """Which of the wordings a text says, and what of each, as it stands there."""
    plain = text.translate(_STRAIGHT)
    small = plain.lower()
    for wording in wordings:
        # A search costs fifty times as much as looking for the anchors.
        if not any(map(small.__contains__, wording.anchors)):
            continue
        match = wording.says.search(plain)
        if match is not None and (wording.unless is None or not wording.unless.search(plain)):
            yield wording, text[match.start() : match.end()]


@dataclass(slots=True)
class Wordings:
    """The wordings of several files, and the mistakes in them."""

    by_id: dict[str, Wording] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def all(self) -> tuple[Wording, ...]:
        """All that count, in the order of the files."""
        return tuple(self.by_id.values())


def read_wordings(paths: Iterable[Path]) -> Wordings:
    """Read the files, the shipped one first; one that is missing counts as empty.

    Entries with mistakes are left out and reported, all others count. Raises nothing.
    """
    wordings = Wordings()
    for path in paths:
        try:
            is_there = path.exists() or path.is_symlink()
        except (OSError, ValueError):
            is_there = True  # reading it says what is wrong
        if is_there:
            _add_file(path, wordings)
    return wordings


def pattern(says: Iterable[str]) -> re.Pattern[str]:
    """What finds one of the texts in another.

    Letters' size, the kind of apostrophe, commas and line breaks do not matter. `*` at the end
    of a word stands for any ending, `...` for up to four words in between.
    """
    return re.compile("|".join(map(_expression, says)), re.IGNORECASE)


def _expression(says: str) -> str:
    parts: list[str] = []
    for chunk in says.translate(_STRAIGHT).split(_GAP):
        part, was_word = "", False
        for token in _TOKEN.findall(chunk):
            is_word = token[0].isalnum()
            part += (_BETWEEN if was_word and is_word else r"\s*") if part else ""
            part += _word(token) if is_word else re.escape(token)
            was_word = is_word
        if part:
            parts.append(part)
    return _UP_TO_FOUR_WORDS.join(parts)


def _word(word: str) -> str:
    if word.endswith("*"):
        return rf"\b{re.escape(word[:-1])}[\w']*"
    return rf"\b{re.escape(word)}\b"


def _anchor(says: str) -> str:
    words: list[str] = [
        token.rstrip("*") for token in _TOKEN.findall(says.translate(_STRAIGHT).lower())
    ]
    return max(words, key=len)


def _add_file(path: Path, wordings: Wordings) -> None:
    source = read_source(path)
    report = Report(source)
    if isinstance(source.root, MapNode):
        fields = Fields(source.root, report, "list of wordings", FILE_KEYS)
        fresh: dict[str, int] = {}
        for entry in fields.maps("wordings", WORDING_KEYS, "wording"):
            found = _wording(entry, report, fresh)
            if found is not None:
                wordings.by_id[found.id] = found
        for node in fields.texts("allow"):
            if wordings.by_id.pop(node.value, None) is None:
                known = tuple(wordings.by_id)
                what = f"There is no wording `{shown(node.value)}` to allow."
                otherwise = f"There is: {', '.join(known)}."
                report.add(node, what, report.nearest(node.value, known, otherwise))
    elif source.root is not None:
        what = f"A list of wordings must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, "Start with `wordings:` and entries below it.")
    wordings.problems += report.problems


def _wording(entry: Fields, report: Report, fresh: dict[str, int]) -> Wording | None:
    before = len(report.problems)
    name, says, unless = entry.id(), entry.texts("says"), entry.texts("unless")
    reason, instead = entry.line("reason"), entry.line("instead")
    severity = entry.term("severity", Severity) or Severity.WARNING
    if severity is Severity.ERROR:
        node = entry.node.get("severity") or entry.node
        report.add(node, "A wording is no mistake in the file.", "Write `warning` or `advice`.")
    language = entry.line("language", is_required=False) or "en"
    if not says and entry.is_without("says"):
        report.add(entry.node, "This wording has no `says`.", "Add `says: [what nobody says]`.")
    for node in (*says, *unless):
        _check(node, report)
    if name is not None:
        if name.value in fresh:
            what = f"The wording id `{name.value}` is used twice (first in line"
            report.add(name, f"{what} {fresh[name.value]}).", "Give each its own id.")
        fresh.setdefault(name.value, name.line)
    if name is None or len(report.problems) > before or report.is_full:
        return None
    return Wording(
        name.value,
        pattern(node.value for node in says),
        pattern(node.value for node in unless) if unless else None,
        reason,
        instead,
        severity,
        language.split("-")[0],
        tuple(_anchor(node.value) for node in says),
    )


def _check(node: TextNode, report: Report) -> None:
    if len(node.value) > 200:
        report.add(node, "This is too long to be found again.", "Keep to 200 characters.")
    elif not any(letter.isalnum() for letter in node.value):
        report.add(node, "This has no word in it.", "Write the words that nobody should say.")
