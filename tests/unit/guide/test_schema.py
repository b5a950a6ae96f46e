"""The schema that editors use: it marks mistakes, and nothing that Poise reads gladly."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from desktop.guide import format as described
from desktop.guide.conditions import ConditionError, parse
from desktop.guide.fields import Fields, Report
from desktop.guide.folder import playbook_files
from desktop.guide.format import PARTS
from desktop.guide.format_keys import Kind, Part
from desktop.guide.format_phrases import PHRASE
from desktop.guide.format_steps import BRANCH, TIMER
from desktop.guide.phrase_reader import language
from desktop.guide.reader import read, seconds_of
from desktop.guide.schema import FILE_NAME, schema, schema_text
from desktop.guide.source import MapNode, Source, TextNode
from desktop.paths import resource, shipped_playbooks
from tests.unit.guide.described import content, everything, needed

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


Resolvers = dict[str, list[tuple[str, re.Pattern[str]]]]


class AsText(yaml.SafeLoader):
    """Every value a text, as Poise reads it, or nothing."""

    yaml_implicit_resolvers: ClassVar[Resolvers] = {  # type: ignore[misc]
        "": [("tag:yaml.org,2002:null", re.compile("^$"))]
    }


class Yaml11(yaml.SafeLoader):
    """`no` is false, `1:30` is 90; days stay text, as JSON has none."""

    yaml_implicit_resolvers: ClassVar[Resolvers] = {  # type: ignore[misc]
        sign: [(tag, form) for tag, form in resolvers if not tag.endswith("timestamp")]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Yaml12(yaml.SafeLoader):
    """The core schema of YAML 1.2, which most editors read."""

    yaml_implicit_resolvers: ClassVar[Resolvers] = {}  # type: ignore[misc]


for _tag, _form, _signs in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _whole = re.compile(f"^(?:{_form})$")
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _whole, list(_signs))

LOADERS = pytest.mark.parametrize("loader", [AsText, Yaml11, Yaml12])


def complaints(value: Any, part: str = "") -> list[str]:
    whole = SCHEMA if not part else {**SCHEMA, "$ref": f"#/$defs/{part}"}
    if part:
        whole.pop("anyOf")
    instance = json.loads(json.dumps(value))
    return [error.message for error in Draft202012Validator(whole).iter_errors(instance)]


def load(text: str, loader: type[Any] = Yaml12) -> Any:
    return yaml.load(text, loader)


@cache
def key_schema(part: Part, name: str) -> Draft202012Validator:
    found = SCHEMA["$defs"][part.name.replace(" ", "-")]["properties"][name]
    return Draft202012Validator({"$defs": SCHEMA["$defs"], **found})


GOOD = """\
poise: 1
id: late-parcel
title: Late parcel
summary: Find it.
review_by: 2027-01-31
triggers: [service-delay]
private: no
owner: 42
placeholders:
  new_day: {label: New day, example: 2027-02-01, default: 12:30, choices: [12:30, 010, yes]}
  count: {label: How many, type: number, default: 1.50, remember: No}
  note:
    label: 7
    choices:
steps:
  - id: listen
    title: Yes
    goal: 3.14
    do:
    avoid: [no, 0x1F, 1e3]
    timer: {length: 1:30, label: 5}
    rung: 2
    capture: new_day
    phrases:
      - {id: 404, title: On, tags: [2027-01-31, no], text: 17, wordings: [1, true], when: rung >= 2}
      - use: parcel-words/open
      - include: parcel-words
    branches:
      - {id: 1, label: 2, key: y, to: close, when: channel is not chat and  rung is 0}
      - {id: home, label: Home, to: return, playbook: 911}
      - {id: out, label: Out, playbook: boundaries, key: }
  - {id: close, title: Close, goal: Part well., outcomes: [solved], branches: , email: }
