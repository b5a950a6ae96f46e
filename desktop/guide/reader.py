"""A playbook file as a `Playbook`, or every mistake in it with its place.

A file with any mistake gives no playbook: a half-read one would surprise the agent in the
middle of a contact, while the last good version (see `library`) keeps serving.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.model import (
    BUILT_IN_PLACEHOLDERS,
    FORMAT_VERSION,
    RETURN,
    Branch,
    Phrase,
    Placeholder,
    Playbook,
    Problem,
    Step,
    StepTimer,
)
from desktop.guide.source import MapNode, TextNode, read_source, shown
from desktop.phrases import template

MAX_PHRASE = 20_000
"""Characters in a phrase's text."""
MAX_TIMER_S = 3600

_PLAYBOOK_KEYS = ("poise", "id", "title", "summary", "placeholders", "steps")
_STEP_KEYS = ("id", "title", "goal", "do", "avoid", "timer", "phrases", "branches")
_PHRASE_KEYS = ("id", "title", "tags", "text")
_BRANCH_KEYS = ("id", "label", "to", "playbook")
_TIMER_KEYS = ("length", "label")
_PLACEHOLDER_KEYS = ("label", "example")

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_LENGTH = re.compile(r"(?:(\d{1,4}) ?(?:min|m))? ?(?:(\d{1,4}) ?(?:sec|s))?")


