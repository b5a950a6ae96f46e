"""Rules about the ways through a playbook."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guide.conditions import RUNGS, Condition, Situation
from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.paths import Paths, can_end, does_return
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet, StepSpot
from desktop.guide.model import RETURN, Branch
from desktop.guide.source import MapNode, Node
from desktop.guide.vocabulary import Channel, Manner, Trigger


def _unreachable_steps(sheet: Sheet, _: Round) -> Iterator[Remark]:
    if sheet.playbook is None:
        return
    reached = Paths(sheet.playbook).reached
    for number, spot in enumerate(sheet.steps):
        if number not in reached:
            what = f"No way leads to the step `{spot.step.id}`."
            remedy = f"Add a branch `to: {spot.step.id}` somewhere, or remove the step."
            before = sheet.steps[number - 1].step
            if before.outcomes and not any(branch.step for branch in before.branches):
                what += f" A contact may end at `{before.id}`, so that one does not go on here."
                remedy = f"Add a branch `to: {spot.step.id}` there, or to another step."
            yield sheet.remark(spot.node.get("id") or spot.node, what, remedy)


def _dead_ends(sheet: Sheet, _: Round) -> Iterator[Remark]:
    if sheet.playbook is None or sheet.playbook.is_private:
        return  # nothing of a private playbook enters the record, so it has no outcome either
    ways = Paths(sheet.playbook).ways
    for spot, onward in zip(sheet.steps, ways, strict=True):
        leaves = any(branch.step == RETURN for branch in spot.step.branches)
        if not (onward or leaves or spot.step.outcomes):
            what = f"The step `{spot.step.id}` leads nowhere, and no contact may end here."
            remedy = "Add `outcomes: [solved, waiting]`, or a branch that leads on."
            yield sheet.remark(spot.node.get("id") or spot.node, what, remedy)


def _without_end(sheet: Sheet, _: Round) -> Iterator[Remark]:
    book = sheet.playbook
    if book is None or book.is_private or can_end(book) or does_return(book):
        return
    paths = Paths(book)
    if all(paths.ways[number] for number in paths.reached):  # or its dead ends are told already
        what = "This playbook goes round and round: no step has an outcome, and none returns."
        remedy = "Add `outcomes: [solved]` to the step where the contact may end."
        yield sheet.remark(sheet.root.get("steps") or sheet.root, what, remedy)


def _no_way_back(sheet: Sheet, round_: Round) -> Iterator[Remark]:
    known: dict[str, tuple[bool, bool]] = {}
    for spot in sheet.steps:
        for branch, node in _branches(spot):
            other = round_.playbooks.get(branch.playbook)
            if other is None or branch.step == RETURN or other.id == sheet.about.id:
                continue
            if other.id not in known:
                known[other.id] = does_return(other), can_end(other)
            returns, ends = known[other.id]
            if not returns:
                what = f"From `{other.id}` no branch leads back to this step."
                remedy = f"Add a branch `to: return` in {other.source.name}"
                remedy += ", or ignore this where the contact always ends there." if ends else "."
                severity = Severity.ADVICE if ends else None
                place = node.get("playbook") or node
                yield sheet.remark(place, what, remedy, severity=severity)


def _skipped_rungs(sheet: Sheet, _: Round) -> Iterator[Remark]:
    if sheet.playbook is None or not any(spot.step.rung for spot in sheet.steps):
        return
    paths = Paths(sheet.playbook)
    seen: set[tuple[int, int]] = set()
    pending = [(0, 0, 0)]  # a step, the highest rung so far, and the step before
    told: set[int] = set()
    while pending:
        number, rung, before = pending.pop()
        here = sheet.steps[number]
        if here.step.rung > rung + 1 and number not in told:
            told.add(number)
            source = sheet.steps[before].step.id
            what = f"From `{source}` one comes to rung {here.step.rung} without rung {rung + 1}."
            if number == before:
                what = f"The playbook begins at rung {here.step.rung} of the boundaries ladder."
            remedy = f"Lead through a step with `rung: {rung + 1}` first."
            yield sheet.remark(here.node.get("rung") or here.node, what, remedy)
        highest = max(rung, here.step.rung)
        if (number, highest) not in seen:
            seen.add((number, highest))
            pending += [(each, highest, number) for each in paths.ways[number]]


def _never_offered(sheet: Sheet, _: Round) -> Iterator[Remark]:
    channels = sheet.playbook.channels if sheet.playbook else ()
    for spot in sheet.phrases:
        if not _can_hold(spot.phrase.when, channels):
            yield _never(sheet, "phrase", spot.phrase.id, spot.node, channels)
    for step in sheet.steps:
        for branch, node in _branches(step):
            if not _can_hold(branch.when, channels):
                yield _never(sheet, "branch", branch.id, node, channels)


def _never(
    sheet: Sheet, thing: str, name: str, node: MapNode, channels: tuple[Channel, ...]
) -> Remark:
    when: Node = node.get("when") or node
    what = f"The {thing} `{name}` is never offered: `when` can never hold"
    what += f" with `channels: [{', '.join(channels)}]`." if channels else "."
    return sheet.remark(when, what, "Change `when`; what needs `or` is better as two entries.")


def _can_hold(condition: Condition, channels: tuple[Channel, ...]) -> bool:
    """Whether there is a situation in which a condition holds."""
    asked = {comparison.name for comparison in condition.comparisons}
    by_channel = bool(asked & {"channel", "medium"})
    return not asked or any(
        condition.holds(Situation(channel, trigger, manner, rung))
        for channel in ((channels or tuple(Channel)) if by_channel else (None,))
        for trigger in (tuple(Trigger) if "trigger" in asked else (None,))
        for manner in (tuple(Manner) if "manner" in asked else (None,))
        for rung in (RUNGS if "rung" in asked else (0,))
    )


def _branches(spot: StepSpot) -> Iterator[tuple[Branch, MapNode]]:
    nodes = [node for node in spot.list_of("branches") if isinstance(node, MapNode)]
    yield from zip(spot.step.branches, nodes, strict=False)


def _private_records(sheet: Sheet, _: Round) -> Iterator[Remark]:
    if sheet.playbook is None or not sheet.playbook.is_private:
        return
    for spot in sheet.steps:
        for key in ("capture", "outcomes"):
            if (node := spot.node.get(key)) is not None:
                what = f"`{key}` has no effect: nothing of a private playbook enters the record."
                yield sheet.remark(node, what, f"Remove `{key}`, or `private: yes`.")
    for name, placeholder in sheet.own_placeholders:
        if placeholder.record is not None:
            what = f"`{placeholder.name}` is never recorded: this playbook is private."
            yield sheet.remark(name, what, "Remove its `record`, or `private: yes`.")


RULES = (
    Rule(
        "unreachable-step",
        Severity.WARNING,
        "No branch and no step before it leads to this step.",
        _unreachable_steps,
    ),
    Rule(
        "dead-end",
        Severity.WARNING,
        "A step has no way on, and no outcome with which a contact could end there.",
        _dead_ends,
    ),
    Rule(
        "no-end",
        Severity.WARNING,
        "A playbook leads round and round: no step has an outcome, and none returns.",
        _without_end,
    ),
    Rule(
        "no-way-back",
        Severity.WARNING,
        "A branch leads into another playbook that never returns (advice where it has outcomes).",
        _no_way_back,
    ),
    Rule(
        "skipped-rung",
        Severity.WARNING,
        "A way leads to a rung of the boundaries ladder past the one before it.",
        _skipped_rungs,
    ),
    Rule(
        "never-offered",
        Severity.WARNING,
        "The `when` of a phrase or branch can never hold.",
        _never_offered,
    ),
    Rule(
        "private-record",
        Severity.WARNING,
        "A private playbook asks for what would belong in the record.",
        _private_records,
    ),
)
