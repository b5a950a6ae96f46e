"""What the fuzzers found, and a small share of them (great numbers: `make fuzz`)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.guide.check import check_paths
from desktop.guide.graph.paths import stops_of
from desktop.guide.lint.paths import Paths
from desktop.guide.model import Branch, Playbook, Step
from desktop.guide.reader import read
from desktop.guide.source import MAX_PROBLEMS
from desktop.phrases.visible import visible
from tests.fuzz import reader, template
from tests.fuzz.damage import damaged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "odd.yaml"


@pytest.mark.parametrize("number", range(3))
def test_damaged_files_give_mistakes_and_nothing_else(tmp_path: Path, number: int) -> None:
    chance = random.Random(f"damaged {number}")
    examiner, real = reader.Examiner(tmp_path, random.Random(number)), reader.seeds()
    outcomes = {examiner.examine(damaged(chance, real)) for _ in range(100)}
    assert outcomes >= {"wrong", "right"}


def test_damaged_texts_give_their_own_errors_and_nothing_else() -> None:
    chance, real = random.Random("texts"), template.wordings()
    found = [template.examine(chance, template.damaged(chance, real)) for _ in range(400)]
    assert {"wrong", "right"} == set(found)


def test_a_key_without_its_colon_is_named_where_it_stands(file: Path) -> None:
    file.write_text("poise: 1\nid: a\nsummary\ntitle: A\n")
    [problem] = read(file).problems
    assert (problem.line, problem.column) == (3, 1)


@pytest.mark.parametrize("end", ["steps: [", 'title: "A', "title", "a: {b"])
def test_a_file_that_ends_too_soon_is_broken_on_a_line_it_has(file: Path, end: str) -> None:
    file.write_text(f"poise: 1\nid: a\n{end}")
    [problem] = read(file).problems
    assert problem.line == 3


@pytest.mark.parametrize("content", ["[" * 40, "&a x", "\0", "? [", "x: !!y z", "a: ]", "%x\n"])
def test_every_mistake_has_a_remedy(file: Path, content: str) -> None:
    file.write_text(content)
    for problem in read(file).problems:
        assert problem.remedy


@pytest.mark.parametrize("piece", ["? a\n", "- *a\n", "- &a b\n", "- !x y\n", "- {}\n"])
def test_a_file_made_of_mistakes_is_left_early(file: Path, piece: str) -> None:
    for head in ("", "steps:\n"):
        file.write_text(head + piece * 1_000)
        assert len(read(file).problems) <= MAX_PROBLEMS


def test_steps_after_as_many_mistakes_as_are_shown_are_not_read(file: Path) -> None:
    file.write_text("poise: 1\nid: a\ntitle: A\nsummary: S\nsteps:\n" + "  - {}\n" * 100_000)
    problems = read(file).problems
    assert len(problems) == MAX_PROBLEMS
    assert problems[-1].line < 100


def test_what_cannot_be_seen_is_shown_in_messages(file: Path) -> None:
    phrase = "{id: a, title: A, tone: 'warm\u202e', text: 'Hello {cust\u200bomer}'}"
    file.write_text(f"poise: 1\nid: a\ntitle: A\nphrases: [{phrase}]\n", encoding="utf-8")
    first, second = check_paths([file])
    assert "`warm<U+202E>`" in first.what
    assert "`{cust<U+200B>omer}`" in second.what


def test_visible() -> None:
    assert visible("a\n b\u00a0\ud800\0 ") == "a b <U+D800><U+0000>"
    assert visible("é 👩 x" * 10, 5) == "é 👩 …"
    assert visible("", 5) == ""


def test_long_lists_in_messages_end(file: Path) -> None:
    choices = ", ".join(f"c{number}" for number in range(1_000))
    about = f"{{label: X, default: none, choices: [{choices}]}}"
    file.write_text(f"poise: 1\nid: a\ntitle: A\nplaceholders: {{x: {about}}}\nphrases: []\n")
    problem = read(file).problems[0]
    assert problem.remedy.startswith("Use one of: c0, c1, ")
    assert problem.remedy.endswith(", c19, ….")


def test_a_long_chain_of_steps_is_checked_and_drawn_step_by_step() -> None:
    """Each step was once looked for among all: 9,000 of them took 20 s."""
    steps = tuple(
        Step(f"s{number}", "S", "G", branches=(Branch("a", "A", step=f"s{(number + 1) % 900}"),))
        for number in range(900)
    )
    book = Playbook("a", "A", "S", Counted(steps))
    Counted.looks = 0
    ways = Paths(book).ways
    stops = stops_of(book, {})
    assert ways[0] == (1, 1)
    assert ways[899] == (0,)
    assert [way.step for way in stops[899].ways] == [0]
    assert Counted.looks < 10


class Counted(tuple[Step, ...]):
    """Counts how often somebody goes through all of it."""

    looks = 0

    def __iter__(self) -> Iterator[Step]:
        Counted.looks += 1
        return super().__iter__()
