"""What a customer would hear."""

from __future__ import annotations

import pytest

from desktop.guide.lint.severity import Severity
from desktop.guide.lint.word_rules import HARDEST_GRADE, reading_grade
from tests.unit.guide.lint.conftest import HEAD, Lint, book, places, saying, step


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Please calm down first", "calm down"),
        ("CALM, DOWN", "CALM, DOWN"),
        ("I promise a quick fix for it", "quick fix"),
        ("Don’t worry about it", "Don’t worry"),
        ("That's not possible", "That's not possible"),
        ("We are escalating it", "escalating"),
        ("I'm sorry, but it's late", "I'm sorry, but"),
    ],
)
def test_forbidden_wordings(lint: Lint, text: str, said: str) -> None:
    [finding] = lint("forbidden-wording", a=saying(f'"{text}"'))
    assert finding.problem.what.startswith(f"“{said}”: ")
    assert finding.problem.remedy
    column = 35 + text.index(said)
    assert places([finding]) == [f"11:{column}"]


@pytest.mark.parametrize(
    "text",
    [
        "A calm downtown street",  # no whole words
        "That's not possible. What I can do is send you another.",
        "You should have had it by now",
        "There's nothing you have to do",
    ],
)
def test_wordings_that_are_fine(lint: Lint, text: str) -> None:
    assert lint("forbidden-wording", a=saying(f'"{text}"')) == []


def test_a_wording_over_two_lines_is_found_where_it_begins(lint: Lint) -> None:
    text = book(
        step(
            "one",
            "outcomes: [solved]",
            "phrases:",
            "  - id: p",
            "    title: T",
            "    text: >-",
            "      You should please calm",
            "      down now.",
        )
    )
    assert places(lint("forbidden-wording", a=text)) == ["14:29"]


def test_every_variant_is_read_and_other_languages_are_not(lint: Lint) -> None:
    phrase = (
        "phrases: [{id: p, title: T, text: One, wordings: [Relax], email: [Two, Relax a bit],"
        " spoken: Relax now, languages: {de: Relax mal, en-GB: Relax then}}]"
    )
    assert len(lint("forbidden-wording", a=book(step("one", "outcomes: [solved]", phrase)))) == 4
    german = book(step("one", "outcomes: [solved]", phrase), head=HEAD + "language: de-AT\n")
    assert len(lint("forbidden-wording", a=german)) == 1


def test_lists_for_the_agent_may_name_what_to_avoid(lint: Lint) -> None:
    text = book(step("one", "outcomes: [solved]", "avoid: [Saying calm down]"))
    assert lint("forbidden-wording", a=text) == []


def apologising(*steps: str) -> str:
    return book(
        *(
            step(f"s{n}", f"phrases: [{{id: p{n}, title: T, text: {text}}}]", *rest.split("\n"))
            for n, (text, _, rest) in enumerate(each.partition(" | ") for each in steps)
        )
    )


def test_the_same_apology_twice_on_one_path(lint: Lint) -> None:
    text = apologising(
        "Sorry for the delay. I'm on it | timer: {length: 2 min, label: L}",
        "Anything else? | timer: {length: 2 min, label: L}",
        "I'm really so sorry for this delay | outcomes: [solved]",
    )
    [finding] = lint("same-apology-twice", a=text)
    assert places([finding]) == ["19:15"]
    assert "as `p0` in the step `s0`" in finding.problem.what
    assert finding.severity is Severity.WARNING


def test_apologies_on_different_paths(lint: Lint) -> None:
    text = apologising(
        "Hello | branches: [{id: x, label: X, to: s1}, {id: y, label: Y, to: s2}]",
        "Sorry for the delay | branches: [{id: x, label: X, to: s3}]",
        "Sorry for the delay | branches: [{id: x, label: X, to: s3}]",
        "Bye | outcomes: [solved]",
    )
    assert lint("same-apology-twice", a=text) == []


def test_different_apologies_and_the_wordings_of_one_phrase(lint: Lint) -> None:
    phrases = (
        "phrases: [{id: p, title: T, text: Sorry for the delay,"
        " wordings: [I am sorry for the delay], email: Sorry for the delay},"
        " {id: q, title: T, text: Sorry for the noise}]"
    )
    assert lint("same-apology-twice", a=book(step("one", "outcomes: [solved]", phrases))) == []


