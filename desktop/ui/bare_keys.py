"""Where the keys of the one-key mode stand on the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class BareKey:
    """A bare key, and where it is shown.

    Args:
        key: As the mode names it: 1 to 9, or a capital letter.
        button: What a click on does the same.
        is_at_end: At the right end of the button, in the place of its arrow.
    """

    key: str
    button: QWidget
    is_at_end: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in the panel at this moment.

    Args:
        keys: Of the step, or of the playbooks to start.
        walking: Of back and next.
        column: The part that scrolls; none of `keys` is shown outside of it.
        foot: The footer; the time runs along its upper edge.
        line: Where the words go.
    """

    keys: Sequence[BareKey]
    walking: Sequence[BareKey]
    column: QRect
    foot: QRect
    line: QRect
