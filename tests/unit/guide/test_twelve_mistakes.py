"""What an author sees who has made twelve different mistakes in one file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop.guide.check import check_paths

ROOT = Path(__file__).parents[3]

CONTENT = """\
poise: 1
id: late-parcel
title: Late parcel
summary: When it has not come.
ownr: Marta
review_by: 31.01.2027
triggers: [service-delai]
placeholders:
  reason: {label: Why it is late, type: choice, choices: [weather]}
  due_date: {label: When it was due, type: date}
steps:
  - id: listen
    title: Listen
    goal: Let them tell it.
    timer: {length: two minutes, label: Let them speak}
    rung: 4
    phrases:
      - id: listen-open
        title: Open
        text: >-
          Hello {customer}, it should have come
          on {due_dat}, and it has not.
      - id: listen-again
        title: Once more
        text: "What happened then? {"
        when: channel = chat
      - use: openings
    branches:
      - {id: heard, label: They have told it, key: h, to: option}
      - {id: angry, label: Getting angry, key: h, playbook: boundaries}
  - id: options
    title: Options
    goal: Offer what is possible.
"""

EXPECTED = [
    (5, 1, "no key `ownr`", "Did you mean `owner`?"),
    (6, 12, "`31.01.2027` is no day", "like 2027-01-31"),
    (7, 12, "`service-delai` is not known", "Did you mean `service-delay`?"),
    (9, 11, "less than two choices", "Add `choices: [first, second]`"),
    (15, 21, "`two minutes` is no length of time", "like `90 s`, `2 min` or `1:30`"),
    (16, 11, "no rung `4`", "Write 1, 2 or 3."),
    (22, 14, "`{due_dat}` is unknown", "Did you mean `due_date`?"),
    (25, 36, "A `{` is not closed", "Write {{"),
    (26, 15, "A channel is compared with `is`", "Write `channel is chat`"),
    (27, 14, "`openings` names no shared phrase", "as in `empathy/worrying`"),
    (29, 59, "There is no step `option`", "Did you mean `options`?"),
    (30, 48, "The key `h` is used twice (first in line 29)", "its own"),
]


def test_twelve_mistakes_give_twelve_messages(tmp_path: Path) -> None:
    file = tmp_path / "late-parcel.yaml"
    file.write_text(CONTENT, encoding="utf-8")
    boundaries = tmp_path / "shipped" / "boundaries.yaml"
    boundaries.parent.mkdir()
    boundaries.write_text(
        "poise: 1\nid: boundaries\ntitle: B\nsummary: S\nsteps: [{id: one, title: O, goal: G}]\n",
        encoding="utf-8",
    )
    found = check_paths([file], boundaries.parent)
    assert len(found) == 12, "\n".join(map(str, found))
    for problem, (line, column, what, remedy) in zip(found, EXPECTED, strict=True):
        assert (problem.line, problem.column) == (line, column), str(problem)
        assert what in problem.what
        assert remedy in problem.remedy
    assert len({problem.what for problem in found}) == 12


def test_the_program_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "late-parcel.yaml"
    file.write_bytes(CONTENT.replace("\n", "\r\n").encode())
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--home", str(tmp_path), "check", str(file)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=50,
        check=False,
    )
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 12
    for printed, (line, column, what, remedy) in zip(lines, EXPECTED, strict=True):
        assert printed.startswith(f"{file}:{line}:{column}: ")
        assert what in printed
        assert remedy in printed
        assert printed.endswith("[format]")
    assert done.stderr.decode().splitlines() == ["12 problems found."]