def test_an_apology_from_a_shared_file_is_told_where_it_is_used(lint: Lint) -> None:
    shared = "poise: 1\nid: s\ntitle: S\nphrases: [{id: x, title: T, text: Sorry for the delay}]\n"
    text = book(
        step("one", "phrases: [{id: p, title: T, text: Sorry for this delay}]"),
        step("two", "outcomes: [solved]", "phrases:", "  - use: s/x"),
    )
    [finding] = lint("same-apology-twice", a=text, s=shared)
    assert (finding.problem.path.name, places([finding])) == ("a.yaml", ["15:14"])


def test_the_same_text_twice(lint: Lint) -> None:
    text = saying("Hello you", "Other", '"hello  YOU"')
    [finding] = lint("same-text-twice", a=text)
    assert places([finding]) == ["13:34"]
    assert "as in `p1`" in finding.problem.what
    phrase = "phrases: [{id: p, title: T, text: One, wordings: [Two, One], email: One}]"
    [finding] = lint("same-text-twice", a=book(step("one", "outcomes: [solved]", phrase)))
    assert "another wording of this phrase" in finding.problem.what


STIFF = (
    "Pursuant to contractual provisions, cancellations submitted after expiration of the"
    " withdrawal period cannot be accommodated"
)
PLAIN = (
    "I would like to hear it from you first, {customer}. What happened, and what have you"
    " tried so far? Then we look at it together."
)


def test_reading_level(lint: Lint) -> None:
    found = lint("reading-level", a=saying(f'"{STIFF}"', f'"{PLAIN}"'))
    assert places(found) == ["11:34"]
    assert found[0].severity is Severity.ADVICE
    assert lint("reading-level", a=saying(f'"{STIFF}"', head=HEAD + "language: de\n")) == []


def test_the_formula() -> None:
    # 12 words of 4 letters in two sentences: 4.71 * 4 + 0.5 * 6 - 21.43
    text = "Four four four four four four. Four four four four four four."
    assert reading_grade(text) == pytest.approx(4.71 * 4 + 3 - 21.43)
    assert reading_grade(text.replace("Four", "{a_very_long_placeholder_name}")) == pytest.approx(
        reading_grade(text)
    )
    assert reading_grade("Short, with extraordinarily complicated words.") == 0.0
    assert reading_grade("") == 0.0
    assert reading_grade("... !!! ???" * 50) == 0.0
    assert reading_grade(STIFF) > HARDEST_GRADE > reading_grade(PLAIN)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("PLEASE READ THIS first", 1),
        ("It is SERIOUS now", 1),
        ("Stop!!", 1),
        ("What???", 1),
        ("Your IBAN and BIC, please!", 0),
        ("Under the GDPR we must. Really?!", 0),
    ],
)
def test_shouting(lint: Lint, text: str, count: int) -> None:
    assert len(lint("shouting", a=saying(f'"{text}"'))) == count


@pytest.mark.parametrize(
    ("text", "count"), [("I see the the point", 1), ("I know that that helps", 0), ("22 22", 0)]
)
def test_doubled_words(lint: Lint, text: str, count: int) -> None:
    assert len(lint("doubled-word", a=saying(f'"{text}"'))) == count


def test_a_file_made_of_apologies_takes_no_minutes(lint: Lint) -> None:
    text = saying(*(f"Sorry for the delay number {n % 7}" for n in range(3000)))
    assert len(lint("same-apology-twice", a=text)) == 2993


def test_what_a_colleague_reads_is_not_judged_as_if_a_customer_did(lint: Lint) -> None:
    def text(audience: str) -> str:
        texts = ("I'm sorry for the delay. Please calm down.", "Sorry about this delay.")
        lines = [
            f'  - {{id: p{n}, title: T, audience: {audience}, text: "{each}"}}'
            for n, each in enumerate(texts)
        ]
        return book(step("one", "outcomes: [solved]", "phrases:", *lines))

    for rule in ("forbidden-wording", "same-apology-twice"):
        assert len(lint(rule, a=text("customer"))) == 1, rule
        assert lint(rule, a=text("colleague")) == [], rule
