"""Where everything of a playbook's picture stands.

Steps are cards, in layers from top to bottom, each layer as deep as the longest way to it along
the order of the file. The ways on are rows of the card. A way out of the playbook is a chip in
its row; a way to another step is a line, which leaves its row to the right when it goes down and
to the left when it goes up again. Lines run between the layers and beside all cards, never over
one, and those to the same step join, so that there is little to follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from desktop.guide.graph.cards import CARD_WIDTH, Card, card_of
from desktop.guide.graph.paths import Goes, Stop

GAP = 34.0
"""Between layers, before any line runs there."""
TRACK = 10.0
"""Between two lines side by side."""
ASIDE = 14.0
"""Between a card and the nearest line beside it."""

Point = tuple[float, float]
_FAR = 1e9


@dataclass(frozen=True, slots=True)
class Line:
    """A way from one step to another, as corners; `is_back` where it leads up again."""

    corners: tuple[Point, ...]
    is_back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Cards and lines; the origin is the left upper corner."""

    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def lay_out(stops: Sequence[Stop]) -> Drawing:
    """Find a place for everything.

    Args:
        stops: The steps; at least one.
    """
    plan = _Plan(stops)
    plan.place()
    return plan.drawing()


@dataclass(slots=True)
class _Edge:
    """A line in the making.

    Args:
        row: Of the source's card.
        is_down: Whether the target lies in a deeper layer.
        is_beside: Whether it runs beside all cards for a part of its way.
        side: The number of its way down or up beside its own card; -1 when it needs none.
    """

    source: int
    row: int
    target: int
    is_down: bool
    is_beside: bool
    side: int = -1


@dataclass(slots=True)
class _Plan:
    stops: Sequence[Stop]
    cards: list[Card] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    layers: list[list[int]] = field(default_factory=list)
    edges: list[_Edge] = field(default_factory=list)
    tracks: dict[tuple[int, int], int] = field(default_factory=dict)  # (gap, target)
    tops: list[float] = field(default_factory=list)  # of the gap above each layer

    def place(self) -> None:
        self.cards = [card_of(number, stop) for number, stop in enumerate(self.stops, 1)]
        self.depth = _depths(self.stops)
        self.layers = _layers(self.stops, self.depth)
        self.edges = list(self._edges())
        self._spread()
        self._assign_tracks()
        self._stack()

    def drawing(self) -> Drawing:
        lanes = {True: self._lanes(is_right=True), False: self._lanes(is_right=False)}
        lines = [Line(tuple(self._corners(edge, lanes)), not edge.is_down) for edge in self.edges]
        left = min(x for x in self._all_x(lines))
        right = max(x for x in self._all_x(lines))
        cards = tuple(card.moved(-left) for card in self.cards)
        moved = tuple(
            Line(tuple((x - left, y) for x, y in line.corners), line.is_back) for line in lines
        )
        return Drawing(cards, moved, right - left, self.tops[-1])

    def _all_x(self, lines: Iterable[Line]) -> Iterable[float]:
        for card in self.cards:
            yield card.x
            yield card.x + CARD_WIDTH
        for line in lines:
            for x, _ in line.corners:
                yield x

    def _edges(self) -> Iterable[_Edge]:
        for source, stop in enumerate(self.stops):
            layer = self.layers[self.depth[source]]
            sides: dict[bool, dict[int, int]] = {True: {}, False: {}}
            # From the last row: its line turns first, so that none crosses a row's beginning.
            for row, way in reversed(list(enumerate(stop.ways))):
                if way.goes is not Goes.TO_STEP:
                    continue
                steps_down = self.depth[way.step] - self.depth[source]
                is_down = steps_down > 0
                is_beside = steps_down not in (0, 1) or (
                    steps_down == 0 and source == layer[0] and way.step == layer[0]
                )
                edge = _Edge(source, row, way.step, is_down, is_beside)
                if not is_beside or source != layer[-1 if is_down else 0]:
                    side = sides[is_down]
                    edge.side = side.setdefault(way.step, len(side))
                yield edge

    def _spread(self) -> None:
        """Cards of a layer side by side, with room for the lines between them."""
        sides: dict[tuple[int, bool], int] = defaultdict(int)
        for edge in self.edges:
            key = (edge.source, edge.is_down)
            sides[key] = max(sides[key], edge.side + 1)
        for layer in self.layers:
            x = 0.0
            for number, following in pairwise([*layer, -1]):
                self.cards[number] = self.cards[number].moved(x)
                lines = sides[number, True] + sides[following, False]
                x += CARD_WIDTH + 2 * ASIDE + lines * TRACK
            middle = (self.cards[layer[0]].x + self.cards[layer[-1]].x) / 2
            for number in layer:
                self.cards[number] = self.cards[number].moved(-middle)

    def _assign_tracks(self) -> None:
        """Heights between the layers: one for all lines to the same step."""
        spans: dict[tuple[int, int], list[float]] = defaultdict(list)
        for edge in self.edges:
            for gap, start, end in self._runs(edge):
                spans[gap, edge.target] += (start, end)
        gaps: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        for (gap, target), xs in spans.items():
            gaps[gap].append((min(xs), max(xs), target))
        for gap, each in gaps.items():
            self.tracks |= {(gap, target): track for target, track in _shared(each).items()}

    def _runs(self, edge: _Edge) -> Iterable[tuple[int, float, float]]:
        """Where an edge runs between layers: the gap above which layer, from x to x."""
        far = _FAR if edge.is_down else -_FAR
        entry = self._middle(edge.target)
        own_gap = self.depth[edge.source] + (1 if edge.is_down else 0)
        start = self._side_x(edge)
        if not edge.is_beside:
            yield own_gap, start, entry
            return
        if edge.side >= 0:
            yield own_gap, start, far
        if not self._enters_left(edge):
            yield self.depth[edge.target], far, entry

    def _stack(self) -> None:
        """Layers below each other, with room for the lines between them."""
        used: dict[int, int] = defaultdict(int)
        for (gap, _), track in self.tracks.items():
            used[gap] = max(used[gap], track + 1)
        y = 0.0
        for number, layer in enumerate(self.layers):
            self.tops.append(y)
            y += GAP + TRACK * used[number]
            for each in layer:
                self.cards[each] = self.cards[each].moved(0, y)
            y += max(self.cards[each].height for each in layer)
        self.tops.append(y)

    def _lanes(self, is_right: bool) -> dict[int, float]:
        """The x of the line beside all cards, by target."""
        spans: dict[int, list[float]] = defaultdict(list)
        for edge in self.edges:
            if edge.is_beside and edge.is_down is is_right:
                spans[edge.target] += (self._start_y(edge), self._end_y(edge))
        lanes = _shared([(min(ys), max(ys), target) for target, ys in spans.items()])
        edges = [edge for edge in self.edges if edge.is_down is is_right]
        near = max((ASIDE + TRACK * (edge.side + 1) for edge in edges), default=ASIDE)
        if is_right:
            outside = max(card.x for card in self.cards) + CARD_WIDTH + near
            return {target: outside + TRACK * lane for target, lane in lanes.items()}
        outside = min(card.x for card in self.cards) - near
        return {target: outside - TRACK * lane for target, lane in lanes.items()}

    def _corners(self, edge: _Edge, lanes: dict[bool, dict[int, float]]) -> Iterable[Point]:
        card, target = self.cards[edge.source], self.cards[edge.target]
        start = card.row_y(edge.row)
        yield (card.x + CARD_WIDTH if edge.is_down else card.x), start
        if edge.side >= 0:
            x = self._side_x(edge)
            yield x, start
            start = self._start_y(edge)
            yield x, start
        end = self._end_y(edge)
        if edge.is_beside:
            lane = lanes[edge.is_down][edge.target]
            yield lane, start
            yield lane, end
        if self._enters_left(edge):
            yield target.x, end
        else:
            entry = self._middle(edge.target)
            yield entry, end
            yield entry, target.y

    def _start_y(self, edge: _Edge) -> float:
        """The height at which it leaves its card's own surroundings."""
        if edge.side < 0:
            return self.cards[edge.source].row_y(edge.row)
        own_gap = self.depth[edge.source] + (1 if edge.is_down else 0)
        return self._track_y(own_gap, edge.target)

    def _end_y(self, edge: _Edge) -> float:
        """The height at which it comes to its target."""
        if self._enters_left(edge):
            return self.cards[edge.target].title_y
        return self._track_y(self.depth[edge.target], edge.target)

    def _track_y(self, gap: int, target: int) -> float:
        return self.tops[gap] + GAP / 2 + TRACK * self.tracks[gap, target]

    def _side_x(self, edge: _Edge) -> float:
        card, aside = self.cards[edge.source], ASIDE + TRACK * edge.side
        return card.x + CARD_WIDTH + aside if edge.is_down else card.x - aside

    def _enters_left(self, edge: _Edge) -> bool:
        """Whether nothing stands between the lane and the target."""
        is_first = self.layers[self.depth[edge.target]][0] == edge.target
        return edge.is_beside and not edge.is_down and is_first

    def _middle(self, number: int) -> float:
        return self.cards[number].x + CARD_WIDTH / 2


