"""Rules about the gaps in phrases and the words that fill them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet
from desktop.guide.model import BUILT_IN_PLACEHOLDERS
from desktop.guide.source import shown
from desktop.guide.vocabulary import FieldType
from desktop.phrases import template

_LOOKALIKE = re.compile(
    r"\{\{\s*[A-Za-z][\w ]{0,39}\s*\}\}"  # {{customer}}, as other programs have it
    r"|\[[A-Za-z][\w' -]{1,39}\](?!\()"
    r"|<[A-Za-z][\w' -]{1,39}>"
    r"|%[A-Za-z][\w]{1,39}%"
    r"|\$\{?[A-Za-z_]\w{1,39}\}?"
    r"|\b[Xx]{3,}\b"
    r"|_{3,}"
    r"|\b(?:TODO|TBD|FIXME)\b"
)


def _unused(sheet: Sheet, _: Round) -> Iterator[Remark]:
    declared = sheet.own_placeholders
    if not declared:
        return
    steps = sheet.playbook.steps if sheet.playbook else ()
    used = {name for step in steps for name in step.capture}
    phrases = [phrase for step in steps for phrase in step.phrases]
    for phrase in phrases or (spot.phrase for spot in sheet.phrases):
        for text in phrase.templates():
            used.update(template.parse(text).names)
    for key, placeholder in declared:
        if placeholder.name not in used:
            what = f"No phrase uses `{{{placeholder.name}}}`, and no step captures it."
            yield sheet.remark(key, what, "Use it, or remove it here.")


def _without_example(sheet: Sheet, _: Round) -> Iterator[Remark]:
    for key, placeholder in sheet.own_placeholders:
        if placeholder.type is FieldType.TEXT and not placeholder.example:
            what = f"`{placeholder.name}` has no example."
            remedy = "Add `example: …`; the form and the preview show it."
            yield sheet.remark(key, what, remedy)


def _lookalikes(sheet: Sheet, _: Round) -> Iterator[Remark]:
    known = {*BUILT_IN_PLACEHOLDERS, *(each.name for each in sheet.about.placeholders)}
    for spot in sheet.phrases:
        for words in spot.words:
            found = _LOOKALIKE.search(words.value)
            if found is None:
                continue
            name = "_".join(re.findall(r"\w+", found[0])).lower().strip("_")
            what = f"“{shown(found[0])}” looks like a gap, but goes to the customer as it stands."
            remedy = "Write a gap as `{name}`, and declare it under `placeholders:`."
            if name in known:
                remedy = f"Write `{{{name}}}`."
            yield sheet.remark(words.node, what, remedy, needle=found[0])


RULES = (
    Rule(
        "unknown-placeholder",
        Severity.WARNING,
        "A text has something like [name] or {{name}}, which no word would fill.",
        _lookalikes,
    ),
    Rule(
        "unused-placeholder",
        Severity.ADVICE,
        "A placeholder is declared, but no phrase uses it and no step captures it.",
        _unused,
    ),
    Rule(
        "missing-example",
        Severity.ADVICE,
        "A placeholder has no example of what to fill in.",
        _without_example,
    ),
)
