"""Comments that silence a rule."""

from __future__ import annotations

import pytest

from tests.unit.guide.lint.conftest import HEAD, Lint, book, places, saying, step

RELAX = saying("Relax now")
LINE = "{id: p1, title: T, text: Relax now}"


def with_comment(after: str = "", before: str = "") -> str:
    text = RELAX.replace(LINE, LINE + after)
    return text.replace("      - {id: p1", f"{before}      - {{id: p1") if before else text


@pytest.mark.parametrize(
    "text",
    [
        with_comment(after="  # poise: ignore forbidden-wording"),
        with_comment(after=" #poise:ignore forbidden-wording because he asked us to"),
        with_comment(before="# poise: ignore forbidden-wording\n"),
        with_comment(before="      # poise: ignore forbidden-wording: it is a quotation\n"),
        with_comment(before="# poise: ignore forbidden-wording\n# and another comment\n\n"),
        with_comment(after="  # poise: ignore forbidden-wording").replace("\n", "\r\n"),
    ],
)
def test_silenced(lint: Lint, text: str) -> None:
    assert lint(a=text) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (with_comment(after=" # poise: ignore dead-end"), "11:45", "no `dead-end` to ignore here"),
        (with_comment(after=" # poise: ignore forbiden-wording"), "11:45", "no rule `forbiden-wo"),
        (with_comment(after=" # poise: ignore"), "11:45", "names no rule"),
        (RELAX + "# poise: ignore forbidden-wording\n", "12:1", "no `forbidden-wording` to"),
        ("# poise: ignore forbidden-wording\n" + RELAX, "1:1", "no `forbidden-wording` to"),
    ],
)
def test_useless(lint: Lint, text: str, place: str, words: str) -> None:
    found = lint(a=text)
    assert sorted(each.rule for each in found) == ["forbidden-wording", "useless-ignore"]
    [useless] = [each for each in found if each.rule == "useless-ignore"]
    assert places([useless]) == [place]
    assert words in useless.problem.what


def test_a_mistyped_rule_gets_a_guess(lint: Lint) -> None:
    [useless] = lint("useless-ignore", a=RELAX + "# poise: ignore dead-ends\n")
    assert useless.problem.remedy == "Did you mean `dead-end`?"


def test_several_rules_in_one_comment(lint: Lint) -> None:
    text = saying('"Relax now!! “Fine”"').replace("”", "”")
    line = '"Relax now!! “Fine”"}'
    for names in ("forbidden-wording, shouting, untypable", "shouting untypable forbidden-wording"):
        assert lint(a=text.replace(line, f"{line} # poise: ignore {names} for a reason")) == []
    [left] = lint(a=text.replace(line, f"{line} # poise: ignore shouting, untypable"))
    assert left.rule == "forbidden-wording"


def test_words_of_a_text_are_no_comment(lint: Lint) -> None:
    block = ["text: |", "  Relax", "  # poise: ignore forbidden-wording"]
    lines = ["phrases:", "  - id: p", "    title: T", *(f"    {line}" for line in block)]
    found = lint(a=book(step("one", "outcomes: [solved]", *lines)))
    assert [each.rule for each in found] == ["forbidden-wording"]
    quoted = saying('"Relax # poise: ignore forbidden-wording"')
    assert [each.rule for each in lint(a=quoted)] == ["forbidden-wording"]


@pytest.mark.parametrize("where", ["header", "above"])
def test_a_text_over_several_lines_is_silenced_where_it_begins(lint: Lint, where: str) -> None:
    comment = "# poise: ignore forbidden-wording"
    header = f"text: >-  {comment}" if where == "header" else "text: >-"
    lines = ["phrases:", "  - id: p", "    title: T"]
    lines += [f"    {comment}"] * (where == "above")
    lines += [f"    {header}", "      You should not", "      relax.", "    tags: [x]"]
    assert lint(a=book(step("one", "outcomes: [solved]", *lines))) == []


def test_a_comment_below_a_block_is_one(lint: Lint) -> None:
    lines = ["phrases:", "  - id: p", "    title: T", "    text: >-", "      Hello you"]
    first = step("one", *lines)
    comment = "  # poise: ignore forbidden-wording\n"
    second = step("two", "outcomes: [solved]", "phrases: [{id: q, title: T, text: Relax}]")
    found = lint(a=book(first, comment + second))
    assert sorted(each.rule for each in found) == ["forbidden-wording", "useless-ignore"]
    second = second.replace("    phrases:", "  " + comment + "    phrases:")
    assert lint(a=book(first, second)) == []


def test_mistakes_cannot_be_ignored(lint: Lint) -> None:
    branch = "branches: [{id: b, label: L, playbook: none}] # poise: ignore unknown-playbook"
    found = lint(a=book(step("one", "outcomes: [solved]", branch), head=HEAD))
    assert sorted(each.rule for each in found) == ["unknown-playbook", "useless-ignore"]


def test_a_file_made_of_comments_takes_no_minutes(lint: Lint) -> None:
    found = lint("useless-ignore", a=RELAX + "# poise: ignore dead-endd\n" * 30_000)
    assert len(found) == 1000


def test_comments_alone_one_below_the_other_mean_the_same_line(lint: Lint) -> None:
    text = saying('"Relax!!"').replace(
        "      - {id: p1",
        "# poise: ignore shouting\n\n# why\n# poise: ignore forbidden-wording\n      - {id: p1",
    )
    assert lint(a=text) == []
