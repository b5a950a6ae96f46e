"""Reading the steps of a playbook: what to do there, and the ways on."""

from __future__ import annotations

import re

from desktop.guide.fields import Fields, Report
from desktop.guide.mentions import Mention, Use
from desktop.guide.model import (
    BUILT_IN_PLACEHOLDERS,
    RETURN,
    Branch,
    Breathing,
    Phrase,
    Step,
    StepTimer,
)
from desktop.guide.phrase_reader import PHRASE_KEYS, PhraseReader, condition
from desktop.guide.source import TextNode, listed, shown
from desktop.guide.vocabulary import Ending

MAX_TIMER_S = 3600
MAX_BREATH_S = 20
"""Of one part of a breath; nobody breathes more slowly."""
MAX_ROUNDS = 60

STEP_KEYS = (
    *("id", "title", "goal", "do", "avoid", "checklist", "ask", "capture", "timer"),
    *("breathing", "rung", "supervisor", "outcomes", "phrases", "branches"),
)
USE_KEYS = ("use", "include")
BRANCH_KEYS = ("id", "label", "key", "to", "playbook", "when", "calmer")
TIMER_KEYS = ("length", "label")
BREATHING_KEYS = ("in", "hold", "out", "rounds")

BARE_KEYS = "acdefghijklmopqrstuvwxyz"
"""Letters a branch may have in one-key mode: `n` and `b` go on and back."""

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_LENGTH = re.compile(r"(?:(\d{1,4}) ?(?:min|m))? ?(?:(\d{1,4}) ?(?:sec|s))?")
_SHARED = re.compile(r"([a-z0-9-]{1,64})/([a-z0-9-]{1,64})")


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


