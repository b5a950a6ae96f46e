"""espanso match files, made by us as espanso.org/docs describes them.

espanso itself could not be installed where this was written: no Debian or Python package has it.
The shapes were compared with its source (2.2.1), and the importer was tried on the 230 files
of its hub's packages, of which none is kept here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.exchange.markdown_text import markdown_text
from desktop.exchange.recognise import import_paths
from desktop.guide.vocabulary import FieldType
from tests.unit.exchange.harvest import imported, lost, texts

DOCUMENTED = Path(__file__).with_name("documented")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("matches: [{trigger: a", "a.yml:1:21"),
        ("a: &x [*x, *x]\nmatches: []", "anchor, which Poise does not use"),
        ("matches: " + "[" * 60, "deeper than"),
        ("- a\n", "no match file of espanso"),
        ("matches:\n  - trigger: a\n    replace: \x07\n", "invisible control character"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(Trouble) as refused:
        imported(write(tmp_path / "a.yml", content), "espanso")
    assert complaint in str(refused.value)


def test_text_braces_and_caret(tmp_path: Path) -> None:
    found = imported(
        write(
            tmp_path / "a.yml",
            r"""
matches:
  - trigger: ":hi"
    label: Greeting
    replace: "Hello 😀: {a} \\{\\{b\\}\\}. $|$ Bye $|$"
  - triggers: [":x", ":y"]
    replace: |
      One

      Two words
""",
        )
    )
    first, second = found.phrases
    assert (first.id, first.title, first.tags) == ("hi", "Greeting", (":hi",))
    assert first.text == "Hello 😀: {{a}} {{{{b}}}}. {|} Bye "
    assert (second.id, second.title, second.tags) == ("x", "One Two words", (":x", ":y"))
    assert second.text == "One\n\nTwo words"
    assert [(item.place, item.what) for item in found.left_out] == [
        ("a.yml:3", "$|$"),
        ("a.yml", "the triggers of 2 matches"),
    ]


def test_forms_become_placeholders(tmp_path: Path) -> None:
    found = imported(
        write(
            tmp_path / "a.yml",
            """
matches:
  - trigger: ":short"
    form: |
      Hello [[customer_name]], your [[item]] comes on [[day]]. {{agent}}
    form_fields:
      item: {type: choice, values: [kettle, cup], default: cup}
      day: {multiline: true, default: Monday}
  - trigger: ":long"
    replace: "Order {{form1.number}} is {{form1.state}}, {{also}}."
    vars:
      - name: form1
        type: form
        params:
          layout: "[[number]] [[state]]"
          fields:
            state:
              type: list
              values: |
                sent
                late
      - name: also
        type: choice
        params:
          values:
            - {label: Shown, id: inserted}
            - other
""",
        )
    )
    assert texts(found) == {
        "short": "Hello {customer}, your {item} comes on {day}. {agent}",
        "long": "Order {number} is {state}, {also}.",
    }
    asked = {each.name: each for each in found.placeholders}
    assert list(asked) == ["item", "day", "number", "state", "also"]
    assert asked["item"].type is FieldType.CHOICE
    assert (asked["item"].choices, asked["item"].default) == (("kettle", "cup"), "cup")
    assert (asked["day"].label, asked["day"].default) == ("Day", "Monday")
    assert asked["state"].choices == ("sent", "late")
    assert asked["also"].choices == ("inserted", "other")


def test_the_same_field_is_asked_once_and_another_one_of_that_name_apart(tmp_path: Path) -> None:
    found = imported(
        write(
            tmp_path / "a.yml",
            """
matches:
  - {trigger: a, form: "A [[item]]"}
  - {trigger: b, form: "B [[item]]"}
  - {trigger: c, form: "C [[item]]", form_fields: {item: {default: cup}}}
""",
        )
    )
    assert texts(found) == {"a": "A {item}", "b": "B {item}", "c": "C {item_2}"}


def test_words_at_random_become_wordings(tmp_path: Path) -> None:
    found = imported(
        write(
            tmp_path / "a.yml",
            """
matches:
  - trigger: ":ok"
    replace: "{{start}} I see."
    vars: [{name: start, type: random, params: {choices: [Right., "Yes, {really}."]}}]
""",
        )
    )
    (phrase,) = found.phrases
    assert (phrase.text, phrase.wordings) == ("Right. I see.", ("Yes, {{really}}. I see.",))


def test_what_runs_reads_or_knows_the_time_is_asked_for_or_left_out(tmp_path: Path) -> None:
    found = imported(
        write(
            tmp_path / "a.yml",
            """
global_vars:
  - {name: firm, type: echo, params: {echo: Kettle & Co}}
  - {name: both, type: echo, params: {echo: "{{firm}} {{firm}}"}}
matches:
  - trigger: ":date"
    replace: "It is {{today}} at {{firm}}; {{both}}."
    vars: [{name: today, type: date, params: {format: "%d.%m."}}]
  - trigger: ":ip"
    replace: "{{output}}"
    vars: [{name: output, type: shell, params: {cmd: "rm -rf /"}}]
  - {trigger: ":cat", image_path: cat.png}
  - {trigger: ":empty", replace: ""}
  - just a text
  - trigger: ":html"
    html: "<p>Hi <b>you</b></p>"
    word: true
    propagate_case: true
    force_clipboard: false
