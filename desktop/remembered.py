"""Small things the windows remember, such as where the panel stood: no records, no words."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from desktop.replacing import put_in_place

log = logging.getLogger(__name__)

_FARTHEST = 100_000
"""No screen reaches farther, in pixels; Qt could not even be asked for a place out there."""


class Remembered:
    """Corners of windows by arrangement of screens, in one small JSON file.

    A file that cannot be read or written costs a window's place, never anything else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._corners: dict[str, tuple[int, int]] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return
        for key, corner in stored.items() if isinstance(stored, dict) else ():
            if isinstance(corner, list) and len(corner) == 2 and all(map(_is_place, corner)):
                self._corners[key] = (corner[0], corner[1])

    def corner(self, key: str) -> tuple[int, int] | None:
        """The remembered top left corner, None when there is none."""
        return self._corners.get(key)

    def keep_corner(self, key: str, corner: tuple[int, int]) -> None:
        """Remember a corner."""
        self._corners[key] = corner
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(self._corners, indent=1), encoding="utf-8")
            put_in_place(fresh, self._path)
        except OSError as problem:
            log.warning("the panel's place was not written: %s", problem.strerror)


def _is_place(number: object) -> bool:
    return type(number) is int and abs(number) <= _FARTHEST
