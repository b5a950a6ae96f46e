"""Pieces of a file in a message: nothing in them may hide, or turn the rest of the line around."""

from __future__ import annotations


def visible(text: str, longest: int | None = None) -> str:
    """The text in one line, with the code of each character that cannot be seen in its place.

    Args:
        text: Anything, control characters and lone surrogates too.
        longest: Where to cut, in characters; None: nowhere.
    """
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(each if each.isprintable() else f"<U+{ord(each):04X}>" for each in line)
    return line if longest is None or len(line) <= longest else line[: longest - 1] + "…"
