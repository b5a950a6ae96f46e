"""Paced breathing in a playbook: read, kept, and looked at by the linter."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cockpit.previewing import step_views
from desktop.guide.lint.fit_rules import estimated_height_px
from desktop.guide.model import Breathing, Step
from desktop.guide.reader import Reading, read
from desktop.guide.vocabulary import Channel
from desktop.paths import shipped_playbooks
from desktop.ui.view import BreathingView
from tests.unit.guide.lint.conftest import *  # noqa: F403 - the fixture `lint`
from tests.unit.guide.lint.conftest import Lint, book, step


def reading(tmp_path: Path, breathing: str) -> Reading:
    path = tmp_path / "a.yaml"
    path.write_text(book(step("one", f"breathing: {breathing}")), encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{in: 4 s, out: 6 s, rounds: 12}", Breathing(4, 6, 12)),
        ("{in: 4s, hold: 0:07, out: 8 sec, rounds: 4}", Breathing(4, 8, 4, hold_s=7)),
        ("", None),
    ],
)
def test_it_is_read(tmp_path: Path, written: str, expected: Breathing | None) -> None:
    found = reading(tmp_path, written)
    assert found.problems == ()
    assert found.playbook is not None
    assert found.playbook.steps[0].breathing == expected


@pytest.mark.parametrize(
    ("written", "what", "remedy"),
    [
        ("{out: 6 s, rounds: 3}", "no `in`", "Add `in: …`"),
        ("{in: 4 s, out: 6 s}", "no `rounds`", "Add `rounds: …`"),
        ("{in: soon, out: 6 s, rounds: 3}", "`soon` is no length", "Write it like"),
        ("{in: 4 s, out: 21 s, rounds: 3}", "`21 s` is no useful length", "and 20 seconds"),
        ("{in: 4 s, hold: 0 s, out: 6 s, rounds: 3}", "`0 s` is no useful", "1 second"),
        ("{in: 4 s, out: 6 s, rounds: 61}", "`61` is no useful number", "from 1 to 60"),
        ("{in: 4 s, out: 6 s, rounds: 0}", "`0` is no useful number", "from 1 to 60"),
        ("{in: 4 s, out: 6 s, rounds: ٣}", "`٣` is no useful number", "from 1 to 60"),
        ("{in: 4 s, out: 6 s, round: 3}", "no key `round`", "Did you mean `rounds`?"),
        ("slowly", "must be a mapping", "Write its entries below it"),
    ],
)
def test_mistakes(tmp_path: Path, written: str, what: str, remedy: str) -> None:
    found = reading(tmp_path, written)
    assert found.playbook is None
    assert what in found.problems[0].what
    assert remedy in found.problems[0].remedy


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        ("{in: 4 s, out: 6 s, rounds: 12}", ""),
        ("{in: 3 s, out: 3 s, rounds: 12}", ""),
        ("{in: 2 s, out: 3 s, rounds: 12}", "A breath of 5 s is a hurried one"),
        ("{in: 6 s, out: 4 s, rounds: 12}", "the breath out is shorter"),
    ],
)
def test_a_hurried_breath(lint: Lint, rhythm: str, words: str) -> None:
    found = lint("hurried-breath", a=book(step("one", f"breathing: {rhythm}")))
    assert [words in each.problem.what for each in found] == ([True] if words else [])


def test_a_countdown_besides(lint: Lint) -> None:
    timer = "timer: {length: 2 min, label: Breathe}"
    breathing = "breathing: {in: 4 s, out: 6 s, rounds: 12}"
    assert lint("two-clocks", a=book(step("one", timer), step("two", breathing))) == []
    [finding] = lint("two-clocks", a=book(step("one", timer, breathing)))
    assert (finding.problem.line, finding.problem.what) == (
        *(9,),
        "The breathing counts its rounds; a countdown above it only hurries.",
    )


def test_its_room_counts() -> None:
    plain, breathing = Step("a", "A", "G"), Step("a", "A", "G", breathing=Breathing(4, 6, 12))
    more = estimated_height_px(breathing, None) - estimated_height_px(plain, None)
    assert more == 128


def test_the_shipped_reset_has_it() -> None:
    reset = read(shipped_playbooks() / "reset.yaml").playbook
    assert reset is not None
    breathing = [view.step.breathing for view in step_views(reset, Channel.CHAT) if view.step]
    assert [each for each in breathing if each] == [BreathingView(4, 6, 12)]
