"""Rules about paced breathing."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet

LEAST_BREATH_S = 6
"""Ten breaths a minute; people who rest take twelve or more, and slower than that is what calms."""


def _hurried(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.steps:
        breath, node = spot.step.breathing, spot.node.get("breathing")
        if breath is None or node is None:
            continue
        whole = breath.in_s + breath.hold_s + breath.out_s
        if whole < LEAST_BREATH_S:
            what = f"A breath of {whole} s is a hurried one: it does not calm anybody."
            yield sheet.remark(node, what, f"Give it {LEAST_BREATH_S} s at least, 10 s at best.")
        elif breath.out_s < breath.in_s:
            what = "Here the breath out is shorter than the breath in, which wakes up."
            yield sheet.remark(node, what, "Make `out` as long as `in`, or longer.")


def _two_clocks(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for spot in sheet.steps:
        if spot.step.breathing is not None and (node := spot.node.get("timer")) is not None:
            what = "The breathing counts its rounds; a countdown above it only hurries."
            yield sheet.remark(node, what, "Remove the timer.")


RULES = (
    Rule(
        "hurried-breath",
        Severity.WARNING,
        "Paced breathing is quick, or its breath out is shorter than its breath in.",
        _hurried,
    ),
    Rule(
        "two-clocks",
        Severity.ADVICE,
        "A step has a timer besides its paced breathing.",
        _two_clocks,
    ),
)