def _depths(stops: Sequence[Stop]) -> list[int]:
    """The layer of each step; one that no earlier step leads to comes after the one before it."""
    found = [-1] * len(stops)
    for number, stop in enumerate(stops):
        if found[number] < 0:
            found[number] = found[number - 1] + 1 if number else 0
        for way in stop.ways:
            if way.step > number:
                found[way.step] = max(found[way.step], found[number] + 1)
    return found


def _layers(stops: Sequence[Stop], depths: Sequence[int]) -> list[list[int]]:
    """The steps of each layer from left to right, near those they are joined to."""
    layers: list[list[int]] = [[] for _ in range(max(depths) + 1)]
    for number, depth in enumerate(depths):
        layers[depth].append(number)
    joined: dict[int, list[int]] = defaultdict(list)
    for number, stop in enumerate(stops):
        for way in stop.ways:
            if way.step >= 0 and depths[way.step] == depths[number] + 1:
                joined[number].append(way.step)
                joined[way.step].append(number)
    down, up = range(1, len(layers)), range(len(layers) - 2, -1, -1)
    for sweep, beside in ((down, -1), (up, 1), (down, -1)):
        for each in sweep:
            other = layers[each + beside]
            share = {number: (place + 0.5) / len(other) for place, number in enumerate(other)}
            layers[each] = _sorted(layers[each], joined, share)
    return layers


def _sorted(layer: list[int], joined: dict[int, list[int]], share: dict[int, float]) -> list[int]:
    def weight(item: tuple[int, int]) -> float:
        place, number = item
        shares = [share[each] for each in joined[number] if each in share]
        return sum(shares) / len(shares) if shares else (place + 0.5) / len(layer)

    return [number for _, number in sorted(enumerate(layer), key=weight)]


def _shared(spans: Sequence[tuple[float, float, int]]) -> dict[int, int]:
    """The lowest free number for each span, so that none overlaps another with the same."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[int, int] = {}
    for start, end, name in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        free = (
            number
            for number, others in enumerate(taken)
            if all(end < low or start > high for low, high in others)
        )
        found[name] = next(free, len(taken))
        if found[name] == len(taken):
            taken.append([])
        taken[found[name]].append((start, end))
    return found
