"""Phrases from spreadsheets, as Excel and others save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import Trouble
from tests.unit.exchange.harvest import imported, lost, texts


def save(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "is empty"),
        (b"\r\n ; \r\n", "is empty"),
        ("text\nGrüße\n".encode("cp1252"), r"not UTF-8 text \(line 2\); it may be Windows-1252"),
        ("text\nHi\n".encode("utf-16"), "UTF-16.*Save it as UTF-8; in Excel"),
        ("text\nHi\n".encode("utf-16-le"), "UTF-16"),
        (b'title,text\na,"never closed\n', r"quotation marks of .* do not match \(line"),
        (b'title,text\na,"b"c\n', r"quotation marks of .* do not match \(line 2\)"),
        (b"title,text\na," + b"x" * 125_000, "more than 120,000 characters"),
        (b"text\n" + b'"' + b"x" * 140_000 + b'"', "do not match|more than"),
        (b"a" + b"," * 100 + b"\n", "60 columns"),
        (b"text\n" + b"\n" * 1_000_001, "more than 1,000,000 lines"),
        (b"text\n" + b"a\n" * 20_001, "more than 20,000 rows"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(Trouble, match=complaint):
        imported(path, "csv")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_any_separator_with_a_header(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = (
        '"Title"|Text|Tags|Other\r\n'
        'Hello|"Good day, {customer}; {{order number}}.\r\nYour ""order""."|"a, b"|x\r\n'
        "|Only {this} {|}\r\n"
    )
    text = rows.replace("{|}", "{pipe}").replace("|", separator).replace("{pipe}", "{|}")
    found = imported(save(tmp_path / "a.csv", text, encoding))
    first, second = found.phrases
    assert (first.title, first.tags) == ("Hello", ("a", "b"))
    assert first.text == 'Good day, {customer}; {order_number}.\nYour "order".'
    assert (second.title, second.text) == ("Only …", "Only {this} ")
    assert lost(found) == []


def test_without_a_header(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "Good morning.\nGood {night, {}.\n"))
    assert texts(found) == {"good-morning": "Good morning.", "good-night": "Good {{night, {{}}."}
    two = imported(save(tmp_path / "b.csv", "Morning words,Good morning.,hi;day\nBye,Bye then.,\n"))
    assert texts(two) == {"morning-words": "Good morning.", "bye": "Bye then."}
    assert two.phrases[0].tags == ("hi", "day")


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "title,text\nA,a\nB,Hello, you\nC,c\nD,d,\n"))
    assert texts(found) == {"a": "a", "c": "c", "d": "d"}
    assert [(item.place, item.what) for item in found.left_out] == [("a.csv:3", "the row")]


def test_lines_of_text_with_commas(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "text\nHello, you\nA; b, c\nEnd\n"))
    assert list(texts(found).values()) == ["Hello, you", "A; b, c", "End"]


def test_the_hint_that_excel_writes(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "sep=;\r\ntitle;text\r\nA;One, two; \r\n"))
    assert texts(found) == {"a": "One, two"}


def test_the_same_title_twice_and_rows_without_text(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "title,text\nA,1\nA,2\nA-2,3\nB,\nC,{x}\n"))
    assert texts(found) == {"a": "1", "a-2": "2", "a-2-2": "3", "c": "{x}"}
    assert [(item.place, item.what) for item in found.left_out] == [("a.csv:5", "“B”")]


def test_a_text_that_is_too_long_is_named(tmp_path: Path) -> None:
    text = f"title,text\nA,{'x' * 20_001}\nB,{'{' * 10_001}\nC,c\n"
    found = imported(save(tmp_path / "a.csv", text))
    assert texts(found) == {"c": "c"}
    assert [(item.place, item.what) for item in found.left_out] == [
        ("a.csv:2", "“A”"),
        ("a.csv:3", "“B”"),
    ]


def test_invisible_characters_do_not_come_along(tmp_path: Path) -> None:
    found = imported(save(tmp_path / "a.csv", "title,text\nA\x1b[31m,a\x07b\u2028c\ufeff\n"), "csv")
    assert [(each.title, each.text) for each in found.phrases] == [("A[31m", "ab\nc")]
