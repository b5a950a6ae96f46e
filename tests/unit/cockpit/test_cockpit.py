"""The agent's verbs, over a real record and the shipped playbooks, on a desktop of fakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.commands import Answer, Commands
from desktop.cockpit.finder import Finder
from desktop.cockpit.state import state
from desktop.cockpit.views import Surroundings, panel_view, program_title
from desktop.errors import Cannot, Trouble
from desktop.hotkeys.chord import Chord
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.quirks import Method
from desktop.oslayer.none.backend import NoClipboard, NoForeground
from tests.unit.cockpit.room import NOW, PLAYBOOK, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, refund=PLAYBOOK)
    yield room
    assert room.ledger.close(5) == 0


def test_a_phrase_goes_in_and_is_written_down_without_its_text(room: Room) -> None:
    room.cockpit.start("refund", "Ms Rivera", "SR-1")
    room.cockpit.insert_slot(1, ("1",))
    room.clock.advance(1000)
    assert room.chat.text == "Hello there"
    assert room.last() == Outcome(Verdict.CONFIRMED, "", "chromium", 0)
    (fact,) = room.written()
    assert fact == {
        "phrase": "hello",
        "wording": 0,
        "verdict": "confirmed",
        "reason": "",
        "target": "chromium",
        "ms": 0,
    }
    assert room.desk.current is not None
    assert room.desk.current.used == ("hello",)


def test_missing_words_are_asked_for_and_nothing_goes_in(room: Room) -> None:
    room.cockpit.start("refund", "Ms Rivera")
    room.cockpit.insert_slot(2)
    room.clock.advance(1000)
    assert room.chat.text == ""
    assert room.last().verdict is Verdict.REFUSED
    (wanted,) = room.asked
    assert wanted.phrase_id == "refund/named"
    assert [gap.label for gap in wanted.gaps] == ["Your name"]
    assert wanted.target == room.chat.target
    room.cockpit.speaker.give_words({"agent": "Sam"})
    assert room.names == ["Sam"]
    room.cockpit.speaker.insert(wanted.phrase_id, target=wanted.target)
    room.clock.advance(1000)
    assert room.chat.text == "Hello Ms Rivera, I am Sam"


def test_words_belong_to_their_contact(room: Room) -> None:
    room.cockpit.start("refund")
    room.cockpit.speaker.give_words({"amount": "20 EUR", "customer": "Mr Osei"})
    room.cockpit.speaker.insert("amount")
    room.clock.advance(1000)
    assert room.chat.text == "You get 20 EUR back"
    assert room.desk.current is not None
    assert room.desk.current.customer == "Mr Osei"
    room.cockpit.start("refund")
    assert "amount" not in room.cockpit.speaker.words()


def test_without_a_target_nothing_is_touched(room: Room) -> None:
    room.cockpit.start("refund")
    room.desktop.front = None
    room.cockpit.insert_slot(1)
    assert room.last().verdict is Verdict.REFUSED
    assert "Click into the text field" in room.last().reason
    assert room.desktop.content == {}


def test_where_nothing_can_be_inserted_it_is_copied(room: Room) -> None:
    why = Cannot("There is no X display.", "Log in to one.")
    copied: list[str] = []
    room.cockpit.speaker._foreground = NoForeground(why)
    room.cockpit.speaker._clipboard = NoClipboard(why, lambda text: copied.append(text))
    room.cockpit.speaker.can_insert = False
    room.cockpit.start("refund")
    room.cockpit.insert_slot(1)
    assert copied == ["Hello there"]
    assert room.last().verdict is Verdict.COPIED
    assert "paste it yourself" in room.last().reason


def test_the_settings_can_ask_for_copying(room: Room) -> None:
    room.cockpit.start("refund")
    room.cockpit.speaker.insert_method = Method.COPY
    room.cockpit.insert_slot(1)
    assert room.last().verdict is Verdict.COPIED
    assert room.desktop.content == {"text/plain": b"Hello there"}
    assert room.desktop.pressed == []


def test_the_settings_can_ask_for_typing(room: Room) -> None:
    room.cockpit.start("refund")
    room.cockpit.speaker.insert_method = Method.TYPE
    room.cockpit.insert_slot(1)
    assert room.chat.text == "Hello there"
    assert room.desktop.pressed == []


def test_a_program_that_shuts_our_keys_out_gets_a_copy_and_the_agent_is_told(room: Room) -> None:
    why = Cannot("Chromium runs as administrator.", "Paste it there with Ctrl+V.")
    room.desktop.barriers["chromium"] = why
    room.cockpit.start("refund")
    room.cockpit.insert_slot(1)
    assert room.last().verdict is Verdict.COPIED
    assert room.last().reason == "Chromium runs as administrator. Paste it yourself."
    assert room.desktop.content == {"text/plain": b"Hello there"}
    assert room.desktop.pressed == []


def test_copying_by_hand(room: Room) -> None:
    room.cockpit.start("refund")
    room.cockpit.speaker.copy("hello")
    assert room.desktop.content == {"text/plain": b"Hello there"}
    room.cockpit.speaker.copy("amount")
    assert [each.phrase_id for each in room.asked] == ["refund/amount"]


def test_a_slot_that_is_not_there_says_so(room: Room) -> None:
    room.cockpit.insert_slot(1)
    assert "No contact is open" in room.last().reason
    room.cockpit.start("refund")
    room.cockpit.insert_slot(7)
    assert "no phrase 7" in room.last().reason


def test_ending_and_taking_up_again(room: Room) -> None:
    first = room.cockpit.start("refund", "Ms Rivera")
    room.cockpit.start("refund", "Mr Osei")
    assert [each.id for each in room.desk.waiting] == [first]
    room.cockpit.end("solved", "all fine")
    room.cockpit.resume(first)
    assert room.desk.current is not None
    assert room.desk.current.id == first
    with pytest.raises(Trouble, match="cannot end as"):
        room.cockpit.end("whatever")


def test_the_palette_finds_what_fits_the_moment_first(room: Room) -> None:
    finder = Finder(room.cockpit)
    assert {each.kind for each in finder.find("", 99)} == {"phrase", "playbook", "command"}
    room.cockpit.start("refund", "Ms Rivera")
    best = finder.find("hello customer", 5)[0]
    assert (best.kind, best.id) == ("phrase", "refund/named")
    assert "Rivera" in best.text


def view_of(room: Room) -> object:
    around = Surroundings(NOW, room.desktop.current())
    return panel_view(room.cockpit, room.bindings, around, lambda moment: moment)


def test_the_panel_shows_the_step_as_it_will_be_said(room: Room) -> None:
    room.registry.taken = {Chord.parse("Ctrl+Shift+2")}
    room.bindings.register_all()
    room.cockpit.start("refund", "Ms Rivera", "SR-1")
    around = Surroundings(NOW, room.desktop.current())
    view = panel_view(room.cockpit, room.bindings, around)
    assert view.step is not None
    assert view.contact is not None
    assert (view.contact.customer, view.target) == ("Ms Rivera", "Chromium")
    assert (view.step.number, view.step.count, view.step.can_go_back) == (1, 2, False)
    assert [each.text for each in view.step.phrases] == [
        "Hello there",
        "Hello Ms Rivera, I am ‹Your name›",
        "You get ‹Amount› back",
    ]
    assert view.step.phrases[1].missing == ("Your name",)
    assert view.step.phrases[1].chord_state == "taken"
    assert view.hints.palette == "Ctrl+Shift+Space"
    assert view.hotkeys_off == ""


def test_the_panel_shows_what_waits(room: Room) -> None:
    room.cockpit.start("refund", "Ms Rivera")
    room.desk.set_aside()
    room.cockpit.promises.remind("in 20 min", "call Mr Osei")
    view = panel_view(
        room.cockpit,
        room.bindings,
        Surroundings(NOW, Cannot("No window.", "")),
        lambda moment: moment,
    )
    assert view.step is None
    assert [each.id for each in view.start.choices] == ["refund"]
    assert [each.label for each in view.open_contacts] == ["Ms Rivera · Refund · since 14:05"]
    assert view.reminders == ()


@pytest.mark.parametrize(
    ("program", "title"),
    [
        ("chromium-browser", "Chromium"),
        ("mousepad", "Mousepad"),
        ("org.gnome.gedit", "Gedit"),
        ("xfce4-terminal", "Xfce4 Terminal"),
    ],
)
def test_programs_are_named_for_people(program: str, title: str) -> None:
    assert program_title(program) == title


def test_state_has_what_scripts_rely_on(room: Room) -> None:
    empty = state(room.cockpit, room.bindings, "x11", {"visible": True}, [])
    assert empty["contact"] is None
    assert empty["last_insertion"] is None
    assert empty["backend"] == "x11"
    assert len(empty["hotkeys"]) == 16
    room.cockpit.start("refund", "Ms Rivera", "SR-1")
    room.cockpit.insert_slot(1)
    room.cockpit.promises.remind("tomorrow 10:00", "call back")
    full = state(room.cockpit, room.bindings, "x11", {"visible": True}, ["broken.yaml:1:1: x"])
    assert full["contact"]["step"] == "hear"
    assert full["contact"]["path"] == [{"playbook": "refund", "step": "hear"}]
    assert full["contact"]["phrases"][0] == {
        "slot": 1,
        "id": "hello",
        "text": "Hello there",
        "used": True,
    }
    assert full["last_insertion"]["outcome"] == "confirmed"
    assert full["reminders"][0]["contact"] == full["contact"]["id"]
    assert full["errors"] == ["broken.yaml:1:1: x"]


def ask(room: Room, **request: object) -> Answer:
    answers: list[Answer] = []
    commands = Commands(room.cockpit, lambda answer, reply: reply(answer))
    assert commands.handle(dict(request), answers.append)
    room.clock.advance(1000)
    return answers[0]


def test_commands_answer_in_words(room: Room) -> None:
    assert "error" in ask(room, command="next")
    assert ask(room, command="start", playbook="refund")["out"].startswith("c-2026")
    assert ask(room, command="next")["out"] == "Refund 2/2: Close"
    assert ask(room, command="back")["out"] == "Refund 1/2: Hear"
    assert ask(room, command="insert", what="1")["out"] == "confirmed chromium"
    assert ask(room, command="insert", what="hello")["out"] == "confirmed chromium"
    assert "no phrase 9" in ask(room, command="insert", what="9")["error"]
    assert "no phrase “x”" in ask(room, command="insert", what="x")["error"]
    made = ask(room, command="remind", when="in 20 min", text="call")["out"].split()[0]
    assert [each["id"] for each in ask(room, command="reminders")["reminders"]] == [made]
    assert ask(room, command="snooze", id=made, minutes=5)["out"] == f"{made} due 15:30"
    put_off = ask(room, command="snooze", id=made, until="monday 10:00")["out"]
    assert put_off == f"{made} due Mon 23 Nov 10:00"
    assert ask(room, command="done", id=made)["out"] == made
    assert "error" in ask(room, command="remind", when="sometime", text="call")
    assert ask(room, command="note", text="Wants a call")["out"].startswith("c-2026")
    assert "nothing to add" in ask(room, command="note", text=" ")["error"]
    assert "error" in ask(room, command="end", outcome="nope")
    assert ask(room, command="end", outcome="solved")["out"].startswith("c-2026")
    assert "No contact is open" in ask(room, command="note", text="late")["error"]


def test_that_a_promise_repeats_is_told(room: Room) -> None:
    answer = ask(room, command="remind", when="call Ana every month on the 30th 10:00")["out"]
    assert answer.partition(" ")[2] == "due Mon 30 Nov 10:00, every month Call Ana"
    (listed,) = ask(room, command="reminders")["reminders"]
    assert (listed["wording"], listed["told"]) == (
        "due Mon 30 Nov 10:00",
        "due Mon 30 Nov 10:00, every month",
    )
    news = room.cockpit.promises.news
    assert news is not None
    assert news.text == "Reminder set, due Mon 30 Nov 10:00, every month."
    once = ask(room, command="remind", when="call Ben monday 10:00")["out"]
    assert once.partition(" ")[2] == "due Mon 23 Nov 10:00 Call Ben"


def test_an_unknown_command_is_not_taken(room: Room) -> None:
    commands = Commands(room.cockpit, lambda answer, reply: reply(answer))
    assert not commands.handle({"command": "dance"}, lambda _answer: None)


def test_an_answer_goes_to_the_contact_it_was_asked_for(room: Room) -> None:
    bee = room.cockpit.start("refund", "Bee")
    ay = room.cockpit.start("refund", "Ay")
    room.cockpit.resume(bee)
    room.cockpit.in_contact(ay, lambda: room.cockpit.end("solved"))
    assert room.desk.current is not None
    assert (room.desk.current.id, room.desk.current.customer) == (bee, "Bee")
    assert room.desk.waiting == ()
    with pytest.raises(Trouble, match="has ended"):
        room.cockpit.in_contact(ay, lambda: room.cockpit.end("lost"))
    assert room.desk.current.id == bee


def test_an_answer_for_a_contact_aside_leaves_it_aside(room: Room) -> None:
    first = room.cockpit.start("refund", "Bee")
    room.desk.set_aside()
    room.cockpit.in_contact(first, lambda: room.cockpit.set_details("Ms Bee", "", ""))
    assert room.desk.current is None
    assert [each.customer for each in room.desk.waiting] == ["Ms Bee"]


def test_a_playbook_that_vanished_can_be_replaced(room: Room, tmp_path: Path) -> None:
    room.cockpit.start("refund", "Ms Rivera")
    (tmp_path / "refund.yaml").rename(tmp_path / "other.txt")
    (tmp_path / "new.yaml").write_text(PLAYBOOK.replace("id: refund", "id: new"), "utf-8")
    room.library.refresh()
    room.cockpit.insert_slot(1)
    assert "“refund” is gone" in room.last().reason
    view = panel_view(room.cockpit, room.bindings, Surroundings(NOW, room.desktop.current()))
    assert view.step is None
    assert [each.id for each in view.start.choices] == ["new"]
    room.cockpit.choose_playbook("new")
    assert room.desk.current is not None
    assert room.desk.current.customer == "Ms Rivera"
    assert room.desk.current_step is not None
