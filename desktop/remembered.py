"""Small things the windows remember, such as where the panel stood: no records, no words."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)


class Remembered:
    """Corners of windows by arrangement of screens, in one small JSON file.

    A file that cannot be read or written costs a window's place, never anything else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._corners: dict[str, tuple[int, int]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._corners = {str(key): (int(x), int(y)) for key, (x, y) in stored.items()}

    def corner(self, key: str) -> tuple[int, int] | None:
        """The remembered top left corner, None when there is none."""
        return self._corners.get(key)

    def keep_corner(self, key: str, corner: tuple[int, int]) -> None:
        """Remember a corner."""
        self._corners[key] = corner
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(self._corners, indent=1), encoding="utf-8")
            os.replace(fresh, self._path)
        except OSError as problem:
            log.warning("the panel's place was not written: %s", problem.strerror)
