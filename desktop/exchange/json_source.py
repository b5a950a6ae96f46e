"""Foreign JSON within limits. Numbers stay text: nobody computes with them here."""

from __future__ import annotations

import json
from typing import TypeAlias

from desktop.errors import Trouble
from desktop.exchange.text_source import text_of

MAX_DEPTH = 50
_MAX_THINGS = 150_000  # objects and lists: each costs some 200 bytes
_MAX_VALUES = 400_000

Json: TypeAlias = "bool | str | list[Json] | dict[str, Json] | None"


def parse_json(data: bytes, name: str) -> Json:
    """The value of a JSON file.

    Raises:
        Trouble: It is no JSON, not UTF-8, or nested or filled beyond the limits.
    """
    text = text_of(data, name)
    if text.count("{") + text.count("[") > _MAX_THINGS or text.count(",") > _MAX_VALUES:
        raise Trouble(f"{name} holds too much.", "Export fewer phrases at a time.")
    try:
        value: Json = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        what = f"{name} is not valid JSON (line {error.lineno}, column {error.colno})."
        raise Trouble(what, "Export it again; do not edit it in between.") from None
    except RecursionError:
        raise _too_deep(name) from None
    if _depth(value) > MAX_DEPTH:
        raise _too_deep(name)
    return value


def text_field(thing: dict[str, Json], *keys: str) -> str:
    """The first of the keys that holds a text with words in it, or ""."""
    for key in keys:
        value = thing.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def things(value: Json) -> list[dict[str, Json]]:
    """The objects of a list; what is none is passed over."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _too_deep(name: str) -> Trouble:
    what = f"{name} is nested deeper than {MAX_DEPTH} levels."
    return Trouble(what, "An export of phrases never is: check that this is the right file.")


def _depth(value: Json) -> int:
    depth, level = 0, [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            inner
            for each in level
            for inner in (
                each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
            )
            if isinstance(inner, dict | list)
        ]
    return depth
