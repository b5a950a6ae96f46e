"""Mistakes and advice stand beside the field they are about."""

from __future__ import annotations

from datetime import date

from desktop.authoring.checking import Note, notes_on
from desktop.authoring.draft import Draft
from desktop.guide.lint.wordings import Wording, read_wordings
from desktop.guide.model import Placeholder
from desktop.paths import resource

TODAY = date(2026, 11, 22)


def wordings() -> tuple[Wording, ...]:
    return read_wordings([resource("wordings.yaml")]).all


def notes(draft: Draft, *names: str) -> tuple[Note, ...]:
    return notes_on(draft, tuple(Placeholder(n, n) for n in names), wordings(), TODAY)


def test_a_good_phrase_has_none() -> None:
    draft = Draft("x", "Hello", "Hi {customer}, tell me what went wrong.", ("Hello {customer}.",))
    assert notes(draft) == ()


def test_a_text_is_needed() -> None:
    (note,) = notes(Draft(title="x"))
    assert (note.field, note.is_mistake) == ("text", True)


def test_each_mistake_stands_at_its_field() -> None:
    draft = Draft(
        title="T",
        text="Hi {custmer}.",
        wordings=("Fine.", "An open { brace"),
        spoken=("Until {day}.", "Two {|} places {|}."),
    )
    found = {(n.field, n.index): n for n in notes(draft) if n.is_mistake}
    assert set(found) == {("text", 0), ("wordings", 1), ("spoken", 0), ("spoken", 1)}
    assert "`customer`" in found["text", 0].remedy
    assert found["spoken", 0].unknown == "day"
    assert notes(Draft(text="Until {day}."), "day") == ()


def test_a_control_character_is_a_mistake() -> None:
    (note,) = notes(Draft(text="bell \x07"))
    assert note.is_mistake


def test_the_linter_advises() -> None:
    draft = Draft(text="Please calm down.", wordings=("Dear [name], fine.", "So so so so ."))
    found = notes(draft)
    assert not any(each.is_mistake for each in found)
    assert {(each.field, each.index) for each in found} >= {("text", 0), ("wordings", 0)}
    assert all(each.what for each in found)


def test_an_odd_tone_is_a_mistake() -> None:
    (note,) = notes(Draft(text="Hi.", tone="hot"))
    assert (note.field, note.is_mistake) == ("tone", True)
