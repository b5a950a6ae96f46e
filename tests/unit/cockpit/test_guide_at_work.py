"""Wordings, conditions, several contacts, and the agent's own pause, behind the cockpit's verbs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.commands import Answer, Commands
from desktop.cockpit.finder import Finder
from desktop.cockpit.state import state
from desktop.cockpit.views import Surroundings, panel_view
from desktop.errors import Trouble
from desktop.guide.vocabulary import Manner, Trigger
from desktop.insertion.outcome import Verdict
from desktop.ui.view import PanelView
from tests.unit.cockpit.room import Room

DELAY = """\
poise: 1
id: delay
title: Delay
summary: Something is late.
triggers: [service-delay]
manners: [angry]
placeholders:
  cause: {label: Root cause, record: root-cause}
  day: {label: Day, type: date, remember: no}
steps:
  - id: hear
    title: Hear
    goal: Listen.
    checklist: [Read the notes]
    capture: [cause]
    phrases:
      - {id: wait, title: Wait, text: One, wordings: [Two, Three], email: A letter, spoken: Aloud}
      - {id: firm, title: Firm, text: Firmly, when: rung >= 1}
      - {id: by, title: By, text: "By {day}"}
    branches:
      - {id: rude, label: Rude, playbook: ladder}
      - {id: pause, label: Pause, playbook: reset}
"""
LADDER = """\
poise: 1
id: ladder
title: Ladder
summary: Three rungs.
steps:
  - {id: ask, title: Ask, goal: Ask., rung: 1, branches: [{id: on, label: Goes on, to: warn}]}
  - {id: warn, title: Warn, goal: Warn., rung: 2, branches: [{id: back, label: Ok, to: return}]}
"""
RESET = """\
poise: 1
id: reset
title: Reset
summary: For you.
private: yes
steps:
  - {id: breathe, title: Breathe, goal: Breathe., phrases: [{id: i, title: I, text: I breathe}]}
  - {id: water, title: Water, goal: Drink.}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, delay=DELAY, ladder=LADDER, reset=RESET)
    yield made
    assert made.ledger.close(5) == 0


def view(room: Room) -> PanelView:
    around = Surroundings(room.cockpit.book.now(), room.desktop.current())
    return panel_view(room.cockpit, room.bindings, around)


def texts(room: Room) -> dict[int, str]:
    step = view(room).step
    assert step is not None
    return {phrase.slot: phrase.text for phrase in step.phrases}


def say(room: Room, slot: int) -> None:
    room.cockpit.insert_slot(slot)
    room.clock.advance(1000)
    assert room.last().verdict is Verdict.CONFIRMED, room.last()


def test_nobody_reads_the_same_words_twice_before_all_were_said(room: Room) -> None:
    room.cockpit.start("delay")
    for expected in ("One", "Two", "Three", "One"):
        assert texts(room)[1] == expected
        say(room, 1)
    assert room.chat.text == "OneTwoThreeOne"
    step = view(room).step
    assert step is not None
    assert (step.phrases[0].is_used, step.phrases[0].is_repeat) == (True, True)


def test_the_channel_chooses_the_words(room: Room) -> None:
    room.cockpit.start("delay", channel="E-Mail")
    assert texts(room)[1] == "A letter"
    room.cockpit.set_details("", "", "phone")
    assert texts(room)[1] == "Aloud"
    room.cockpit.set_details("", "", "carrier pigeon")
    assert texts(room)[1] == "One"


def test_a_condition_hides_a_phrase_and_moves_no_key(room: Room) -> None:
    room.cockpit.start("delay")
    assert list(texts(room)) == [1, 3]
    room.cockpit.insert_slot(2)
    assert room.last().verdict is Verdict.REFUSED
    assert "rung >= 1" in room.last().reason
    room.cockpit.next("rude")
    room.cockpit.next("on")
    assert room.desk.current is not None
    assert room.desk.current.rungs == (1, 2)
    room.cockpit.next("back")
    assert list(texts(room)) == [1, 2, 3]


def test_going_back_climbs_no_rung(room: Room) -> None:
    room.cockpit.start("delay")
    room.cockpit.next("rude")
    room.cockpit.next("on")
    room.cockpit.back()
    assert room.desk.current is not None
    assert room.desk.current.rungs == (1, 2)


def test_a_word_that_is_not_remembered_is_asked_for_each_time(room: Room) -> None:
    room.cockpit.start("delay")
    room.cockpit.speaker.give_words({"day": "Friday"})
    assert texts(room)[3] == "By Friday"
    say(room, 3)
    assert texts(room)[3] == "By ‹Day›"


def test_ticks_and_words_for_the_record(room: Room) -> None:
    room.cockpit.start("delay")
    room.cockpit.tick("Read the notes")
    room.cockpit.speaker.give_words({"cause": "A lost parcel"})
    step = view(room).step
    assert step is not None
    assert [each.is_ticked for each in step.checklist] == [True]
    assert [(each.label, each.word) for each in step.fields] == [("Root cause", "A lost parcel")]
    room.cockpit.tick("Read the notes")
    step = view(room).step
    assert step is not None
    assert [each.is_ticked for each in step.checklist] == [False]
    with pytest.raises(Trouble, match="has changed"):
        room.cockpit.tick("Something else")


