"""A team's own numbers, written without a programmer's signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.errors import Trouble

_SIGNS_MAX = 60
_NAME_MAX = 40
_LEAST = 4  # signs that are no gap: less would take out every other word
_LEAST_IN_COMMON = 2  # one digit is what all cards of an issuer begin with


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


def own_pattern(name: str, shape: str) -> OwnPattern:
    """What the team keeps out, such as `policy` with the shape `PX-######`.

    Raises:
        Trouble: It says what is wrong with it.
    """
    remedy = 'Write it like "PX-######", in quotes: # stands for a digit, @ for a letter.'
    if not name or len(name) > _NAME_MAX or not name.isprintable() or set(name) & set("[]"):
        what = f"“{name[:_NAME_MAX]}” is no name for a kind of number."
        raise Trouble(what, f"Use up to {_NAME_MAX} letters, as in “policy number”.")
    if len(shape) > _SIGNS_MAX:
        raise Trouble(f"The shape of “{name}” is longer than {_SIGNS_MAX} signs.", remedy)
    if sum(not sign.isspace() for sign in shape) < _LEAST or not set(shape) & {"#", "@"}:
        what = f"The shape of “{name}” is too short: it would fit ordinary words."
        if not set(shape) & {"#", "@"}:
            what = f"The shape of “{name}” has neither # nor @ in it."
        raise Trouble(what, remedy)
    return OwnPattern(name, shape)


def exception(name: str, shape: str) -> OwnPattern:
    """Numbers of the team's own that stay, such as `order` with the shape `48-##############`.

    Raises:
        Trouble: It says what is wrong with it.
    """
    found = own_pattern(name, shape)
    if sum(sign.isalnum() for sign in shape) < _LEAST_IN_COMMON:
        raise Trouble(
            f"The shape of “{name}” would let card numbers through.",
            'Begin it with what all of them have in common, as in "48-##############".',
        )
    return found


_SIGNS = {"#": r"\d", "@": r"[^\W\d_]"}


def _compiled(shape: str) -> re.Pattern[str]:
    # Each sign stands for one character at most, so no text can make the search slow.
    signs = (r"\s?" if s.isspace() else _SIGNS.get(s, re.escape(s)) for s in shape)
    return re.compile(rf"(?<!\w){''.join(signs)}(?!\w)", re.IGNORECASE)  # kept by `re` itself
