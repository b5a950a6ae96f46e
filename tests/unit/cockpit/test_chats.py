"""Whose chat is in front: asked about only on strong evidence, offered quietly, never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.cockpit.chats import ChatAnswer, settled
from desktop.cockpit.commands import Commands
from desktop.cockpit.views import Surroundings, panel_view
from desktop.errors import Trouble
from desktop.insertion.outcome import Verdict
from desktop.insertion.quirks import Method
from desktop.ui.view import PanelView
from tests.fakes import FakeField
from tests.unit.cockpit.room import PLAYBOOK, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, refund=PLAYBOOK)
    made.chat.title = "(1) Chat – Amara"
    yield made
    assert made.ledger.close(5) == 0


def other_window(room: Room, title: str) -> FakeField:
    opened = room.desktop.open("chromium", 2)
    opened.title = title
    return opened


def say(room: Room, field: FakeField, slot: int = 1) -> Verdict:
    room.desktop.front = field
    room.cockpit.insert_slot(slot)
    room.clock.advance(1000)
    return room.last().verdict


def view(room: Room) -> PanelView:
    around = Surroundings(room.cockpit.book.now(), room.desktop.current())
    return panel_view(room.cockpit, room.bindings, around)


def in_hand(room: Room) -> str:
    return room.desk.current.customer if room.desk.current is not None else ""


def two_chats(room: Room) -> tuple[FakeField, FakeField]:
    """Amara's phrases went into one window, Ben's into another; Ben is in hand."""
    amaras, bens = room.chat, other_window(room, "Chat – Ben")
    room.cockpit.start("refund", "Amara")
    assert say(room, amaras) is Verdict.CONFIRMED
    room.cockpit.start("refund", "Ben")
    assert say(room, bens) is Verdict.CONFIRMED
    return amaras, bens


def test_a_phrase_for_one_customer_stops_before_the_chat_of_another(room: Room) -> None:
    amaras, _ = two_chats(room)
    before = amaras.text
    assert say(room, amaras) is Verdict.REFUSED
    assert amaras.text == before
    question = view(room).question
    assert question is not None
    assert question.text == "This looks like the chat with Amara."
    assert question.detail == "You have Ben in hand. Nothing was inserted."
    assert [each.title for each in question.answers] == ["Go to Amara", "Insert here for Ben"]
    assert "Ctrl+Shift+F10" in question.answers[0].summary


def test_asking_again_in_a_hurry_is_no_answer(room: Room) -> None:
    amaras, _ = two_chats(room)
    before = amaras.text
    for _ in range(4):
        assert say(room, amaras) is Verdict.REFUSED
    assert amaras.text == before


def test_going_to_the_right_contact_inserts_nothing(room: Room) -> None:
    amaras, _ = two_chats(room)
    say(room, amaras)
    before = amaras.text
    room.cockpit.answer_about_chat(ChatAnswer.GO)
    room.clock.advance(1000)
    assert (in_hand(room), amaras.text) == ("Amara", before)
    assert view(room).question is None
    assert view(room).outcome is None
    assert say(room, amaras) is Verdict.CONFIRMED


def test_inserting_all_the_same_is_not_asked_about_again(room: Room) -> None:
    amaras, bens = two_chats(room)
    say(room, amaras)
    room.cockpit.answer_about_chat(ChatAnswer.INSERT)
    room.clock.advance(1000)
    assert room.last().verdict is Verdict.CONFIRMED
    assert amaras.text.endswith("Hello there")
    assert say(room, amaras) is Verdict.CONFIRMED
    room.cockpit.switch()
    assert in_hand(room) == "Amara"
    assert say(room, amaras) is Verdict.CONFIRMED
    assert say(room, bens) is Verdict.REFUSED  # that one is still Ben's alone


def test_an_answer_counts_only_for_the_chat_it_was_about(room: Room) -> None:
    amaras, _ = two_chats(room)
    room.cockpit.start("refund", "Cyril")
    cyrils = replace(amaras.target, window=3)
    room.desktop.fields.append(third := FakeField(cyrils, title="Chat – Cyril"))
    assert say(room, third) is Verdict.CONFIRMED
    assert say(room, amaras) is Verdict.REFUSED
    amaras.title = "Chat – Ben"  # another tab came to the front meanwhile
    with pytest.raises(Trouble, match="nothing to answer"):
        room.cockpit.answer_about_chat(ChatAnswer.INSERT)
    amaras.title = "Chat – Amara"
    room.desktop.front = third
    assert view(room).question is None
    room.desktop.front = amaras
    assert view(room).question is not None
    room.cockpit.answer_about_chat(ChatAnswer.DROP)
    assert view(room).question is None


def test_another_tab_while_a_modifier_is_held_stops_the_phrase(room: Room) -> None:
    amaras, bens = two_chats(room)
    before = bens.text
    room.desktop.front = bens
    room.desktop.down = {"Ctrl"}
    room.cockpit.start("refund", "Cyril")
    bens.title = "Chat – Cyril"
    room.cockpit.insert_slot(1)
    room.clock.advance(300)
    bens.title = "Chat – Ben"
    room.desktop.down = set()
    room.clock.advance(1000)
    assert (room.last().verdict, bens.text) == (Verdict.REFUSED, before)
    assert room.last().reason
    assert amaras.text


def test_one_window_with_one_title_for_all_chats_never_nags(room: Room) -> None:
    room.chat.title = "Support desk"
    for customer in ("Amara", "Ben", "Cyril"):
        room.cockpit.start("refund", customer)
        assert say(room, room.chat) is Verdict.CONFIRMED
    for _ in range(3):
        room.cockpit.switch()
        assert say(room, room.chat) is Verdict.CONFIRMED
    assert view(room).question is None
    assert not any(each.is_here for each in view(room).open_contacts)


def test_notes_in_another_program_make_no_chat_of_its_own(room: Room) -> None:
    room.chat.title = "Support desk"
    room.cockpit.start("refund", "Amara")
    assert say(room, room.chat) is Verdict.CONFIRMED
    room.cockpit.start("refund", "Ben")
    notes = room.desktop.open("mousepad", 2)
    notes.title = "notes.txt"
    assert say(room, notes) is Verdict.CONFIRMED
    assert say(room, room.chat) is Verdict.CONFIRMED


def test_what_a_colleague_got_makes_their_chat_no_customers(tmp_path: Path) -> None:
    text = PLAYBOOK.replace("id: hello,", "id: hello, audience: colleague,")
    assert text != PLAYBOOK
    room = Room(tmp_path, refund=text)
    room.chat.title = "Chat – Amara"
    boss = other_window(room, "Chat – Marta")
    for customer in ("Amara", "Ben"):
        room.cockpit.start("refund", customer)
        assert say(room, boss) is Verdict.CONFIRMED
        assert room.cockpit.speaker.chats.question is None
    assert not room.cockpit.speaker.chats.is_worth_a_look
    step = view(room).step
    assert step is not None
    assert step.phrases[0].is_for_colleague
    assert room.ledger.close(5) == 0


def test_a_contact_without_a_chat_is_asked_only_if_the_title_names_the_other(room: Room) -> None:
    room.cockpit.start("refund", "Ms Amara Obi")
    assert say(room, room.chat) is Verdict.CONFIRMED
    room.cockpit.start("refund", "Ben Hale")
    assert say(room, room.chat) is Verdict.REFUSED
    room.cockpit.set_details("Amara Hale", "", "")
    assert say(room, room.chat) is Verdict.CONFIRMED


@pytest.mark.parametrize(
    "title",
    ["", "(4) new messages – Chat", "Amara is typing…", "Inbox", "1 unread chat"],
)
def test_a_title_that_says_nothing_of_the_chat_is_not_asked_about(room: Room, title: str) -> None:
    amaras, _ = two_chats(room)
    amaras.title = title
    assert say(room, amaras) is Verdict.CONFIRMED


def test_a_window_whose_number_was_given_to_another_program_is_another(room: Room) -> None:
    amaras, _ = two_chats(room)
    amaras.target = replace(amaras.target, pid=77)
    assert say(room, amaras) is Verdict.CONFIRMED


def test_the_contact_whose_chat_is_in_front_is_offered_and_comes_first(room: Room) -> None:
    amaras, bens = two_chats(room)
    room.cockpit.start("refund", "Cyril")
    room.desktop.front = bens
    assert [each.who for each in view(room).open_contacts if each.is_here] == ["Ben"]
    room.cockpit.switch()  # Amara waits longer
    assert in_hand(room) == "Ben"
    assert not any(each.is_here for each in view(room).open_contacts)
    room.desk.set_aside()
    room.desktop.front = amaras
    assert next(each.who for each in view(room).open_contacts) == "Amara"
    room.desktop.open("chromium", 5).title = "(3) Chat – Amara"  # it looks alike, and is another
    assert not any(each.is_here for each in view(room).open_contacts)


def test_the_question_opens_the_folded_panel_and_goes_with_its_contact(room: Room) -> None:
    amaras, _ = two_chats(room)
    say(room, amaras)
    around = Surroundings(room.cockpit.book.now(), room.desktop.current(), is_collapsed=True)
    assert not panel_view(room.cockpit, room.bindings, around).is_collapsed
    room.cockpit.end("solved")
    assert panel_view(room.cockpit, room.bindings, around).is_collapsed
    with pytest.raises(Trouble, match="nothing to answer"):
        room.cockpit.answer_about_chat(ChatAnswer.GO)


def test_titles_are_written_nowhere_and_go_with_their_contact(room: Room, tmp_path: Path) -> None:
    amaras, _ = two_chats(room)
    room.chat.title = "Chat – Amara Quillfeather"
    room.cockpit.switch()
    say(room, amaras)
    room.cockpit.switch()
    say(room, amaras)
    assert room.last().verdict is Verdict.REFUSED
    question = room.cockpit.speaker.chats.question
    assert "Quillfeather" not in repr(question)
    room.ledger.settled().result(5)
    record = b"".join(path.read_bytes() for path in tmp_path.glob("poise.sqlite3*"))
    assert b"Quillfeather" not in record
    assert "Amara" not in str(room.written())
    for _ in range(2):
        room.cockpit.end("solved")
        if room.desk.waiting:
            room.cockpit.switch()
    assert vars(room.cockpit.speaker.chats)["_chats"] == {}


def test_switched_off_no_title_is_read_and_none_is_kept(room: Room) -> None:
    amaras, bens = two_chats(room)
    room.desktop.titles_read.clear()
    room.cockpit.speaker.chats.switch(False)
    assert say(room, amaras) is Verdict.CONFIRMED
    room.desktop.front = bens
    assert not any(each.is_here for each in view(room).open_contacts)
    assert room.desktop.titles_read == []


def test_titles_are_read_of_windows_with_our_phrases_only(room: Room) -> None:
    two_chats(room)
    room.desktop.titles_read.clear()
    room.desktop.open("bank", 9)
    view(room)
    assert room.desktop.titles_read == []


def test_a_copied_phrase_says_nothing_of_the_chat(room: Room) -> None:
    room.cockpit.speaker.insert_method = Method.COPY
    room.cockpit.start("refund", "Amara")
    assert say(room, room.chat) is Verdict.COPIED
    room.cockpit.start("refund", "Ben")
    assert not any(each.is_here for each in view(room).open_contacts)
    assert say(room, room.chat) is Verdict.COPIED


def test_scripts_see_the_question_and_can_answer(room: Room) -> None:
    amaras, _ = two_chats(room)
    say(room, amaras)
    commands = Commands(room.cockpit, lambda answer, reply: reply(answer))
    told: list[dict[str, object]] = []
    assert commands.handle({"command": "answer", "answer": "perhaps"}, told.append)
    assert commands.handle({"command": "answer", "answer": "go"}, told.append)
    assert "is no answer" in str(told[0]["error"])
    assert told[1] == {"out": "Refund 1/2: Hear"}
    assert in_hand(room) == "Amara"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(2) Chat – Amara", "Chat – Amara"),
        ("[12] Chat – Amara", "* Chat – Amara (3)"),
        ("🔴 Chat – Amara", "chat – amara"),
        ("Chat – Amara and 3 more pages - Edge", "Chat – Amara and 12 more pages - Edge"),
        ("\u200eChat  –\u00a0Amara\u200f", "Chat – Amara"),
    ],
)
def test_what_comes_and_goes_in_a_title_makes_no_other_chat(one: str, other: str) -> None:
    assert settled(one) == settled(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Ticket 12 – Desk", "Ticket 13 – Desk"), ("Chat – Amara", "Chat – Ben")]
)
def test_other_chats_stay_other_chats(one: str, other: str) -> None:
    assert settled(one) != settled(other)
