"""A team's own numbers to keep out of the record, written without a programmer's signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.errors import Trouble

_SIGNS_MAX = 60
_LEAST = 4  # signs that are no gap: less would take out every other word


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """One kind of number.

    Args:
        name: What it is called, as in "insurance number".
        shape: `#` for a digit, `@` for a letter; everything else stands for itself. A space
            may be there or not.
    """

    name: str
    shape: str

    @property
    def kind(self) -> str:
        """The name with an article."""
        article = "an" if self.name[:1].lower() in "aeio" else "a"
        return f"{article} {self.name}"

    def places(self, plain: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text."""
        for found in _compiled(self.shape).finditer(plain):
            yield found.span()


def parse_pattern(line: str) -> OwnPattern:
    """A pattern from one line, such as `policy: PX-######`.

    Raises:
        Trouble: It says what is wrong with the line.
    """
    name, colon, shape = (part.strip() for part in line.partition(":"))
    remedy = "Write it like “policy: PX-######”: # stands for a digit, @ for a letter."
    if not colon or not name or not shape:
        raise Trouble(f"“{line.strip()}” is not a name and a pattern with a colon between.", remedy)
    if len(shape) > _SIGNS_MAX:
        raise Trouble(f"The pattern of “{name}” is longer than {_SIGNS_MAX} signs.", remedy)
    if sum(not sign.isspace() for sign in shape) < _LEAST or not set(shape) & {"#", "@"}:
        raise Trouble(
            f"The pattern of “{name}” is too short: it would take out ordinary words.", remedy
        )
    return OwnPattern(name, shape)


_SIGNS = {"#": r"\d", "@": r"[^\W\d_]"}


def _compiled(shape: str) -> re.Pattern[str]:
    # Each sign stands for one character at most, so no text can make the search slow.
    signs = (r"\s?" if s.isspace() else _SIGNS.get(s, re.escape(s)) for s in shape)
    return re.compile(rf"(?<!\w){''.join(signs)}(?!\w)", re.IGNORECASE)  # kept by `re` itself
