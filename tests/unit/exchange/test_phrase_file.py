"""A phrase file that is written is read back as the same values, whatever the texts are."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import Trouble
from desktop.exchange.phrase_file import phrase_file_text
from desktop.exchange.yaml_text import WIDTH, value
from desktop.guide import conditions
from desktop.guide.model import Phrase, PhraseFile, Placeholder, Variant
from desktop.guide.reader import read
from desktop.guide.source import UNPRINTABLE
from desktop.guide.vocabulary import Audience, FieldType, Medium, RecordField, Tone

PIECES = st.one_of(
    st.characters().filter(lambda each: each != "\r" and not UNPRINTABLE.search(each)),
    st.sampled_from([*" \t\n:#-'\"[]|>&*!%@`,?\\~=.", "\n\n", "  ", ": ", " #", "---", "..."]),
    st.sampled_from(["word", "some more words ", "😀", "\xa0", "\u3000", "no", "012", "{|", "}"]),
)
RAW = st.lists(PIECES, min_size=1, max_size=80).map("".join)
TEMPLATES = RAW.map(
    lambda raw: raw.replace("{", "{{").replace("}", "}}").rstrip("\n") + "{customer}"
)
LINES = RAW.map(lambda raw: " ".join(raw.split())).filter(bool)


BY_HAND = """\
# From elsewhere.
poise: 1
id: mine
title: Mine

placeholders:
  order:
    label: Order number

phrases:
  - id: a
    title: Greeting
    tags: [hi, "good: day"]
    text: Hello {customer}.

  - id: b
    title: Two lines
    text: |-
      Dear {customer},

      thank you: really.
    wordings:
      - Thanks.

  - id: c
    title: Long
"""


def read_back(file: PhraseFile, path: Path) -> PhraseFile:
    path.write_text(phrase_file_text(file), encoding="utf-8", newline="\n")
    reading = read(path)
    assert reading.problems == ()
    assert reading.phrase_file is not None
    return reading.phrase_file


@settings(max_examples=60, deadline=None)
@given(TEMPLATES, st.lists(TEMPLATES, max_size=2), LINES, st.lists(LINES, max_size=3), LINES)
def test_any_text_comes_back(
    text: str, wordings: list[str], title: str, tags: list[str], label: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.yaml")
        variants = (
            Variant((text,), medium=Medium.EMAIL),
            Variant((text, *wordings), medium=Medium.SPOKEN),
            Variant((*wordings, text), language="no"),
        )
        phrase = Phrase("a", title, text, tuple(tags), None, tuple(wordings), variants)
        choices = Placeholder("x", label, title, FieldType.CHOICE, label, (label, label + "!"))
        plain = Placeholder("no", label, is_remembered=False, record=RecordField.NOTE)
        file = PhraseFile("1", title, (phrase, Phrase("no", "t", "t")), (choices, plain), path)
        assert read_back(file, path) == file


def test_everything_a_phrase_file_holds_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    when = conditions.parse("channel is chat and rung >= 2")
    phrase = Phrase("a", "A", "Hello.", tone=Tone.WARM, when=when, audience=Audience.COLLEAGUE)
    file = PhraseFile("a-b", "Yes", (phrase,), (), path, "de-AT", "Team: North")
    assert read_back(file, path) == file


def test_it_reads_like_written_by_hand() -> None:
    long = "One sentence that goes on for a while, with a name in it, {customer}: " * 3
    file = PhraseFile(
        "mine",
        "Mine",
        (
            Phrase("a", "Greeting", "Hello {customer}.", ("hi", "good: day")),
            Phrase(
                "b", "Two lines", "Dear {customer},\n\nthank you: really.", wordings=("Thanks.",)
            ),
            Phrase("c", "Long", long.strip()),
        ),
        (Placeholder("order", "Order number"),),
    )
    written = phrase_file_text(file, ["From elsewhere."])
    head, _, folded = written.partition("    text: >-\n")
    assert head == BY_HAND
    assert [len(line) <= WIDTH for line in folded.splitlines()] == [True] * 3
    assert folded.startswith(
        "      One sentence that goes on for a while, with a name in it, {cust"
    )


def test_a_comment_stays_one_line() -> None:
    file = PhraseFile("a", "A", (Phrase("a", "A", "A"),))
    head = phrase_file_text(file, ["from x\npoise: 2"]).splitlines()[0]
    assert head == "# from x poise: 2"


@given(RAW.map(lambda raw: raw.replace("\n", " ")))
def test_a_line_is_too_long_only_where_it_cannot_be_broken(text: str) -> None:
    for line in value(text, 6, 10).split("\n")[1:]:
        assert len(line) <= WIDTH or not re.search(r"[^ \t] [^ \t]", line[6 : WIDTH + 2])


def test_a_file_that_would_be_too_large_is_refused() -> None:
    phrases = tuple(Phrase(f"a-{n}", "A", "x" * 19_000) for n in range(60))
    with pytest.raises(Trouble, match="more than 1 MB.*another --id"):
        phrase_file_text(PhraseFile("a", "A", phrases))
