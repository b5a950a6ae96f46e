"""Finding out where a file comes from, and asking where nobody can tell."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.exchange.recognise import import_paths, recognise
from desktop.exchange.text_source import MAX_BYTES


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.yml", "matches: []", "espanso"),
        ("a.yaml", "global_vars: []", "espanso"),
        ("a.json", '{"combos": []}', "beeftext"),
        ("a.json", '{"macros": []}', "zendesk"),
        ("a.json", '[{"title": "a", "actions": []}]', "zendesk"),
        ("a.json", '[{"title": "a", "content_html": ""}]', "freshdesk"),
        ("a.json", '[{"name": "f", "canned_responses": []}]', "freshdesk"),
        ("a.csv", "title,content,folder_id\n", "freshdesk"),
        ("a.csv", "title,text\n", "csv"),
        ("a.csv", "Two words,Some text\n", "csv"),
        ("a.csv", "One\n", "csv"),
        ("a.csv", "hi,Hello %filltext:name=x%\n", "textexpander"),
        ("a.txt", "Hello", "autokey"),
    ],
)
def test_it_is_recognised(tmp_path: Path, name: str, content: str, expected: str) -> None:
    (tmp_path / name).write_text(content)
    assert recognise(tmp_path / name) == expected


@pytest.mark.parametrize(
    ("name", "content", "question"),
    [
        ("a.csv", "hi,Hello there\nbye,Bye then\n", "--from csv, or --from textexpander"),
        ("a.csv", "", "is empty"),
        ("a.json", "{}", "neither combos nor macros nor canned responses"),
        ("a.json", '"text"', "neither combos nor macros nor canned responses"),
        ("a.yaml", "poise: 1\nid: a\n", "file of Poise already"),
        ("a.yaml", "a: 1\n", "has no `matches:`"),
        ("a.yaml", "a: [", "a.yaml:1:4"),
        ("a.dat", "a", "Say where it comes from: --from espanso|beeftext|autokey"),
    ],
)
def test_it_is_asked_for(tmp_path: Path, name: str, content: str, question: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(Trouble) as asked:
        recognise(tmp_path / name)
    assert question in str(asked.value)


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="holds nothing that looks like"):
        recognise(tmp_path)
    (tmp_path / "a.txt").write_text("A")
    assert recognise(tmp_path) == "autokey"
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.yml").write_text("matches: []")
    assert recognise(tmp_path / "sub") == "espanso"
    with pytest.raises(Trouble, match=r"--from espanso\|autokey"):
        recognise(tmp_path)
    with pytest.raises(Trouble, match="is a folder"):
        import_paths([tmp_path], "zendesk")


@pytest.mark.parametrize(
    "name", ["gone.json", "gone.csv", "gone.yml", "gone.txt", "gone", "a\0.csv"]
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble):
        import_paths([tmp_path / name])


def test_hostile_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for content, complaint in (
        ("[" * 100_000, "nested deeper|not valid"),
        ("[" * 60 + "]" * 60, "nested deeper than 50"),
        ('{"combos":' * 5_000 + "1" + "}" * 5_000, "nested deeper"),
        ("[" + "[]," * 200_000 + "[]]", "holds too much"),
        ("[" + "1," * 500_000 + "1]", "holds too much"),
        ('{"macros": [' + "9" * 100_000 + "]}", "holds no macros"),
        ("{'a': 1}", r"not valid JSON \(line 1, column 2\)"),
    ):
        path.write_text(content)
        with pytest.raises(Trouble, match=complaint):
            import_paths([path])


def test_a_file_that_is_too_large_or_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(Trouble, match="larger than 5 MB"):
        import_paths([path])
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "b.json")
        with pytest.raises(Trouble, match="is no file"):
            import_paths([tmp_path / "b.json"])


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(301):
        (tmp_path / f"{number}.yml").write_text("")
    with pytest.raises(Trouble, match="more than 300 files.*Name a smaller folder"):
        recognise(tmp_path)


def test_several_files_share_ids_and_placeholders(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,text\nHi,Hi {order}\n")
    (tmp_path / "b.json").write_text(
        json.dumps({"combos": [{"name": "Hi", "keyword": "h", "snippet": "Hello #{input:Order}"}]})
    )
    found, formats = import_paths([tmp_path / "a.csv", tmp_path / "b.json"])
    assert formats == ("csv", "beeftext")
    assert [(each.id, each.text) for each in found.phrases] == [
        ("hi", "Hi {order}"),
        ("hi-2", "Hello {order}"),
    ]
    assert [each.name for each in found.placeholders] == ["order"]


def test_what_is_foreign_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    macros = [{"title": "a\x1b]0;owned\x07\nb", "actions": []}]
    (tmp_path / "a.json").write_text(json.dumps(macros))
    found, _ = import_paths([tmp_path / "a.json"])
    (item,) = found.left_out
    assert str(item).isprintable()


def test_a_long_report_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,text\n" + "".join(f"t{n},\n" for n in range(1_500)))
    found, _ = import_paths([tmp_path / "a.csv"])
    assert len(found.left_out) == 1_001
    assert found.left_out[-1].what == "500 more"


def test_too_many_phrases_or_placeholders_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\n" + "a,b\n" * 10_001)
    with pytest.raises(Trouble, match="more than 10,000 phrases"):
        import_paths([path])
    path.write_text("title,text\n" + "".join(f"a,{{x{n}}}\n" for n in range(501)))
    with pytest.raises(Trouble, match="more than 500 placeholders"):
        import_paths([path])
    path.write_text("title,text\n" + f"a,{'{x}' * 5_000}\n" * 25)
    with pytest.raises(Trouble, match="more than 100,000 placeholders"):
        import_paths([path])
