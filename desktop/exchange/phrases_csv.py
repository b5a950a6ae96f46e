"""Poise's own CSV: a row per wording, safe to open in a spreadsheet, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from desktop.exchange.csv_source import Row
from desktop.exchange.gathering import Gathering
from desktop.exchange.wording import Wording
from desktop.guide.model import BUILT_IN_PLACEHOLDERS, Phrase, PhraseFile, Placeholder, Variant
from desktop.guide.vocabulary import Audience, Medium
from desktop.phrases import template
from desktop.storage.tables import write_csv

COLUMNS = (
    "poise_phrase",  # its id
    "title",
    "tags",  # separated by commas
    "for",  # "" for a chat, else email, spoken, or a language
    "text",  # a template: {customer} is filled in, {{ and }} are braces, {|} is the caret
    "placeholders",  # what it asks for besides the built-in ones: name=label, one a line
    "file",
    "audience",  # "" for a customer, else colleague
)
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n])")


def export_phrases_csv(files: Iterable[PhraseFile], out: TextIO) -> int:
    """Write a row per wording (see `COLUMNS`).

    Args:
        files: What to write; their phrases keep their order.
        out: Open it with `newline=""`.

    Returns:
        How many rows there were.
    """
    return write_csv(out, COLUMNS, (row for file in files for row in _rows(file)))


def _rows(file: PhraseFile) -> Iterator[dict[str, object]]:
    known = {each.name: each for each in file.placeholders}
    for phrase in file.phrases:
        for medium, text in _texts(phrase):
            names = [name for name in template.parse(text).names if name in known]
            yield {
                "poise_phrase": phrase.id,
                "title": phrase.title,
                "tags": ", ".join(phrase.tags),
                "for": medium,
                "text": text,
                "placeholders": "\n".join(f"{name}={known[name].label}" for name in names),
                "file": file.id,
                "audience": "" if phrase.audience is Audience.CUSTOMER else phrase.audience,
            }


def _texts(phrase: Phrase) -> Iterator[tuple[str, str]]:
    yield from (("", text) for text in (phrase.text, *phrase.wordings))
    for variant in phrase.variants:
        kind = variant.medium.value if variant.medium else variant.language
        yield from ((kind, text) for text in variant.texts)


def read_own_csv(rows: list[Row], name: str, gathering: Gathering) -> bool:
    """Take the rows in where Poise wrote them.

    Returns:
        Whether it did.
    """
    header = [cell.strip() for cell in rows[0].cells]
    if "poise_phrase" not in header or "text" not in header:
        return False
    groups: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    for row in rows[1:]:
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {key: _GUARDED.sub("", cell, count=1) for key, cell in _pairs(header, row)}
        groups.setdefault((cells["file"], cells["poise_phrase"]), []).append((row.line, cells))
    for (_, phrase), group in groups.items():
        _phrase(phrase, group, name, gathering)
    return True


def _pairs(header: list[str], row: Row) -> Iterator[tuple[str, str]]:
    return ((key, cell) for key, cell in zip(header, row.cells, strict=False))


def _phrase(
    phrase: str, group: list[tuple[int, dict[str, str]]], name: str, gathering: Gathering
) -> None:
    place = f"{name}:{group[0][0]}"
    title = group[0][1]["title"]
    wordings: list[Wording] = []
    others: dict[str, list[str]] = {}
    for line, cells in group:
        if gathering.is_too_long(f"{name}:{line}", title, cells["text"]):
            continue
        wording = _wording(cells["text"], cells["placeholders"], f"{name}:{line}", gathering)
        if wording is not None and not cells["for"]:
            wordings.append(wording)
        elif wording is not None and wording.text:
            others.setdefault(cells["for"], []).append(wording.text)
    variants: list[Variant] = []
    for kind, texts in others.items():
        if kind in (Medium.EMAIL, Medium.SPOKEN):
            variants.append(Variant(tuple(texts), medium=Medium(kind)))
        elif re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", kind):
            variants.append(Variant(tuple(texts), language=kind))
        else:
            gathering.leave_out(place, f"the text for “{kind[:40]}”", "There is no such medium.")
    tags, meant = group[0][1]["tags"].split(","), group[0][1]["audience"].strip()
    audience = Audience.COLLEAGUE if meant == Audience.COLLEAGUE else Audience.CUSTOMER
    gathering.phrase(place, title, wordings, tags, variants, phrase, audience)


def _wording(text: str, labels: str, place: str, gathering: Gathering) -> Wording | None:
    try:
        parsed = template.parse(text)
    except template.TemplateError as error:
        gathering.leave_out(place, "the text", error.what)
        return None
    known = dict(line.split("=", 1) for line in labels[:20_000].split("\n") if "=" in line)
    names = {
        name: name
        if name in BUILT_IN_PLACEHOLDERS
        else gathering.placeholder(known.get(name, "") or name.replace("_", " "))
        for name in parsed.names
    }
    wording = Wording()
    for number, literal in enumerate(parsed.literals):
        if parsed.cursor is not None and parsed.cursor[0] == number:
            before = len(literal) - parsed.cursor[1]
            wording.literal(literal[:before])
            wording.cursor()
            literal = literal[before:]
        wording.literal(literal)
        if number < len(parsed.gaps):
            wording.gap(names[parsed.gaps[number]])
    return wording


def labels_of(placeholders: Iterable[Placeholder]) -> dict[str, str]:
    """What to call each placeholder, the built-in ones too."""
    built_in = {name: name.capitalize() for name in BUILT_IN_PLACEHOLDERS}
    return built_in | {each.name: each.label for each in placeholders}
