"""What is made of a contact: from the words given, with the team's templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.papers import LONGEST_TEMPLATE
from desktop.contacts import store
from desktop.contacts.documents import DocumentKind
from desktop.contacts.editing import Correction, Editor
from desktop.contacts.record import EventKind
from desktop.contacts.store import StoredContact
from desktop.errors import Trouble
from tests.unit.cockpit.room import Room

BOOK = """\
poise: 1
id: refund
title: Refund
summary: Money back.
placeholders:
  cause: {label: Cause, example: a slip, record: root-cause}
  gift: {label: Gift, example: a credit, record: option}
  time: {label: When, example: tomorrow, record: promise}
steps:
  - id: hear
    title: Hear
    goal: Let them say it.
    capture: [cause]
    phrases:
      - {id: hello, title: Hello, text: Hello there}
      - {id: gift, title: Gift, text: "We can give you {gift} by {time}"}
"""
BRIEF, SUMMARY = DocumentKind.BRIEF, DocumentKind.SUMMARY


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, refund=BOOK)
    made.cockpit.speaker.agent_name = "Sam"
    made.cockpit.documents = tmp_path / "documents"
    yield made
    assert made.ledger.close(5) == 0


def talk(room: Room) -> None:
    room.cockpit.start("refund", "Ms Wei", "T-7", "chat")
    room.cockpit.speaker.give_words({"cause": "a slip", "gift": "a credit", "time": "Friday"})
    room.cockpit.add_line("Wants a call")
    room.cockpit.promises.remind("in 2 hours", "Call her")


def stored(room: Room) -> StoredContact:
    found = room.ledger.read(lambda c: list(store.all_contacts(c))).result(5)
    return found[0]


def test_the_draft_is_made_of_what_was_filled_in_and_the_last_word_is_the_agents(
    room: Room,
) -> None:
    talk(room)
    contact = room.desk.current
    assert contact is not None
    note = room.cockpit.papers.draft(contact)
    assert note.startswith(
        "Wants a call. Refund in under a minute. Cause: a slip. Offered: a credit."
        " Promised: Friday; Call her (Sat 21 Nov "
    )
    room.cockpit.end("solved", "Mine.")
    assert stored(room).contact.note == "Mine."
    assert stored(room).lines == ("Wants a call",)
    assert [e.kind for e in room.events()].count(EventKind.NOTE) == 1


def test_a_document_is_of_the_contact_in_hand_or_the_one_that_ended_last(room: Room) -> None:
    with pytest.raises(Trouble, match="no contact to write about"):
        room.cockpit.papers.document(BRIEF, None)
    talk(room)
    made = room.cockpit.papers.document(SUMMARY, room.desk.current)
    assert made.text.startswith("Hello Ms Wei,\n")
    assert made.text.endswith("Kind regards\nSam")
    assert "Call her" not in made.text
    assert "- Friday" in made.text
    assert made.file_name == f"summary-{made.contact_id}.txt"
    room.cockpit.end("waiting", "Thinks about it.")
    after = room.cockpit.papers.document(BRIEF, room.desk.current)
    assert after.contact_id == made.contact_id
    assert after.text.splitlines()[1].startswith("Waiting at ")
    assert "Note: Thinks about it." in after.text


def test_what_was_corrected_since_is_said_in_the_new_words(room: Room) -> None:
    talk(room)
    room.cockpit.end("escalated", "Calls back.")
    (hand_over,) = room.cockpit.hand_overs.open
    editor = Editor(room.ledger, room.desk, room.cockpit.book.now)
    new = Correction("Ms Wey", "T-8", note="Writes back.")
    assert editor.correct(hand_over.contact_id, new).result(5)
    made = room.cockpit.papers.document(SUMMARY, None).text
    assert made.startswith("Hello Ms Wey,\n")
    assert ("T-8" in made, "T-7" in made) == (True, False)
    brief = room.cockpit.hand_overs.text_of(hand_over.contact_id)
    assert brief.startswith("Hand-over: Ms Wey, T-8, chat")
    assert "Note: Writes back." in brief
    assert [each.text for each in room.cockpit.hand_overs.open] == [brief]


def test_nobody_writes_about_a_contact_that_is_removed_for_good(room: Room) -> None:
    talk(room)
    room.cockpit.end("escalated")
    ended = room.cockpit.papers.last_ended
    assert ended is not None
    room.cockpit.forget([ended.contact.id], [])
    with pytest.raises(Trouble, match="no contact to write about"):
        room.cockpit.papers.document(BRIEF, None)
    with pytest.raises(Trouble, match="was closed"):
        room.cockpit.hand_overs.text_of(ended.contact.id)


def test_the_teams_template_takes_the_place_of_ours_as_soon_as_it_is_there(room: Room) -> None:
    talk(room)
    folder = room.cockpit.papers.own_folder
    assert folder is not None
    folder.mkdir()
    (folder / "brief.txt").write_text("\ufeffFor the boss: {who}\r\n", encoding="utf-8")
    assert room.cockpit.papers.document(BRIEF, room.desk.current).text == (
        "For the boss: Ms Wei, T-7, chat"
    )
    room.cockpit.end("escalated")
    assert room.cockpit.hand_overs.open[0].text == "For the boss: Ms Wei, T-7, chat"
    assert room.cockpit.papers.document(SUMMARY, None).text.startswith("Hello Ms Wei")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"{wrong}", "brief.txt:1: there is nothing called"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"x" * (LONGEST_TEMPLATE + 1), "too long"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_template_is_told_and_a_hand_over_is_made_all_the_same(
    room: Room, content: bytes | None, what: str
) -> None:
    talk(room)
    folder = room.cockpit.papers.own_folder
    assert folder is not None
    folder.mkdir()
    if content is None:
        (folder / "brief.txt").mkdir()
    else:
        (folder / "brief.txt").write_bytes(content)
    with pytest.raises(Trouble, match=what):
        room.cockpit.papers.document(BRIEF, room.desk.current)
    room.cockpit.end("escalated")
    assert room.cockpit.hand_overs.open[0].text.startswith("Hand-over: Ms Wei, T-7, chat")
