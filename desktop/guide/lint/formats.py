"""Findings as text, JSON, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.guide.lint.findings import Finding, Rule
from desktop.guide.lint.linter import Result
from desktop.guide.lint.severity import Severity

JSON_VERSION = 1
"""Of the document; a reader should refuse a greater one."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
# A workflow command is one line; in its properties `:` and `,` mean something too.
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def as_text(finding: Finding) -> str:
    """One line, as compilers write it: `file:line:column: what, remedy [rule]`."""
    return str(finding)


def as_json(result: Result, mended: Mapping[Path, str], is_failed: bool) -> str:
    """The whole result as one document.

    Args:
        result: What was found, after mending.
        mended: What was changed, by file.
        is_failed: Whether the check fails.
    """
    document = {
        "version": JSON_VERSION,
        "failed": is_failed,
        "files": result.files,
        "counts": {each.value: result.count(each) for each in Severity},
        "mended": [{"path": str(path), "what": what} for path, what in mended.items()],
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "path": str(finding.problem.path),
                "line": finding.problem.line,
                "column": finding.problem.column,
                "what": finding.problem.what,
                "remedy": finding.problem.remedy,
                "can_mend": bool(finding.edits),
            }
            for finding in result.findings
        ],
    }
    return json.dumps(document, indent=1)


def as_github(finding: Finding) -> str:
    """A workflow command, which GitHub shows beside the line of the change.

    Source: GitHub Actions, "Workflow commands": error, warning and notice with the properties
    file, line, col and title.
    """
    problem = finding.problem
    properties = {
        "file": problem.path.as_posix(),
        "line": str(problem.line),
        "col": str(problem.column),
        "title": f"Poise: {finding.rule}",
    }
    message = f"{problem.what} {problem.remedy}".rstrip()
    return _command(_LEVELS[finding.severity], properties, message)


def mended_as_github(path: Path, what: str) -> str:
    """The same for a file that was mended."""
    return _command("notice", {"file": path.as_posix(), "title": "Poise: mended"}, what)


def rules_as_text(rules: Iterable[Rule]) -> str:
    """A line for each rule: name, severity, and what it is."""
    return "\n".join(f"{each.name:<20} {each.severity:<8} {each.sentence}" for each in rules)


def rules_as_json(rules: Iterable[Rule]) -> str:
    """The same as a document."""
    rows = [
        {"rule": each.name, "severity": each.severity.value, "sentence": each.sentence}
        for each in rules
    ]
    return json.dumps({"version": JSON_VERSION, "rules": rows}, indent=1)


def _command(level: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{level} {written}::{_escaped(message, _DATA)}"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return text.translate({ord(sign): code for sign, code in table.items()})
