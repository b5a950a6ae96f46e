"""The one place through which texts go on their way into the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.phrases.template import clean, clean_lines
from desktop.privacy.patterns import OwnPattern, exception, own_pattern

_FEWEST_DIGITS = 7
"""No number that is looked for has less; Malta's accounts can have so few."""

_SHOWN = 20
"""Characters of a text that was cut, by which the agent knows it."""


class Masker:
    """Takes out what must not be kept, and tells what that was.

    What it gives back is shown, said and kept alike: what the agent sees is what is in the record,
    and no card number goes back into a chat.
    """

    def __init__(self) -> None:
        self.on_masked: Callable[[str], None] = lambda _sentence: None
        self._own: tuple[OwnPattern, ...] = ()
        self._never: tuple[OwnPattern, ...] = ()

    def choose(self, own: Mapping[str, str], never: Mapping[str, str]) -> None:
        """Take the team's own shapes, by name: what else to keep out, and what never.

        Raises:
            Trouble: One is no shape.
        """
        self._own = tuple(own_pattern(name, shape) for name, shape in own.items())
        self._never = tuple(exception(name, shape) for name, shape in never.items())

    def line(self, text: str, longest: int) -> str:
        """A text as one line without its secrets, cut after so many characters, which is told."""
        return self._fit(clean(text), longest, clean)

    def lines(self, text: str, longest: int) -> str:
        """The same for a text of several lines."""
        return self._fit(clean_lines(text), longest, clean_lines)

    def masked(self, text: str, *, is_told: bool = True) -> str:
        """A text without its secrets.

        Args:
            text: As it was typed.
            is_told: Whether the agent is told what was taken out.
        """
        found, told = self._masked(text)
        if told and is_told:
            self.on_masked(told)
        return found

    def _fit(self, text: str, longest: int, clean: Callable[[str, int | None], str]) -> str:
        whole, told = self._masked(text)
        whole = clean(whole, None)
        # Cut last: half a number would be kept, and nobody would know it for one.
        kept = clean(whole, longest)
        if clean(whole[longest:], None):  # more than signs that nobody sees
            # First: what is lost weighs more, and the panel shows three lines.
            told = f"{_too_long(kept, longest)} {told}".strip()
        if told:
            self.on_masked(told)
        return kept

    def _masked(self, text: str) -> tuple[str, str]:
        """A text without its secrets, and what to tell of them."""
        if not self._own and sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
            return text, ""
        from desktop.privacy.masking import mask  # an ordinary text does without

        done = mask(text, self._own, self._never)
        return done.text, _sentence(done.kinds, done.stand_ins) if done.kinds else ""


def _too_long(kept: str, longest: int) -> str:
    beginning = " ".join(kept[:_SHOWN].split())
    return f"Only the first {longest:,} characters of “{beginning}…” were kept."


def _sentence(kinds: tuple[str, ...], stand_ins: tuple[str, ...]) -> str:
    shown = ", ".join(stand_ins)
    if len(kinds) == 1:
        return f"{kinds[0][:1].upper()}{kinds[0][1:]} was kept out of the record: {shown}."
    return f"{len(kinds)} numbers were kept out of the record: {shown}."
