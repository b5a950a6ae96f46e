"""How an insertion ended, in the four words the agent sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of the text."""

    CONFIRMED = "confirmed"  # the target program itself read the text after our paste key
    UNCONFIRMED = "unconfirmed"  # the paste key went out, nobody proved reading it
    REFUSED = "refused"  # nothing was inserted anywhere, `reason` says why
    COPIED = "copied"  # the text is on the clipboard for the agent to paste by hand


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one insertion.

    Args:
        verdict: One of the four ends.
        reason: A plain sentence for the agent; "" when there is nothing to add.
        target: Name of the program the text was meant for, without its window title.
        ms: From the moment the keys were up (or the request, when none were down) to
            the verdict, in milliseconds.
    """

    verdict: Verdict
    reason: str = ""
    target: str = ""
    ms: int = 0