""",
        )
    )
    assert texts(found) == {
        "date": "It is {today} at Kettle & Co; {both}.",
        "html": "Hi you",
    }
    assert lost(found) == [
        "{{today}}",
        "{{both}}",
        "{{output}}",
        "“:ip”",
        "the match “:cat”",
        "“:empty”",
        "an entry",
        "the formatting (html)",
        "the triggers of 2 matches",
        "`word` of 1 match",
        "`propagate_case` of 1 match",
    ]
    assert "rm -rf" not in str(found)


def test_imports_are_followed_within_the_folder_only(tmp_path: Path) -> None:
    write(tmp_path / "secret.yml", "matches: [{trigger: s, replace: Secret}]")
    folder = tmp_path / "match"
    write(
        folder / "base.yml",
        "imports: [_own.yml, sub/more.yml, ../secret.yml, gone.yml, base.yml]\n"
        "matches: [{trigger: a, replace: 'A {{who}}'}]\n",
    )
    write(folder / "_own.yml", "global_vars: [{name: who, type: echo, params: {echo: Ann}}]")
    write(folder / "_apart.yml", "matches: [{trigger: n, replace: Never}]")
    write(
        folder / "sub" / "more.yml", "imports: [../base.yml]\nmatches: [{trigger: b, replace: B}]"
    )
    for path in (folder / "base.yml", folder):
        found = imported(path)
        assert texts(found) == {"a": "A Ann", "b": "B"}
        assert "the import ../secret.yml" in lost(found)
        assert "the import gone.yml" in lost(found)


def test_a_regex_leaves_its_text(tmp_path: Path) -> None:
    content = "matches:\n  - {regex: ':r(?P<n>.*)', label: R, replace: 'Hi {{n}}'}\n"
    found = imported(write(tmp_path / "a.yml", content))
    assert texts(found) == {"r": "Hi {n}"}
    assert lost(found) == ["the regex of the match “R”", "{{n}}"]


def test_a_place_to_go_to_is_named(tmp_path: Path) -> None:
    content = "matches:\n  - trigger: a\n    replace: A\n  - trigger: b\n    image_path: x\n"
    found = imported(write(tmp_path / "a.yml", content))
    assert str(found.left_out[0]).startswith("a.yml:4: the match “b”: It is a picture")


def test_a_match_file_with_everything_in_it() -> None:
    found, formats = import_paths([DOCUMENTED / "espanso_base.yml"])
    assert formats == ("espanso",)
    assert texts(found) == {
        "late": "Your parcel is late, and I am on it.\n{|}\n\nLamp & Kettle care, {today}",
        "ok": "{greeting} {name}, it is settled: {what} 👍",
        "ask": "Dear {customer}, is {{this}} about {order_number}?",
        "order-is-on-its-way": "Order {number} is on its way.",
        "thx": "Thank you. That helps.",
        "which": "You chose {model}. {clip} {ip} {py} {nested}",
        "md": "It is done, see here (https://example.org/a_b_c).",
        "rich": "Please wait:\n\n- one\n- two",
        "phrase": "→",
        "num": "4711",
        "bye": "It's been a pleasure, from all of Lamp & Kettle care.",
    }
    by_id = {phrase.id: phrase for phrase in found.phrases}
    assert by_id["late"].tags == (":late", "delay", "parcel")
    assert by_id["thx"].wordings == ("Thanks a lot. That helps.",)
    asked = {each.name: each for each in found.placeholders}
    assert asked["greeting"].choices == ("Hello", "Good day")
    assert asked["what"].default == "the refund"
    assert (asked["order_number"].choices, asked["order_number"].default) == (
        ("kettle", "lamp"),
        "lamp",
    )
    assert asked["model"].choices == ("K-1", "K-2")
    assert lost(found) == [
        *("{{today}}", "the regex of the match “:order(?P<number>\\d+)”", "{{number}}"),
        *("the labels of model", "{{clip}}", "{{ip}}", "{{py}}", "{{nested}}"),
        *("the formatting (markdown)", "the formatting (html)", "the match “:pic”"),
        *("the triggers of 9 matches", "`word` of 1 match", "`propagate_case` of 1 match"),
        *("`uppercase_style` of 1 match", "`paragraph` of 1 match", "`force_mode` of 1 match"),
        "the triggers of 1 match",
    ]
    (typed,) = (item for item in found.left_out if item.what == "{{number}}")
    assert typed.why == "It was a part of what was typed; the agent is asked for it."


def test_a_sign_is_a_text_and_what_only_espanso_fills_in_is_none(tmp_path: Path) -> None:
    content = """
matches:
  - {trigger: ":smile:", replace: "😀"}
  - {trigger: "-->", replace: "⟶"}
  - {trigger: ":ip", replace: "({{ip}})", vars: [{name: ip, type: shell, params: {cmd: x}}]}
"""
    found = imported(write(tmp_path / "a.yml", content))
    assert texts(found) == {"smile": "😀", "phrase": "⟶"}
    assert "“:ip”" in lost(found)


def test_a_replacement_goes_before_a_form_as_in_espanso(tmp_path: Path) -> None:
    content = "matches:\n  - {trigger: a, form: 'F [[x]]', html: H, markdown: M, replace: R}\n"
    assert texts(imported(write(tmp_path / "a.yml", content))) == {"a": "R"}


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# A *b* **c** __d__ _e_", "A b c d e"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("> [Here](https://x.y/z) `ok`", "Here (https://x.y/z) ok"),
        ("- one\n- **two**", "- one\n- two"),
        ("**" * 3_000, "**" * 3_000),
    ],
)
def test_markdown_loses_its_signs(markdown: str, text: str) -> None:
    assert markdown_text(markdown) == text
