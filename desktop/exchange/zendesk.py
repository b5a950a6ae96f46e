"""Zendesk macros, as its API gives them.

The format: developer.zendesk.com, API reference, Ticketing, "Macros" and "Actions reference".
"""

from __future__ import annotations

from desktop.errors import Trouble
from desktop.exchange.gathering import Gathering
from desktop.exchange.helpdesk import plain_text, wording_of
from desktop.exchange.json_source import Json, text_field, things
from desktop.exchange.wording import Wording
from desktop.guide.model import Variant
from desktop.guide.vocabulary import Medium

_COMMENTS = ("comment_value_html", "comment_value")
_MODE = "comment_mode_is_public"


def is_zendesk(value: Json) -> bool:
    """Whether this looks like macros."""
    if isinstance(value, dict):
        return "macros" in value or isinstance(value.get("macro"), dict) or _is_macro(value)
    return any(map(_is_macro, things(value)[:5]))


def read_zendesk(value: Json, name: str, gathering: Gathering) -> None:
    """Take the macros of one file in.

    Raises:
        Trouble: There are none.
    """
    macros = _macros(value)
    if not macros:
        what = f"{name} holds no macros."
        raise Trouble(what, "Save the answer of /api/v2/macros.json as a file.")
    for number, macro in enumerate(macros, 1):
        title = text_field(macro, "title", "raw_title", "name")
        *groups, last = (part.strip() for part in title[:500].split("::"))
        place = f"{name}, macro {number} “{last[:60]}”"
        if macro.get("active") is False:
            gathering.leave_out(place, "the macro", "It is switched off in Zendesk.")
        else:
            _macro(macro, place, last, groups, gathering)


def _macro(
    macro: dict[str, Json], place: str, title: str, groups: list[str], gathering: Gathering
) -> None:
    actions = things(macro.get("actions"))
    texts: dict[str, Wording] = {}
    is_internal, others = False, []
    for action in actions:
        field = text_field(action, "field")
        if field in _COMMENTS:
            channel, text = _comment(action.get("value"))
            if not text.strip() or gathering.is_too_long(place, title, text):
                continue
            if field == "comment_value_html":
                text = plain_text(text, place, gathering)
            wording = wording_of(text, place, gathering)
            if wording is not None and (channel not in texts or field == _COMMENTS[0]):
                texts[channel] = wording
        elif field == _MODE:
            is_internal = action.get("value") in (False, "false")
        elif field:
            others.append(field)
    if text_field(macro, "description"):
        gathering.leave_out(place, "the description", "A phrase has a title and no notes.")
    if macro.get("restriction"):
        gathering.leave_out(place, "the restriction", "Every agent sees every phrase.")
    if others:
        why = "Poise inserts text and changes no ticket."
        gathering.leave_out(place, ", ".join(dict.fromkeys(others)), why)
    if not texts:
        gathering.leave_out(place, "the macro", "It has no comment that could be carried over.")
    elif is_internal:
        gathering.leave_out(place, "the comment", "It is an internal note, not for the customer.")
    else:
        main = next((each for each in ("chat", "all", "") if each in texts), next(iter(texts)))
        wording = texts.pop(main)
        email = next((each.text for key, each in texts.items() if key != "chat"), "")
        variants = [Variant((email,), medium=Medium.EMAIL)] if email else []
        gathering.phrase(place, title, [wording], groups, variants)


def _comment(value: Json) -> tuple[str, str]:
    """The channel and the text: a comment is one text, or a pair like ["channel:all", text]."""
    if isinstance(value, str):
        return "", value
    parts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if parts and parts[0].startswith("channel:"):
        return parts[0].removeprefix("channel:"), parts[1] if len(parts) > 1 else ""
    return "", parts[0] if parts else ""


def _macros(value: Json) -> list[dict[str, Json]]:
    if isinstance(value, list):
        return [each for each in things(value) if _is_macro(each)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("macros"), list):
        return things(value["macros"])
    one = value.get("macro", value)
    return [one] if isinstance(one, dict) and _is_macro(one) else []


def _is_macro(value: dict[str, Json]) -> bool:
    return isinstance(value.get("actions"), list)
