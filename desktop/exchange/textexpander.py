"""TextExpander snippets as CSV: abbreviation, content and, perhaps, label; mostly no header.

The format: textexpander.com, Learning Center, "Import and export" and "Advanced snippet
elements"; the macros begin with a percent sign.
"""

from __future__ import annotations

import re

from desktop.exchange.csv_source import Row
from desktop.exchange.gathering import Gathering
from desktop.exchange.wording import Wording

_CODE = r"(?:%1?[YyBbmAadeHIMSpj](?![A-Za-z])|%date:[^%\n]{1,100}%|%@[+-][0-9]{1,6}[YMDhms])"
_TOKEN = re.compile(
    r"%(?P<fill>filltext|fillarea|fillpopup|filldate)(?P<settings>:[^%]{0,4000})?%"
    r"|%(?P<part>fillpart(?::[^%\n]{0,300})?|fillpartend|filltop)%"
    r"|%(?P<snippet>[sS]nippet:[^%\n]{1,200})%"
    r"|%(?P<key>key:[a-z]{1,20}%|[<>^v+\\-](?![A-Za-z0-9]))"
    r"|%(?P<clipboard>clipboard)"
    rf"|(?P<date>{_CODE}(?:[ ,./:T-]{{0,3}}{_CODE}){{0,11}})"
    r"|%(?P<cursor>\|)"
    r"|%(?P<percent>%)"
)
_SIGNS = re.compile(r"%(?:fill(?:text|area|popup|part|date)|[sS]nippet:|clipboard|key:|\|)")
_HEADER = frozenset(("abbreviation", "snippet", "content", "label", "plain text"))
_DATES = "Poise writes no dates by itself; the agent is asked for it."


def is_textexpander(rows: list[Row]) -> bool:
    """Whether these rows are snippets: their macros, or the header, tell."""
    if not rows or len(rows[0].cells) < 2:
        return False
    if rows[0].cells[0].strip().lower() == "abbreviation":
        return True
    return any(_SIGNS.search(cell[:20_000]) for row in rows[:500] for cell in row.cells[1:2])


def read_textexpander(rows: list[Row], name: str, gathering: Gathering) -> None:
    """Take the snippets of one file in. Raises Trouble where there are too many."""
    if rows and all(cell.strip().lower() in _HEADER for cell in rows[0].cells if cell.strip()):
        rows = rows[1:]
    taken = 0
    for row in rows:
        place = f"{name}:{row.line}"
        abbreviation, content, label = (*row.cells, "", "", "")[:3]
        title = label.strip()
        if gathering.is_too_long(place, title or abbreviation, content):
            continue
        wording = _wording(content, place, gathering)
        taken += gathering.phrase(
            place, title, [wording], [abbreviation], name=title or abbreviation
        )
    if taken:
        why = "Poise does not listen to what is typed; each is kept as a tag to search for."
        gathering.leave_out(name, f"the abbreviations ({taken})", why)


def _wording(content: str, place: str, gathering: Gathering) -> Wording:
    wording = Wording()
    position = 0
    for token in gathering.tokens(_TOKEN, content):
        wording.literal(content[position : token.start()])
        position = token.end()
        kind = token.lastgroup
        if token["fill"]:
            wording.gap(_fill(token["fill"], token["settings"] or "", gathering))
        elif kind == "percent":
            wording.literal("%")
        elif kind == "cursor":
            if not wording.cursor():
                gathering.leave_out(place, token[0], "A phrase has one place for the caret.")
        elif kind == "date":
            gathering.leave_out(place, token[0], _DATES)
            wording.gap(gathering.placeholder("Date or time"), is_asked=False)
        elif kind == "clipboard":
            why = "Poise does not read the clipboard; the agent is asked for it."
            gathering.leave_out(place, token[0], why)
            wording.gap(gathering.placeholder("Text from the clipboard"), is_asked=False)
        elif kind == "snippet":
            why = "A phrase cannot hold another one; the agent is asked for its text."
            gathering.leave_out(place, token[0], why)
            wording.gap(gathering.placeholder("Text of another snippet"), is_asked=False)
        elif kind == "part" and token["part"].startswith("fillpart:"):
            why = "Its part of the text always stands; delete it where you do not need it."
            gathering.leave_out(place, token[0], why)
        elif kind == "key":
            gathering.leave_out(place, token[0], "Poise inserts text and presses no other keys.")
    wording.literal(content[position:])
    return wording


def _fill(kind: str, settings: str, gathering: Gathering) -> str:
    """The placeholder of `:name=Size:small:default=medium:large`."""
    name, default, choices = "", "", []
    # Only in a popup are there more values; elsewhere a colon may belong to the default.
    parts = settings[1:].split(":") if kind == "fillpopup" else re.split(_SETTING, settings)
    for part in parts:
        key, sign, word = part.partition("=")
        if sign and key == "name":
            name = word
        elif sign and key == "default":
            default = word
            choices.append(word)
        elif not (sign and key in ("width", "height", "format")):
            choices.append(part)
    if kind != "fillpopup":
        choices = []
    label = name or {"fillpopup": "Choice", "filldate": "Date"}.get(kind, "Fill in")
    return gathering.placeholder(label, default, choices)


_SETTING = re.compile(r":(?=(?:name|default|width|height|format)=)")
