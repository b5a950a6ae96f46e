"""The picture's layout: whatever the playbook, no line runs over a card or into another's."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.guide.graph.cards import CARD_WIDTH, Card
from desktop.guide.graph.layout import Drawing, Line, Point, lay_out
from desktop.guide.graph.paths import Goes, Stop, Way


def stops(*ways: list[int]) -> list[Stop]:
    """Steps that lead to those with the numbers given; -1 leads out."""
    return [
        Stop(
            f"Step {number}",
            "Some goal that needs more than one line of the card to be told.",
            tuple(
                Way(Goes.TO_STEP, "Go on", step=to)
                if to >= 0
                else Way(Goes.INTO_PLAYBOOK, "Leave", place="Into Boundaries", when="rung >= 1")
                for to in each
            ),
        )
        for number, each in enumerate(ways)
    ]


@st.composite
def playbooks(draw: st.DrawFn) -> list[Stop]:
    count = draw(st.integers(1, 9))
    ways = st.lists(st.integers(-1, count - 1), max_size=5)
    return stops(*(draw(ways) for _ in range(count)))


def is_over(card: Card, start: Point, end: Point) -> bool:
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (
        x1 > card.x + 1
        and x0 < card.x + CARD_WIDTH - 1
        and y1 > card.y + 1
        and y0 < card.y + card.height - 1
    )


def check(drawing: Drawing) -> None:
    for one, other in combinations(drawing.cards, 2):
        is_apart_x = abs(one.x - other.x) >= CARD_WIDTH + 10
        is_apart_y = one.y + one.height + 10 <= other.y or other.y + other.height + 10 <= one.y
        assert is_apart_x or is_apart_y
    for line in drawing.lines:
        for start, end in pairwise(line.corners):
            assert start[0] == end[0] or start[1] == end[1], "neither upright nor level"
            assert min(start[0], end[0]) >= -0.1
            assert max(start[0], end[0]) <= drawing.width + 0.1
            assert min(start[1], end[1]) >= 0
            assert max(start[1], end[1]) <= drawing.height
            for card in drawing.cards:
                assert not is_over(card, start, end)


@given(playbooks())
@settings(max_examples=150, deadline=None)
def test_no_line_runs_over_a_card(some: list[Stop]) -> None:
    drawing = lay_out(some)
    assert len(drawing.cards) == len(some)
    assert len(drawing.lines) == sum(way.step >= 0 for stop in some for way in stop.ways)
    check(drawing)


@given(playbooks())
@settings(max_examples=50, deadline=None)
def test_every_line_ends_at_the_step_it_leads_to(some: list[Stop]) -> None:
    drawing = lay_out(some)
    starts: dict[Point, int] = {}
    for card in drawing.cards:
        for number, row in enumerate(card.rows):
            for x in (card.x, card.x + CARD_WIDTH):
                starts[round(x, 3), round(card.row_y(number), 3)] = row.way.step
    for line in drawing.lines:
        x, y = line.corners[0]
        target = drawing.cards[starts[round(x, 3), round(y, 3)]]
        x, y = line.corners[-1]
        at_top = (x, y) == (target.x + CARD_WIDTH / 2, target.y)
        assert at_top or (x, y) == (target.x, target.title_y)


def test_lines_to_different_steps_never_lie_on_each_other_between_layers() -> None:
    drawing = lay_out(stops([1, 2, 3, 4], [5, 0], [5, 1], [5, 3, 2], [5, 0, 4], [0, 2, -1]))
    check(drawing)

    def level(line: Line) -> set[tuple[float, float, float]]:
        pairs = [(a, b) for a, b in pairwise(line.corners) if a[1] == b[1]]
        return {(a[1], min(a[0], b[0]), max(a[0], b[0])) for a, b in pairs}

    for one, other in combinations(drawing.lines, 2):
        if one.corners[-1] == other.corners[-1]:
            continue
        for y, left, right in level(one):
            for other_y, other_left, other_right in level(other):
                is_same = y == other_y and left < other_right and other_left < right
                assert not is_same or {one.is_back, other.is_back} == {True, False}


def test_a_straight_playbook_is_one_column() -> None:
    drawing = lay_out(stops([1], [2], [3, 1], [0]))
    assert len({card.x for card in drawing.cards}) == 1
    assert [line.is_back for line in drawing.lines].count(True) == 2
    assert sorted(card.y for card in drawing.cards) == [card.y for card in drawing.cards]


def test_alternatives_stand_side_by_side_in_their_order() -> None:
    drawing = lay_out(stops([1, 2, 3], [-1], [-1], [-1]))
    first, *others = drawing.cards
    assert len({card.y for card in others}) == 1
    assert [card.x for card in others] == sorted({card.x for card in others})
    assert first.x == others[1].x


def test_a_step_that_nothing_leads_to_has_its_place_below() -> None:
    first, lonely = lay_out(stops([-1], [-1])).cards
    assert lonely.y > first.y + first.height


def test_a_huge_playbook_is_drawn_all_the_same() -> None:
    chance = random.Random(4)
    ways = [[chance.randrange(1500) for _ in range(4)] for _ in range(1500)]
    assert len(lay_out(stops(*ways)).lines) == 6000
