"""A file as a whole, and files beside each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.guide.lint.linter import lint_paths
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.wordings import Wordings
from tests.unit.guide.lint.conftest import HEAD, Lint, places, saying


@pytest.mark.parametrize(
    ("day", "words"), [("2027-03-15", ""), ("2027-03-14", "1 day ago"), ("2026-03-15", "365 days")]
)
def test_the_day_of_review(lint: Lint, day: str, words: str) -> None:
    text = saying("Hello", head=f"{HEAD}owner: Marta\nreview_by: {day}\n")
    found = lint("review-overdue", a=text)
    assert places(found) == ["6:12"] * bool(words)
    for finding in found:
        assert words in finding.problem.what
        assert "Ask Marta" in finding.problem.remedy
        assert finding.severity is Severity.ADVICE


def test_phrases_of_two_files_with_one_id(lint: Lint) -> None:
    second = saying("Other", head=HEAD.replace("id: a", "id: b"))
    [finding] = lint("duplicate-id", a=saying("Hello"), b=second)
    assert (finding.problem.path.name, places([finding])) == ("b.yaml", ["11:14"])
    assert "also used in `a`" in finding.problem.what


def test_two_files_with_one_id_are_a_mistake_told_once(lint: Lint) -> None:
    [finding] = lint("duplicate-id", a=saying("Hello"), b=saying("Other"))
    assert finding.severity is Severity.ERROR
    assert places([finding]) == ["2:5"]


def test_a_file_that_replaces_a_shipped_one_keeps_its_phrases(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, name in ((shipped, "a"), (shipped, "c"), (own, "a"), (own, "b")):
        folder.mkdir(exist_ok=True)
        text = saying("Hello", head=HEAD.replace("id: a", f"id: {name}"))
        (folder / f"{name}.yaml").write_text(text.replace("p1", f"p-{name}"))
    today = date(2027, 1, 1)
    assert lint_paths([own], shipped, Wordings(), today).findings == ()
    (own / "b.yaml").write_text((own / "b.yaml").read_text().replace("p-b", "p-c"))
    [finding] = lint_paths([own], shipped, Wordings(), today).findings
    assert (finding.rule, finding.problem.path) == ("duplicate-id", own / "b.yaml")
    assert "also used in `c`" in finding.problem.what
