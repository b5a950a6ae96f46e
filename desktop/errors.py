"""The two kinds of error: trouble (the world's fault) and bugs (ours)."""

from __future__ import annotations

from dataclasses import dataclass


class Trouble(Exception):  # noqa: N818 - it is not our error, and the name says so to the reader
    """Something outside Poise is in the way; shown to the person, never as a trace.

    Args:
        what: One plain sentence saying what is wrong.
        remedy: One plain sentence saying what to do about it ("" when nothing can be done).
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class Bug(Exception):  # noqa: N818 - see Trouble
    """Poise broke one of its own rules; logged with a trace and shown with a report to copy."""


@dataclass(frozen=True, slots=True)
class Cannot:
    """An ability's honest "no": why it is missing here, and what the person can do."""

    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.remedy}".strip()
