"""A language for each contact: offered where there is one, kept, and followed everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.commands import Answer, Commands
from desktop.cockpit.finder import Finder
from desktop.cockpit.languages import languages_offered, own_language
from desktop.cockpit.state import state
from desktop.cockpit.views import Surroundings, panel_view
from desktop.contacts.record import EventKind
from desktop.errors import Trouble
from tests.unit.cockpit.room import PLAYBOOK, Room

BILINGUAL = """\
poise: 1
id: parcel
title: Parcel
summary: A parcel is late.
steps:
  - id: hear
    title: Hear
    goal: Listen.
    phrases:
      - id: thanks
        title: Thanks
        text: Thank you, {customer}.
        email: Dear {customer}, thank you.
        languages:
          de: ["Danke, {customer}.", "Vielen Dank, {customer}."]
          fr: Merci, {customer}.
      - {id: plain, title: Plain, text: Only in English.}
      - use: goodbye/bye
    branches: [{id: side, label: Side, playbook: refund}]
    outcomes: [solved]
"""
GOODBYE = """\
poise: 1
id: goodbye
title: Goodbye
phrases:
  - {id: bye, title: Bye, text: Bye., languages: {nl: Dag.}}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, parcel=BILINGUAL, goodbye=GOODBYE, refund=PLAYBOOK)
    yield made
    assert made.ledger.close(5) == 0


def choose(room: Room, language: str) -> Answer:
    """`poise ctl details --language …`."""
    answers: list[Answer] = []
    commands = Commands(room.cockpit, lambda answer, reply: reply(answer))
    commands.handle({"command": "details", "language": language}, answers.append)
    return answers[0]


def shown(room: Room) -> dict[str, str]:
    """The phrases on the panel."""
    step = panel_view(
        room.cockpit, room.bindings, Surroundings(room.cockpit.book.now(), room.desktop.current())
    ).step
    assert step is not None
    return {phrase.id: phrase.text for phrase in step.phrases}


def test_offered_are_those_in_which_something_can_be_said(room: Room) -> None:
    assert languages_offered(room.cockpit) == ()
    room.cockpit.start("parcel")
    assert own_language(room.cockpit) == "en"
    assert languages_offered(room.cockpit) == ("de", "fr", "nl")
    room.cockpit.start("refund")
    assert languages_offered(room.cockpit) == ("nl",)  # of the shared file


def test_nothing_is_offered_where_all_is_in_one_language(tmp_path: Path) -> None:
    room = Room(tmp_path, refund=PLAYBOOK)
    room.cockpit.start("refund")
    assert languages_offered(room.cockpit) == ()
    assert "“de”" in choose(room, "de")["error"]
    assert room.ledger.close(5) == 0


def test_the_panel_the_palette_and_the_customer_get_it(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    assert shown(room)["thanks"] == "Thank you, Ms Rivera."
    assert "out" in choose(room, "de")
    assert shown(room) == {
        "thanks": "Danke, Ms Rivera.",
        "plain": "Only in English.",
        "bye": "Bye.",
    }
    found = {each.id: each.text for each in Finder(room.cockpit).find("", 99)}
    assert found["parcel/thanks"] == "Danke, Ms Rivera."
    assert found["parcel/plain"] == "Only in English."
    for _ in range(2):
        room.cockpit.insert_slot(1)
        room.clock.advance(1000)
    assert room.chat.text == "Danke, Ms Rivera.Vielen Dank, Ms Rivera."
    told = state(room.cockpit, room.bindings, "fake", {}, ())
    assert told["contact"]["language"] == "de"


def test_a_language_counts_before_the_channel(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera", channel="e-mail")
    assert shown(room)["thanks"] == "Dear Ms Rivera, thank you."
    choose(room, "fr")
    assert shown(room)["thanks"] == "Merci, Ms Rivera."
    view = panel_view(
        room.cockpit, room.bindings, Surroundings(room.cockpit.book.now(), room.desktop.current())
    )
    assert view.contact is not None
    assert (view.contact.channel, view.contact.language) == ("e-mail", "fr")


@pytest.mark.parametrize("word", ["own", "en"])
def test_back_to_the_playbooks_own(room: Room, word: str) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    choose(room, "de")
    assert "out" in choose(room, word)
    assert shown(room)["thanks"] == "Thank you, Ms Rivera."
    assert "out" in choose(room, "")  # not named: it stays


def test_a_language_without_a_text_is_no_choice(room: Room) -> None:
    room.cockpit.start("parcel")
    error = choose(room, "es")["error"]
    assert "“es”" in error
    assert "own, de, fr, nl" in error
    assert room.desk.current is not None
    assert room.desk.current.language == ""


def test_each_contact_has_its_own_and_keeps_it_in_another_playbook(room: Room) -> None:
    first = room.cockpit.start("parcel", "Ms Rivera")
    choose(room, "de")
    room.cockpit.start("parcel", "Mr Bee")
    assert shown(room)["thanks"] == "Thank you, Mr Bee."
    room.cockpit.resume(first)
    room.cockpit.next("side")
    assert languages_offered(room.cockpit) == ("de", "fr", "nl")
    room.cockpit.back()
    assert shown(room)["thanks"] == "Danke, Ms Rivera."


def test_it_is_kept_with_the_contact_over_a_crash(room: Room, tmp_path: Path) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    choose(room, "de")
    choose(room, "de")  # nothing changes, nothing is written
    room.cockpit.set_details("Ms Rivera", "SR-1", "")
    details = [dict(each.facts) for each in room.events() if each.kind is EventKind.DETAILS]
    assert details == [{"fields": ["language"], "language": "de"}, {"fields": ["reference"]}]
    assert room.ledger.close(5) == 0
    later = Room(tmp_path)
    later.desk.load_open()
    [contact] = later.desk.waiting
    assert contact.language == "de"
    later.cockpit.resume(contact.id)
    choose(later, "own")
    assert later.ledger.close(5) == 0
    last = Room(tmp_path)
    last.desk.load_open()
    assert last.desk.waiting[0].language == ""
    assert last.ledger.close(5) == 0


def test_there_is_no_language_without_a_contact(room: Room) -> None:
    with pytest.raises(Trouble, match="No contact is open"):
        room.cockpit.set_details("", "", "", language="de")
