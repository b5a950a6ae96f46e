"""Beeftext combos, as its export and its backups hold them.

The format: github.com/xmichelo/Beeftext and its wiki ("Combo list file format", "Variables").
"""

from __future__ import annotations

import re

from desktop.errors import Trouble
from desktop.exchange.csv_source import Row
from desktop.exchange.gathering import Gathering
from desktop.exchange.html_text import HtmlText
from desktop.exchange.json_source import Json, text_field, things
from desktop.exchange.wording import Wording

_VARIABLE = re.compile(r"#\{((?:[^\\}\n]|\\.){1,300})\}")
_SIGNS = re.compile(r"#\{(?:cursor|clipboard|date|time|(?:input|combo|key|dateTime|upper|lower):)")
_AUTOMATIC = {
    "clipboard": "Text from the clipboard",
    "discordemoji": "Text from the clipboard",
    "date": "Date",
    "time": "Time",
    "datetime": "Date and time",
    "combo": "Text of another snippet",
    "upper": "Text of another snippet",
    "lower": "Text of another snippet",
    "trim": "Text of another snippet",
    "envvar": "Word from the computer",
    "powershell": "Result of a script",
}
_REASONS = {
    "clipboard": "Poise does not read the clipboard; the agent is asked for it.",
    "discordemoji": "Poise does not read the clipboard; the agent is asked for it.",
    "date": "Poise writes no dates by itself; the agent is asked for it.",
    "time": "Poise writes no dates by itself; the agent is asked for it.",
    "datetime": "Poise writes no dates by itself; the agent is asked for it.",
    "envvar": "Poise asks nothing of the computer; the agent is asked for it.",
    "powershell": "Poise runs no scripts; the agent is asked for it.",
}
_NESTED = "A phrase cannot hold another one; the agent is asked for its text."


def is_beeftext(value: Json) -> bool:
    """Whether this looks like combos."""
    return isinstance(value, dict) and isinstance(value.get("combos"), list)


def read_beeftext(value: Json, name: str, gathering: Gathering) -> None:
    """Take the combos of one file in.

    Raises:
        Trouble: There are none.
    """
    combos = things(value.get("combos")) if isinstance(value, dict) else []
    if not combos or not isinstance(value, dict):
        raise Trouble(f"{name} holds no combos.", "In Beeftext choose File, Export All Combos.")
    groups = {text_field(each, "uuid"): each for each in things(value.get("groups"))}
    keywords = 0
    for number, combo in enumerate(combos, 1):
        keyword = text_field(combo, "keyword", "comboText")
        title = text_field(combo, "name", "description")
        place = f"{name}, combo {number} “{(title or keyword)[:60]}”"
        snippet = text_field(combo, "snippet", "substitutionText")
        group = groups.get(text_field(combo, "group"), {})
        if combo.get("enabled") is False or group.get("enabled") is False:
            what = "the combo" if combo.get("enabled") is False else "the combo of a group"
            gathering.leave_out(place, what, "It is switched off in Beeftext.")
            continue
        if gathering.is_too_long(place, title, snippet):
            continue
        if combo.get("useHtml") is True:
            gathering.count_tags(snippet)
            snippet = HtmlText(snippet).text
            gathering.leave_out(place, "formatting", "A phrase is text without formatting.")
        wording = _wording(snippet, place, gathering)
        tags = [keyword, text_field(group, "name")]
        is_taken = gathering.phrase(place, title, [wording], tags, name=title or keyword)
        keywords += is_taken and bool(keyword)
        if is_taken and text_field(combo, "name") and text_field(combo, "description"):
            gathering.leave_out(place, "the description", "A phrase has a title and no notes.")
    if keywords:
        why = "Poise does not listen to what is typed; each is kept as a tag to search for."
        gathering.leave_out(name, f"the keywords ({keywords})", why)


def is_beeftext_csv(rows: list[Row]) -> bool:
    """Whether these rows are combos: their variables tell."""
    return any(_SIGNS.search(cell[:20_000]) for row in rows[:500] for cell in row.cells[1:2])


def read_beeftext_csv(rows: list[Row], name: str, gathering: Gathering) -> None:
    """Take the rows of one CSV export in: keyword, snippet, name; it has no header.

    Raises:
        Trouble: There are none.
    """
    combos: list[Json] = []
    for row in rows:
        keyword, snippet, title = (*row.cells, "", "")[:3]
        combos.append({"keyword": keyword, "snippet": snippet, "name": title})
    read_beeftext({"combos": combos}, name, gathering)


def _wording(snippet: str, place: str, gathering: Gathering) -> Wording:
    wording = Wording()
    position = 0
    for token in gathering.tokens(_VARIABLE, snippet):
        wording.literal(snippet[position : token.start()])
        position = token.end()
        _variable(token, place, wording, gathering)
    wording.literal(snippet[position:])
    return wording


def _variable(token: re.Match[str], place: str, wording: Wording, gathering: Gathering) -> None:
    kind, _, rest = token[1].partition(":")
    word = kind.lower()
    rest = rest.replace("\\\\", "\\").replace("\\}", "}")
    if word == "cursor":
        if not wording.cursor():
            gathering.leave_out(place, token[0], "A phrase has one place for the caret.")
    elif word == "input":
        wording.gap(gathering.placeholder(rest or "Fill in"))
    elif word in _AUTOMATIC:
        gathering.leave_out(place, token[0], _REASONS.get(word, _NESTED))
        wording.gap(gathering.placeholder(_AUTOMATIC[word]), is_asked=False)
    elif word in ("key", "shortcut", "delay"):
        gathering.leave_out(place, token[0], "Poise inserts text and presses no other keys.")
    else:
        wording.literal(token[0])  # as Beeftext does with what it does not know
