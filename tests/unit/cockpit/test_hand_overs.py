"""The ladder of a talk, and what is passed on after an end for conduct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.cockpit.hand_over_text import hand_over
from desktop.cockpit.hand_overs import HandOver
from desktop.cockpit.papers import FOLDER
from desktop.cockpit.situation_views import ladder_view
from desktop.cockpit.views import Surroundings, panel_view
from desktop.contacts.account import account_of
from desktop.contacts.documents import DocumentKind, read_template
from desktop.contacts.open_contact import OpenContact
from desktop.contacts.record import Climb, EventKind
from desktop.errors import Trouble
from desktop.guide.model import Phrase, Place, Placeholder, Playbook, Step
from desktop.guide.vocabulary import Ending
from desktop.guide.walk import Walk
from desktop.insertion.outcome import Verdict
from desktop.paths import resource
from desktop.ui.view import PanelView
from tests.unit.cockpit.room import NOW, Room

LADDER = """\
poise: 1
id: ladder
title: Boundaries
summary: Three rungs.
placeholders:
  behaviour: {label: What has to stop, example: the shouting}
steps:
  - {id: r1, title: One, goal: Ask., rung: 1, phrases: [{id: civil, title: Civil, text: Please}]}
  - {id: r2, title: Two, goal: Name it., rung: 2}
  - {id: r3, title: Three, goal: Warn., rung: 3}
  - {id: end, title: End, goal: End it., outcomes: [ended-for-conduct]}
"""
ESCALATION = """\
poise: 1
id: escalation
title: Hand-over
summary: Pass it on.
steps:
  - {id: brief, title: Give the brief, goal: Tell all.}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, ladder=LADDER, escalation=ESCALATION)
    yield made
    assert made.ledger.close(5) == 0


def view(room: Room, later_min: int = 0) -> PanelView:
    now = room.cockpit.book.now() + timedelta(minutes=later_min)
    around = Surroundings(now, room.desktop.current())
    return panel_view(room.cockpit, room.bindings, around, lambda moment: moment)


def climb(room: Room, rungs: int) -> str:
    contact_id = room.cockpit.start("ladder", "Ms Wei", "T-7", "chat")
    for _ in range(rungs - 1):
        room.cockpit.next()
    return contact_id


def notes(shown: PanelView) -> list[tuple[int, str, bool]]:
    return [(each.number, each.note, each.is_current) for each in shown.ladder]


def test_the_ladder_shows_where_the_talk_stands_and_since_when(room: Room) -> None:
    climb(room, 2)
    assert notes(view(room)) == [(1, "14:05", False), (2, "now", True), (3, "", False)]
    assert notes(view(room, 12))[1] == (2, "12 min ago", True)
    assert notes(view(room, 200))[1] == (2, "3 h ago", True)


def test_a_rung_that_was_needed_twice_says_so() -> None:
    walk, twice = Walk((Place("b", "s"),)), (Climb(1, NOW), Climb(1, NOW))
    contact = OpenContact("c", "", "", "", walk, NOW, climbs=twice)
    assert ladder_view(contact, NOW, lambda moment: moment)[0].note == "2 × · now"
    assert ladder_view(replace(contact, climbs=()), NOW, lambda moment: moment) == ()
    assert ladder_view(None, NOW, lambda moment: moment) == ()


def test_another_end_is_no_hand_over(room: Room) -> None:
    climb(room, 3)
    room.cockpit.end("solved")
    assert view(room).hand_overs == ()


def test_ended_for_conduct_it_is_written_down_and_to_be_passed_on(room: Room) -> None:
    contact_id = climb(room, 3)
    room.cockpit.end("ended-for-conduct", "Called me names.")
    ended = next(each for each in room.events() if each.kind is EventKind.ENDED)
    assert ended.facts == {
        "outcome": "ended-for-conduct",
        "rungs": [f"{rung} 2026-11-21T14:05:00.000Z" for rung in (1, 2, 3)],
    }
    card = view(room).hand_overs[0]
    assert (card.id, card.headline) == (contact_id, "Hand over: Ms Wei")
    assert "rung 3 at" in card.detail
    assert card.detail.endswith("Help with the brief: Hand-over · Give the brief")
    room.cockpit.copy_hand_over(contact_id)
    copied = room.desktop.content["text/plain"].decode()
    assert copied.startswith("Hand-over: Ms Wei, T-7, chat\nEnded for conduct at ")
    assert copied.endswith("\nNote: Called me names.\nFor you: Decide how we go on with Ms Wei.")
    assert room.last().verdict is Verdict.COPIED
    assert room.written() == []  # it is no phrase
    room.cockpit.close_hand_over(contact_id)
    assert view(room).hand_overs == ()
    with pytest.raises(Trouble, match="was closed"):
        room.cockpit.copy_hand_over(contact_id)


