"""A phrase that cannot be saved yet (no text, an unknown gap) is kept beside, not lost."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop.authoring.draft import Draft
from desktop.replacing import put_in_place

log = logging.getLogger(__name__)

_LARGEST = 1_000_000


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
    """The one unfinished phrase, in a small file of its own.

    Args:
        path: The file; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, unfinished: Unfinished) -> None:
        """Write it down; where that fails, it is in the window still."""
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(asdict(unfinished)), encoding="utf-8")
            put_in_place(fresh, self._path)
        except (OSError, ValueError) as error:
            log.warning("an unfinished phrase was not kept: %s", type(error).__name__)

    def take(self) -> Unfinished | None:
        """What was left, None when nothing was."""
        try:
            if self._path.stat().st_size > _LARGEST:
                return None
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            base, mine = _draft(stored["base"]), _draft(stored["mine"])
            return Unfinished(str(stored["file"]), str(stored["step"]), base, mine)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def forget(self) -> None:
        """It is saved, or not wanted any more."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("an unfinished phrase stays: %s", error.strerror)


def _draft(stored: dict[str, object]) -> Draft:
    values: dict[str, str | tuple[str, ...]] = {}
    for field in fields(Draft):
        what = stored[field.name]
        values[field.name] = tuple(map(str, what)) if isinstance(what, list) else str(what)
    return Draft(**values)  # type: ignore[arg-type]  # each has the kind that it was kept with
