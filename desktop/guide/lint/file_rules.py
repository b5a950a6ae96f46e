"""Rules about a file as a whole, and about files beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guide.lint.findings import Round, Rule
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet


def _overdue(sheet: Sheet, round_: Round) -> Iterator[Remark]:
    day = sheet.about.review_by
    if day is not None and day < round_.today:
        late = (round_.today - day).days
        what = f"This file was to be looked at by {day}, {_days(late)} ago."
        who = f"Ask {sheet.about.owner} to read it" if sheet.about.owner else "Read it"
        remedy = f"{who}, mend what is stale, and set a new day."
        yield sheet.remark(sheet.root.get("review_by") or sheet.root, what, remedy)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _doubled_phrases(sheet: Sheet, round_: Round) -> Iterator[Remark]:
    """A phrase id that a file before this one has too.

    What was said already is remembered by a phrase's id: of two with the same one, saying the
    first dims the second.
    """
    for spot in sheet.phrases:
        home = round_.phrase_homes.get(spot.phrase.id, sheet.home)
        if home != sheet.home:
            what = f"The phrase id `{spot.phrase.id}` is also used in `{home[1]}`: saying one"
            what += " would dim the other."
            remedy = f"Choose another, such as `{sheet.about.id}-{spot.phrase.id}`."
            yield sheet.remark(spot.node.get("id") or spot.node, what, remedy)


RULES = (
    Rule(
        "duplicate-id",
        Severity.WARNING,
        "Two files have the same id (a mistake), or phrases of two files have.",
        _doubled_phrases,
    ),
    Rule(
        "review-overdue",
        Severity.ADVICE,
        "The day by which somebody should have looked at the file is past.",
        _overdue,
    ),
)