class StepReader:
    """Reads the steps of one playbook.

    Args:
        report: Where mistakes go.
        phrases: Reads the phrases of the same file.
    """

    def __init__(self, report: Report, phrases: PhraseReader) -> None:
        self._report = report
        self._phrases = phrases
        self.leads: list[Mention] = []
        self.uses: list[Use] = []
        self._lines: dict[str, int] = {}  # where a step's id was first used
        self._targets: list[TextNode] = []  # `to:` values, checked when all steps are known
        self._count = 0

    def step(self, fields: Fields) -> Step:
        """One step."""
        name = fields.id()
        if name is not None:
            if name.value == RETURN:
                what = f"No step may be called `{RETURN}`: it means going back."
                self._report.add(name, what, "Choose another id.")
            self._check_new(name, self._lines, "step")
        step = Step(
            id=name.value if name else "",
            title=fields.line("title"),
            goal=fields.line("goal"),
            do=fields.lines("do"),
            avoid=fields.lines("avoid"),
            checklist=fields.lines("checklist"),
            ask=fields.lines("ask"),
            capture=self._capture(fields),
            timer=self._timer(fields),
            breathing=self._breathing(fields),
            rung=self._rung(fields),
            supervisor=fields.lines("supervisor"),
            outcomes=fields.terms("outcomes", Ending),
            phrases=self._step_phrases(fields),
            branches=self._branches(fields),
        )
        self._count += 1
        return step

    def check_targets(self) -> None:
        """Complain of branches to steps that are not there; after the last step."""
        for target in self._targets:
            if target.value != RETURN and target.value not in self._lines:
                what = f"There is no step `{target.value}`."
                known = tuple(dict.fromkeys([*self._lines, RETURN]))
                otherwise = f"Use one of: {listed(known)}."
                remedy = self._report.nearest(target.value, known, otherwise)
                self._report.add(target, what, remedy)

    def _capture(self, step: Fields) -> tuple[str, ...]:
        known = (*BUILT_IN_PLACEHOLDERS, *self._phrases.declared)
        names: list[str] = []
        for node in step.texts("capture"):
            if node.value not in known:
                what = f"There is no placeholder `{shown(node.value)}` to fill in."
                remedy = self._report.nearest(
                    node.value, known, "Declare it under `placeholders:`."
                )
                self._report.add(node, what, remedy)
            names.append(node.value)
        return tuple(names)

    def _rung(self, step: Fields) -> int:
        node = step.text_node("rung", is_required=False)
        if node is None:
            return 0
        if node.value not in ("1", "2", "3"):
            what = f"There is no rung `{shown(node.value)}` on the boundaries ladder."
            self._report.add(node, what, "Write 1, 2 or 3.")
            return 0
        return int(node.value)

    def _timer(self, step: Fields) -> StepTimer | None:
        node = step.map("timer")
        if node is None:
            return None
        fields = Fields(node, self._report, "timer", TIMER_KEYS)
        label = fields.line("label")
        seconds = self._seconds(fields.text_node("length"), MAX_TIMER_S, "60 minutes")
        return StepTimer(seconds, label) if seconds else None

    def _breathing(self, step: Fields) -> Breathing | None:
        node = step.map("breathing")
        if node is None:
            return None
        fields = Fields(node, self._report, "breathing", BREATHING_KEYS)
        in_s, hold_s, out_s = (
            self._seconds(fields.text_node(key, key != "hold"), MAX_BREATH_S, "20 seconds")
            for key in ("in", "hold", "out")
        )
        rounds = self._rounds(fields.text_node("rounds"))
        return Breathing(in_s, out_s, rounds, hold_s) if in_s and out_s and rounds else None

    def _seconds(self, length: TextNode | None, most_s: int, most: str) -> int:
        """A length of time; 0 where there is none, or a wrong one."""
        seconds = seconds_of(" ".join(length.value.split())) if length else 0
        if length is None or (seconds is not None and 1 <= seconds <= most_s):
            return seconds or 0
        what = f"`{shown(length.value)}` is no useful length of time."
        remedy = f"Use between 1 second and {most}."
        if seconds is None:
            what = f"`{shown(length.value)}` is no length of time."
            remedy = "Write it like `90 s`, `2 min` or `1:30`."
        self._report.add(length, what, remedy)
        return 0

    def _rounds(self, node: TextNode | None) -> int:
        if node is None:
            return 0
        if re.fullmatch("[0-9]{1,3}", node.value) and 1 <= int(node.value) <= MAX_ROUNDS:
            return int(node.value)
        what = f"`{shown(node.value)}` is no useful number of breaths."
        self._report.add(node, what, f"Write a whole number from 1 to {MAX_ROUNDS}.")
        return 0

    def _step_phrases(self, step: Fields) -> tuple[Phrase, ...]:
        own: list[Phrase] = []
        for fields in step.maps("phrases", (*PHRASE_KEYS, *USE_KEYS), "phrase"):
            keys = {key.value for key, _ in fields.node.entries}
            if not keys & set(USE_KEYS):
                own.append(self._phrases.phrase(fields))
            elif len(keys) > 1:
                what = "A shared phrase stands here as it is in its file."
                self._report.add(fields.node, what, "Keep `use` or `include` alone.")
            else:
                self._use(fields, len(own))
        return tuple(own)

    def _use(self, fields: Fields, index: int) -> None:
        one, whole = fields.text_node("use", False), fields.id("include", False)
        if one is not None:
            match = _SHARED.fullmatch(one.value)
            if match is None:
                what = f"`{shown(one.value)}` names no shared phrase."
                remedy = "Write the phrase file's id and the phrase's, as in `empathy/worrying`."
                self._report.add(one, what, remedy)
            else:
                self.uses.append(Use(self._count, index, match[1], match[2], one.line, one.column))
        elif whole is not None:
            place = (whole.line, whole.column)
            self.uses.append(Use(self._count, index, whole.value, "", *place))

    def _branches(self, step: Fields) -> tuple[Branch, ...]:
        branches: list[Branch] = []
        lines: dict[str, int] = {}
        keys: dict[str, int] = {}
        for fields in step.maps("branches", BRANCH_KEYS, "branch"):
            name, label = fields.id(), fields.line("label")
            to, playbook = fields.id("to", False), fields.id("playbook", False)
            if name is not None:
                self._check_new(name, lines, "branch")
            if to is not None:
                self._targets.append(to)
            if playbook is not None:
                self.leads.append(Mention(playbook.value, playbook.line, playbook.column))
            if not any(fields.is_meant(key) for key in ("to", "playbook")):
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
                    key=self._bare_key(fields, keys),
                    when=condition(fields, self._report),
                    is_calmer=fields.flag("calmer", False),
                )
            )
        return tuple(branches)

    def _bare_key(self, branch: Fields, lines: dict[str, int]) -> str:
        node = branch.text_node("key", is_required=False)
        if node is None:
            return ""
        key = node.value.lower()
        if len(key) != 1 or key not in BARE_KEYS:
            what = f"`{shown(node.value)}` cannot be the key of a branch."
            self._report.add(node, what, "Use one letter other than n and b.")
            return ""
        if key in lines:
            what = f"The key `{key}` is used twice (first in line {lines[key]})."
            self._report.add(node, what, "Give each branch of a step its own.")
        lines.setdefault(key, node.line)
        return key

    def _check_new(self, name: TextNode, lines: dict[str, int], thing: str) -> None:
        if name.value in lines:
            first = lines[name.value]
            what = f"The {thing} id `{name.value}` is used twice (first in line {first})."
            self._report.add(name, what, "Give each its own id.")
        else:
            lines[name.value] = name.line
