"""Mending: only what is safe, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.guide.lint.linter import lint_paths
from desktop.guide.lint.mending import mended, says_the_same
from desktop.guide.lint.wordings import Wordings
from desktop.guide.reader import read
from desktop.guide.source import read_source
from tests.unit.guide.lint.conftest import HEAD, TODAY, Lint, LintAll, book, places, saying, step


def mend(path: Path) -> str:
    result = lint_paths([path], None, Wordings(), TODAY)
    [sheet] = result.sheets
    return mended(sheet.source.text, result.findings)[0]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I’m here", "I'm here"),
        ("'I’m here'", "'I''m here'"),
        ('"Say “yes”"', '"Say \\"yes\\""'),
        ("Say “yes”", 'Say "yes"'),
        ("“Yes” it is", None),  # a quotation mark at the start would open a quoted text
        ("Wait…", "Wait..."),
        ("From 9–17 or so", "From 9-17 or so"),
        ("One – or two", "One - or two"),
        ("One—or two", None),  # a hyphen would make one word of it
        ("a\u00a0b\u200bc", "a bc"),
        ("a:\u00a0b", None),  # `: ` means something else
        ("a\u00a0#b", None),
        ("a -\u200b b", None),
        ('"\u200b"', None),  # nothing would be left
        ('"a \\u2019 b"', None),  # written as an escape on purpose
        ("«Yes»", None),
        ("→ here", None),
    ],
)
def test_characters_become_plain(lint: Lint, tmp_path: Path, text: str, plain: str | None) -> None:
    before = saying(text)
    [finding] = lint("untypable", a=before)
    after = mend(tmp_path / "a.yaml")
    assert after == (before if plain is None else before.replace(text, plain))
    assert bool(finding.edits) == (plain is not None)


def test_blocks_and_all_chat_texts_become_plain(lint: Lint, tmp_path: Path) -> None:
    lines = ["phrases:", "  - id: p", "    title: “T”", "    text: >- # “why”", "      “Yes”,"]
    lines += [
        "      it’s",
        "    wordings: [I’m]",
        "    email: “Dear”",
        "    languages: {de: Sag „Ja“}",
    ]
    text = book(step("one", "outcomes: [solved]", *lines))
    assert len(lint("untypable", a=text)) == 3
    after = mend(tmp_path / "a.yaml")
    expected = text.replace("“Yes”", '"Yes"').replace("it’s", "it's").replace("I’m", "I'm")
    assert after == expected.replace("Sag „Ja“", 'Sag "Ja"')


def test_spaces_at_line_ends(lint: Lint, tmp_path: Path) -> None:
    text = saying("Hello").replace("title: A\n", "title: A  \n").replace("goal: G", "goal: G\t")
    [finding] = lint("trailing-space", a=text)
    assert places([finding]) == ["3:9"]
    assert finding.problem.what.startswith("2 lines end with spaces")
    assert mend(tmp_path / "a.yaml") == saying("Hello")


def test_what_a_backslash_means_is_kept(lint: Lint, tmp_path: Path) -> None:
    text = saying('"Hello\\  \n        you"')
    lint(a=text)
    assert mend(tmp_path / "a.yaml") == text


def test_windows_line_ends_and_a_last_line_without_one_are_kept(tmp_path: Path) -> None:
    text = saying("I’m here").replace("summary: S\n", "summary: S \n").replace("\n", "\r\n")
    path = tmp_path / "a.yaml"
    path.write_bytes(text.rstrip().encode())
    after = mend(path)
    assert after == text.rstrip().replace("S \r", "S\r").replace("’", "'")


def test_what_is_ignored_is_not_mended(lint: Lint, tmp_path: Path) -> None:
    text = saying("I’m here").replace("here}", "here} # poise: ignore untypable")
    assert lint(a=text) == []
    assert mend(tmp_path / "a.yaml") == text


def test_mending_is_done_after_one_time(lint: Lint, lint_all: LintAll, tmp_path: Path) -> None:
    text = saying("I’m “here” – now…").replace("title: A", "title: A   ")
    assert len(lint(a=text)) == 2
    (tmp_path / "a.yaml").write_text(mend(tmp_path / "a.yaml"), encoding="utf-8")
    assert lint_all(tmp_path).findings == ()


def test_a_text_that_says_something_else_is_told_apart(tmp_path: Path) -> None:
    def source(text: str) -> Path:
        path = tmp_path / "x.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    before = read_source(source("a: [I’m, b]\n"))
    assert says_the_same(before, read_source(source("a: ['I''m', b ]\n")))
    for other in ("a: [I’m]\n", "b: [I’m, b]\n", "a: {I’m: b}\n", "a: x\n", "", "a: [*x, b]\n"):
        assert not says_the_same(before, read_source(source(other)))


_STYLES = ["{}", "'{}'", '"{}"', ">-\n          {}\n", "|\n          {}\n        "]
_PIECES = st.sampled_from([*"“”‘’–—…«→ \t:#-'\"\\aB9,.[]|>&*!%", "\u00a0", "\u200b", ": ", " #"])


@settings(deadline=None, max_examples=300)
@given(style=st.sampled_from(_STYLES), pieces=st.lists(_PIECES, min_size=1, max_size=12))
@example(style="{}", pieces=["“", "\u00a0", "–", "\u00a0", "“"])
def test_a_mended_file_says_the_same(
    style: str, pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz-mend.yaml"
    lines = ["outcomes: [solved]", "phrases:", "  - id: p", "    title: T"]
    text = style.format("".join(pieces))
    path.write_text(book(step("one", *lines, f"    text: {text}"), head=HEAD), encoding="utf-8")
    if read(path).problems:
        return
    before = read_source(path)
    after = mend(path)
    path.write_text(after, encoding="utf-8")
    assert read(path).problems == ()
    assert says_the_same(before, read_source(path))
    assert re.sub(r"[ \t]+\n", "\n", after).count("\n") == after.count("\n")
