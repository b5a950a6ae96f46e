"""What the quiet line says besides the last insertion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.cockpit.speaker import LastInsertion


@dataclass(frozen=True, slots=True)
class News:
    """Something that went well, said on the quiet line for a minute, or until the next insertion.

    Args:
        text: One or two sentences.
        last: The insertion before it.
        at: Aware.
    """

    text: str
    last: LastInsertion | None
    at: datetime
