"""How much a finding matters."""

from __future__ import annotations

from desktop.guide.vocabulary import Term


class Severity(Term):
    """Of a finding, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
