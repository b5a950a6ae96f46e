"""All rules together: what is said, in which order, and how long it takes."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from desktop.guide.lint.linter import lint_paths
from desktop.guide.lint.rules import NAMES, RULES
from desktop.guide.lint.severity import Severity
from desktop.guide.lint.wordings import Wordings
from tests.systems import needs_links
from tests.unit.guide.lint.conftest import HEAD, TODAY, LintAll, book, saying, step


def test_every_rule_has_a_name_and_a_sentence() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for rule in RULES:
        assert rule.name.replace("-", "").isalpha()
        assert rule.name.islower()
        assert len(rule.name) <= 20
        assert rule.sentence.endswith(".")


def test_findings_come_by_file_and_place(tmp_path: Path, lint_all: LintAll) -> None:
    (tmp_path / "b.yaml").write_text(saying("Relax!!", "Hello", "Hello"))
    (tmp_path / "a.yaml").write_text("poise: 1\n")
    (tmp_path / "c.yaml").write_text(saying("Relax", head=HEAD.replace("id: a", "id: c")))
    found = lint_all(tmp_path).findings
    assert [(each.problem.path.stem, each.rule) for each in found] == [
        *[("a", "format")] * 4,
        ("b", "forbidden-wording"),
        ("b", "shouting"),
        ("b", "same-text-twice"),
        ("c", "duplicate-id"),
        ("c", "forbidden-wording"),
    ]
    assert str(found[4]).endswith(". [forbidden-wording]")


def test_a_file_with_mistakes_gets_no_advice(tmp_path: Path, lint_all: LintAll) -> None:
    (tmp_path / "a.yaml").write_text(saying("Relax!!") + "oops: 1\n")
    result = lint_all(tmp_path)
    assert [each.rule for each in result.findings] == ["format"]
    assert result.sheets == ()
    assert result.files == 1


@pytest.mark.parametrize(
    ("advice", "warnings", "fails", "fails_strictly"),
    [(0, 0, False, False), (1, 0, False, True), (0, 1, True, True), (2, 2, True, True)],
)
def test_what_fails(
    tmp_path: Path, lint_all: LintAll, *, advice: int, warnings: int, fails: bool,
    fails_strictly: bool,
) -> None:  # fmt: skip
    texts = [f"Wow {n}!!" for n in range(advice)] + [f"Relax {n}" for n in range(warnings)]
    (tmp_path / "a.yaml").write_text(saying("Hello", *texts))
    result = lint_all(tmp_path)
    assert (result.count(Severity.ADVICE), result.count(Severity.WARNING)) == (advice, warnings)
    assert result.has_failed(is_strict=False) is fails
    assert result.has_failed(is_strict=True) is fails_strictly


@pytest.mark.parametrize("content", ["", "\ufeff", "---\n", "# poise: ignore dead-end\n", "\n\n"])
def test_empty_files(tmp_path: Path, lint_all: LintAll, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    [finding] = lint_all(tmp_path).findings
    assert finding.rule == "format"
    assert "empty" in finding.problem.what


@needs_links
def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
    else:
        (tmp_path / "pipe.yaml").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\x00\xfe")
    paths = [tmp_path, tmp_path / "round", tmp_path / "bytes.yaml" / "below", Path("nul\0")]
    result = lint_paths(paths, tmp_path / "round", Wordings(), TODAY)
    assert {each.rule for each in result.findings} == {"format"}
    assert len(result.findings) == 7
    assert all(each.problem.remedy for each in result.findings)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs another user to become")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "a.yaml").write_text(saying("Hello"))
    folder.chmod(0)
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)  # root may do anything
    try:
        result = lint_paths([folder, folder / "a.yaml"], folder, Wordings(), TODAY)
    finally:
        os.seteuid(me)
        folder.chmod(stat.S_IRWXU)
    assert len(result.findings) == 2
    for finding in result.findings:
        assert "cannot be read" in finding.problem.what
        assert "permissions" in finding.problem.remedy


@needs_links
def test_a_link_to_a_checked_file_is_looked_at_once(tmp_path: Path, lint_all: LintAll) -> None:
    (tmp_path / "a.yaml").write_text(saying("Relax"))
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert len(lint_all(tmp_path).findings) == 1


def test_a_file_that_changes_between_two_looks_gets_no_wrong_places(tmp_path: Path) -> None:
    from desktop.guide.lint.sheets import sheet_of
    from desktop.guide.reader import read

    path = tmp_path / "a.yaml"
    path.write_text(saying("Relax"))
    reading = read(path)
    for other in ("", "- x\n", saying("Hi").replace("one", "two"), saying("Hi") + "a: [\n"):
        path.write_text(other)
        assert sheet_of(reading, path, {}) is None


def test_hundreds_of_findings_are_all_told(tmp_path: Path, lint_all: LintAll) -> None:
    (tmp_path / "a.yaml").write_text(saying(*(f"Relax {n}" for n in range(450))))
    found = lint_all(tmp_path).findings
    assert len([each for each in found if each.rule == "forbidden-wording"]) == 450


def test_five_hundred_playbooks_take_a_few_seconds(tmp_path: Path, lint_all: LintAll) -> None:
    for number in range(500):
        steps = [
            step(
                f"s{n}",
                "do: [Listen, Wait]",
                f"phrases:\n{phrases(number, n)}",
                f"branches: [{{id: b, label: On, to: s{(n + 1) % 4}}}]",
                "outcomes: [solved]",
            )
            for n in range(4)
        ]
        text = book(*steps, head=HEAD.replace("id: a", f"id: a{number}"))
        (tmp_path / f"{number}.yaml").write_text(text)
    began = time.process_time()
    result = lint_all(tmp_path)
    assert time.process_time() - began < 20  # 4 s where nothing else runs
    assert (result.findings, result.files) == ((), 500)


def phrases(number: int, step_number: int) -> str:
    return "\n".join(
        f"      - id: p{number}-{step_number}-{n}\n        title: Say {n}\n        text: >-\n"
        f"          I see what happened with {{reference}}, {{customer}}, part {n} of"
        f" {step_number} in {number}.\n          Which of the two would you rather have?"
        for n in range(5)
    )
