"""Phrases for espanso and for spreadsheets, and the way back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Trouble
from desktop.exchange.exporting import export_phrases, phrases_in
from desktop.exchange.phrases_csv import COLUMNS, export_phrases_csv
from desktop.exchange.phrases_espanso import phrases_espanso
from desktop.guide.model import Phrase, PhraseFile, Placeholder, Variant
from desktop.guide.vocabulary import Audience, FieldType, Medium
from tests.unit.exchange.harvest import imported, texts

STATE = Placeholder("state", "State", "", FieldType.CHOICE, "sent", ("sent", "late"))
FILE = PhraseFile(
    "mine",
    "Mine",
    (
        Phrase(
            "hello",
            "Hello: you",
            "Hello {customer}{|}, {{x}} \\{{ is {state}.",
            ("a", "b: c"),
            wordings=("=Good day",),
            variants=(
                Variant(("Dear {customer},\n\n- yes",), medium=Medium.EMAIL),
                Variant(("Hallo",), language="de"),
            ),
        ),
        Phrase("bye", "+Bye", "@Bye", audience=Audience.COLLEAGUE),
    ),
    (STATE, Placeholder("item", "Which [[item]]?")),
)


def as_csv(*files: PhraseFile) -> str:
    out = io.StringIO(newline="")
    export_phrases_csv(files, out)
    return out.getvalue()


def test_no_phrases_are_an_empty_file_of_each_kind() -> None:
    assert yaml.safe_load(phrases_espanso([])) == {"matches": []}
    assert as_csv().strip() == ",".join(COLUMNS)


def test_espanso_gets_a_match_for_each_wording() -> None:
    content = yaml.safe_load(phrases_espanso([FILE]))
    first, second, email, german, bye = content["matches"]
    assert first["trigger"] == second["trigger"] == ":hello"
    assert (first["label"], first["search_terms"]) == ("Hello: you", ["a", "b: c"])
    assert first["replace"] == ("Hello {{form.customer}}$|$, \\{x\\} \\\\{ is {{form.state}}.")
    (form,) = first["vars"]
    assert (form["name"], form["type"]) == ("form", "form")
    assert form["params"]["layout"] == "Customer: [[customer]]\nState: [[state]]"
    choice = {"type": "choice", "values": ["sent", "late"], "default": "sent"}
    assert form["params"]["fields"] == {"state": choice}
    assert second["replace"] == "=Good day"
    assert (email["trigger"], german["trigger"]) == (":hello-email", ":hello-de")
    assert "vars" not in bye
    assert bye["label"] == "+Bye (to a colleague)"


def test_an_id_of_two_files_becomes_two_triggers() -> None:
    files = [PhraseFile(name, name, (Phrase("hi", "Hi", "Hi"),)) for name in ("a", "b")]
    content = yaml.safe_load(phrases_espanso(files))
    assert [match["trigger"] for match in content["matches"]] == [":a-hi", ":b-hi"]


PLAYBOOK = """\
poise: 1
id: {id}
title: T
summary: S
steps:
  - id: one
    title: One
    goal: G
    phrases: [{{id: hi, title: Hi, text: "{text}"}}]
    outcomes: [solved]
"""


def test_all_phrases_of_all_folders_the_later_one_counts(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    (shipped / "a.yaml").write_text(PLAYBOOK.format(id="a", text="Shipped"))
    (shipped / "b.yaml").write_text(
        "poise: 1\nid: a\ntitle: T\nphrases: [{id: x, title: X, text: X}]"
    )
    assert [each.phrases[0].text for each in phrases_in([shipped, own])] == ["Shipped", "X"]
    own.mkdir()
    (own / "c.yaml").write_text(PLAYBOOK.format(id="a", text="Own"))
    for kind, start in (("csv", "poise_phrase,"), ("espanso", "# Written by Poise.")):
        out = io.StringIO(newline="")
        assert export_phrases([shipped, own], kind, out) == 2
        assert out.getvalue().startswith(start)
        assert "Own" in out.getvalue()
        assert "Shipped" not in out.getvalue()
    (own / "c.yaml").write_text("poise: 1\n")
    with pytest.raises(Trouble, match="Mend it first; see: poise check"):
        phrases_in([shipped, own])


def test_what_espanso_gets_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text(phrases_espanso([FILE]), encoding="utf-8")
    found = imported(path)
    assert found.phrases[0].text == FILE.phrases[0].text
    assert found.placeholders == (STATE,)


@given(st.text().filter(str.strip))
def test_no_cell_is_a_formula(text: str) -> None:
    plain = text.replace("{", "{{").replace("}", "}}")
    written = as_csv(PhraseFile("a", text, (Phrase("a", text, plain, (text,)),)))
    for row in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


def test_csv_has_a_row_for_each_wording_and_comes_back(tmp_path: Path) -> None:
    written = as_csv(FILE)
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [(row["poise_phrase"], row["for"]) for row in rows] == [
        *(("hello", ""), ("hello", ""), ("hello", "email"), ("hello", "de"), ("bye", ""))
    ]
    assert [row["text"] for row in rows][1::3] == ["'=Good day", "'@Bye"]
    path = tmp_path / "a.csv"
    path.write_text(written, encoding="utf-8", newline="")
    found = imported(path)
    assert found.phrases == FILE.phrases
    assert [(each.name, each.label) for each in found.placeholders] == [("state", "State")]
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("text", "kept"), [("Hi {customer}", {"a": "Hi {customer}"}), ("Hi {", {}), ("{A}", {})]
)
def test_a_template_edited_in_a_spreadsheet(
    tmp_path: Path, text: str, kept: dict[str, str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"poise_phrase,title,for,text\na,A,,{text}\na,A,xx1y,Other\n")
    found = imported(path)
    assert texts(found) == kept
    assert any("for “xx1y”" in item.what for item in found.left_out)
