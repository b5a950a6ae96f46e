"""Ids that a person can read and a list can sort by."""

from __future__ import annotations

import os
from collections.abc import Container
from datetime import UTC, datetime


def new_id(prefix: str, now: datetime, taken: Container[str] = ()) -> str:
    """An id that sorts by time and can be read aloud, e.g. `c-20261121-140503-4f3a9c`.

    Args:
        prefix: `c` for contacts, `r` for reminders.
        now: Aware; the id holds it in UTC, so that ids sort across a change of the clocks.
        taken: Ids that are in use.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    while (made := f"{prefix}-{stamp}-{os.urandom(3).hex()}") in taken:
        pass
    return made
