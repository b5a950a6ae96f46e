"""Files to look at, and the shipped list of wordings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.guide.lint.findings import Finding
from desktop.guide.lint.linter import Result, lint_paths
from desktop.guide.lint.wordings import Wordings, read_wordings
from desktop.paths import resource

TODAY = date(2027, 3, 15)

Lint = Callable[..., list[Finding]]
LintAll = Callable[[Path], Result]


@pytest.fixture(scope="session")
def wordings() -> Wordings:
    return read_wordings([resource("wordings.yaml")])


@pytest.fixture
def lint_all(wordings: Wordings) -> LintAll:
    """All findings in a folder, with no shipped playbooks beside it."""
    return lambda folder: lint_paths([folder], None, wordings, TODAY)


@pytest.fixture
def lint(tmp_path: Path, lint_all: LintAll) -> Lint:
    """The findings of one rule (or of all) in files given as name=text."""

    def look(rule: str = "", /, **files: str) -> list[Finding]:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
        findings = lint_all(tmp_path).findings
        assert not [each for each in findings if each.rule == "format"], findings
        return [each for each in findings if each.rule == rule or not rule]

    return look


HEAD = "poise: 1\nid: a\ntitle: A\nsummary: S\n"


def step(step_id: str, *lines: str) -> str:
    """A step; each of `lines` is one of its keys."""
    keys = [f"id: {step_id}", "title: T", "goal: G", *lines]
    return "  - " + "\n    ".join(keys) + "\n"


def book(*steps: str, head: str = HEAD) -> str:
    """A playbook of these steps."""
    return head + "steps:\n" + "".join(steps)


def saying(*texts: str, head: str = HEAD) -> str:
    """A playbook whose phrases say this, one step for all; `p1` is the first one's id."""
    lines = ["outcomes: [solved]", "phrases:"]
    for number, text in enumerate(texts, 1):
        lines.append(f"  - {{id: p{number}, title: T, text: {text}}}")
    return book(step("one", *lines), head=head)


def places(findings: list[Finding]) -> list[str]:
    """Line and column of each."""
    return [f"{each.problem.line}:{each.problem.column}" for each in findings]
