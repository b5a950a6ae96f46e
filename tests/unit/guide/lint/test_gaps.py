"""Gaps in phrases, and what fills them."""

from __future__ import annotations

import pytest

from tests.unit.guide.lint.conftest import HEAD, Lint, book, places, saying, step

DECLARED = HEAD + "placeholders:\n  issue: {label: I, example: e}\n"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Hello [customer], hi", "Write `{customer}`."),
        ("Hello [First name]", "declare it under `placeholders:`"),
        ("Hello {{customer}}", "Write `{customer}`."),
        ("Hello {{ issue }}", "Write `{issue}`."),
        ("Hello <reference>", "Write `{reference}`."),
        ("Hello %agent%", "Write `{agent}`."),
        ("Hello ${name}", ""),
        ("By XXX at the latest", ""),
        ("By ____ at the latest", ""),
        ("TODO: ask Marta", ""),
    ],
)
def test_what_looks_like_a_gap(lint: Lint, text: str, remedy: str) -> None:
    if "${" in text:
        text = text.replace("{", "{{").replace("}", "}}")
    [finding] = lint("unknown-placeholder", a=saying(f'"{text}"', head=DECLARED))
    assert remedy in finding.problem.remedy
    assert finding.problem.column > 34


@pytest.mark.parametrize(
    "text", ["Hello {customer}", "5 < 6 and 7 > 6", "It costs $5", "100% of it", "[1]", "{{}}"]
)
def test_what_does_not(lint: Lint, text: str) -> None:
    assert lint("unknown-placeholder", a=saying(f'"{text}"')) == []


def test_a_placeholder_that_nobody_uses(lint: Lint) -> None:
    [finding] = lint("unused-placeholder", a=saying("Hello", head=DECLARED))
    assert places([finding]) == ["6:3"]
    assert "{issue}" in finding.problem.what


@pytest.mark.parametrize(
    "line",
    [
        "capture: [issue]",
        'phrases: [{id: p, title: T, text: One, email: "{issue}"}]',
        'phrases: [{id: p, title: T, text: One, languages: {de: "{issue}"}}]',
        "phrases: [{use: s/x}]",
    ],
)
def test_placeholders_that_are_used(lint: Lint, line: str) -> None:
    shared = DECLARED.replace("id: a", "id: s").replace("summary: S\n", "")
    shared += 'phrases: [{id: x, title: T, text: "About {issue}"}]\n'
    text = book(step("one", "outcomes: [solved]", line), head=DECLARED)
    assert lint("unused-placeholder", a=text, s=shared) == []


def test_a_phrase_file_has_placeholders_too(lint: Lint) -> None:
    shared = DECLARED.replace("summary: S\n", "") + "phrases: [{id: x, title: T, text: Hello}]\n"
    assert places(lint("unused-placeholder", s=shared)) == ["5:3"]


@pytest.mark.parametrize(
    ("declared", "count"),
    [
        ("{label: L}", 1),
        ("{label: L, default: d}", 1),
        ("{label: L, type: date}", 0),
        ("{label: L, choices: [x, y]}", 0),
        ("{label: L, example: e}", 0),
    ],
)
def test_a_placeholder_without_example(lint: Lint, declared: str, count: int) -> None:
    head = f"{HEAD}placeholders:\n  issue: {declared}\n"
    found = lint("missing-example", a=saying('"About {issue}"', head=head))
    assert places(found) == ["6:3"] * count
