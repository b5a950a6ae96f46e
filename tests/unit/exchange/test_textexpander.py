"""TextExpander's CSV, made by us as its Learning Center describes columns and macros.

TextExpander runs on macOS and Windows, with an account; it could not be installed here.
"""

from __future__ import annotations

from pathlib import Path

from desktop.guide.vocabulary import FieldType
from tests.unit.exchange.harvest import imported, lost, texts


def snippets(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_fill_ins_become_placeholders(tmp_path: Path) -> None:
    found = imported(
        snippets(
            tmp_path / "a.csv",
            '"thx","Dear %filltext:name=Customer Name:width=20%,\r\n\r\n'
            "your %fillpopup:name=Item:kettle:default=cup:pot% is %fillarea:name=What: is it:"
            'default=on: its way:height=5%.%|","Thanks"\r\n'
            '"two","%filldate:name=Day:format=M/d% %fillpopup:a:b%{x}",\r\n',
        )
    )
    assert texts(found) == {
        "thanks": "Dear {customer},\n\nyour {item} is {what_is_it}.",
        "two": "{day} {choice}{{x}}",
    }
    asked = {each.name: each for each in found.placeholders}
    assert (asked["item"].type, asked["item"].default) == (FieldType.CHOICE, "cup")
    assert asked["item"].choices == ("kettle", "cup", "pot")
    assert asked["what_is_it"].default == "on: its way"
    assert found.phrases[0].tags == ("thx",)
    assert lost(found) == ["the abbreviations (2)"]


def test_dates_keys_and_the_like_are_left_out(tmp_path: Path) -> None:
    found = imported(
        snippets(
            tmp_path / "a.csv",
            "a,100%% of %A %1d. %B %@+2D %Y and %date:yyyy-MM-dd% %clipboard %snippet:sig% "
            "%|x%|,A\nb,%fillpart:name=Extra:default=yes%Maybe.%fillpartend% 50% "
            "done%key:tab%%<%filltop%,B\n",
        )
    )
    assert texts(found) == {
        "a": "100% of {date_or_time} and {date_or_time} {text_from_the_clipboard} "
        "{text_of_another_snippet} {|}x",
        "b": "Maybe. 50% done",
    }
    assert lost(found) == [
        *("%A %1d. %B %@+2D %Y", "%date:yyyy-MM-dd%", "%clipboard", "%snippet:sig%", "%|"),
        *("%fillpart:name=Extra:default=yes%", "%key:tab%", "%<", "the abbreviations (2)"),
    ]


def test_a_header_is_no_snippet(tmp_path: Path) -> None:
    found = imported(snippets(tmp_path / "a.csv", "Abbreviation,Content,Label\nhi,Hello there,\n"))
    assert texts(found) == {"hi": "Hello there"}
    assert found.phrases[0].title == "Hello there"
