"""What a rule says about a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.guide.lint.severity import Severity
from desktop.guide.lint.sheets import Edit, Remark, Sheet
from desktop.guide.lint.wordings import Wording
from desktop.guide.model import Playbook, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an author should look at.

    Args:
        rule: The name of the rule, see `rules.RULES`.
        severity: How much it matters; `advice` fails a check only where it is strict.
        problem: What it is, where, and what to write instead.
        edits: What would mend it, where that is safe.
    """

    rule: str
    severity: Severity
    problem: Problem
    edits: tuple[Edit, ...] = ()

    @property
    def is_mistake(self) -> bool:
        """Whether the file, or what it leads to, cannot be used; nothing silences it."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.problem} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Round:
    """What the rules know besides the file they look at.

    Args:
        sheets: All files of this check that are free of mistakes.
        playbooks: By id, the shipped ones too; a checked one counts before a shipped one.
        wordings: What must not be said.
        today: What a review date is compared with.
        phrase_homes: The file (see `Sheet.home`) that has a phrase id first.
    """

    sheets: tuple[Sheet, ...]
    playbooks: Mapping[str, Playbook]
    wordings: tuple[Wording, ...]
    today: date
    phrase_homes: Mapping[str, tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked at.

    Args:
        name: As it stands in brackets after a finding, and in `# poise: ignore NAME`.
        severity: Of its findings, where a finding has none of its own.
        sentence: What it is, for `poise check --rules`.
        find: Looks at one file; None where the check itself finds it.
    """

    name: str
    severity: Severity
    sentence: str
    find: Callable[[Sheet, Round], Iterable[Remark]] | None = None
