"""Rules about single characters: what nobody types, and what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Edit, Remark, Sheet
from desktop.guide.source import TextNode
from desktop.guide.vocabulary import Medium

_PLAIN = {
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    "…": "...",
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\u2060", ""),
}
"""By a character that a chat's keyboard does not have: what people type instead."""

_NAMES = {
    "\u00a0": "a no-break space",
    "\u2007": "a wide space",
    "\u2009": "a thin space",
    "\u202f": "a narrow space",
    "\u00ad": "a soft hyphen",
    "\u200b": "an invisible space",
    "\u2060": "an invisible joiner",
}
_UNTYPABLE = re.compile(f"[{''.join(_PLAIN)}–—‐‑•→←«»]")
_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_DASH = re.compile(rf"(?<={_SPACE})[–—](?={_SPACE})|(?<=\d)[–—](?=\d)|[‐‑]")
_AT_END = re.compile(r"(?<![\\ \t])[ \t]+(?=\r?\n|\r|\Z)")
_STARTS_SOMETHING = "\"'-"
_ESCAPED = {'"': '\\"', "'": "''"}
_STYLES = ("|", ">", *_ESCAPED)


def _untypable(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.phrases:
        for words in spot.words:
            found = _UNTYPABLE.search(words.value) if words.medium is Medium.CHAT else None
            if found is None:
                continue
            name = _NAMES.get(found[0], f"“{found[0]}”" if found[0] not in "“”" else found[0])
            what = f"Nobody types {name} in a chat (U+{ord(found[0]):04X}): it looks pasted."
            plain = _PLAIN.get(found[0], "" if found[0] not in "–—‐‑" else "-")
            remedy = f"Write {plain} instead." if plain.strip() else "Remove it."
            if plain == " ":
                remedy = "Use an ordinary space."
            elif found[0] in "–—":
                remedy = "Use a comma, a dot, or a hyphen between two spaces."
            edits = _plain_edits(sheet.source.text, words.node)
            yield sheet.remark(words.node, what, remedy, needle=found[0], edits=edits)


def plain(text: str) -> str:
    """The text with only such characters as people type, where that is safe."""
    return _UNTYPABLE.sub(lambda found: _plain_of(text, found.start(), len(text)) or "", text)


def _plain_of(text: str, index: int, end: int) -> str | None:
    """What to type for the character at `index`; None where only its author can know."""
    new = _PLAIN.get(text[index])
    return "-" if new is None and _DASH.match(text, index, end) else new


def _plain_edits(text: str, node: TextNode) -> tuple[Edit, ...]:
    """What makes the characters of a text plain and leaves it valid YAML.

    A dash is replaced only where a hyphen says the same: between spaces, or in a range. A text
    without quotes may not begin with a quotation mark or a hyphen, and `: ` and ` #` mean
    something else in it. Of a pair of quotation marks both change or none.
    """
    if not plain(node.value).strip():
        return ()  # made of hidden characters: nothing would be left
    style = text[node.start : node.start + 1]
    start = node.start
    if style in ("|", ">"):
        start = text.find("\n", node.start, node.end) + 1 or node.end
    edits: list[Edit] = []
    has_odd_quote = False
    for found in _UNTYPABLE.finditer(text, start, node.end):
        index = found.start()
        new = _plain_of(text, index, node.end)
        if new is None:
            continue
        if style in ("|", ">") and not new.strip() and _begins_line(text, index):
            continue  # what comes after it would be taken for indentation
        if style in _ESCAPED and new == style:
            new = _ESCAPED[style]
        elif style not in _STYLES and _would_break(text, node, index, new):
            has_odd_quote |= new == '"'
            continue
        edits.append(Edit(index, index + 1, new))
    return tuple(edit for edit in edits if not (has_odd_quote and edit.new == '"'))


def _begins_line(text: str, index: int) -> bool:
    """Whether nothing but spaces, of whatever kind, stands before this place in its line."""
    return not text[text.rfind("\n", 0, index) + 1 : index].strip()


def _would_break(text: str, node: TextNode, index: int, new: str) -> bool:
    """Whether a text without quotes would mean something else with a new character in it."""
    if index == node.start:
        return not new.strip() or new in _STARTS_SOMETHING
    return not new.strip() and (text[index - 1] in ":-?" or text[index + 1 : index + 2] == "#")


def _trailing_spaces(sheet: Sheet, _: Round) -> Iterator[Remark]:
    """Spaces at the ends of lines. A backslash before them would begin to mean something else."""
    edits = tuple(
        Edit(found.start(), found.end(), "") for found in _AT_END.finditer(sheet.source.text)
    )
    if edits:
        line = sheet.line_of(edits[0].start)
        column = edits[0].start - sheet.line_starts[line - 1] + 1
        what = "This line ends with spaces."
        if len(edits) > 1:
            what = f"{len(edits)} lines end with spaces, this one first."
        remedy = "Remove them; in a long text they become gaps."
        yield Remark(line, column, what, remedy, line, edits=edits)


RULES = (
    Rule(
        "untypable",
        Severity.ADVICE,
        "A chat text has typographic quotes, dashes or hidden characters (--fix makes them plain).",
        _untypable,
    ),
    Rule(
        "trailing-space",
        Severity.ADVICE,
        "Lines end with spaces (--fix removes them).",
        _trailing_spaces,
    ),
)
