"""`poise check`: files and folders against themselves and each other."""

from __future__ import annotations

from pathlib import Path

from desktop.guide.check import Mistake, check_paths, gather, mistakes
from tests.systems import needs_links

BOOK = """\
poise: 1
id: {id}
title: T
summary: S
steps:
  - id: one
    title: One
    goal: G
    branches: [{{id: go, label: Go, playbook: {lead}}}]
"""


def write(path: Path, playbook_id: str, lead: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BOOK.format(id=playbook_id, lead=lead), encoding="utf-8")
    return path


def test_files_that_lead_into_each_other_are_fine(tmp_path: Path) -> None:
    first = write(tmp_path / "a.yaml", "a", "b")
    second = write(tmp_path / "b.yaml", "b", "a")
    assert check_paths([tmp_path]) == []
    assert check_paths([first, second, tmp_path, first]) == []


def test_a_lead_into_nowhere(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", "a", "boundary")
    shipped = tmp_path / "shipped"
    write(shipped / "x.yaml", "boundaries", "boundaries")
    [problem] = check_paths([file], shipped)
    assert str(problem).startswith(f"{file}:9:46: There is no playbook `boundary`.")
    assert "Did you mean `boundaries`?" in problem.remedy


def test_a_lead_into_a_shipped_playbook(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", "a", "shipped")
    write(tmp_path / "shipped" / "x.yaml", "shipped", "shipped")
    assert check_paths([file], tmp_path / "shipped") == []
    assert len(check_paths([file])) == 1
    assert len(check_paths([file], tmp_path / "none")) == 1


def test_a_checked_file_may_replace_a_shipped_one(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", "same", "same")
    write(tmp_path / "shipped" / "x.yaml", "same", "same")
    assert check_paths([file], tmp_path / "shipped") == []


def test_the_same_id_twice(tmp_path: Path) -> None:
    first = write(tmp_path / "a.yaml", "same", "same")
    second = write(tmp_path / "b.yaml", "same", "same")
    [problem] = check_paths([tmp_path])
    assert (problem.path, problem.line) == (second, 2)
    assert str(first) in problem.what


def test_a_file_with_mistakes_can_still_be_led_into(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "a", "b")
    broken = write(tmp_path / "b.yaml", "b", "a")
    broken.write_text(broken.read_text() + "oops: 1\n")
    [problem] = check_paths([tmp_path])
    assert (problem.path, problem.line) == (broken, 10)


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    problems = check_paths([tmp_path / "empty", tmp_path / "none.yaml", Path("nul\0")])
    assert len(problems) == 3
    assert "no .yaml file" in problems[0].what
    assert "no such file" in problems[1].what


@needs_links
def test_a_link_that_leads_to_itself_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "a", "a")
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    (problem,) = check_paths([tmp_path])
    assert problem.path == tmp_path / "round.yaml"
    assert "cannot be read" in problem.what


def test_mistakes_are_told_by_their_kind(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "same", "none")
    second = write(tmp_path / "b.yaml", "same", "same")
    second.write_text(
        second.read_text()
        + "    phrases: [{use: none/x}]\n"
        + "  - {id: two, title: Two, goal: G, phrases: [{include: none}]}\n"
    )
    third = write(tmp_path / "c.yaml", "c", "c")
    third.write_text(third.read_text() + "oops: 1\n")
    found = [(kind, problem.path.name) for kind, problem in mistakes(gather([tmp_path]))]
    assert found == [
        (Mistake.LOST_LEAD, "a.yaml"),
        (Mistake.DUPLICATE_ID, "b.yaml"),
        (Mistake.LOST_PHRASE, "b.yaml"),
        (Mistake.LOST_PHRASE, "b.yaml"),
        (Mistake.FORMAT, "c.yaml"),
    ]


@needs_links
def test_a_shipped_file_that_is_checked_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "a", "a")
    write(tmp_path / "b.yaml", "b", "b")
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    gathered = gather([tmp_path / "link.yaml"], tmp_path)
    assert [path.name for path, _ in gathered.files] == ["link.yaml"]
    assert [each.name.playbook for each in gathered.others if each.name] == ["b"]
