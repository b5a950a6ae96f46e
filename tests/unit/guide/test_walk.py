"""Walking: forward, along branches, into other playbooks, and back."""

from __future__ import annotations

import pytest

from desktop.errors import Bug, Trouble
from desktop.guide.conditions import parse
from desktop.guide.model import Branch, Place, Playbook, Step
from desktop.guide.vocabulary import Ending
from desktop.guide.walk import Walk, following

CALMER = Branch("calmer", "Calmer", step="return", playbook="leap")


def step(step_id: str, *branches: Branch, outcomes: tuple[Ending, ...] = ()) -> Step:
    return Step(step_id, step_id.title(), "A goal.", branches=branches, outcomes=outcomes)


LEAP = Playbook(
    "leap",
    "LEAP",
    "",
    (
        step("listen", Branch("on", "On", step="ask"), Branch("done", "Done", step="close")),
        step("ask", Branch("abusive", "Abusive", playbook="boundaries")),
        step("close", Branch("lost", "Lost", playbook="not-there")),
    ),
)
BOUNDARIES = Playbook(
    "boundaries",
    "Boundaries",
    "",
    (
        step(
            "rung-1",
            CALMER,
            Branch("worse", "Worse", step="rung-2"),
            Branch("stop", "Stop", playbook="stop-lines"),
        ),
        step("rung-2", CALMER, Branch("only", "Only back", step="return")),
    ),
)
STOP_LINES = Playbook("stop-lines", "Stop lines", "", (step("which", CALMER),))
BOOKS = {book.id: book for book in (LEAP, BOUNDARIES, STOP_LINES)}


def go(walk: Walk, branch_id: str | None = None) -> Walk:
    return walk.advance(BOOKS[walk.current.playbook], branch_id, BOOKS.get)


def test_start_next_and_back() -> None:
    walk = Walk.start(LEAP)
    assert walk.current == Place("leap", "listen")
    assert not walk.can_go_back
    walk = go(walk)
    assert walk.current.step == "ask"
    assert walk.can_go_back
    assert walk.can_go_next(LEAP)
    assert walk.back() == Walk.start(LEAP)


def test_next_follows_the_file_and_a_branch_is_followed_when_named() -> None:
    assert go(Walk.start(LEAP)).current.step == "ask"
    assert go(Walk.start(LEAP), "done").current.step == "close"


CHAT_ONLY = parse("channel is chat")


@pytest.mark.parametrize(
    ("first", "does_follow"),
    [
        (step("a"), True),
        (step("a", Branch("away", "Away", playbook="leap")), True),  # a side trip
        (step("a", Branch("on", "On", step="b"), Branch("far", "Far", step="c")), True),
        (step("a", Branch("far", "Far", step="c")), False),
        (step("a", Branch("far", "Far", step="c", when=CHAT_ONLY)), True),
        (step("a", Branch("on", "On", step="b", when=CHAT_ONLY)), True),
        (
            step("a", Branch("on", "On", step="b", when=CHAT_ONLY), Branch("f", "F", step="c")),
            False,  # who writes an e-mail is never asked whether it goes on
        ),
        (step("a", CALMER), False),
        (step("a", outcomes=(Ending.SOLVED,)), False),
        (step("a", Branch("back", "Back", step="c"), outcomes=(Ending.SOLVED,)), False),
        (step("a", Branch("on", "On", step="b"), outcomes=(Ending.WAITING,)), True),
        (step("a", Branch("away", "Away", playbook="leap"), outcomes=(Ending.LOST,)), False),
    ],
)
def test_where_a_step_goes_on_at_the_next_of_the_file(first: Step, does_follow: bool) -> None:
    book = Playbook("book", "Book", "", (first, step("b"), step("c")))
    assert following(book, first) is (book.steps[1] if does_follow else None)
    assert Walk.start(book).can_go_next(book) is does_follow
    assert following(book, book.steps[2]) is None


def test_next_from_a_closing_step_wanders_into_no_side_step() -> None:
    closing = step("close", Branch("again", "Again", step="open"), outcomes=(Ending.SOLVED,))
    book = Playbook("book", "Book", "", (step("open"), closing, step("side")))
    walk = Walk.start(book).advance(book)
    with pytest.raises(Trouble, match=r"last step of Book\. End the contact, or choose a branch"):
        walk.advance(book)
    assert walk.advance(book, "again").current.step == "open"


def test_next_does_not_guess_where_the_ways_fork() -> None:
    fork = step("a", Branch("one", "One way", step="c"), Branch("two", "Another", step="return"))
    book = Playbook("book", "Book", "", (fork, step("b"), step("c")))
    with pytest.raises(Trouble, match=r"Choose a branch: One way, Another\."):
        Walk.start(book).advance(book)


def test_the_ends() -> None:
    with pytest.raises(Trouble, match="first step"):
        Walk.start(LEAP).back()
    last = go(Walk.start(LEAP), "done")
    assert not last.can_go_next(LEAP)
    with pytest.raises(Trouble, match=r"last step of LEAP"):
        go(last)


def test_an_unknown_branch_names_those_there_are() -> None:
    with pytest.raises(Trouble, match=r"no branch nope\. It has: on, done\."):
        go(Walk.start(LEAP), "nope")
    playbook = Playbook("plain", "Plain", "", (step("only"),))
    with pytest.raises(Trouble, match="It has none"):
        Walk.start(playbook).advance(playbook, "nope")


def test_into_another_playbook_and_back_to_the_same_step() -> None:
    ask = go(Walk.start(LEAP))
    there = go(ask, "abusive")
    assert there.current == Place("boundaries", "rung-1")
    assert there.caller == Place("leap", "ask")
    assert there.back() == ask


def test_a_branch_that_returns_goes_to_where_the_agent_came_from() -> None:
    walk = go(go(go(Walk.start(LEAP)), "abusive"))  # at rung 2
    home = go(walk, "calmer")
    assert home.current == Place("leap", "ask")
    assert home.caller is None
    assert home.back().current == Place("boundaries", "rung-2")


def test_returning_out_of_two_playbooks_goes_out_one_by_one() -> None:
    walk = go(go(go(Walk.start(LEAP)), "abusive"), "stop")
    assert walk.current == Place("stop-lines", "which")
    walk = go(walk, "calmer")
    assert walk.current == Place("boundaries", "rung-1")
    walk = go(walk, "calmer")
    assert walk.current == Place("leap", "ask")


def test_returning_with_nowhere_to_return_to() -> None:
    walk = Walk.start(BOUNDARIES)
    assert go(walk, "calmer").current == Place("leap", "listen")
    with pytest.raises(Trouble, match="began with Boundaries"):
        go(go(walk), "only")


def test_a_playbook_that_is_not_there() -> None:
    last = go(Walk.start(LEAP), "done")
    with pytest.raises(Trouble, match="not-there is not there"):
        go(last, "lost")
    with pytest.raises(Trouble, match="boundaries is not there"):
        go(Walk.start(LEAP)).advance(LEAP, "abusive")


def test_a_step_that_a_live_edit_took_away() -> None:
    walk = go(Walk.start(LEAP))
    edited = Playbook("leap", "LEAP", "", (step("listen"), step("close")))
    assert not walk.can_go_next(edited)
    with pytest.raises(Trouble, match="no longer in LEAP"):
        walk.advance(edited)
    assert walk.back().current.step == "listen"


def test_misuse_is_our_bug() -> None:
    with pytest.raises(Bug):
        Walk(())
    with pytest.raises(Bug):
        Walk.start(LEAP).advance(BOUNDARIES)
