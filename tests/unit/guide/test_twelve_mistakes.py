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


MISTYPED = """\
poise: 1
id: late-parcel
titel: Late parcel
sumary: When it has not come.
channels: [chat, chat]
placeholders:
  due_date: {lable: When it was due}
  Due: {label: Again}
step:
"""
MISTYPED_BELOW = """\
poise: 1
id: late-parcel
title: Late parcel
summary: When it has not come.
steps:
  - id: listen
    title: Listen
    gaol: Let them tell it.
    timer: {lenght: 2 min, label: Let them speak}
    phrases:
      - {id: one, titel: One, text: "Hello {custmer}"}
      - {id: one, title: Two, txt: Hello}
    branches:
      - {id: on, label: On, too: listen}
      - {id: off, lable: Off, to: listen}
"""


def test_a_mistyped_key_that_must_be_there_is_one_mistake(tmp_path: Path) -> None:
    file = tmp_path / "late-parcel.yaml"
    found = []
    for content in (MISTYPED, MISTYPED_BELOW):
        file.write_text(content, encoding="utf-8")
        found += [(each.line, each.column, each.remedy) for each in check_paths([file])]
    assert found == [
        (3, 1, "Did you mean `title`?"),
        (4, 1, "Did you mean `summary`?"),
        (5, 18, "Remove one."),
        (7, 14, "Did you mean `label`?"),
        (8, 3, "Use small letters, digits and _, as in `callback_time`."),
        (9, 1, "Did you mean `steps`?"),
        (8, 5, "Did you mean `goal`?"),
        (9, 13, "Did you mean `length`?"),
        (11, 19, "Did you mean `title`?"),
        (11, 44, "Did you mean `customer`?"),
        (12, 14, "Give each its own id."),
        (12, 31, "Did you mean `text`?"),
        (14, 29, "Did you mean `to`?"),
        (15, 19, "Did you mean `label`?"),
    ]


def test_a_mistyped_list_of_phrases_is_still_a_phrase_file(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("poise: 1\nid: words\ntitle: W\nphrase: [{id: a, title: A, text: T}]\n")
    [problem] = check_paths([file])
    assert (problem.line, problem.remedy) == (4, "Did you mean `phrases`?")


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
