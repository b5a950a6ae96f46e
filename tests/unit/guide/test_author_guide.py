"""The author's guide: up to date, and every line of YAML in it is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from desktop.guide.check import check_paths
from desktop.guide.conditions import parse
from desktop.guide.format import PARTS
from desktop.guide.reader import read
from desktop.guide.schema import schema
from desktop.paths import shipped_playbooks
from tools.author_guide import EXAMPLE, EXAMPLES, ROOT, guide, made

GUIDE = guide()
SCHEMA = schema()
BLOCKS = re.findall(r"^( *)```yaml\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", made(), ids=str)
def test_what_is_made_is_up_to_date(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == made()[path], "run `make guide`"


def test_the_worked_example_has_no_mistakes() -> None:
    assert check_paths([ROOT / EXAMPLES], shipped_playbooks()) == []
    playbook = read(ROOT / EXAMPLES / f"{EXAMPLE}.yaml").playbook
    assert playbook is not None
    assert len(playbook.steps) >= 3


def test_every_key_of_every_part_is_explained() -> None:
    for part in PARTS:
        for key in part.keys:
            assert re.search(rf"^\| (\*\*)?`{key.name}`(\*\*)? \| ", GUIDE, re.MULTILINE), key.name
            assert key.meaning.replace("|", "\\|") in GUIDE
            for term in key.terms or ():
                assert f"`{term.value}`" in GUIDE
    assert "<!-- keys" not in GUIDE
    assert "<!-- words" not in GUIDE


def is_right(fragment: Any) -> bool:
    """Whether some part of the format may have these keys with these values."""
    if isinstance(fragment, list):
        return all(map(is_right, fragment))
    return any(
        fragment.keys() <= part["properties"].keys()
        and Draft202012Validator(
            {"$defs": SCHEMA["$defs"], "properties": part["properties"]}
        ).is_valid(fragment)
        for part in SCHEMA["$defs"].values()
    )


@pytest.mark.parametrize("block", [text for _, text in BLOCKS], ids=range(len(BLOCKS)))
def test_every_piece_of_yaml_is_right(block: str) -> None:
    fragment = yaml.load(block, yaml.BaseLoader)
    assert is_right(fragment)
    if "poise" in fragment:
        assert Draft202012Validator(SCHEMA).is_valid(fragment)


def test_a_wrong_piece_would_be_found() -> None:
    assert len(BLOCKS) > 15
    assert not is_right({"titel": "Late"})
    assert not is_right({"timer": {"length": "soon", "label": "Wait"}})
    assert not is_right([{"id": "a", "label": "A", "to": "b", "key": "n"}])


def test_every_condition_in_it_is_one() -> None:
    section = GUIDE.partition("\n## Conditions\n")[2].partition("\n## ")[0]
    found = re.findall(r"`((?:channel|medium|trigger|manner|rung) [^`]+)`", section)
    assert len(found) > 8
    for condition in found:
        parse(condition)


def test_every_link_leads_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert len(links) > 20
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        else:
            assert (ROOT / "docs" / link).is_file(), link
