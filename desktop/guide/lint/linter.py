"""Looking at files with all rules, and at what their authors chose to ignore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.guide.check import Gathered, Mistake, gather, mistakes
from desktop.guide.linking import link
from desktop.guide.lint.findings import Finding, Round
from desktop.guide.lint.ignores import Ignore, ignores_of
from desktop.guide.lint.rules import (
    DUPLICATE_ID,
    FORMAT,
    NAMES,
    RULES,
    UNKNOWN_PHRASE,
    UNKNOWN_PLAYBOOK,
    USELESS_IGNORE,
)
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Remark, Sheet, sheet_of
from desktop.guide.lint.wordings import Wordings
from desktop.guide.model import Playbook, Problem
from desktop.guide.reader import Reading
from desktop.guide.source import shown

_MISTAKES = {
    Mistake.FORMAT: FORMAT,
    Mistake.DUPLICATE_ID: DUPLICATE_ID,
    Mistake.LOST_LEAD: UNKNOWN_PLAYBOOK,
    Mistake.LOST_PHRASE: UNKNOWN_PHRASE,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found.

    Args:
        findings: By file in the order they were named, then by place.
        sheets: The files without mistakes.
        files: How many files were looked at.
    """

    findings: tuple[Finding, ...]
    sheets: tuple[Sheet, ...]
    files: int

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)

    def has_failed(self, is_strict: bool) -> bool:
        """Whether the files should not go out like this; advice counts only where it is strict."""
        return len(self.findings) > (0 if is_strict else self.count(Severity.ADVICE))


def lint_paths(
    paths: Iterable[Path], shipped: Path | None, wordings: Wordings, today: date
) -> Result:
    """Everything there is to say about the files, and about the files of the folders, named.

    Args:
        paths: Files and folders.
        shipped: The folder of the playbooks that come with Poise, see `check.check_paths`.
        wordings: What must not be said; mistakes in these files are reported too.
        today: What review dates are compared with.
    """
    gathered = gather(paths, shipped)
    found = [
        Finding(_MISTAKES[kind], Severity.ERROR, problem) for kind, problem in mistakes(gathered)
    ]
    found += [Finding(FORMAT, Severity.ERROR, problem) for problem in wordings.problems]
    sheets = tuple(
        sheet
        for path, reading in gathered.files
        if (sheet := sheet_of(reading, path, gathered.shared)) is not None
    )
    round_ = _round(gathered, sheets, wordings, today)
    for sheet in sheets:
        found += look_at(sheet, round_)
    order = {path: number for number, (path, _) in enumerate(gathered.files)}
    found.sort(key=lambda each: _place(each.problem, order))
    return Result(tuple(found), sheets, len(gathered.files))


def _place(problem: Problem, order: dict[Path, int]) -> tuple[int, int, int]:
    return order.get(problem.path, -1), problem.line, problem.column


def look_at(sheet: Sheet, round_: Round) -> Iterator[Finding]:
    """All findings of the rules in one file, without the ignored ones and without mistakes."""
    ignores = ignores_of(sheet, NAMES)
    by_place: dict[tuple[str, int], list[Ignore]] = {}
    for ignore in ignores:
        by_place.setdefault((ignore.rule, ignore.target), []).append(ignore)
    used: set[Ignore] = set()
    for rule in RULES:
        for remark in rule.find(sheet, round_) if rule.find else ():
            lines = {remark.line, remark.first_line}
            silencing = [each for line in lines for each in by_place.get((rule.name, line), ())]
            used.update(silencing)
            if not silencing:
                yield _finding(rule.name, remark.severity or rule.severity, sheet, remark)
    for ignore in ignores:
        if ignore not in used:
            yield _finding(USELESS_IGNORE, Severity.ADVICE, sheet, _useless(ignore))


def _finding(rule: str, severity: Severity, sheet: Sheet, remark: Remark) -> Finding:
    problem = Problem(sheet.path, remark.line, remark.column, remark.what, remark.remedy)
    return Finding(rule, severity, problem, remark.edits)


def _useless(ignore: Ignore) -> Remark:
    what, remedy = f"There is no `{ignore.rule}` to ignore here.", "Remove the comment."
    if not ignore.rule:
        what = "This comment names no rule."
        remedy = "Write it like `# poise: ignore dead-end`."
    elif ignore.rule not in NAMES:
        import difflib  # not before somebody mistypes

        what = f"There is no rule `{shown(ignore.rule)}`."
        close = difflib.get_close_matches(ignore.rule[:64], NAMES, 1)
        remedy = f"Did you mean `{close[0]}`?" if close else "`poise check --rules` lists them."
    return Remark(ignore.line, ignore.column, what, remedy, ignore.line)


def _round(gathered: Gathered, sheets: tuple[Sheet, ...], wordings: Wordings, today: date) -> Round:
    replaced = {_home(reading) for _, reading in gathered.files}
    others = [each for each in gathered.others if _home(each) not in replaced]
    playbooks: dict[str, Playbook] = {
        each.playbook.id: link(each.playbook, each.uses, gathered.shared)[0]
        for each in others
        if each.playbook is not None
    }
    homes: dict[str, tuple[bool, str]] = {}
    for reading in (*others, *(reading for _, reading in gathered.files)):
        for phrase_id in _phrase_ids(reading):
            homes.setdefault(phrase_id, _home(reading))
    playbooks |= {sheet.playbook.id: sheet.playbook for sheet in sheets if sheet.playbook}
    return Round(sheets, playbooks, wordings.all, today, homes)


def _home(reading: Reading) -> tuple[bool, str]:
    return reading.is_phrase_file, reading.name.playbook if reading.name else ""


def _phrase_ids(reading: Reading) -> Iterator[str]:
    if reading.phrase_file is not None:
        yield from (phrase.id for phrase in reading.phrase_file.phrases)
    for step in reading.playbook.steps if reading.playbook else ():
        yield from (phrase.id for phrase in step.phrases)
