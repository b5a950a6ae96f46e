"""A sitting of practice: choosing a customer, talking, reading how it went, trying again."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending
from desktop.practice.model import Answer, Customer, Turn
from desktop.practice.run import Exchange, Run, result
from desktop.practice.shelf import Cast
from desktop.practice.views import (
    Choice,
    ChoosingView,
    CustomerRow,
    Line,
    Remark,
    Report,
    TalkView,
)

HEADLINES = (
    (85, "A steady talk from beginning to end."),
    (60, "A good talk, with something to try next time."),
    (35, "Much of it is there already."),
    (0, "That was a hard one. Practice is the place for it."),
)
"""What is said to a score, from so many points on."""

_OUTCOMES = {
    (Ending.SOLVED, True): "Solved",
    (Ending.SOLVED, False): "Solved, but not for long",
    (Ending.WAITING, True): "Open, with a promise that holds",
    (Ending.WAITING, False): "Left open",
    (Ending.ESCALATED, True): "Handed over, rightly",
    (Ending.ESCALATED, False): "Handed over, later than needed",
    (Ending.ENDED_FOR_CONDUCT, True): "Ended for conduct, rightly",
    (Ending.ENDED_FOR_CONDUCT, False): "Ended, but not well",
    (Ending.LOST, True): "They left",
    (Ending.LOST, False): "They left",
}


class Session:
    """Holds nothing but the talk in hand, and forgets it with the next one.

    Args:
        cast: Whom one can practise with.
        title_of: The title of a playbook by its id, "" where there is none.
        chord_of: The keys of the panel's phrase with a number, "" where it has none.
    """

    def __init__(
        self, cast: Cast, title_of: Callable[[str], str], chord_of: Callable[[int], str]
    ) -> None:
        self._cast = cast
        self._title_of = title_of
        self._chord_of = chord_of
        self._run: Run | None = None
        self._round = 0

    def choose(self, customer_id: str) -> None:
        """Begin to talk with somebody.

        Raises:
            Trouble: There is nobody with this id.
        """
        customer = self._cast.customer(customer_id)
        if customer is None:
            known = ", ".join(each.id for each in self._cast.customers) or "nobody"
            what = f"There is no customer '{customer_id}' to practise with."
            broken = next((f" Left out for a mistake: {each}" for each in self._cast.problems), "")
            raise Trouble(what, f"There are: {known}.{broken}")
        self._run = Run(_shuffled(customer, self._round))
        self._round += 1

    def say(self, number: int) -> None:
        """Give the answer with a number, from 1; a number that is not offered does nothing."""
        if self._run is not None:
            self._run = self._run.say(number)

    def again(self) -> None:
        """Begin the talk in hand anew; the answers stand in another order."""
        if self._run is not None:
            self.choose(self._run.customer.id)

    def leave(self) -> None:
        """Go back to choosing."""
        self._run = None

    def view(self) -> ChoosingView | TalkView:
        """What there is to see now."""
        if self._run is not None:
            return self._talk(self._run)
        rows = tuple(
            CustomerRow(each.id, each.title, f"{each.name} · {_about(each)}")
            for each in self._cast.customers
        )
        return ChoosingView(rows, tuple(map(str, self._cast.problems)))

    def _talk(self, run: Run) -> TalkView:
        customer, place = run.customer, run.place
        lines: list[Line] = []
        for each in run.exchanges:
            lines.append(Line(customer.name, each.turn.says))
            lines.append(Line("You", each.answer.text, each.answer.effect, each.answer.why))
        if place.says:
            lines.append(Line(customer.name, place.says))
        choices: tuple[Choice, ...] = ()
        if isinstance(place, Turn):
            choices = tuple(
                Choice(number, answer.text, self._note(answer))
                for number, answer in enumerate(place.answers, 1)
            )
        return TalkView(
            customer.title,
            customer.name,
            _about(customer),
            customer.briefing,
            tuple(lines),
            choices,
            self._report(run),
        )

    def _note(self, answer: Answer) -> str:
        """Where on the panel a ready phrase stands, and its keys there."""
        if answer.origin is None:
            return ""
        origin = answer.origin
        keys = self._chord_of(origin.slot)
        parts = (origin.playbook, origin.step, keys or f"phrase {origin.slot}")
        return " · ".join(parts)

    def _report(self, run: Run) -> Report | None:
        found = result(run)
        if found is None:
            return None
        titles = filter(None, map(self._title_of, run.customer.playbooks))
        return Report(
            found.score,
            next(words for least, words in HEADLINES if found.score >= least),
            _OUTCOMES[found.end.outcome, found.end.is_right],
            found.end.is_right,
            found.end.story,
            tuple(Remark(each.answer.text, each.answer.why) for each in found.went_well),
            tuple(map(_instead, found.could_change)),
            " · ".join(titles),
        )


def _instead(exchange: Exchange) -> Remark:
    said, best = exchange.answer, exchange.turn.best
    return Remark(said.text, said.why, best.text, best.why)


def _about(customer: Customer) -> str:
    terms = (customer.manner, customer.trigger, customer.channel)
    return " · ".join(term.label for term in terms)


def _shuffled(customer: Customer, number: int) -> Customer:
    """The same customer with the answers in the order of a round, so that nobody learns places."""

    def mixed(turn: Turn) -> Turn:
        def rank(answer: Answer) -> int:
            return zlib.crc32(f"{number}/{turn.id}/{answer.text}".encode())

        return replace(turn, answers=tuple(sorted(turn.answers, key=rank)))

    return replace(customer, turns=tuple(map(mixed, customer.turns)))
