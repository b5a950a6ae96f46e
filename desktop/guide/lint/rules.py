"""All rules by name."""

from __future__ import annotations

from desktop.guide.lint import (
    breath_rules,
    file_rules,
    fit_rules,
    gap_rules,
    typing_rules,
    way_rules,
    word_rules,
)
from desktop.guide.lint.findings import Rule
from desktop.guide.lint.severity import Severity

FORMAT = "format"
DUPLICATE_ID = "duplicate-id"
UNKNOWN_PLAYBOOK = "unknown-playbook"
UNKNOWN_PHRASE = "unknown-phrase"
USELESS_IGNORE = "useless-ignore"

RULES: tuple[Rule, ...] = (
    Rule(FORMAT, Severity.ERROR, "A mistake; Poise does not use the file until it is mended."),
    Rule(UNKNOWN_PLAYBOOK, Severity.ERROR, "A branch leads into a playbook that is not there."),
    Rule(UNKNOWN_PHRASE, Severity.ERROR, "A shared phrase is not there, or there twice."),
    *file_rules.RULES,
    *way_rules.RULES,
    *word_rules.RULES,
    *gap_rules.RULES,
    *fit_rules.RULES,
    *breath_rules.RULES,
    *typing_rules.RULES,
    Rule(
        USELESS_IGNORE,
        Severity.ADVICE,
        "A `# poise: ignore` comment silences nothing, or names no rule.",
    ),
)

NAMES = tuple(rule.name for rule in RULES)
