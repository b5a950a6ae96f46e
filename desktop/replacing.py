"""Putting a finished file in the place of an old one."""

from __future__ import annotations

import threading
from pathlib import Path

_IN_USE = frozenset({5, 32})  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
_TRIES = 12
_PAUSE_S = 0.02


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename `fresh` to `path`, which vanishes in the same moment if it was there.

    Windows refuses that while another program, an editor or a virus scanner, has the old file
    open. They are done in no time as a rule, so it is tried for a quarter of a second.

    Raises:
        OSError: It is not possible; both files are as they were.
    """
    for attempt in range(_TRIES):
        try:
            fresh.replace(path)
        except PermissionError as problem:
            if getattr(problem, "winerror", None) not in _IN_USE or attempt == _TRIES - 1:
                raise
            threading.Event().wait(_PAUSE_S)
        else:
            return
