"""How much room a text takes, guessed without a font: a picture is drawn on machines unknown."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[] ’")
_BROAD = frozenset("mwMW@%—…")


def width_of(text: str, size: float) -> float:
    """The width in the unit of `size`, rather too much than too little, for a sans serif."""
    return size * sum(map(_part_of_size, text))


def wrapped(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """The text in lines no wider than `width`, `most` at most; … stands for what is left out."""
    lines: list[str] = []
    line = ""
    words = text.split()
    while words and len(lines) <= most:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
        elif line:
            lines.append(line)
            line = ""
            words.insert(0, word)
        else:
            fitting = _fitting(word, size, width)
            lines.append(word[:fitting])
            words.insert(0, word[fitting:])
    if line:
        lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}…")


def _fitting(word: str, size: float, width: float) -> int:
    """How many characters of a word fit; at least one."""
    taken = 0.0
    for count, sign in enumerate(word):
        taken += size * _part_of_size(sign)
        if taken > width:
            return max(count, 1)
    return len(word)


def _part_of_size(sign: str) -> float:
    if sign in _NARROW:
        return 0.36
    if sign in _BROAD:
        return 0.95
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.02
    return 0.7 if sign.isupper() else 0.6
