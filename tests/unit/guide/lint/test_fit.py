"""What would not fit on the panel."""

from __future__ import annotations

import pytest

from desktop.guide.lint.fit_rules import ROOM_PX, estimated_height_px
from desktop.guide.model import Branch, Phrase, Step
from desktop.guide.vocabulary import Channel
from tests.unit.guide.lint.conftest import HEAD, Lint, book, places, saying, step


@pytest.mark.parametrize(
    ("old", "words", "longest"),
    [
        ("summary: S", "summary", 100),
        ("title: T\n", "title", 22),
        ("goal: G", "goal", 90),
        ("do: [D]", "line of `do`", 60),
        ("ask: [A]", "line of `ask`", 60),
        ("label: B", "label", 28),
        ("text: X", "chat text", 240),
    ],
)
def test_what_is_too_long_for_its_place(lint: Lint, old: str, words: str, longest: int) -> None:
    text = book(
        step(
            "one",
            "outcomes: [solved]",
            "do: [D]",
            "ask: [A]",
            "phrases: [{id: p, title: P, text: X}]",
            "branches: [{id: b, label: B, to: one}]",
        )
    )
    key, _, value = old.rstrip().partition(": ")
    letter = value.strip("[]")
    fits = old.replace(value, value.replace(letter, "y" * longest))
    assert lint(a=text.replace(old, fits, 1)) == []
    [finding] = lint(a=text.replace(old, fits.replace("yy", "yyy", 1), 1))
    assert finding.rule == "does-not-fit"
    assert finding.problem.what.startswith(f"This {words} has {longest + 1} characters")
    assert places([finding]) != ["1:1"]
    assert key


def test_other_media_have_more_room(lint: Lint) -> None:
    long = "x " * 300
    phrase = f"phrases: [{{id: p, title: T, text: Hi, email: {long}, spoken: {long}}}]"
    assert lint("does-not-fit", a=book(step("one", "outcomes: [solved]", phrase))) == []
    assert len(lint("does-not-fit", a=saying(long))) == 1


def test_a_step_that_is_too_high(lint: Lint) -> None:
    lines = "[" + ", ".join(f"Line number {n}" for n in range(40)) + "]"
    [finding] = lint("does-not-fit", a=book(step("one", "outcomes: [solved]", f"do: {lines}")))
    assert places([finding]) == ["6:9"]
    assert f"{ROOM_PX} fit on a usual screen" in finding.problem.what


def test_more_phrases_than_keys(lint: Lint) -> None:
    found = lint("does-not-fit", a=saying(*(f"Text {n}" for n in range(10))))
    assert len(found) == 1
    assert "10 phrases; there are keys for 9" in found[0].problem.what
    assert places(found) == ["11:7"]


def test_what_is_not_offered_at_once_takes_no_room(lint: Lint) -> None:
    rows = [
        f"{{id: p{n}, title: T, text: Text {n}, when: channel is {channel}}}"
        for n, channel in enumerate(["chat", "email", "phone", "video"] * 5)
    ]
    text = book(step("one", "outcomes: [solved]", f"phrases: [{', '.join(rows)}]"), head=HEAD)
    assert lint("does-not-fit", a=text) == []
    assert len(lint("does-not-fit", a=text.replace("channel is", "channel is not"))) == 1


def test_the_estimate_grows_with_all_that_is_shown() -> None:
    bare = Step("one", "T", "G")
    height = estimated_height_px(bare, None)
    phrases = (Phrase("p", "T", "Short"),)
    for more in (
        Step("one", "T", "G" * 200),
        Step("one", "T", "G", do=("D",)),
        Step("one", "T", "G", capture=("issue",)),
        Step("one", "T", "G", phrases=phrases),
        Step("one", "T", "G", branches=(Branch("b", "L", step="one"),)),
    ):
        assert estimated_height_px(more, Channel.CHAT) > height
