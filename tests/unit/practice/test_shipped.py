"""The customers that come with Poise: every way through each of them."""

from __future__ import annotations

import pytest

from desktop.guide.vocabulary import Ending, Manner
from desktop.practice.model import BEST_POINTS, Customer, Effect
from desktop.practice.run import Run, result
from tests.unit.practice.scripts import all_ways, shipped_cast, shipped_library

CUSTOMERS = shipped_cast().customers
each_customer = pytest.mark.parametrize("customer", CUSTOMERS, ids=lambda each: each.id)


def test_six_of_different_kinds_without_a_mistake() -> None:
    assert shipped_cast().problems == ()
    assert len(CUSTOMERS) == 6
    assert {each.manner for each in CUSTOMERS} >= {
        Manner.ANGRY,
        Manner.ABUSIVE,
        Manner.STRESSED,
        Manner.DEMANDING,
    }
    assert len({each.trigger for each in CUSTOMERS}) == 6


@each_customer
def test_every_way_ends_with_a_score_and_every_turn_and_end_is_met(customer: Customer) -> None:
    met: set[str] = set()
    scores: dict[bool, list[int]] = {True: [], False: []}
    for run in all_ways(Run(customer)):
        found = result(run)
        assert found is not None
        assert 0 <= found.score <= 100
        assert len(found.went_well) + len(found.could_change) == len(run.exchanges)
        assert len(run.exchanges) <= 9, "nobody talks that long"
        scores[found.end.is_right].append(found.score)
        met |= {found.end.id} | {each.turn.id for each in run.exchanges}
    assert met == {turn.id for turn in customer.turns} | {end.id for end in customer.ends}
    assert max(scores[True]) == 100
    assert max(scores[False]) < 85, "a bad end is not called a steady talk"


@each_customer
def test_the_best_answers_lead_to_a_right_end(customer: Customer) -> None:
    left = [Run(customer)]
    while left:
        run = left.pop()
        found = result(run)
        if found is not None:
            assert found.end.is_right
            assert found.score == 100
            continue
        turn = next(each for each in customer.turns if each == run.place)
        left += [
            run.say(number)
            for number, answer in enumerate(turn.answers, 1)
            if answer.points == BEST_POINTS
        ]


@each_customer
def test_a_bad_beginning_can_still_be_mended(customer: Customer) -> None:
    """After the worst first answer, the best ones lead to a right end."""
    first = customer.turns[0]
    worst = min(range(len(first.answers)), key=lambda each: first.answers[each].points)
    run = Run(customer).say(worst + 1)
    while (found := result(run)) is None:
        turn = next(each for each in customer.turns if each == run.place)
        run = run.say(turn.answers.index(turn.best) + 1)
    assert found.end.is_right
    assert found.score >= 60


@each_customer
def test_each_practises_real_phrases_and_tempting_mistakes(customer: Customer) -> None:
    answers = [answer for turn in customer.turns for answer in turn.answers]
    assert sum(answer.origin is not None for answer in answers) >= 8
    for turn in customer.turns:
        assert any(answer.effect is not Effect.CALMER for answer in turn.answers), turn.id
    for answer in answers:
        assert "‹" not in answer.text
        assert len(answer.why.split()) >= 8, answer.why
        assert answer.effect is not Effect.WORSE or answer.points <= 1, answer.text
        assert answer.effect is not Effect.CALMER or answer.points >= 2, answer.text
    for playbook in customer.playbooks:
        assert shipped_library().playbook(playbook) is not None


def test_abuse_may_end_rightly_and_danger_is_handed_over() -> None:
    def right_ends(customer_id: str) -> set[Ending]:
        customer = shipped_cast().customer(customer_id)
        assert customer is not None
        return {end.outcome for end in customer.ends if end.is_right}

    assert Ending.ENDED_FOR_CONDUCT in right_ends("double-charge")
    assert right_ends("claim-refused") == {Ending.ESCALATED}


def test_nobody_is_scolded() -> None:
    words = ("wrong!", "stupid of you", "you failed", "bad agent", "shame on")
    texts = [
        text.lower()
        for customer in CUSTOMERS
        for text in (
            *(end.story for end in customer.ends),
            *(answer.why for turn in customer.turns for answer in turn.answers),
        )
    ]
    assert not [text for text in texts for word in words if word in text]
