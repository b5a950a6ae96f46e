"""AutoKey's folders.

`autokey_0_96_0` and `autokey_0_95_10` were really written by those versions of AutoKey (from the
Python package and from Debian 12), with words of ours: by their own classes Folder, Phrase and
Script, without the rest of the program. The others are made field by field as 0.96.0 writes them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.exchange.recognise import import_paths
from tests.unit.exchange.harvest import imported, lost, texts

WRITTEN = Path(__file__).with_name("autokey_0_96_0")


def phrase(path: Path, text: str, name: str = "", beside: str = "{}.json", **more: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    about = {
        "type": "phrase",
        "modes": [1],
        "usageCount": 0,
        "showInTrayMenu": False,
        "abbreviation": {
            "abbreviations": ["ty"],
            "backspace": True,
            "ignoreCase": False,
            "immediate": False,
            "triggerInside": False,
            "wordChars": "[\\w]",
        },
        "hotkey": {"modifiers": [], "hotKey": None},
        "filter": {"regex": None, "isRecursive": False},
        "description": name or path.stem,
        "prompt": False,
        "omitTrigger": False,
        "matchCase": False,
        "sendMode": "<ctrl>+v",
        **more,
    }
    path.with_name(beside.format(path.stem)).write_text(json.dumps(about), encoding="utf-8")
    return path


def test_a_folder_without_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="holds no .txt file"):
        imported(tmp_path, "autokey")


def test_a_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße".encode("cp1252"))
    with pytest.raises(
        Trouble, match=r"a.txt is not UTF-8 text \(line 1\); it may be Windows-1252"
    ):
        imported(tmp_path / "a.txt")


def test_a_folder_with_folders(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    phrase(folder / "Mail" / "thanks.txt", "Thank you, {you}. <cursor> Bye", "Thanks a lot")
    (folder / "Mail" / "folder.json").write_text('{"type": "folder", "title": "Mail"}')
    (folder / "plain.txt").write_text("Only <b>text</b> a<enter>b<tab>c\n")
    (folder / "run.py").write_text("keyboard.send_keys('x')")
    found = imported(folder)
    second, first = found.phrases
    assert (first.title, first.tags) == ("Thanks a lot", ("ty", "Mail"))
    assert first.text == "Thank you, {{you}}. {|} Bye"
    assert (second.title, second.text) == ("plain", "Only <b>text</b> a\nb\tc")
    assert [(Path(item.place).as_posix(), item.what) for item in found.left_out[:1]] == [
        ("run.py", "a script")
    ]
    assert lost(found)[1:] == ["the abbreviations (1)"]


def test_keys_macros_and_settings_are_left_out(tmp_path: Path) -> None:
    path = phrase(
        tmp_path / "a.txt",
        "On <date format=%d.%m. > <script name=x args=> <file name=/etc/passwd> "
        "<ctrl>+v<left>ok<enter>\n",
        hotkey={"modifiers": ["<ctrl>"], "hotKey": "k"},
        filter={"regex": "Mail.*", "isRecursive": False},
        matchCase=True,
    )
    found = imported(path)
    assert texts(found) == {"a": "On {date} {result_of_a_script} {text_of_a_file} ok"}
    assert lost(found) == [
        *("<date format=%d.%m. >", "<script name=x args=>", "<file name=/etc/passwd>"),
        *("<ctrl>+v", "<left>", "<enter>", "the hotkey", "matchCase", "the window filter"),
        "the abbreviations (1)",
    ]


def test_hidden_settings_odd_ones_and_broken_ones(tmp_path: Path) -> None:
    hidden = phrase(tmp_path / "h.txt", "H", "Hidden", beside=".{}.json")
    assert imported(hidden).phrases[0].title == "Hidden"
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "a.json").write_text('{"description": "Odd", "abbreviation": 5, "hotkey": []}')
    assert imported(tmp_path / "a.txt").phrases[0].title == "Odd"
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(Trouble, match="a.json is not valid JSON"):
        imported(tmp_path / "a.txt")


def test_a_folder_that_autokey_itself_wrote() -> None:
    found, _ = import_paths([WRITTEN])
    assert {phrase.title: phrase.text for phrase in found.phrases} == {
        "Called back?": "I will call you on {date} at the latest.",
        "Greeting: first": "Good day, and thank you for writing.\n{|}\nWarm regards",
        "?*": "Two lines\nof \\<b\\> text",
        "About the delay": "Es tut mir leid – das hat {{zu}} lange gedauert. "
        "Preis <b>10 €</b> 😀\tTab",
        "Next field": "A1\tB2",
        "Where it stands": "Your parcel: {result_of_a_command} (checked {result_of_a_script})",
    }
    tags = {phrase.title: phrase.tags for phrase in found.phrases}
    assert tags["Greeting: first"] == ("gdy", "hello1")
    assert tags["?*"] == ("Delay / refund",)  # as it is called, not as its folder is
    assert [(Path(item.place).as_posix(), item.what) for item in found.left_out] == [
        ("Delay refund/folder.json", "the hotkey"),
        ("Delay refund/folder.json", "the window filter"),
        ("Called back.txt", "<date format=%d.%m.>"),
        ("Called back.txt", "matchCase"),
        ("Called back.txt", "prompt"),
        ("Delay refund/Clean up.py", "a script"),
        ("Delay refund/Next field.txt", "<capslock>"),
        ("Delay refund/Next field.txt", "<numlock>"),
        ("Delay refund/Next field.txt", "<ctrl>+<shift>+v"),
        ("Delay refund/Next field.txt", "<code86>"),
        ("Delay refund/Next field.txt", "the hotkey"),
        ("Delay refund/Next field.txt", "the window filter"),
        ("Delay refund/Where it stands.txt", '<system command="parcel-status 12">'),
        ("Delay refund/Where it stands.txt", '<script name=when args="a \\> b">'),
        ("Delay refund/Where it stands.txt", "<enter>"),
        (WRITTEN.as_posix(), "the abbreviations (2)"),
    ]


def test_a_folder_of_the_version_that_hides_its_settings() -> None:
    found, formats = import_paths([WRITTEN.with_name("autokey_0_95_10")])
    assert formats == ("autokey",)
    assert [(phrase.title, phrase.text, phrase.tags) for phrase in found.phrases] == [
        ("Refund: when?", "Your money is back by {date}.", ("rf",)),
        ("Bye", "It was good to talk to you.", ("Closing",)),
    ]
    assert [(Path(item.place).as_posix(), item.what) for item in found.left_out[:-1]] == [
        ("Refund when.txt", "<date format=%A>"),
        ("Closing/Bye.txt", "<enter>"),
        ("Closing/Bye.txt", "the hotkey"),
    ]


def test_the_abbreviation_of_a_folder_is_left_out(tmp_path: Path) -> None:
    phrase(tmp_path / "data" / "Mail" / "a.txt", "A")
    about = {"title": "Mail", "abbreviation": {"abbreviations": ["ml"]}}
    (tmp_path / "data" / "Mail" / "folder.json").write_text(json.dumps(about), encoding="utf-8")
    found = imported(tmp_path / "data")
    assert ("Mail/folder.json", "the abbreviation") in [
        (item.place, item.what) for item in found.left_out
    ]


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Order ()<left>", "Order ({|})"),
        ("Dear ,\nBye\n<Left><left><left><left><left><left>", "Dear {|},\nBye"),
        ("a()<left>\n", "a()"),
        ("a<enter>b<left><left>", "a\nb"),  # the key before would have to be counted
        ("a<left><left>", "a"),
        ("a<cursor>b<left>", "a{|}b"),
        ("<left>" * 700, None),
    ],
)
def test_left_keys_at_the_end_are_the_caret(
    tmp_path: Path, text: str, template: str | None
) -> None:
    found = imported(phrase(tmp_path / "a.txt", text))
    assert texts(found) == ({} if template is None else {"a": template})
    is_carried_over = template is not None and "{|}" in template and "<cursor>" not in text
    assert ("<left>" in [what.lower() for what in lost(found)]) != is_carried_over
