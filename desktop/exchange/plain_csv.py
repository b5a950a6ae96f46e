"""Phrases from any spreadsheet, and from the CSV that Poise exports.

Without a header one column is the text; of two or more the first is the title, the second the
text and the third its tags. In the texts `{name}` and `{{name}}` are placeholders.
"""

from __future__ import annotations

import re

from desktop.errors import Trouble
from desktop.exchange.csv_source import Row
from desktop.exchange.gathering import Gathering
from desktop.exchange.phrases_csv import read_own_csv
from desktop.exchange.wording import Wording

_HEADER = {
    "title": ("title", "name", "label", "subject", "heading", "shortcut", "keyword", "trigger"),
    "text": (
        *("text", "phrase", "body", "content", "message", "response", "reply", "template"),
        *("answer", "snippet", "replacement"),
    ),
    "tags": ("tags", "tag", "category", "folder", "group", "keywords", "labels"),
}
_ALL = {word: key for key, words in _HEADER.items() for word in words}
_GAP = re.compile(r"\{\{[ ]?([^{}\n]{1,60}?)[ ]?\}\}|\{([^\W\d][\w .-]{0,39})\}|(\{\|\})")
_SHORT = re.compile(r"\S{1,24}")


def has_header(rows: list[Row]) -> bool:
    """Whether the first row names the columns."""
    names = {_ALL.get(cell.strip().lower()) for cell in rows[0].cells} if rows else set()
    return "text" in names


def may_be_abbreviations(rows: list[Row]) -> bool:
    """Whether the first column might be a text expander's, so that only a person can tell."""
    return len(rows[0].cells) > 1 and all(
        _SHORT.fullmatch(row.cells[0].strip()) for row in rows[:200]
    )


def read_plain_csv(rows: list[Row], name: str, gathering: Gathering) -> None:
    """Take the rows of one file in.

    Raises:
        Trouble: There are none, or too many.
    """
    if not rows:
        raise Trouble(f"{name} is empty.", "Put a phrase into each row.")
    if read_own_csv(rows, name, gathering):
        return
    width = len(rows[0].cells)
    columns = {"title": 0, "text": 1, "tags": 2} if width > 1 else {"text": 0}
    if has_header(rows):
        names = [_ALL.get(cell.strip().lower(), "") for cell in rows[0].cells]
        columns = {key: names.index(key) for key in _HEADER if key in names}
        rows = rows[1:]
    for row in rows:
        if any(cell.strip() for cell in row.cells[width:]):
            why = "It has more cells than the first one: put texts with commas in quotation marks."
            gathering.leave_out(f"{name}:{row.line}", "the row", why)
            continue
        cells = {
            key: row.cells[column] if column < len(row.cells) else ""
            for key, column in columns.items()
        }
        place = f"{name}:{row.line}"
        text, title = cells["text"], cells.get("title", "")
        if not gathering.is_too_long(place, title, text):
            wording = _wording(text, place, gathering)
            tags = re.split("[,;|]", cells.get("tags", "")[:1_000])
            gathering.phrase(place, title, [wording], tags)


def _wording(text: str, place: str, gathering: Gathering) -> Wording:
    wording = Wording()
    position = 0
    for token in gathering.tokens(_GAP, text):
        wording.literal(text[position : token.start()])
        position = token.end()
        if token[3]:
            if not wording.cursor():
                gathering.leave_out(place, token[0], "A phrase has one place for the caret.")
        else:
            label = re.sub(r"[\W_]+", " ", token[1] or token[2]).strip()
            wording.gap(gathering.placeholder(label[:1].upper() + label[1:]))
    wording.literal(text[position:])
    return wording
