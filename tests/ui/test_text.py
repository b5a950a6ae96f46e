"""Wrapping, eliding at words, and gaps."""

from __future__ import annotations

import pytest

from desktop.ui.text import GAP, TextBlock, elided_line
from desktop.ui.theme import Theme


def block(theme: Theme, text: str, width: float = 200, max_lines: int = 2) -> TextBlock:
    return TextBlock(text, theme.look.font("body"), width, max_lines)


def test_short_text_is_whole(theme: Theme) -> None:
    made = block(theme, "I’m listening.")
    assert not made.is_cut
    assert (made.shown_text, made.line_count) == ("I’m listening.", 1)


def test_long_text_ends_at_a_word_with_an_ellipsis(theme: Theme) -> None:
    text = "I am staying with this until you have a clear answer from us, I promise you that."
    made = block(theme, text)
    assert made.is_cut
    assert made.line_count == 2
    kept = made.shown_text.removesuffix("…")
    assert text.startswith(kept)
    assert text[len(kept)] in " ,"
    assert made.natural_width <= 200


@pytest.mark.parametrize(
    "text",
    ["Donaudampfschifffahrtsgesellschaft" * 9, "今日はどうされましたか。" * 20, "😀👩‍👩‍👧" * 60],
)
def test_text_without_spaces_breaks_and_elides_between_characters(theme: Theme, text: str) -> None:
    made = block(theme, text)
    assert made.is_cut
    assert made.natural_width <= 200
    assert made.shown_text.replace("\n", "").endswith("…")
    assert "\ufffd" not in made.shown_text
    assert text.startswith(made.shown_text.removesuffix("…"))


def test_newlines_break_lines_and_empty_lines_take_no_room(theme: Theme) -> None:
    made = block(theme, "Hello\n\n\nMs Rivera", max_lines=0)
    assert made.line_count == 2
    assert made.shown_text == "Hello\nMs Rivera"


def test_a_gap_is_never_broken_across_lines(theme: Theme) -> None:
    gap = "‹call-back time›"
    for width in range(120, 300, 7):
        made = block(theme, f"I will call you back by {gap} today.", width, max_lines=0)
        assert GAP.search(made.shown_text)
        assert [line for line in made.lines if gap in line], made.lines


def test_height_grows_with_the_lines(theme: Theme) -> None:
    one, two = block(theme, "One."), block(theme, "One.\nTwo.")
    assert 0 < one.height < two.height
    assert block(theme, "").height == 0


def test_of_an_endless_text_the_beginning_is_shown(theme: Theme) -> None:
    for text in ("x" * 200_000, "word " * 40_000, "word " * 10 + "x" * 200_000):
        made = block(theme, text, max_lines=0)
        assert made.is_cut
        assert made.natural_width <= 200
        assert len(made.shown_text) < 12_100
        assert text.startswith(made.shown_text.replace("\n", "").removesuffix("…"))
        assert elided_line(text, theme.look.font("body"), 200).endswith("…")


def test_the_longest_note_is_shown_whole(theme: Theme) -> None:
    for text in ("x" * 10_000, ("word " * 2_000).strip()):
        made = block(theme, text, max_lines=0)
        assert not made.is_cut
        assert made.shown_text == text
