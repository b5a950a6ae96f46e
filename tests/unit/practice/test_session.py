"""A sitting: choosing, talking, how it went, and once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.practice import plain
from desktop.practice.model import Effect
from desktop.practice.run import Run, result
from desktop.practice.session import HEADLINES, Session
from desktop.practice.shelf import Cast, read_cast
from desktop.practice.views import ChoosingView, TalkView
from tests.unit.practice.scripts import SMALL, phrasebook, written


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    written(tmp_path / "team")
    return read_cast([tmp_path / "none", tmp_path / "team"], phrasebook())


@pytest.fixture
def session(cast: Cast) -> Session:
    return Session(cast, phrasebook().title, lambda slot: f"Ctrl+{slot}")


def talk(session: Session) -> TalkView:
    view = session.view()
    assert isinstance(view, TalkView)
    return view


def say(session: Session, text: str) -> TalkView:
    """Give the answer that reads so, wherever it stands."""
    session.say(next(each.number for each in talk(session).choices if each.text == text))
    return talk(session)


def test_points_and_the_end_make_the_score(cast: Cast) -> None:
    run = Run(cast.customers[0])
    assert result(run) is None
    good = result(run.say(1))
    assert good is not None
    assert (good.score, good.could_change) == (100, ())
    mended = result(run.say(2).say(1))
    assert mended is not None
    assert mended.score == round(100 * (1 + 3 + 3) / 9)
    lost = result(run.say(3).say(3))
    assert lost is not None
    assert (lost.score, lost.went_well) == (0, ())


@pytest.mark.parametrize("number", [0, 4, 99, -1])
def test_an_answer_that_is_not_offered_changes_nothing(cast: Cast, number: int) -> None:
    run = Run(cast.customers[0])
    assert run.say(number) == run
    ended = run.say(1)
    assert ended.say(1) == ended


def test_choosing_talking_and_how_it_went(session: Session) -> None:
    choosing = session.view()
    assert isinstance(choosing, ChoosingView)
    assert [row.about for row in choosing.rows] == ["Ms Wei · Angry · Billing · Chat"]
    session.choose("small")
    assert [line.text for line in talk(session).lines] == ["Where is it?"]
    view = say(session, "No.")
    assert [(line.is_agent, line.effect) for line in view.lines] == [
        (False, None),
        (True, Effect.WORSE),
        (False, None),
    ]
    assert view.lines[1].why == "It is bare."
    report = say(session, "I look now.").report
    assert report is not None
    assert (report.score, report.outcome, report.playbooks) == (67, "Solved", "LEAP")
    assert [each.said for each in report.went_well] == ["I look now."]
    assert [(each.said, each.better) for each in report.could_change] == [("No.", "I look.")]
    assert talk(session).choices == ()


def test_again_and_somebody_else(session: Session) -> None:
    session.choose("small")
    say(session, "I look.")
    session.again()
    assert len(talk(session).lines) == 1
    session.leave()
    assert isinstance(session.view(), ChoosingView)
    session.again()
    session.say(1)
    assert isinstance(session.view(), ChoosingView)


def test_each_round_has_its_order_of_answers(session: Session) -> None:
    session.choose("small")
    orders = set()
    for _ in range(12):
        orders.add(tuple(each.text for each in talk(session).choices))
        session.again()
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


def test_nobody_of_that_name(session: Session) -> None:
    with pytest.raises(Trouble, match="no customer 'smal' .* There are: small."):
        session.choose("smal")


def test_a_ready_phrase_says_where_it_stands(tmp_path: Path) -> None:
    text = SMALL.replace("{text: Wait.,", "{phrase: leap/listen-take-time,")
    cast = read_cast([written(tmp_path / "own", text).parent], phrasebook())
    for chord, note in (("Ctrl+2", "LEAP · Listen · Ctrl+2"), ("", "LEAP · Listen · phrase 2")):
        session = Session(cast, phrasebook().title, lambda _slot, chord=chord: chord)  # type: ignore[misc]
        session.choose("small")
        assert note in [each.note for each in talk(session).choices]


def test_ones_own_customer_replaces_another_and_a_broken_one_is_told(tmp_path: Path) -> None:
    written(tmp_path / "one")
    written(tmp_path / "two", SMALL.replace("A small one", "Ours"))
    written(tmp_path / "two", SMALL.replace("A small one", "Again"), "z-twice.yaml")
    written(tmp_path / "two", "practice: 1\n", "broken.yaml")
    cast = read_cast([tmp_path / "one", tmp_path / "two"], phrasebook())
    assert [each.title for each in cast.customers] == ["Ours"]
    told = [str(each) for each in cast.problems]
    assert any("broken.yaml:1:1: " in each for each in told)
    assert any("z-twice.yaml:1:1: The id `small` is also used in small.yaml." in t for t in told)


def test_headlines_cover_every_score() -> None:
    assert [least for least, _ in HEADLINES] == sorted(
        (least for least, _ in HEADLINES), reverse=True
    )
    assert HEADLINES[-1][0] == 0


def test_as_plain_text(session: Session) -> None:
    choosing = session.view()
    assert isinstance(choosing, ChoosingView)
    assert plain.choosing(choosing) == "small  A small one (Ms Wei · Angry · Billing · Chat)\n"
    session.choose("small")
    assert plain.opening(talk(session)).endswith("She waits.\n\n")
    view = say(session, "No.")
    assert plain.line(view.lines[1]) == "You: No.\n  [more upset] It is bare.\n\n"
    report = say(session, "Go.").report
    assert report is not None
    text = plain.report(report)
    assert text.startswith("--- 0 of 100. ")
    assert "  Try: I look." in text
    assert all(len(line) <= plain.WIDTH for line in text.splitlines())
