"""Findings for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.guide.lint.findings import Finding
from desktop.guide.lint.formats import (
    as_github,
    as_json,
    as_text,
    mended_as_github,
    rules_as_json,
    rules_as_text,
)
from desktop.guide.lint.linter import Result
from desktop.guide.lint.rules import NAMES, RULES
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Edit
from desktop.guide.model import Problem

ODD = Finding(
    "dead-end",
    Severity.WARNING,
    Problem(Path("a b/50%,x:y\nz.yaml"), 3, 7, "Leads to 100%:\r\nnowhere, ::error::.", "Add one."),
    (Edit(0, 1, "x"),),
)
BARE = Finding("format", Severity.ERROR, Problem(Path("\udcff.yaml"), 1, 1, "It’s bad.", ""))


def test_text() -> None:
    assert as_text(BARE) == "\udcff.yaml:1:1: It’s bad. [format]"
    assert as_text(ODD).endswith(" Add one. [dead-end]")


def test_github_commands_are_one_line_and_escaped() -> None:
    assert as_github(ODD) == (
        "::warning file=a b/50%25%2Cx%3Ay%0Az.yaml,line=3,col=7,title=Poise%3A dead-end::"
        "Leads to 100%25:%0D%0Anowhere, ::error::. Add one."
    )
    assert as_github(BARE).startswith("::error file=\udcff.yaml,line=1,col=1,")
    advice = Finding("shouting", Severity.ADVICE, BARE.problem)
    assert as_github(advice).startswith("::notice ")
    assert mended_as_github(Path("a,b.yaml"), "2 things") == (
        "::notice file=a%2Cb.yaml,title=Poise%3A mended::2 things"
    )


def test_json_holds_everything() -> None:
    result = Result((BARE, ODD), (), 5)
    text = as_json(result, {Path("c.yaml"): "2 things"}, True)
    document = json.loads(text)
    text.encode("ascii")
    assert document["counts"] == {"error": 1, "warning": 1, "advice": 0}
    assert (document["version"], document["failed"], document["files"]) == (1, True, 5)
    assert document["mended"] == [{"path": "c.yaml", "what": "2 things"}]
    assert document["findings"][1] == {
        "rule": "dead-end",
        "severity": "warning",
        "path": str(Path("a b/50%,x:y\nz.yaml")),
        "line": 3,
        "column": 7,
        "what": "Leads to 100%:\r\nnowhere, ::error::.",
        "remedy": "Add one.",
        "can_mend": True,
    }
    assert document["findings"][0]["can_mend"] is False


def test_the_list_of_rules() -> None:
    assert [line.split()[0] for line in rules_as_text(RULES).splitlines()] == list(NAMES)
    assert [row["rule"] for row in json.loads(rules_as_json(RULES))["rules"]] == list(NAMES)
