"""Mending what is safe: the file's text with the edits that came with its findings.

Nothing else changes. Line ends stay as they are, CRLF too: YAML reads both alike, Git can be told
to turn one into the other, and a file whose every line changed hides from its author what did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from desktop.guide.lint.findings import Finding
from desktop.guide.lint.typing_rules import plain
from desktop.guide.source import ListNode, MapNode, Node, Source, TextNode


def mended(text: str, findings: Iterable[Finding]) -> tuple[str, Counter[str]]:
    """The text as it should be, and how many edits each rule made.

    Args:
        text: Of the file the findings are about, as it was when they were found.
        findings: Those without edits are left as they are.
    """
    wanted = sorted(
        ((edit, finding.rule) for finding in findings for edit in finding.edits),
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    pieces: list[str] = []
    done: Counter[str] = Counter()
    position = 0
    for edit, rule in wanted:
        if edit.start >= position:
            pieces += (text[position : edit.start], edit.new)
            position = edit.end
            done[rule] += 1
    return "".join((*pieces, text[position:])), done


def says_the_same(before: Source, after: Source) -> bool:
    """Whether two versions of a file differ only in their spaces and in how characters look."""
    if after.problems or before.root is None or after.root is None:
        return False
    return _is_alike(before.root, after.root)


def _is_alike(before: Node, after: Node) -> bool:
    if isinstance(before, TextNode):
        return isinstance(after, TextNode) and _core(before.value) == _core(after.value)
    if isinstance(before, ListNode):
        return (
            isinstance(after, ListNode)
            and len(before.items) == len(after.items)
            and all(map(_is_alike, before.items, after.items))
        )
    return (
        isinstance(after, MapNode)
        and [key.value for key, _ in before.entries] == [key.value for key, _ in after.entries]
        and all(
            _is_alike(old, new)
            for (_, old), (_, new) in zip(before.entries, after.entries, strict=True)
        )
    )


def _core(value: str) -> str:
    # Whether a dash may become a hyphen depends on what stands beside it, spaces included.
    return re.sub(r"\s+", " ", plain(re.sub("[–—]", "-", value))).strip()
