"""One talk with a scripted customer: pure values, each answer makes the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.practice.model import BEST_POINTS, Answer, Customer, End, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the customer said, and what was answered."""

    turn: Turn
    answer: Answer


@dataclass(frozen=True, slots=True)
class Run:
    """A talk up to now.

    Args:
        customer: Who it is with.
        exchanges: What was said so far, in order.
    """

    customer: Customer
    exchanges: tuple[Exchange, ...] = ()

    @property
    def place(self) -> Turn | End:
        """Where the talk is: at a turn that waits for an answer, or at its end."""
        if not self.exchanges:
            return self.customer.turns[0]
        return self.customer.place(self.exchanges[-1].answer.to)

    def say(self, number: int) -> Run:
        """The talk after an answer.

        Args:
            number: Which one, from 1. Another number, or one after the end, changes nothing.
        """
        place = self.place
        if isinstance(place, End) or not 1 <= number <= len(place.answers):
            return self
        said = Exchange(place, place.answers[number - 1])
        return replace(self, exchanges=(*self.exchanges, said))


@dataclass(frozen=True, slots=True)
class Result:
    """How a talk went.

    Args:
        score: From 0 to 100. The end counts as one more answer: a right one has all the points.
        end: How it ended.
        went_well: What was answered as the method would, or nearly.
        could_change: What was answered otherwise, each with a better one in its turn.
    """

    score: int
    end: End
    went_well: tuple[Exchange, ...]
    could_change: tuple[Exchange, ...]


_GOOD_POINTS = 2


def result(run: Run) -> Result | None:
    """How a talk went; None before its end."""
    end = run.place
    if isinstance(end, Turn):
        return None
    points = [exchange.answer.points for exchange in run.exchanges]
    points.append(BEST_POINTS if end.is_right else 0)
    return Result(
        round(100 * sum(points) / (BEST_POINTS * len(points))),
        end,
        tuple(each for each in run.exchanges if each.answer.points >= _GOOD_POINTS),
        tuple(each for each in run.exchanges if each.answer.points < _GOOD_POINTS),
    )
