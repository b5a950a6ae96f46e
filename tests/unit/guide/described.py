"""Files made of nothing but the description's own examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from desktop.guide import format as described
from desktop.guide.format_keys import Key, Kind, Part

_PARTS = {part.name: part for part in described.PARTS}
_DEEPER = (Kind.MAP, Kind.MAPS, Kind.NAMED)

Keep = Callable[[Part, Key], bool]


def everything(_: Part, __: Key) -> bool:
    return True


def needed(part: Part, key: Key) -> bool:
    return key.is_required or (part.name, key.name) == ("branch", "to")


def content(part: Part, keep: Keep = everything) -> dict[str, Any]:
    """One such part, every value a text."""
    made: dict[str, Any] = {}
    for key in part.keys:
        if keep(part, key):
            value = yaml.load(f"{key.name}: {key.example}", yaml.BaseLoader)[key.name]
            made[key.name] = _deeper(key, value, keep) if key.kind in _DEEPER else value
    return made


def _deeper(key: Key, example: Any, keep: Keep) -> Any:
    below = [content(_PARTS[name], keep) for name in key.parts if name != "shared phrase"]
    if key.kind is Kind.MAP:
        return below[0]
    if key.kind is Kind.NAMED:
        return dict.fromkeys(example, below[0])
    if "shared phrase" in key.parts:
        shared = content(_PARTS["shared phrase"])
        below += [{name: value} for name, value in shared.items()]
    return below
