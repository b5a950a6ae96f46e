"""`poise check`: say what is wrong in playbooks, and what could be better."""

from __future__ import annotations

import errno
import os
import stat
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.paths import Paths

if TYPE_CHECKING:  # the linter loads when the words of the command are right
    from collections import Counter

    from desktop.guide.lint.findings import Finding
    from desktop.guide.lint.linter import Result
    from desktop.guide.lint.sheets import Sheet

WORDINGS_FILE = "wordings.yaml"
"""What must not be said: in `resources/`, and the team's own beside the settings."""

_BOM = b"\xef\xbb\xbf"


def run(words: list[str], paths: Paths) -> int:
    """Print all findings in the files and folders named; 1 when there are any that count."""
    reader = _parser()
    options = reader.parse_args(words)
    if options.rules:
        return _print_rules(options.format)
    if not options.paths:
        reader.error("name a file or folder")
    from datetime import datetime

    from desktop.guide.lint.linter import lint_paths
    from desktop.guide.lint.wordings import read_wordings
    from desktop.paths import resource, shipped_playbooks

    def look() -> Result:
        wordings = read_wordings([resource(WORDINGS_FILE), paths.config / WORDINGS_FILE])
        today = datetime.now().astimezone().date()
        return lint_paths(options.paths, shipped_playbooks(), wordings, today)

    result = look()
    changed: dict[Path, str] = {}
    failed: dict[Path, str] = {}
    if options.fix:
        changed, failed = _mend_all(result)
        result = look() if changed else result
    has_failed = result.has_failed(options.strict) or bool(failed)
    _print_result(result, changed, options.format, has_failed)
    for path, why in failed.items():
        print(f"{path}: not mended: {why}", file=sys.stderr)
    if result.findings:
        print(_summary(result), file=sys.stderr)
    return FAILED if has_failed else DONE


def _parser() -> ArgumentParser:
    reader = parser(
        "check",
        "Look for mistakes in playbook and phrase files, and for what could be better. Exit code "
        "1 when there are errors or warnings, with --strict also when there is advice.",
    )
    reader.epilog = (
        "A comment `# poise: ignore RULE` at the end of a line, or alone on the line before, "
        f"silences a rule there. Forbidden wordings of your team: {WORDINGS_FILE} beside the "
        "settings."
    )
    reader.add_argument("--strict", action="store_true", help="advice counts too")
    reader.add_argument("--format", choices=["text", "json", "github"], default="text")
    reader.add_argument(
        "--fix", action="store_true", help="mend what is safe: spaces at line ends, quotes"
    )
    reader.add_argument("--rules", action="store_true", help="list all rules and leave")
    reader.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="file or folder")
    return reader


def _print_rules(form: str) -> int:
    from desktop.guide.lint.formats import rules_as_json, rules_as_text
    from desktop.guide.lint.rules import RULES

    print(rules_as_json(RULES) if form == "json" else rules_as_text(RULES))
    return DONE


def _print_result(result: Result, changed: dict[Path, str], form: str, has_failed: bool) -> None:
    from desktop.guide.lint.formats import as_github, as_json, as_text, mended_as_github

    if form == "json":
        print(as_json(result, changed, has_failed))
        return
    for path, what in changed.items():
        print(mended_as_github(path, what) if form == "github" else f"{path}: mended: {what}")
    for finding in result.findings:
        print(as_github(finding) if form == "github" else as_text(finding))


def _summary(result: Result) -> str:
    from desktop.guide.lint.severity import Severity

    serious = result.count(Severity.ERROR) + result.count(Severity.WARNING)
    advice = result.count(Severity.ADVICE)
    parts = []
    if serious:
        parts.append(f"{serious} problem{'s' if serious != 1 else ''}")
    if advice:
        parts.append(f"{advice} piece{'s' if advice != 1 else ''} of advice")
    summary = f"{' and '.join(parts)} found."
    mendable = sum(1 for finding in result.findings if finding.edits)
    return f"{summary} {mendable} can be mended with --fix." if mendable else summary


def _mend_all(result: Result) -> tuple[dict[Path, str], dict[Path, str]]:
    """Mend every file that can be; what was done, and why it was not, by file."""
    changed: dict[Path, str] = {}
    failed: dict[Path, str] = {}
    by_path: dict[Path, list[Finding]] = {}
    for finding in result.findings:
        by_path.setdefault(finding.problem.path, []).append(finding)
    for sheet in result.sheets:
        findings = by_path.get(sheet.path, [])
        if any(finding.is_mistake for finding in findings):
            continue
        try:
            done = _mend(sheet, findings)
        except OSError as problem:
            failed[sheet.path] = f"{problem.strerror or problem}."
        else:
            if done:
                changed[sheet.path] = _told(done)
    return changed, failed


def _mend(sheet: Sheet, findings: list[Finding]) -> Counter[str]:
    """Write the mended file in the place of the old one; how many edits each rule made.

    Raises:
        OSError: It cannot be done, or not safely; the file is as it was.
    """
    from desktop.guide.lint.mending import mended, says_the_same
    from desktop.guide.reader import reading_of
    from desktop.guide.source import source_of
    from desktop.replacing import whole

    text, done = mended(sheet.source.text, findings)
    if not done:
        return done
    path = Path(os.path.realpath(sheet.path))  # a link to the file stays a link
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise OSError(errno.EACCES, "The file is read-only", str(path))
    data = path.read_bytes()
    if data.removeprefix(_BOM) != sheet.source.text.encode():
        raise OSError(errno.EINVAL, "Somebody else has just changed it; try again", str(path))
    content = (_BOM if data.startswith(_BOM) else b"") + text.encode()
    after = source_of(path, content)
    if reading_of(after).problems or not says_the_same(sheet.source, after):
        raise OSError(
            errno.EINVAL, "Nobody can tell how to write it in plain characters", str(path)
        )
    with whole(path) as file:
        file.buffer.write(content)
    return done


_DONE = {
    "untypable": ("character made plain", "characters made plain"),
    "trailing-space": ("line without spaces at its end", "lines without spaces at their ends"),
}


def _told(done: Counter[str]) -> str:
    return ", ".join(f"{count} {_DONE[rule][count != 1]}" for rule, count in sorted(done.items()))
