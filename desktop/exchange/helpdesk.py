"""What Zendesk and Freshdesk have in common: `{{ticket.…}}` in texts, and HTML bodies."""

from __future__ import annotations

import re

from desktop.exchange.gathering import Gathering
from desktop.exchange.html_text import MAX_HTML, HtmlText
from desktop.exchange.wording import Wording

_GAP = re.compile(r"\{\{([^{}\n]{1,200})\}\}")
_BLOCK = re.compile(r"\{%-?\s{0,9}([a-z]{1,20})[^%{}]{0,300}%\}")
_PERSON = r"(?:\.(?:name|full_?name|first_?name|last_?name))"
_MEANINGS = (
    (
        re.compile(rf"ticket\.(?:(?:requester|contact|customer){_PERSON}?|from{_PERSON})"),
        "customer",
    ),
    (re.compile(rf"(?:customer|requester|contact|end_user|visitor){_PERSON}?"), "customer"),
    (re.compile(rf"(?:current_user|agent|ticket\.agent|ticket\.assignee){_PERSON}?"), "agent"),
    (re.compile(r"ticket\.(?:id|encoded_id|external_id|number|reference)"), "reference"),
)
ASKED = "Poise sees no ticket, so the agent is asked for it."


def wording_of(text: str, place: str, gathering: Gathering) -> Wording | None:
    """A text with `{{…}}` as a wording; None where it cannot be one, which the report then says.

    Names of persons and the number of the ticket become the built-in placeholders, everything
    else a placeholder to fill in.
    """
    block = _BLOCK.search(text)
    if block is not None:
        why = "It has conditions or loops in its text; write a phrase for each case."
        gathering.leave_out(place, block[0], why)
        return None
    wording = Wording()
    position = 0
    for token in gathering.tokens(_GAP, text):
        wording.literal(text[position : token.start()])
        position = token.end()
        name, *filters = (part.strip() for part in token[1].split("|"))
        if filters:
            why = "Poise fills words in as they are; the filter is gone."
            gathering.leave_out(place, token[0], why)
        _fill(name, token[0], place, wording, gathering)
    wording.literal(text[position:])
    return wording


def _fill(name: str, token: str, place: str, wording: Wording, gathering: Gathering) -> None:
    for pattern, ours in _MEANINGS:
        if pattern.fullmatch(name.lower()):
            wording.gap(ours)
            return
    if "signature" in name.lower():
        gathering.leave_out(place, token, "The mail program signs, Poise does not.")
        return
    gathering.leave_out(place, token, ASKED)
    wording.gap(gathering.placeholder(_label(name)), is_asked=False)


def _label(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def plain_text(html: str, place: str, gathering: Gathering) -> str:
    """The text of an HTML body; what gets lost is reported."""
    if len(html) > MAX_HTML:
        gathering.leave_out(place, "its end", f"The body is longer than {MAX_HTML:,} characters.")
    gathering.count_tags(html)
    page = HtmlText(html)
    if page.has_pictures:
        gathering.leave_out(place, "pictures", "A phrase is text.")
    if page.has_formatting:
        gathering.leave_out(place, "bold, italic, headings", "A phrase is text without formatting.")
    return page.text