@dataclass(frozen=True, slots=True)
class Mention:
    """Another playbook's id (or the file's own), and where the file names it."""

    playbook: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held.

    Args:
        playbook: None when there was any problem.
        problems: In the order of the file.
        name: The playbook's own id, when it could be read.
        leads: The playbooks that its branches lead into.
    """

    playbook: Playbook | None
    problems: tuple[Problem, ...]
    name: Mention | None = None
    leads: tuple[Mention, ...] = ()


def read_playbook(path: Path) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """Read one file; the playbook is None when there is any problem. Raises nothing."""
    reading = read(path)
    return reading.playbook, reading.problems


def read(path: Path) -> Reading:
    """Like `read_playbook`, with what is needed to check several files against each other."""
    source = read_source(path)
    report = Report(source)
    if isinstance(source.root, MapNode):
        return _Reader(source.root, report).reading()
    if source.root is not None:
        what = f"A playbook must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, "Start with `poise: 1` and `id: …`.")
    elif not source.problems:
        report.add_at((1, 1), "The file is empty.", "Start with `poise: 1` and `id: …`.")
    return Reading(None, report.problems)


def seconds_of(text: str) -> int | None:
    """A length of time as written (`2 min`, `90 s`, `1:30`, `1 min 30 s`) in seconds.

    None when the text is no length of time.
    """
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    length = _LENGTH.fullmatch(text)
    if length and (length[1] or length[2]):
        return int(length[1] or 0) * 60 + int(length[2] or 0)
    return None


class _Reader:
    """Reads one playbook from top to bottom."""

    def __init__(self, root: MapNode, report: Report) -> None:
        self._root = root
        self._report = report
        self._declared: dict[str, Placeholder] = {}
        self._leads: list[Mention] = []
        # Where an id was first used, by kind: the line goes into the message about the second.
        self._phrase_lines: dict[str, int] = {}
        self._step_lines: dict[str, int] = {}
        self._targets: list[TextNode] = []  # `to:` values, checked when all steps are known

    def reading(self) -> Reading:
        if self._is_too_new():
            return Reading(None, self._report.problems)
        fields = Fields(self._root, self._report, "playbook", _PLAYBOOK_KEYS)
        name = fields.id()
        title = fields.line("title")
        summary = fields.line("summary")
        self._read_placeholders(fields)
        steps = tuple(self._step(step) for step in fields.maps("steps", _STEP_KEYS, "step"))
        if fields.is_without("steps"):
            node = self._root.get("steps") or self._root
            self._report.add(node, "This playbook has no steps.", "Add `steps:` and a first one.")
        self._check_targets()
        mention = Mention(name.value, name.line, name.column) if name else None
        problems = self._report.problems
        if problems or name is None:
            return Reading(None, problems, mention, tuple(self._leads))
        playbook = Playbook(
            id=name.value,
            title=title,
            summary=summary,
            steps=steps,
            placeholders=tuple(self._declared.values()),
            source=self._report.source.path,
        )
        return Reading(playbook, (), mention, tuple(self._leads))

    def _is_too_new(self) -> bool:
        node = self._root.get("poise")
        known = f"`poise: {FORMAT_VERSION}`"
        if node is None:
            what = "The file does not say which playbook format it is written in."
            self._report.add(self._root, what, f"Add {known} as the first line.")
        elif not isinstance(node, TextNode) or not re.fullmatch(r"[0-9]{1,9}", node.value):
            self._report.add(node, "`poise` must be the number of a format.", f"Write {known}.")
        elif int(node.value) > FORMAT_VERSION:
            what = f"This playbook is written for a newer Poise (format {int(node.value)})."
            remedy = f"Update Poise; this one reads format {FORMAT_VERSION}."
            self._report.add(node, what, remedy)
            return True
        elif int(node.value) < FORMAT_VERSION:
            what = f"There is no playbook format {int(node.value)}."
            self._report.add(node, what, f"Write {known}.")
        return False

    def _read_placeholders(self, fields: Fields) -> None:
        node = fields.map("placeholders")
        for key, value in node.entries if node else ():
            name = key.value
            if not template.NAME.fullmatch(name):
                what = f"`{shown(name)}` cannot be the name of a placeholder."
                remedy = "Use small letters, digits and _, as in `callback_time`."
                self._report.add(key, what, remedy)
                continue
            if name in BUILT_IN_PLACEHOLDERS:
                what = f"`{name}` is built in."
                self._report.add(key, what, "Remove it here; every phrase may use it.")
            # Declared even when its own lines are wrong: its uses are not wrong for that.
            self._declared[name] = Placeholder(name, name)
            if isinstance(value, MapNode):
                own = Fields(value, self._report, "placeholder", _PLACEHOLDER_KEYS)
                label, example = own.line("label"), own.line("example", is_required=False)
                self._declared[name] = Placeholder(name, label, example)
            else:
                what = f"The placeholder `{name}` must be a mapping, but is {kind_of(value)}."
                self._report.add(value, what, f"Write `{name}: {{label: What to ask for}}`.")

    def _step(self, fields: Fields) -> Step:
        name = fields.id()
        if name is not None:
            if name.value == RETURN:
                what = f"No step may be called `{RETURN}`: it means going back."
                self._report.add(name, what, "Choose another id.")
            self._check_new(name, self._step_lines, "step")
        return Step(
            id=name.value if name else "",
            title=fields.line("title"),
            goal=fields.line("goal"),
            do=fields.lines("do"),
            avoid=fields.lines("avoid"),
            timer=self._timer(fields),
            phrases=tuple(map(self._phrase, fields.maps("phrases", _PHRASE_KEYS, "phrase"))),
            branches=self._branches(fields),
        )

    def _timer(self, step: Fields) -> StepTimer | None:
        node = step.map("timer")
        if node is None:
            return None
        fields = Fields(node, self._report, "timer", _TIMER_KEYS)
        length, label = fields.text_node("length"), fields.line("label")
        if length is None:
            return None
        seconds = seconds_of(" ".join(length.value.split()))
        if seconds is None:
            what = f"`{shown(length.value)}` is no length of time."
            self._report.add(length, what, "Write it like `90 s`, `2 min` or `1:30`.")
        elif not 1 <= seconds <= MAX_TIMER_S:
            what = f"`{shown(length.value)}` is no useful length of time."
            self._report.add(length, what, "Use between 1 second and 60 minutes.")
        else:
            return StepTimer(seconds, label)
        return None

    def _phrase(self, fields: Fields) -> Phrase:
        name = fields.id()
        if name is not None:
            self._check_new(name, self._phrase_lines, "phrase")
        title, tags, text = fields.line("title"), fields.lines("tags"), fields.text_node("text")
        if text is not None:
            self._check_phrase_text(text)
        return Phrase(
            id=name.value if name else "",
            title=title,
            text=text.value.rstrip("\n") if text else "",
            tags=tags,
        )

    def _check_phrase_text(self, text: TextNode) -> None:
        if len(text.value) > MAX_PHRASE:
            what = f"The text has {len(text.value):,} characters; {MAX_PHRASE:,} are allowed."
            self._report.add(text, what, "Split it into several phrases.")
            return
        try:
            names = template.parse(text.value).names
        except template.TemplateError as error:
            needle = text.value[error.offset :].split("\n", 1)[0]
            place = self._report.source.place_of(text, needle)
            self._report.add_at(place, error.what, error.remedy)
            return
        known = (*BUILT_IN_PLACEHOLDERS, *self._declared)
        for name in names:
            if name not in known:
                place = self._report.source.place_of(text, f"{{{name}}}")
                remedy = self._report.nearest(name, known, "Declare it under `placeholders:`.")
                self._report.add_at(place, f"The placeholder `{{{name}}}` is unknown.", remedy)

    def _branches(self, step: Fields) -> tuple[Branch, ...]:
        branches: list[Branch] = []
        lines: dict[str, int] = {}
        for fields in step.maps("branches", _BRANCH_KEYS, "branch"):
            name, label = fields.id(), fields.line("label")
            to, playbook = fields.id("to", False), fields.id("playbook", False)
            if name is not None:
                self._check_new(name, lines, "branch")
            if to is not None:
                self._targets.append(to)
            if playbook is not None:
                self._leads.append(Mention(playbook.value, playbook.line, playbook.column))
            if not {"to", "playbook"} & {key.value for key, _ in fields.node.entries}:
                what = "This branch leads nowhere."
                self._report.add(fields.node, what, "Add `to: <step id>` or `playbook: <id>`.")
            elif to is not None and playbook is not None and to.value != RETURN:
                what = "This branch leads to a step and into a playbook."
                self._report.add(fields.node, what, "Keep one of `to` and `playbook`.")
            branches.append(
                Branch(
                    id=name.value if name else "",
                    label=label,
                    step=to.value if to else "",
                    playbook=playbook.value if playbook else "",
                )
            )
        return tuple(branches)

    def _check_new(self, name: TextNode, lines: dict[str, int], thing: str) -> None:
        if name.value in lines:
            first = lines[name.value]
            what = f"The {thing} id `{name.value}` is used twice (first in line {first})."
            self._report.add(name, what, "Give each its own id.")
        else:
            lines[name.value] = name.line

    def _check_targets(self) -> None:
        for target in self._targets:
            if target.value != RETURN and target.value not in self._step_lines:
                what = f"There is no step `{target.value}`."
                known = tuple(dict.fromkeys([*self._step_lines, RETURN]))
                otherwise = f"Use one of: {', '.join(known)}."
                remedy = self._report.nearest(target.value, known, otherwise)
                self._report.add(target, what, remedy)
