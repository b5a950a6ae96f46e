"""What is wrong with a phrase while it is written, and what could be better, field by field.

The reader and the linter judge it, as they would judge it in its file: it is put into a file of
its own, one text on each line, so that every finding's line says whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.authoring.draft import Draft
from desktop.guide.fields import Report
from desktop.guide.lint.findings import Round
from desktop.guide.lint.linter import look_at
from desktop.guide.lint.sheets import sheet_of
from desktop.guide.lint.wordings import Wording
from desktop.guide.model import BUILT_IN_PLACEHOLDERS, Placeholder
from desktop.guide.reader import reading_of
from desktop.guide.source import Source, source_of
from desktop.phrases import template

_FILE_RULES = ("unused-placeholder", "missing-example", "review-overdue", "duplicate-id")
"""About the file, not about the phrase in hand."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say beside a field.

    Args:
        field: Of the draft; "" for the phrase as a whole.
        index: Which of the field's texts, from 0.
        what: One sentence.
        remedy: One sentence, or "".
        is_mistake: Whether the phrase cannot be saved so.
        unknown: The placeholder that nobody has declared, or "".
    """

    field: str
    index: int
    what: str
    remedy: str = ""
    is_mistake: bool = False
    unknown: str = ""


def notes_on(
    draft: Draft,
    placeholders: tuple[Placeholder, ...],
    wordings: tuple[Wording, ...],
    today: date,
    language: str = "en",
) -> tuple[Note, ...]:
    """Everything to say about a draft, mistakes first.

    Args:
        placeholders: Those of its file.
        wordings: What must not be said.
        today: For the linter.
        language: Of its file.
    """
    if not draft.text.strip():
        what = "A phrase needs a text for the chat."
        return (Note("text", 0, what, "Write what you want to say.", is_mistake=True),)
    unknown = tuple(_unknown(draft, placeholders))
    known = (*placeholders, *(Placeholder(each.unknown, each.unknown) for each in unknown))
    lines, places = _as_file(replace(draft, id="draft"), known, language)
    source = source_of(Path("draft.yaml"), "\n".join(lines).encode("utf-8", "replace"))
    reading = reading_of(source)
    found = [*unknown]
    for problem in reading.problems:
        field, index = places.get(problem.line, ("", 0))
        found.append(Note(field, index, problem.what, problem.remedy, is_mistake=True))
    sheet = sheet_of(reading, source.path, {}, source)
    if sheet is not None:
        round_ = Round((sheet,), {}, wordings, today, {"draft": sheet.home})
        for finding in look_at(sheet, round_):
            place = places.get(finding.problem.line)
            if place is not None and finding.rule not in _FILE_RULES:
                found.append(Note(*place, finding.problem.what, finding.problem.remedy))
    return tuple(sorted(found, key=lambda note: not note.is_mistake))


def _unknown(draft: Draft, placeholders: Iterable[Placeholder]) -> Iterable[Note]:
    known = [*BUILT_IN_PLACEHOLDERS, *(each.name for each in placeholders)]
    nearest = Report(Source(Path("draft.yaml"))).nearest
    told: set[str] = set()
    for field, index, text in _texts(draft):
        try:
            names = template.parse(text).names
        except template.TemplateError:
            continue  # the reader says it
        for name in names:
            if name not in known and name not in told:
                told.add(name)
                remedy = nearest(name, known, "Choose one below, or let Poise ask for it.")
                what = f"Nothing fills {{{name}}}."
                yield Note(field, index, what, remedy, is_mistake=True, unknown=name)


def _texts(draft: Draft) -> Iterable[tuple[str, int, str]]:
    yield "text", 0, draft.text
    for field in ("wordings", "email", "spoken"):
        for index, text in enumerate(getattr(draft, field)):
            yield field, index, text


def _as_file(
    draft: Draft, placeholders: Iterable[Placeholder], language: str
) -> tuple[list[str], dict[int, tuple[str, int]]]:
    """The draft as a file, and which field each line (from 1) is."""
    entries = draft.entries()
    lines = ["poise: 1", "id: draft", "title: Draft", f"language: {_json(language)}"]
    lines.append("placeholders:")
    lines += [f"  {each.name}: {{label: {_json(each.label)}}}" for each in placeholders]
    lines += ["phrases:", "  - id: draft"]
    places: dict[int, tuple[str, int]] = {len(lines): ("", 0)}
    for key, what in entries.items():
        if key == "id":
            continue
        if isinstance(what, str):
            lines.append(f"    {key}: {_json(what)}")
            places[len(lines)] = (key, 0)
        elif isinstance(what, list):
            lines.append(f"    {key}:")
            for index, each in enumerate(what):
                lines.append(f"      - {_json(str(each))}")
                places[len(lines)] = (key, index)
    return lines, places


def _json(text: str) -> str:
    return json.dumps(template.mended(text), ensure_ascii=False)