"""


def test_the_shipped_file_is_up_to_date() -> None:
    text = resource(FILE_NAME).read_text(encoding="utf-8")
    assert text == schema_text(), "write it anew with `make guide`"


def test_it_is_a_schema_of_the_draft_it_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_every_key_is_explained_with_a_right_example() -> None:
    for part in PARTS:
        for key in part.keys:
            found = SCHEMA["$defs"][part.name.replace(" ", "-")]["properties"][key.name]
            assert found["description"].endswith(".")
            for example in found["examples"]:
                errors = list(key_schema(part, key.name).iter_errors(example))
                assert errors == [], f"{part.name}.{key.name}: {errors}"


@LOADERS
@pytest.mark.parametrize("path", playbook_files(shipped_playbooks()), ids=lambda path: path.stem)
def test_the_shipped_playbooks_are_right(path: Path, loader: type[Any]) -> None:
    assert complaints(load(path.read_text(encoding="utf-8"), loader)) == []


@LOADERS
def test_texts_that_look_like_something_else_are_right(tmp_path: Path, loader: type[Any]) -> None:
    text = GOOD.replace(", email: }", "}")
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    assert read(tmp_path / "book.yaml").problems == ()
    assert complaints(load(text, loader)) == []


@pytest.mark.parametrize("whole", [described.PLAYBOOK, described.PHRASE_FILE], ids=str)
@pytest.mark.parametrize("keep", [everything, needed])
def test_files_made_of_the_examples_are_right(whole: Part, keep: Any) -> None:
    assert complaints(content(whole, keep)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("poise: 1\n", ""),
        ("poise: 1\n", "poise: 2\n"),
        ("id: late-parcel", "id: Late Parcel"),
        ("title: Late parcel\n", ""),
        ("title: Late parcel\n", "title: \n"),
        ("title: Late parcel\n", "title: [Late parcel]\n"),
        ("summary: Find it.", "sumary: Find it."),
        ("review_by: 2027-01-31", "review_by: 31.1.2027"),
        ("[service-delay]", "[service-delays]"),
        ("[service-delay]", "[service-delay, service-delay]"),
        ("[service-delay]", "service-delay"),
        ("private: no", "private: maybe"),
        ("type: number", "type: whole"),
        ("type: number", "type: choice"),
        ("  count:", "  Count:"),
        ("  count:", "  customer:"),
        ("label: How many, ", ""),
        ("{label: How many, type: number, default: 1.50, remember: No}", "How many"),
        ("id: listen", "id: return"),
        ("goal: 3.14", "goals: 3.14"),
        ("avoid: [no, 0x1F, 1e3]", "avoid: {no: 1}"),
        ("avoid: [no, 0x1F, 1e3]", "avoid: [[no]]"),
        ("length: 1:30", "length: soon"),
        ("length: 1:30", "length: 3601"),
        ("rung: 2", "rung: 4"),
        ("capture: new_day", "capture: [New Day]"),
        ("text: 17, ", ""),
        ("wordings: [1, true]", "wordings: [[1]]"),
        ("when: rung >= 2", "when: rung >= 9"),
        ("when: rung >= 2", "when: chanel is chat"),
        ("use: parcel-words/open", "use: parcel-words"),
        ("use: parcel-words/open", "{use: parcel-words/open, include: parcel-words}"),
        ("use: parcel-words/open", "{use: parcel-words/open, id: open}"),
        ("key: y", "key: n"),
        ("key: y", "key: go"),
        ("to: close, ", ""),
        ("to: return, playbook", "to: close, playbook"),
        ("label: Out, ", ""),
        ("outcomes: [solved]", "outcomes: [happy]"),
        (", email: }", ", email: no}"),
        ("steps:", "stops:"),
    ],
)
def test_mistakes_are_marked(tmp_path: Path, right: str, wrong: str) -> None:
    text = GOOD if "email" in right else GOOD.replace(", email: }", "}")
    assert right in text
    text = text.replace(right, wrong, 1)
    assert complaints(load(text)) != []
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    assert read(tmp_path / "book.yaml").problems != ()


@pytest.mark.parametrize("value", [None, [], "poise", {}, {"poise": 1, "id": "x", "steps": []}])
def test_what_is_no_playbook_at_all_is_marked(value: object) -> None:
    assert complaints(value) != []


# ------------------------------------------------------- the same as the readers, word by word

_WORDS = st.text("abz019-_:/ANB. ms<>=", max_size=14)


def fields(key: str, value: str) -> tuple[Fields, Report]:
    report = Report(Source(Path()))
    node = MapNode(((TextNode(key, 1, 1), TextNode(value, 1, 1)),), 1, 1)
    return Fields(node, report, "thing", (key,)), report


def is_valid(part: Part, key: str, value: str) -> bool:
    return key_schema(part, key).is_valid(value)


@settings(deadline=None)
@given(_WORDS | st.from_regex("[a-z0-9-]{60,66}", fullmatch=True))
def test_ids_are_judged_alike(value: str) -> None:
    node, report = fields("id", value)
    node.id()
    assert is_valid(described.PLAYBOOK, "id", value) == (not report.problems)


@settings(deadline=None)
@given(_WORDS | st.from_regex("[a-z]{1,4}(-[A-Za-z0-9]{1,9})?", fullmatch=True))
def test_languages_are_judged_alike(value: str) -> None:
    node, report = fields("language", value)
    language(node, report)
    assert is_valid(described.PLAYBOOK, "language", value) == (not report.problems)


@settings(deadline=None)
@given(_WORDS | st.from_regex("[0-9]{1,5} ?(m|min|s|sec|h)? ?([0-9]{1,2} ?s)?", fullmatch=True))
def test_lengths_are_judged_alike(value: str) -> None:
    is_length = seconds_of(" ".join(value.split())) is not None
    assert is_valid(TIMER, "length", value) == is_length


_CONDITIONS = st.lists(
    st.tuples(
        st.sampled_from(["channel", "medium", "trigger", "manner", "rung", "mood"]),
        st.sampled_from([" is ", " is not ", "  is  not ", " isnt ", " = ", ">=", " < ", " "]),
        st.sampled_from(["chat", "spoken", "billing", "angry", "0", "4", "5", "Chat", ""]),
    ).map("".join),
    min_size=1,
    max_size=3,
)


@settings(deadline=None)
@given(_CONDITIONS, st.sampled_from([" and ", "  and\n", " or ", "and"]))
def test_conditions_are_judged_alike(parts: list[str], joint: str) -> None:
    value = joint.join(parts)
    try:
        parse(value)
        is_condition = True
    except ConditionError:
        is_condition = False
    assert is_valid(PHRASE, "when", value) == is_condition


@settings(deadline=None)
@given(_WORDS)
def test_letters_of_branches_are_judged_alike(value: str) -> None:
    key = value.strip()[:1]
    is_key = not key or key.lower() in "acdefghijklmopqrstuvwxyz"
    assert is_valid(BRANCH, "key", key) == is_key


def test_every_kind_is_used() -> None:
    assert {key.kind for part in PARTS for key in part.keys} == set(Kind)