def test_a_contact_starts_from_what_was_said(room: Room) -> None:
    room.cockpit.choose_manner(Manner.ANGRY)
    room.cockpit.choose_trigger(Trigger.SERVICE_DELAY)
    start = view(room).start
    assert start.choices[0].id == "delay"
    assert start.choices[0].summary == "Made for: Angry · Service delay"
    assert [each.id for each in start.manners if each.is_chosen] == ["angry"]
    room.cockpit.go_on()
    contact = room.desk.current
    assert contact is not None
    assert (contact.manner, contact.trigger) == (Manner.ANGRY, Trigger.SERVICE_DELAY)
    assert (room.cockpit.manner, room.cockpit.trigger) == (None, None)


def test_scripts_can_say_what_it_is_about(room: Room) -> None:
    answers: list[Answer] = []
    commands = Commands(room.cockpit, lambda answer, reply: reply(answer))

    def ask(**request: str) -> Answer:
        assert commands.handle(request, answers.append)
        return answers[-1]

    assert "One of: unmet" in ask(command="start", playbook="delay", trigger="weather")["error"]
    ask(command="start", playbook="delay", trigger="service-delay", manner="angry")
    assert ask(command="tick", item="Read the notes")["out"] == "Read the notes"
    told = state(room.cockpit, room.bindings, "x11", {}, [])["contact"]
    assert (told["trigger"], told["manner"]) == ("service-delay", "angry")
    assert told["ticked"] == ["Read the notes"]
    assert ask(command="reset")["out"] == "Reset 1/2: Breathe"
    assert ask(command="reset")["out"] == "Delay 1/1: Hear"
    assert ask(command="switch")["out"] == ""


def test_one_key_goes_round_all_contacts(room: Room) -> None:
    for name in ("A", "B", "C"):
        room.cockpit.start("delay", name)
    seen = []
    for _ in range(4):
        assert room.desk.current is not None
        seen.append(room.desk.current.customer)
        room.cockpit.switch()
    assert seen == ["C", "A", "B", "C"]
    assert [each.who for each in view(room).open_contacts] == ["C", "B"]


def test_the_last_contact_can_be_set_aside(room: Room) -> None:
    with pytest.raises(Trouble):
        room.cockpit.switch()
    room.cockpit.start("delay", "A")
    room.cockpit.switch()
    assert room.desk.current is None
    room.cockpit.switch()
    assert room.desk.current is not None


def test_the_pause_leaves_no_trace_and_reaches_no_customer(room: Room) -> None:
    room.cockpit.start("delay")
    before = room.events()
    room.cockpit.next("pause")
    step = view(room).step
    assert step is not None
    assert step.is_private
    assert step.phrases[0].chord == ""
    room.cockpit.insert_slot(1)
    assert "for you" in room.last().reason
    room.cockpit.speaker.insert("reset/i")
    assert "for you" in room.last().reason
    room.cockpit.speaker.copy("reset/i")
    assert "for you" in room.last().reason
    assert room.chat.text == ""
    room.cockpit.next()
    room.cockpit.next()  # from its last step to where it began
    assert room.cockpit.aside is None
    step = view(room).step
    assert step is not None
    assert step.title == "Hear"
    assert room.events() == before


def test_the_pause_needs_no_contact(room: Room) -> None:
    room.cockpit.reset()
    assert room.desk.current is None
    step = view(room).step
    assert step is not None
    assert step.title == "Breathe"
    room.cockpit.back()
    assert view(room).step is None
    with pytest.raises(Trouble, match="for you alone"):
        room.cockpit.start("reset")


SHARED = """\
poise: 1
id: common
title: Common
phrases:
  - {id: thanks, title: Thanks, text: Thank you, tags: [cheers]}
  - {id: bye, title: Bye, text: Goodbye}
"""
USER = """\
poise: 1
id: NAME
title: NAME
summary: Uses it.
steps:
  - id: only
    title: Only
    goal: Say it.
    phrases:
      - use: common/thanks
      - {id: NAME-own, title: Own, audience: colleague, text: Cheers from NAME}
"""


def test_the_palette_finds_a_shared_phrase_once_and_the_step_in_hand_first(tmp_path: Path) -> None:
    books = {name: USER.replace("NAME", name) for name in ("a", "b", "c")}
    room = Room(tmp_path, common=SHARED, reset=RESET, **books)
    room.cockpit.start("b")
    finder = Finder(room.cockpit)
    found = [each for each in finder.find("", 99) if each.kind == "phrase"]
    phrases = [each.id for each in found]
    assert phrases == ["b/thanks", "b/b-own", "a/a-own", "c/c-own", "common/bye"]
    assert found[phrases.index("common/bye")].note == "Common"
    assert found[phrases.index("a/a-own")].note == "To a colleague · a · Only"
    room.cockpit.speaker.insert("common/bye")
    room.clock.advance(1000)
    assert room.chat.text == "Goodbye"
    best = [each.id for each in finder.find("cheers", 3)]
    assert best == ["b/thanks", "b/b-own", "a/a-own"]
    assert room.ledger.close(5) == 0
