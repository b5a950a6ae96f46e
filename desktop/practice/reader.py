"""A file as a `Customer`, or every mistake in it with its place.

Strict, because nobody should be stuck in the middle of a talk: each answer leads on, nothing
leads in a circle, and every turn has an answer that the method would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.model import Problem
from desktop.guide.source import MapNode, TextNode, read_source, shown
from desktop.guide.vocabulary import Channel, Ending, Manner, Term, Trigger
from desktop.practice.model import (
    BEST_POINTS,
    FEWEST_ANSWERS,
    FORMAT_VERSION,
    MOST_ANSWERS,
    Answer,
    Customer,
    Effect,
    End,
    Origin,
    Turn,
)
from desktop.practice.phrasebook import NotFound, Phrasebook

T = TypeVar("T", bound=Term)

CUSTOMER_KEYS = (
    *("practice", "id", "title", "customer", "manner", "trigger", "channel", "briefing"),
    *("playbooks", "words", "turns", "ends"),
)
TURN_KEYS = ("id", "says", "answers")
ANSWER_KEYS = ("text", "phrase", "effect", "points", "why", "to")
END_KEYS = ("id", "outcome", "right", "says", "story")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held; the customer is None when there was any problem."""

    customer: Customer | None
    problems: tuple[Problem, ...]


def read_customer(path: Path, phrasebook: Phrasebook, agent: str) -> Reading:
    """Read one file. Whatever is wrong with it becomes a Problem; nothing is raised.

    Args:
        path: The file.
        phrasebook: Where the ready phrases come from.
        agent: What the agent is called in them; "" for the name that the file brings.
    """
    source = read_source(path)
    report = Report(source)
    if isinstance(source.root, MapNode):
        if _is_this_format(source.root, report):
            return _Reader(source.root, report, phrasebook, agent).read()
    elif source.root is not None:
        what = f"A practice customer must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, f"Start with `practice: {FORMAT_VERSION}`.")
    elif not source.problems:
        what = "The file is empty."
        report.add_at((1, 1), what, f"Start with `practice: {FORMAT_VERSION}`.")
    return Reading(None, report.problems)


def _is_this_format(root: MapNode, report: Report) -> bool:
    node, wanted = root.get("practice"), f"Write `practice: {FORMAT_VERSION}`."
    if node is None:
        report.add(root, "The file does not say which practice format it is written in.", wanted)
        return False
    if isinstance(node, TextNode) and node.value == str(FORMAT_VERSION):
        return True
    if isinstance(node, TextNode) and re.fullmatch(r"[0-9]{1,9}", node.value):
        what = f"This Poise does not know the practice format {int(node.value)}."
        report.add(node, what, f"Update Poise; this one reads format {FORMAT_VERSION}.")
    else:
        report.add(node, "`practice` must be the number of a format.", wanted)
    return False


