"""Phrases that cannot be saved yet (no text, an unknown gap) are kept beside, not lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop.authoring.disk import remove, replace_content
from desktop.authoring.draft import Draft
from desktop.errors import Trouble

log = logging.getLogger(__name__)

_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was being written.

    Args:
        file: Its file's name.
        step: Its section.
        base: The phrase as it was; its id is "" for a new one.
        mine: The phrase as it shall be.
    """

    file: str
    step: str
    base: Draft
    mine: Draft


class Unsaved:
    """The unfinished phrases, in a small file of their own.

    Args:
        path: The file; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, unfinished: Sequence[Unfinished]) -> None:
        """Write them down, in place of what was kept; where that fails, the window has them."""
        try:
            if not unfinished:
                remove(self._path)
                return
            stored = json.dumps([asdict(each) for each in unfinished])
            replace_content(self._path, stored.encode("ascii"))
        except Trouble as trouble:
            log.warning("unfinished phrases were not kept: %s", trouble.what)

    def take(self) -> tuple[Unfinished, ...]:
        """What was left."""
        try:
            if self._path.stat().st_size > _LARGEST:
                return ()
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(
                Unfinished(
                    str(each["file"]), str(each["step"]), _draft(each["base"]), _draft(each["mine"])
                )
                for each in stored
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return ()


def _draft(stored: dict[str, object]) -> Draft:
    values: dict[str, str | tuple[str, ...]] = {}
    for field in fields(Draft):
        what = stored[field.name]
        values[field.name] = tuple(map(str, what)) if isinstance(what, list) else str(what)
    return Draft(**values)  # type: ignore[arg-type]  # each has the kind that it was kept with
