"""A brief or summary goes the way of a phrase, and stops before the wrong chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.speaker import A_CUSTOMERS, ANOTHERS_CHAT
from desktop.contacts.record import EventKind
from desktop.insertion.outcome import Verdict
from desktop.insertion.quirks import Method
from tests.unit.cockpit.room import PLAYBOOK, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, refund=PLAYBOOK)
    yield made
    assert made.ledger.close(5) == 0


def documents(room: Room) -> list[dict[str, object]]:
    return [dict(each.facts) for each in room.events() if each.kind is EventKind.DOCUMENT]


def talked_in_a_chat(room: Room, title: str = "Wei - Help desk") -> str:
    """A contact whose chat is known, because a phrase went there."""
    contact_id = room.cockpit.start("refund", "Ms Wei")
    room.chat.title = title
    room.cockpit.speaker.insert("hello")
    room.clock.advance(5000)
    assert room.last().verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED), room.last()
    return contact_id


def test_it_is_inserted_like_a_phrase_and_noted_without_its_text(room: Room) -> None:
    contact_id = room.cockpit.start("refund", "Ms Wei")
    text = "Hello Ms Wei,\n\nwe agreed:\n- Friday"
    room.cockpit.speaker.insert_text(text, "summary", contact_id, is_for_customer=True)
    room.clock.advance(5000)
    assert room.last().verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)
    assert documents(room)[0]["document"] == "summary"
    assert room.written() == []  # it is no phrase
    assert text not in str(room.events())


def test_a_brief_never_goes_into_a_customers_chat(room: Room) -> None:
    contact_id = talked_in_a_chat(room)
    for _ in range(2):
        room.cockpit.speaker.insert_text("Angry.", "brief", contact_id, is_for_customer=False)
        assert (room.last().verdict, room.last().reason) == (Verdict.REFUSED, A_CUSTOMERS)
        if room.desk.current is not None:
            room.cockpit.end("escalated")  # and the second time it has ended
    assert documents(room) == []
    room.chat.title = "Supervisors"
    room.cockpit.speaker.insert_text("Angry.", "brief", contact_id, is_for_customer=False)
    room.clock.advance(5000)
    assert room.last().verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)


def test_a_summary_goes_to_its_own_customer_alone(room: Room) -> None:
    first = talked_in_a_chat(room)
    second = room.cockpit.start("refund", "Mr Osei")
    room.cockpit.speaker.insert_text("Yours", "summary", second, is_for_customer=True)
    assert (room.last().verdict, room.last().reason) == (Verdict.REFUSED, ANOTHERS_CHAT)
    room.cockpit.speaker.insert_text("Yours", "summary", first, is_for_customer=True)
    room.clock.advance(5000)
    assert room.last().verdict in (Verdict.CONFIRMED, Verdict.UNCONFIRMED)


def test_without_a_field_nothing_is_inserted_or_it_is_copied_where_that_is_all_there_is(
    room: Room,
) -> None:
    contact_id = room.cockpit.start("refund", "Ms Wei")
    room.desktop.front = None
    insert = room.cockpit.speaker.insert_text
    insert("Text", "brief", contact_id, is_for_customer=False)
    assert room.last().verdict is Verdict.REFUSED
    room.cockpit.speaker.can_insert = False
    insert("Text", "brief", contact_id, is_for_customer=False)
    assert room.last().verdict is Verdict.COPIED
    assert documents(room) == [{"document": "brief", "way": "copied"}]


def test_the_setting_to_copy_holds_for_documents_too(room: Room) -> None:
    contact_id = room.cockpit.start("refund", "Ms Wei")
    room.cockpit.speaker.insert_method = Method.COPY
    room.cockpit.speaker.insert_text("Text", "brief", contact_id, is_for_customer=False)
    room.clock.advance(5000)
    assert room.last().verdict is Verdict.COPIED
    room.cockpit.speaker.refuse_text("brief", "Nothing inserted. Gone.")
    assert room.last().reason == "Nothing inserted. Gone."