class _Reader:
    def __init__(self, root: MapNode, report: Report, phrasebook: Phrasebook, agent: str) -> None:
        self._report = report
        self._phrasebook = phrasebook
        self._fields = Fields(root, report, "practice customer", CUSTOMER_KEYS)
        self._agent = agent
        self._channel = Channel.CHAT
        self._words: dict[str, str] = {}
        self._lines: dict[str, int] = {}  # where a turn or an end was declared
        self._leads: list[tuple[str, TextNode]] = []  # from a turn, to what stands here

    def read(self) -> Reading:
        """The customer, or what is wrong."""
        fields, report = self._fields, self._report
        name, title, who = fields.id(), fields.line("title"), fields.line("customer")
        manner, trigger = self._term("manner", Manner), self._term("trigger", Trigger)
        self._channel = self._term("channel", Channel) or Channel.CHAT
        briefing = fields.line("briefing")
        self._read_words(who)
        playbooks = self._playbooks()
        turn_fields = list(fields.maps("turns", TURN_KEYS, "turn"))
        end_fields = list(fields.maps("ends", END_KEYS, "end"))
        turns = tuple(self._turn(each) for each in turn_fields)
        ends = tuple(self._end(each) for each in end_fields)
        for key in ("turns", "ends"):
            if fields.is_without(key):
                what = f"This practice customer has no {key}."
                report.add(fields.node.get(key) or fields.node, what, f"Add `{key}:` and a first.")
        if ends and not any(each.is_right for each in ends):
            what = "Not one of the ends is a right one."
            report.add(end_fields[0].node, what, "Write `right: yes` in one of them.")
        self._check_ways(turns)
        self._check_reached(turns, [*turn_fields, *end_fields])
        if report.problems or name is None or manner is None or trigger is None:
            return Reading(None, report.problems)
        about = (name.value, title, who, manner, trigger, self._channel, briefing, playbooks)
        return Reading(Customer(*about, turns, ends), ())

    def _term(self, key: str, terms: type[T]) -> T | None:
        """A word of a fixed list that must be there."""
        return self._fields.term(key, terms) if self._fields.text_node(key) else None

    def _read_words(self, customer: str) -> None:
        node = self._fields.map("words")
        for key, value in node.entries if node else ():
            if isinstance(value, TextNode) and value.value.strip():
                self._words[key.value] = value.value
            else:
                what = f"The word `{shown(key.value)}` must be text, but is {kind_of(value)}."
                self._report.add(value, what, "Write what stands in the gap, in quotes.")
        self._words["customer"] = customer
        if self._agent:
            self._words["agent"] = self._agent

    def _playbooks(self) -> tuple[str, ...]:
        nodes = self._fields.texts("playbooks")
        for node in nodes:
            if not self._phrasebook.title(node.value):
                what = f"There is no playbook `{shown(node.value)}`."
                self._report.add(node, what, "Write the id of one that helps here.")
        return tuple(node.value for node in nodes)

    def _turn(self, fields: Fields) -> Turn:
        name = self._new_id(fields)
        says = fields.line("says")
        known_before = self._report.problems
        made = fields.maps("answers", ANSWER_KEYS, "answer")
        answers = tuple(self._answer(each, name) for each in made)
        if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
            what = f"This turn has {len(answers)} answers."
            remedy = f"Write {FEWEST_ANSWERS} or {MOST_ANSWERS}."
            self._report.add(fields.node, what, remedy)
        elif (
            all(answer.points < BEST_POINTS for answer in answers)
            and self._report.problems == known_before  # else the best may be among the mistaken
        ):
            what = "No answer of this turn is the one that the method would give."
            self._report.add(fields.node, what, f"Give the best one `points: {BEST_POINTS}`.")
        return Turn(name, says, answers)

    def _end(self, fields: Fields) -> End:
        outcome = fields.term("outcome", Ending) if fields.text_node("outcome") else None
        return End(
            self._new_id(fields),
            outcome or Ending.LOST,
            fields.flag("right", otherwise=False),
            fields.line("says", is_required=False),
            fields.line("story"),
        )

    def _new_id(self, fields: Fields) -> str:
        node = fields.id()
        if node is None:
            return ""
        if node.value in self._lines:
            what = f"The id `{node.value}` is used twice (first in line {self._lines[node.value]})."
            self._report.add(node, what, "Give each turn and each end its own.")
        else:
            self._lines[node.value] = node.line
        return node.value

    def _answer(self, fields: Fields, turn: str) -> Answer:
        text, origin = self._words_of(fields)
        effect = fields.term("effect", Effect) if fields.text_node("effect") else None
        points, why = self._points(fields), fields.line("why")
        lead = fields.text_node("to")
        if lead is not None:
            self._leads.append((turn, lead))
        to = lead.value if lead is not None else ""
        return Answer(text, effect or Effect.SAME, points, why, to, origin)

    def _words_of(self, fields: Fields) -> tuple[str, Origin | None]:
        """What is said: words of the file, or a ready phrase."""
        if fields.node.get("phrase") is None:
            return fields.line("text"), None
        node = fields.text_node("phrase")
        if fields.node.get("text") is not None:
            what = "This answer has both a `phrase` and a `text`."
            self._report.add(fields.node, what, "Keep one of the two.")
        if node is None:
            return "", None
        found = self._phrasebook.find(node.value, self._words, self._channel)
        if isinstance(found, NotFound):
            self._report.add(node, found.what, found.remedy)
            return "", None
        for gap in found.missing:
            what = f"The phrase needs a word for `{gap}`."
            self._report.add(node, what, f"Add `{gap}: …` under `words`.")
        return found.text, found.origin

    def _points(self, fields: Fields) -> int:
        node = fields.text_node("points")
        if node is None or re.fullmatch(rf"[0-{BEST_POINTS}]", node.value):
            return int(node.value) if node else 0
        what = f"`points` is `{shown(node.value)}`."
        self._report.add(node, what, f"Write a number from 0 to {BEST_POINTS}.")
        return 0

    def _check_ways(self, turns: Sequence[Turn]) -> None:
        """Every answer leads somewhere, and never in a circle."""
        ahead: dict[str, list[TextNode]] = {turn.id: [] for turn in turns}
        for turn, lead in self._leads:
            if lead.value not in self._lines:
                what = f"There is no turn and no end `{shown(lead.value)}`."
                remedy = self._report.nearest(lead.value, self._lines, "Write the id of one.")
                self._report.add(lead, what, remedy)
            elif lead.value in ahead:
                ahead[turn].append(lead)
        for lead in _closing(ahead):
            what = f"From `{lead.value}` one would come back here, for ever."
            self._report.add(lead, what, "Lead to a turn of its own, or to an end.")

    def _check_reached(self, turns: Sequence[Turn], places: Sequence[Fields]) -> None:
        """Nothing was written for nobody."""
        if not turns:
            return
        ahead: dict[str, set[str]] = {}
        for turn, lead in self._leads:
            ahead.setdefault(turn, set()).add(lead.value)
        met = {turns[0].id} | _reached(turns[0].id, ahead)
        for fields in places:
            node = fields.node.get("id")
            if isinstance(node, TextNode) and node.value and node.value not in met:
                what = f"No answer leads to `{shown(node.value)}`."
                self._report.add(node, what, "Lead one there, or remove it.")


def _closing(ahead: Mapping[str, Sequence[TextNode]]) -> Iterator[TextNode]:
    """The leads to a turn from which one has come; without them there is no circle."""
    come_by: set[str] = set()
    done: set[str] = set()
    for start in ahead:
        way = [(start, iter(ahead[start]))] if start not in done else []
        come_by.update(turn for turn, _ in way)
        while way:
            turn, left = way[-1]
            lead = next(left, None)
            if lead is None:
                way.pop()
                come_by.discard(turn)
                done.add(turn)
            elif lead.value in come_by:
                yield lead
            elif lead.value not in done:
                come_by.add(lead.value)
                way.append((lead.value, iter(ahead[lead.value])))


def _reached(start: str, ahead: Mapping[str, set[str]]) -> set[str]:
    """Every place one can come to from another."""
    found: set[str] = set()
    left = [start]
    while left:
        for place in ahead.get(left.pop(), ()):
            if place not in found:
                found.add(place)
                left.append(place)
    return found
