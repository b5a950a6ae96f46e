"""When a phrase or a branch is offered: `channel is chat and rung >= 2`. Data, never code.

A condition is one or more comparisons joined by `and`. There is no `or` and there are no
brackets: what needs more is better written as two phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.guide.vocabulary import Channel, Manner, Medium, Term, Trigger
from desktop.phrases.visible import visible

RUNGS = range(5)
"""0 before the boundaries ladder, 1 to 3 on it, 4 when the talk is being ended."""

_TERMS: dict[str, type[Term]] = {
    "channel": Channel,
    "medium": Medium,
    "trigger": Trigger,
    "manner": Manner,
}
_NAMES = (*_TERMS, "rung")
_COMPARISON = re.compile(r"([a-z]+)\s+(is not|is)\s+(\S+)|([a-z]+)\s*(>=|<=|=|>|<)\s*(\S+)")
_EXAMPLE = "Write it like `channel is chat` or `rung >= 2`, joined by `and`."


class ConditionError(ValueError):
    """A text is no condition.

    Args:
        what: One plain sentence saying what is wrong.
        remedy: One plain sentence saying what to write instead.
    """

    def __init__(self, what: str, remedy: str = _EXAMPLE) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions ask about.

    Args:
        channel: None while it is not known; then every comparison with it fails, `is not` too.
        trigger: The same.
        manner: The same.
        rung: Of the boundaries ladder, see `RUNGS`.
    """

    channel: Channel | None = None
    trigger: Trigger | None = None
    manner: Manner | None = None
    rung: int = 0

    @property
    def medium(self) -> Medium | None:
        """Which wording fits; None while the channel is not known."""
        return self.channel.medium if self.channel is not None else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One part of a condition. `operator` is `is`, `is not`, or a sign for `rung`."""

    name: str
    operator: str
    value: str

    def holds(self, situation: Situation) -> bool:
        """Whether it is so."""
        if self.name == "rung":
            return _compare(situation.rung, self.operator, int(self.value))
        found = getattr(situation, self.name)
        return found is not None and (found.value == self.value) is (self.operator == "is")

    def __str__(self) -> str:
        return f"{self.name} {self.operator} {self.value}"


@dataclass(frozen=True, slots=True)
class Condition:
    """All comparisons must hold; none at all always holds."""

    comparisons: tuple[Comparison, ...] = ()

    def holds(self, situation: Situation) -> bool:
        """Whether all of it is so."""
        return all(each.holds(situation) for each in self.comparisons)

    def can_hold_on(self, channel: Channel | None) -> bool:
        """Whether it can hold on a channel, whatever else is asked.

        Args:
            channel: None while it is not known.
        """
        asked = (each for each in self.comparisons if each.name in ("channel", "medium"))
        return all(each.holds(Situation(channel)) for each in asked)

    def __str__(self) -> str:
        return " and ".join(map(str, self.comparisons))


ALWAYS = Condition()


def parse(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: It is none; the error says what to write.
    """
    parts = re.split(r"\s+and\s+", " ".join(text.split()))
    return Condition(tuple(map(_comparison, parts)))


def _comparison(text: str) -> Comparison:
    match = _COMPARISON.fullmatch(text)
    if match is None:
        raise ConditionError(f"`{visible(text, 60)}` is no condition.")
    name, operator, value = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    if name not in _NAMES:
        known = ", ".join(_NAMES)
        raise ConditionError(f"A condition cannot ask for `{name}`.", f"It may ask for: {known}.")
    if name == "rung":
        if match[1] and operator == "is":
            operator = "="
        if operator == "is not" or not re.fullmatch("[0-9]", value) or int(value) not in RUNGS:
            raise ConditionError(
                f"`{visible(text, 60)}` is no condition.", "Write it like `rung >= 2`."
            )
        return Comparison(name, operator, value)
    allowed = [each.value for each in _TERMS[name]]
    if not match[1]:
        raise ConditionError(f"A {name} is compared with `is`.", f"Write `{name} is {allowed[0]}`.")
    if value not in allowed:
        raise ConditionError(
            f"There is no {name} `{visible(value, 60)}`.", f"One of: {', '.join(allowed)}."
        )
    return Comparison(name, operator, value)


def _compare(left: int, sign: str, right: int) -> bool:
    if sign == "=":
        return left == right
    if sign in (">", ">="):
        return left > right or (sign == ">=" and left == right)
    return left < right or (sign == "<=" and left == right)
