"""A shared phrase file as text, the way an author would write it (the reader: `guide.reader`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.errors import Trouble
from desktop.exchange.wording import one_line
from desktop.exchange.yaml_text import flow, scalar, value
from desktop.guide.conditions import ALWAYS
from desktop.guide.model import FORMAT_VERSION, Phrase, PhraseFile, Placeholder
from desktop.guide.source import MAX_BYTES
from desktop.guide.vocabulary import Audience, FieldType


def phrase_file_text(file: PhraseFile, remarks: Sequence[str] = ()) -> str:
    """The file as YAML; read back it gives the same phrases and placeholders.

    Args:
        file: With at least one phrase, else `poise check` will complain.
        remarks: Lines of a comment at its head.

    Raises:
        Trouble: It would be larger than a phrase file may be.
    """
    lines = [*(f"# {one_line(remark, 200)}" for remark in remarks), *_lines(file)]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_BYTES:
        what = f"These {len(file.phrases):,} phrases make a file of more than 1 MB."
        raise Trouble(what, "Import fewer of them at a time, each part with another --id.")
    return text


def _lines(file: PhraseFile) -> Iterator[str]:
    yield f"poise: {FORMAT_VERSION}"
    yield f"id: {scalar(file.id)}"
    yield f"title: {scalar(file.title)}"
    if file.language != "en":
        yield f"language: {scalar(file.language)}"
    if file.owner:
        yield f"owner: {scalar(file.owner)}"
    if file.review_by is not None:
        yield f"review_by: {file.review_by.isoformat()}"
    if file.placeholders:
        yield "\nplaceholders:"
        for placeholder in file.placeholders:
            yield from _placeholder(placeholder)
    yield "\nphrases:"
    for number, phrase in enumerate(file.phrases):
        yield from _phrase(phrase, is_first=number == 0)


def _placeholder(each: Placeholder) -> Iterator[str]:
    yield f"  {each.name}:"
    yield f"    label: {scalar(each.label)}"
    if each.example:
        yield f"    example: {scalar(each.example)}"
    if each.type is not FieldType.TEXT:
        yield f"    type: {each.type.value}"
    if each.choices:
        yield "    choices:"
        yield from (f"      - {scalar(choice)}" for choice in each.choices)
    if each.default:
        yield f"    default: {scalar(each.default)}"
    if not each.is_remembered:
        yield "    remember: no"
    if each.record is not None:
        yield f"    record: {each.record.value}"


def _phrase(phrase: Phrase, is_first: bool) -> Iterator[str]:
    yield f"{'' if is_first else chr(10)}  - id: {scalar(phrase.id)}"
    yield f"    title: {scalar(phrase.title)}"
    if phrase.tags:
        yield f"    tags: {flow(phrase.tags)}"
    if phrase.tone is not None:
        yield f"    tone: {phrase.tone.value}"
    if phrase.audience is not Audience.CUSTOMER:
        yield f"    audience: {phrase.audience.value}"
    if phrase.when != ALWAYS:
        yield f"    when: {scalar(str(phrase.when))}"
    yield _text("text", phrase.text, 4)
    if phrase.wordings:
        yield "    wordings:"
        yield from _entries(phrase.wordings, 6)
    for variant in phrase.variants:
        if variant.medium is not None:
            yield from _texts(variant.medium.value, variant.texts, 4)
    languages = [variant for variant in phrase.variants if variant.language]
    if languages:
        yield "    languages:"
        for variant in languages:
            yield from _texts(variant.language, variant.texts, 6)


def _texts(key: str, texts: Sequence[str], indent: int) -> Iterator[str]:
    if len(texts) == 1:
        yield _text(key, texts[0], indent)
    else:
        yield f"{' ' * indent}{scalar(key)}:"
        yield from _entries(texts, indent + 2)


def _text(key: str, text: str, indent: int) -> str:
    head = f"{' ' * indent}{scalar(key)}: "
    return head + value(text, indent + 2, len(head))


def _entries(texts: Iterable[str], indent: int) -> Iterator[str]:
    head = f"{' ' * indent}- "
    return (head + value(text, indent + 2, len(head)) for text in texts)