def test_an_escalation_is_passed_on_unless_the_brief_was_given(room: Room) -> None:
    room.cockpit.start("ladder", "Ms Wei", "T-7", "chat")
    room.cockpit.end("escalated", "Wants a manager.")
    card = view(room).hand_overs[0]
    assert card.detail.startswith("Boundaries: rung 1 at")
    room.cockpit.copy_hand_over(card.id)
    lines = room.desktop.content["text/plain"].decode().splitlines()
    assert lines[1].startswith("Escalated at ")
    assert lines[-2:] == [
        "Note: Wants a manager.",
        "For you: Take over and get in touch with Ms Wei.",
    ]
    room.cockpit.close_hand_over(card.id)
    room.cockpit.start("escalation", "Mr Osei")
    room.cockpit.end("escalated")
    assert room.cockpit.hand_overs.open == ()


def test_it_holds_what_the_steps_say_to_a_supervisor() -> None:
    def step(name: str, *lines: str) -> Step:
        return Step(name, name, "G", supervisor=lines)

    calls = Playbook(
        "calls", "C", "", (step("early", "Too late."), step("late", "Take it.", "Same."))
    )
    first = Playbook(
        "first", "F", "", (step("start", "Long ago."), step("agree", "50 euros.", "Same."))
    )
    places = (("first", "start"), ("first", "agree"), ("calls", "early"), ("calls", "late"))
    walk = Walk(tuple(Place(*each) for each in places))
    contact = OpenContact("c", "Ms Wei", "", "", walk, NOW)
    found = handed(contact, calls, first, ending=Ending.ESCALATED)
    assert found.ladder == ""
    assert found.text.splitlines() == [
        "Hand-over: Ms Wei",
        "Escalated at 14:29, after 24 min.",
        "Tried: F · C",
        "Promised: Call back (today 17:00)",
        "For you: Take it.",
        "For you: Same.",
        "For you: 50 euros.",
    ]


def test_a_contact_that_waits_is_handed_over_as_itself(room: Room) -> None:
    angry = climb(room, 2)
    room.cockpit.start("escalation", "Mr Osei")
    room.cockpit.in_contact(angry, lambda: room.cockpit.end("ended-for-conduct"))
    assert [each.contact_id for each in room.cockpit.hand_overs.open] == [angry]
    assert room.desk.current is not None
    assert room.desk.current.customer == "Mr Osei"


def test_a_mistaken_outcome_hands_nothing_over(room: Room) -> None:
    climb(room, 1)
    with pytest.raises(Trouble, match="cannot end"):
        room.cockpit.end("rude")
    assert room.cockpit.hand_overs.open == ()
    assert room.desk.current is not None


def handed(
    contact: OpenContact, *playbooks: Playbook, ending: Ending = Ending.ENDED_FOR_CONDUCT
) -> HandOver:
    books = {each.id: each for each in playbooks}
    account = account_of(
        contact,
        books.get,
        until=NOW + timedelta(minutes=24),
        to_local=lambda moment: moment,
        reminders=["Call back (today 17:00)"],
        outcome=ending,
    )
    path = resource(FOLDER) / "brief.txt"
    template = read_template(DocumentKind.BRIEF, path.read_text(encoding="utf-8"), path)
    return hand_over(contact.id, account, template, None)


def test_it_names_what_was_skipped_said_filled_in_and_promised() -> None:
    book = Playbook(
        "b",
        "Boundaries",
        "",
        (Step("s", "S", "G", phrases=tuple(Phrase(n, n.upper(), "text") for n in "abcd")),),
        placeholders=(Placeholder("behaviour", "What has to stop"),),
    )
    contact = OpenContact(
        *("c", "", "T-7", "chat", Walk.start(book), datetime(2026, 11, 21, 14, 5, tzinfo=UTC)),
        said=dict.fromkeys("abcd", (0,)),
        values={"behaviour": "the shouting", "other": "word", "empty": ""},
        climbs=(Climb(1, NOW), Climb(3, NOW + timedelta(minutes=7))),
    )
    assert handed(contact, book).text.splitlines() == [
        "Hand-over: T-7, chat",
        "Ended for conduct at 14:29, after 24 min.",
        "What has to stop: the shouting",
        "other: word",
        "Tried: Boundaries",
        "Promised: Call back (today 17:00)",
        "Boundaries: rung 1 at 14:05, rung 3 at 14:12; without rung 2.",
        "Said last: “B” · “C” · “D”",
        "For you: Decide how we go on with T-7.",
    ]


def test_it_can_be_made_when_the_playbooks_are_gone_and_no_rung_was_used() -> None:
    lost = Playbook("b", "B", "", (Step("s", "S", "G"),))
    contact = OpenContact("c", "", "", "", Walk.start(lost), NOW, said={"gone": (0,)})
    found = handed(contact)
    assert "Boundaries: no rung was used." in found.text
    assert (found.who, found.said, found.then) == ("the customer", "", "")
