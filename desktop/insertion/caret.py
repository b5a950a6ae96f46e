"""How many presses of Left lead from the end of an inserted text to the place of the caret."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

MOVES_MAX = 60
"""So many presses at most: more would be seen to run, and the agent may begin to type."""

STAYS = "The cursor stands at the end of the phrase."
"""What the agent is told where it could not be brought to its place."""

_MARK = "\ue000"  # of the private use area: no text that is inserted has a meaning for it
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_ACCENTS = range(0x300, 0x370)
# Where one step of the caret is one character in every program. Emoji are not among them: they
# may join, and for some programs (Wine's Notepad) even a single one has two steps.
_PLAIN_BELOW = 0x0590  # Latin, Greek, Cyrillic, Armenian
_PLAIN = (
    range(0x2010, 0x2028),  # dashes and quotation marks
    range(0x2030, 0x205F),
    range(0x20A0, 0x20C1),  # currencies
    range(0x3000, 0x3030),
    range(0x3041, 0x3097),
    range(0x30A1, 0x30FB),
    range(0x4E00, 0xA000),
    range(0xAC00, 0xD7A4),
)


def moves_to_caret(text: str, after_cursor: int, shape: Callable[[str], str]) -> int | None:
    """How often to press Left.

    Args:
        text: Before it was made fit for the program.
        after_cursor: How many of its characters stand behind the place of the caret.
        shape: Makes it fit.

    Returns:
        0 where the place is the end already; None where the number is not the same in every
        program (emoji, text from right to left, empty lines) or more than `MOVES_MAX`.
    """
    if not after_cursor or _MARK in text:
        return 0 if not after_cursor else None
    place = len(text) - after_cursor
    behind = shape(text[:place] + _MARK + text[place:]).partition(_MARK)[2]
    if not behind:
        return 0
    if not shape(text).endswith(behind) or "\n\n" in behind or _runs_from_right(text):
        return None
    moves = 0
    for before, character in zip(" " + behind, behind, strict=False):
        point = ord(character)
        if point in _ACCENTS and before.isalpha():
            continue  # it stands on the letter before
        if not _is_plain(character):
            return None
        moves += 1
    return moves if moves <= MOVES_MAX else None


def _is_plain(character: str) -> bool:
    point = ord(character)
    if point < _PLAIN_BELOW:
        return character == "\n" or not unicodedata.category(character).startswith(("C", "M"))
    return any(point in plain for plain in _PLAIN)


def _runs_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
