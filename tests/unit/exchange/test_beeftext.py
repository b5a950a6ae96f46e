"""Beeftext's exports, made by us in the shape its source (16.0) and wiki describe.

Beeftext is a Windows program, which could not be installed where this was written.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.errors import Trouble
from tests.unit.exchange.harvest import imported, lost, texts


def combos(path: Path, *items: dict[str, object], **more: object) -> Path:
    content = {"fileFormatVersion": 10, "combos": list(items), **more}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def combo(snippet: str, **more: object) -> dict[str, object]:
    return {
        "uuid": "{8d1b1e80-2a0b-4a33-9d07-4a5a5e7f0001}",
        "name": "Greeting",
        "keyword": "hh",
        "snippet": snippet,
        "matchingMode": 0,
        "caseSensitivity": 0,
        "creationDateTime": "2024-01-01T00:00:00.000",
        "modificationDateTime": "2024-01-01T00:00:00.000",
        "enabled": True,
        **more,
    }


def test_a_file_without_combos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="holds no combos. In Beeftext choose"):
        imported(combos(tmp_path / "a.json"))


def test_a_combo_with_its_group(tmp_path: Path) -> None:
    path = combos(
        tmp_path / "a.json",
        combo(
            "Hello {you},\r\n#{cursor}\r\nBye #{input:Order \\}number} #{input:Customer}", group="g"
        ),
        groups=[{"uuid": "g", "name": "Mail", "description": "", "enabled": True}],
    )
    found = imported(path)
    (phrase,) = found.phrases
    assert phrase.text == "Hello {{you}},\n{|}\nBye {order_number} {customer}"
    assert (phrase.title, phrase.tags) == ("Greeting", ("hh", "Mail"))
    assert [each.label for each in found.placeholders] == ["Order }number"]
    assert lost(found) == ["the keywords (1)"]


def test_the_names_of_the_first_file_format(tmp_path: Path) -> None:
    path = combos(
        tmp_path / "a.json",
        {"name": "", "comboText": "bye", "substitutionText": "Good bye."},
        fileFormatVersion=1,
    )
    found = imported(path)
    assert texts(found) == {"bye": "Good bye."}
    assert found.phrases[0].title == "Good bye."


def test_what_beeftext_makes_at_the_time_is_asked_for(tmp_path: Path) -> None:
    names = ("clipboard", "date", "time", "dateTime:yyyy", "combo:sig", "upper:sig", "envVar:USER")
    snippet = "A " + " ".join(f"#{{{name}}}" for name in names) + "#{key:enter}#{delay:5} #{what}"
    found = imported(combos(tmp_path / "a.json", combo(snippet + "#{powershell:x.ps1}")))
    assert texts(found) == {
        "greeting": (
            "A {text_from_the_clipboard} {date} {time} {date_and_time} {text_of_another_snippet} "
            "{text_of_another_snippet} {word_from_the_computer} #{{what}}{result_of_a_script}"
        )
    }
    assert lost(found)[:-1] == [
        *(f"#{{{name}}}" for name in names),
        *("#{key:enter}", "#{delay:5}", "#{powershell:x.ps1}"),
    ]


def test_what_is_off_or_only_automatic_is_left_out(tmp_path: Path) -> None:
    path = combos(
        tmp_path / "a.json",
        combo("Off", enabled=False),
        combo("#{clipboard}", name="Paste"),
        combo("<p>Rich</p>", useHtml=True),
        combo("   "),
    )
    found = imported(path)
    assert texts(found) == {"greeting": "Rich"}
    assert lost(found) == [
        *("the combo", "#{clipboard}", "“Paste”", "formatting", "“Greeting”"),
        "the keywords (1)",
    ]


def test_a_group_that_is_off_and_a_description(tmp_path: Path) -> None:
    path = combos(
        tmp_path / "list.btbackup",
        combo("Hello", group="{1}", description="For the first mail"),
        combo("Bye", group="{2}"),
        groups=[
            {"uuid": "{1}", "name": "On", "description": "", "enabled": True},
            {"uuid": "{2}", "name": "Off", "description": "", "enabled": False},
        ],
    )
    found = imported(path)
    assert texts(found) == {"greeting": "Hello"}
    assert found.phrases[0].tags == ("hh", "On")
    assert lost(found) == ["the description", "the combo of a group", "the keywords (1)"]


def test_the_csv_that_beeftext_exports(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'hh,"Hello #{input:Name},\r\n#{cursor}",Greeting\r\nby,Bye {you},Good bye\r\n',
        encoding="utf-8",
        newline="",
    )
    found = imported(path)
    assert texts(found) == {"greeting": "Hello {name},", "good-bye": "Bye {{you}}"}
    assert [phrase.tags for phrase in found.phrases] == [("hh",), ("by",)]
    assert lost(found) == ["the keywords (2)"]


def test_a_brace_within_a_variable(tmp_path: Path) -> None:
    found = imported(combos(tmp_path / "a.json", combo("Hi #{input:Which {one}, #{date}")))
    assert texts(found) == {"greeting": "Hi {which_one}, {date}"}
