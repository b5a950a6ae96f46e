"""Phrases as a match file of espanso (espanso.org/docs), with a form for what is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from desktop.exchange.phrases_csv import labels_of
from desktop.exchange.yaml_text import flow, scalar, value
from desktop.guide.model import Phrase, PhraseFile, Placeholder
from desktop.guide.vocabulary import Audience, FieldType
from desktop.phrases import template

_CURSOR = "$|$"


def phrases_espanso(files: Iterable[PhraseFile]) -> str:
    """A match file: one match for each wording.

    Alternatives to each other have the same trigger, so that espanso offers them for choice.
    Texts for another medium or language have it with `-email`, `-spoken`, `-de` behind. An id
    that stands in several files has the file's before it.

    Args:
        files: What to write; their phrases keep their order.
    """
    lines = ["# Written by Poise.", "matches:"]
    files = list(files)
    ids = Counter(phrase.id for file in files for phrase in file.phrases)
    for file in files:
        placeholders = {each.name: each for each in file.placeholders}
        for phrase in file.phrases:
            trigger = f":{phrase.id}" if ids[phrase.id] == 1 else f":{file.id}-{phrase.id}"
            for suffix, text in _texts(phrase):
                parsed = template.parse(text)
                lines += _match(phrase, trigger + suffix, parsed, placeholders)
    if len(lines) == 2:
        lines[1] = "matches: []"
    return "\n".join(lines) + "\n"


def _texts(phrase: Phrase) -> Iterator[tuple[str, str]]:
    yield from (("", text) for text in (phrase.text, *phrase.wordings))
    for variant in phrase.variants:
        suffix = f"-{variant.medium.value if variant.medium else variant.language}"
        yield from ((suffix, text) for text in variant.texts)


def _match(
    phrase: Phrase, trigger: str, text: template.Template, placeholders: dict[str, Placeholder]
) -> Iterator[str]:
    yield f"  - trigger: {scalar(trigger)}"
    mark = "" if phrase.audience is Audience.CUSTOMER else " (to a colleague)"
    yield f"    label: {scalar(phrase.title + mark)}"
    if phrase.tags:
        yield f"    search_terms: {flow(phrase.tags)}"
    head = "    replace: "
    yield head + value(_replacement(text), 6, len(head))
    if not text.names:
        return
    labels = labels_of(placeholders.values())
    layout = "\n".join(f"{_plain(labels[name])}: [[{name}]]" for name in text.names)
    yield "    vars:"
    yield "      - name: form"
    yield "        type: form"
    yield "        params:"
    yield f"          layout: {value(layout, 12, 18)}"
    asked = [placeholders[name] for name in text.names if name in placeholders]
    asked = [each for each in asked if each.choices or each.default]
    if asked:
        yield "          fields:"
    for each in asked:
        yield f"            {each.name}:"
        if each.type is FieldType.CHOICE:
            yield "              type: choice"
            yield "              values:"
            yield from (f"                - {scalar(choice)}" for choice in each.choices)
        if each.default:
            yield f"              default: {scalar(each.default)}"


def _replacement(text: template.Template) -> str:
    pieces: list[str] = []
    for number, literal in enumerate(text.literals):
        if text.cursor is not None and text.cursor[0] == number:
            before = len(literal) - text.cursor[1]
            pieces += (_escaped(literal[:before]), _CURSOR, _escaped(literal[before:]))
        else:
            pieces.append(_escaped(literal))
        if number < len(text.gaps):
            pieces.append(f"{{{{form.{text.gaps[number]}}}}}")
    return "".join(pieces)


def _escaped(literal: str) -> str:
    """With a backslash before each brace: espanso takes it away again."""
    return literal.replace("{", "\\{").replace("}", "\\}")


def _plain(label: str) -> str:
    """A label that is not taken for a field of the form."""
    return label.replace("[[", "[ [").replace("]]", "] ]").replace("{{", "{ {")
