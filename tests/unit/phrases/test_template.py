"""Placeholders: filled with plain text, never evaluated, never re-read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.phrases.template import (
    NAME,
    Filled,
    Template,
    TemplateError,
    clean,
    clean_lines,
    parse,
)


def test_fills_and_names() -> None:
    template = parse("Hello {customer}, {agent} here. Bye {customer}!")
    assert template.names == ("customer", "agent")
    filled = template.fill({"customer": "Ms Rivera", "agent": "Sam", "other": "x"})
    assert filled == Filled("Hello Ms Rivera, Sam here. Bye Ms Rivera!")


def test_a_missing_one_is_shown_by_its_label_or_name() -> None:
    template = parse("{when} or {who}, {when}")
    assert template.fill({}, {"when": "Call back"}) == Filled(
        "‹Call back› or ‹who›, ‹Call back›", ("when", "who")
    )


@pytest.mark.parametrize("value", ["", "  ", "\n\t", "\x00", "\u200b", "\u200e\ufeff "])
def test_an_empty_value_is_a_missing_one(value: str) -> None:
    assert parse("{who}").fill({"who": value}).missing == ("who",)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{customer}}", "{customer}"),
        ("{{{customer}}}", "{Ann}"),
        ("}}{{", "}{"),
        ("{{}}", "{}"),
        ("no gaps", "no gaps"),
        ("", ""),
        ("two\nlines\t{customer}", "two\nlines\tAnn"),
    ],
)
def test_literal_braces(text: str, result: str) -> None:
    assert parse(text).fill({"customer": "Ann"}).text == result


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ("ab {", 3, "not closed"),
        ("ab }", 3, "no `{` before it"),
        ("{Customer}", 0, "`{Customer}` is no placeholder"),
        ("x {a b}", 2, "no placeholder"),
        ("{}", 0, "names no placeholder"),
        ("{0}", 0, "no placeholder"),
        ("{a.b}", 0, "no placeholder"),
        ("{a!r}", 0, "no placeholder"),
        ("{a:>10}", 0, "no placeholder"),
        ("{a\n}", 0, "not closed"),
        ("{{a}", 3, "no `{` before it"),
        ("{" + "a" * 41 + "}", 0, "not closed"),
    ],
)
def test_what_is_no_template(text: str, offset: int, what: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(text)
    assert caught.value.offset == offset
    assert what in caught.value.what
    assert caught.value.remedy


def test_a_value_is_never_read_as_a_template() -> None:
    filled = parse("{a} {b}").fill({"a": "{b}", "b": "{{x}} {__class__}"})
    assert filled == Filled("{b} {{x}} {__class__}")


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("  Ann \n Lee\r\n", "Ann   Lee"),
        ("a\x00\x1b[31mb", "a [31mb"),
        ("a\u2028b\u202ec", "a b c"),
        ("José 😀 李", "José 😀 李"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_values_are_cleaned(value: str, cleaned: str) -> None:
    assert clean(value) == cleaned


@given(st.text())
def test_any_text_is_a_template_or_a_template_error(text: str) -> None:
    try:
        template = parse(text)
    except TemplateError as error:
        offset = error.offset
    else:
        assert template.fill({}).missing == template.names
        return
    assert text[offset] in "{}"


@given(st.text())
def test_escaped_braces_give_the_text_back(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert parse(escaped).fill({}).text == text


@given(st.dictionaries(st.from_regex(NAME, fullmatch=True), st.text(), min_size=1))
def test_filled_text_is_made_of_clean_values(values: dict[str, str]) -> None:
    template = Template(("",) + ("|",) * (len(values) - 1) + ("",), tuple(values))
    filled = template.fill(values)
    expected = [clean(value) or f"‹{name}›" for name, value in values.items()]
    assert filled.text == "|".join(expected)
    assert "\n" not in filled.text


@pytest.mark.parametrize(
    ("value", "mended"),
    [
        ("M\udcfcller", "Müller"),  # a byte of Latin-1 on the command line
        ("M\udcc3\udcbcller", "Müller"),  # bytes of UTF-8 in a shell without it
        ("a\ud800b", "a\ufffdb"),
        ("x" * 9, "xxxxx"),
        ("abcd efg", "abcd"),
    ],
)
def test_what_is_no_character_is_mended_and_what_is_too_long_is_cut(
    value: str, mended: str
) -> None:
    assert clean(value, None if len(mended) > 5 else 5) == mended


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_whatever_comes_in_can_be_stored_and_sent(value: str) -> None:
    for cleaned in (clean(value, 20), clean_lines(value, 20)):
        cleaned.encode()
        assert len(cleaned) <= 20
    assert len(clean(value).splitlines()) <= 1


def test_a_note_keeps_its_lines_and_nothing_else_that_is_invisible() -> None:
    assert clean_lines(" a\x00b \r\nc\u202ed\r\u2028e \n") == "a b\nc d\n\ne"
