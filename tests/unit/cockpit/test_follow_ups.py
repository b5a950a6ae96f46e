"""From a phrase that promises to its reminder, and from a reminder back to the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cockpit.following_up import follow_up
from desktop.cockpit.offers import offer_views
from desktop.cockpit.promise_lines import Understood, make, understand
from desktop.contacts.record import EventKind
from desktop.contacts.store import all_contacts
from desktop.errors import Trouble
from desktop.followups.promise import Side, Terms
from desktop.guide.model import Place
from desktop.guide.vocabulary import Way
from desktop.insertion.outcome import Verdict
from tests.unit.cockpit.room import Room

BOOK = """\
poise: 1
id: parcel
title: Parcel
summary: Find it.
placeholders:
  by: {label: By when, example: friday noon}
  promise: {label: What you promised, example: a call by friday noon, record: promise}
  root_cause: {label: Cause, example: lost, record: root-cause}
steps:
  - id: hear
    title: Hear
    goal: Listen.
    capture: [root_cause, promise]
    outcomes: [solved]
    phrases:
      - id: word
        title: My word
        promise: {what: "news about {reference}", how: call, when: "{by}"}
        text: "You will hear from me by {by}."
      - id: bare
        title: I will see to it
        promise: {how: email}
        text: "I will see to it."
      - id: plain
        title: Plain
        text: "Hello there"
"""
FOLLOW_UP = """\
poise: 1
id: follow-up-contact
title: Follow-up
summary: Come back.
placeholders:
  promised: {label: What was promised, example: a call}
  root_cause: {label: Cause, example: lost, record: root-cause}
steps:
  - id: open
    title: Open
    goal: Say what was done.
    capture: [root_cause]
    outcomes: [solved]
    phrases:
      - {id: kept, title: Kept, text: "I promised you {promised}, {customer}."}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, parcel=BOOK, follow=FOLLOW_UP)
    yield room
    assert room.ledger.close(5) == 0


def say(room: Room, phrase: str) -> None:
    room.cockpit.speaker.insert(phrase)
    room.clock.advance(1000)


# -- phrases that promise ------------------------------------------------------------------


def test_a_phrase_that_was_said_offers_its_reminder(room: Room) -> None:
    contact_id = room.cockpit.start("parcel", "Ms Rivera", "SR-1")
    room.cockpit.speaker.give_words({"by": "tomorrow 15:00"})
    say(room, "word")
    (offer,) = room.cockpit.offers.open
    assert (offer.contact_id, offer.whom, offer.what) == (
        contact_id,
        "Ms Rivera",
        "news about SR-1",
    )
    # By tomorrow, “tomorrow” is another day.
    assert offer.when == "22 Nov 2026 15:00"
    assert offer.way is Way.CALL
    (view,) = offer_views(room.cockpit.offers)
    assert view.headline == "You promised Ms Rivera: news about SR-1"
    assert view.detail == "tomorrow 15:00"
    made = room.cockpit.promises.remind(offer.when, offer.what, offer.contact_id)
    assert room.cockpit.book.wording(room.cockpit.book.find(made)) == "due tomorrow 15:00"


def test_what_was_refused_promised_nothing(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    say(room, "word")  # nobody said by when
    assert room.last().verdict is Verdict.REFUSED
    say(room, "plain")
    assert room.cockpit.offers.open == ()


def test_the_recorded_word_says_what_the_phrase_does_not(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    say(room, "bare")
    assert [(each.what, each.when) for each in room.cockpit.offers.open] == [
        ("I will see to it", "")
    ]
    room.cockpit.speaker.give_words({"promise": "a letter by tomorrow at 17:00"})
    say(room, "bare")
    assert [(each.what, each.when) for each in room.cockpit.offers.open] == [
        ("a letter", "22 Nov 2026 17:00")
    ]


def test_a_time_that_is_not_clear_stays_as_it_was_said(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera", "SR-1")
    room.cockpit.speaker.give_words({"by": "the end of the week"})
    say(room, "word")
    (offer,) = room.cockpit.offers.open
    assert (offer.when, offer.moment) == ("the end of the week", None)


def test_a_closed_offer_does_not_come_back_for_the_same_words(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    say(room, "bare")
    (offer,) = room.cockpit.offers.open
    room.cockpit.promises.close_offer(offer.id)
    say(room, "bare")
    assert room.cockpit.offers.open == ()
    with pytest.raises(Trouble, match="settled"):
        room.cockpit.offers.find(offer.id)


def test_a_copied_phrase_promises_as_well(room: Room) -> None:
    room.cockpit.start("parcel", "Ms Rivera")
    room.cockpit.speaker.copy("bare")
    assert len(room.cockpit.offers.open) == 1


# -- one line ------------------------------------------------------------------------------


def test_a_line_belongs_to_the_contact_it_names(room: Room) -> None:
    first = room.cockpit.start("parcel", "Ms Rivera")
    second = room.cockpit.start("parcel", "Joanna")
    for text, contact_id in (
        ("call Rivera tomorrow 15:00 re refund", first),
        ("call Ann tomorrow 15:00", None),
        ("call tomorrow 15:00", second),
    ):
        found = understand(room.cockpit, text)
        assert found is not None
        assert found.contact_id == contact_id
        assert found.is_clear
    made = room.cockpit.book.find(make(room.cockpit, "call Rivera tomorrow 15:00 re refund"))
    assert (made.contact_id, made.text, made.terms.whom) == (first, "refund", "Rivera")
    assert room.cockpit.book.find(make(room.cockpit, "call Ann tomorrow 9:00")).contact_id is None


def test_a_line_is_shown_as_it_was_understood(room: Room) -> None:
    found = understand(room.cockpit, "call Rivera monday 15:00 re refund")
    assert found is not None
    assert (found.title, found.remark) == ("Call Rivera · Mon 23 Nov 15:00 · refund", "")
    found = understand(room.cockpit, "call Rivera tomorrow 15:00")
    assert found is not None
    assert found.remark == "Sunday is no working day of yours."


def test_a_name_is_no_doubtful_one_where_a_contact_has_it(room: Room) -> None:
    found = understand(room.cockpit, "call jo brand 23:59")
    assert found is not None
    assert not found.is_clear
    room.cockpit.start("parcel", "Jo Brand")
    found = understand(room.cockpit, "call jo brand 23:59")
    assert found is not None
    assert found.is_clear
    found = understand(room.cockpit, "call jo brand tomorow 23:59")
    assert found is not None
    assert not found.is_clear
    assert found.title == "Call jo brand · “tomorow 23:59”?"


def test_what_was_shown_is_told_from_what_would_be_made(room: Room) -> None:
    shown = understand(room.cockpit, "call Ana 15:06")
    assert shown is not None
    assert shown.line.moment is not None

    def later(by: timedelta) -> Understood:
        assert shown is not None
        assert shown.line.moment is not None
        return replace(shown, line=replace(shown.line, moment=shown.line.moment + by))

    assert later(timedelta(minutes=3)).says_the_same_as(shown)  # “in 20 min”, typed slowly
    assert not later(timedelta(days=1)).says_the_same_as(shown)  # “15:06” is tomorrow's by now
    assert not replace(shown, contact_id="c-1").says_the_same_as(shown)


@pytest.mark.parametrize("text", ["call Rivera at 4", "call tomorrow 15:00", "refund"])
def test_a_line_that_is_not_clear_makes_nothing(room: Room, text: str) -> None:
    with pytest.raises(Trouble):
        make(room.cockpit, text)
    assert room.cockpit.book.all_open() == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31 Feb 10:00 call Bob", "no such day as in “31 Feb 10:00”"),
        ("3/4 10:00 call Bob", "can be 3 April or 4 March"),
        ("tomorrow 10:00 call Bob", "Write the time last: “call Bob tomorrow 10:00”"),
        ("tomorrow 10:00 refund", "Write the time last: “remind me to refund tomorrow 10:00”"),
        ("tomorrow 10:00", "What is to be done?"),
        ("2 parcels", "is no promise"),
        ("send the form tomorrow", "is no promise"),
    ],
)
def test_a_line_that_begins_with_its_time_is_told_why_not(room: Room, text: str, why: str) -> None:
    with pytest.raises(Trouble, match=re.escape(why)):
        make(room.cockpit, text)
    assert room.cockpit.book.all_open() == ()


# -- opening a promise ---------------------------------------------------------------------


def test_an_open_contact_is_taken_up_again(room: Room) -> None:
    first = room.cockpit.start("parcel", "Ms Rivera", "SR-1")
    made = room.cockpit.promises.remind("tomorrow 10:00", "a call")
    room.cockpit.start("parcel", "Ben")
    follow_up(room.cockpit, made)
    contact = room.desk.current
    assert contact is not None
    assert contact.id == first
    assert contact.walk.current == Place("follow-up-contact", "open")
    assert contact.values["promised"] == "a call"
    say(room, "kept")
    assert room.chat.text == "I promised you a call, Ms Rivera."
    follow_up(room.cockpit, made)  # a second press changes nothing
    assert room.desk.current is not None
    assert len(room.desk.current.walk.path) == 2
    assert [each.customer for each in room.desk.waiting] == ["Ben"]


def test_an_ended_contact_is_followed_by_a_new_one(room: Room) -> None:
    first = room.cockpit.start("parcel", "Ms Rivera", "SR-1", "phone")
    room.cockpit.speaker.give_words({"root_cause": "a torn label", "by": "friday noon"})
    made = room.cockpit.promises.remind("tomorrow 10:00", "a call")
    room.cockpit.end("waiting")
    follow_up(room.cockpit, made)
    contact = room.desk.current
    assert contact is not None
    assert contact.id != first
    assert (contact.customer, contact.reference, contact.channel) == ("Ms Rivera", "SR-1", "phone")
    assert contact.values == {"promised": "a call", "root_cause": "a torn label"}
    notes = [each.facts["text"] for each in room.events() if each.kind is EventKind.NOTE]
    assert notes == [f"Follow-up of a promise: a call (contact {first})."]
    stored = room.ledger.read(lambda connection: list(all_contacts(connection))).result(5)
    assert sorted(each.contact.outcome for each in stored) == ["", "waiting"]


def test_a_promise_without_a_contact_begins_one(room: Room) -> None:
    made = room.cockpit.promises.remind(
        "tomorrow", "the photos", None, Terms("Ben", side=Side.THEIRS)
    )
    follow_up(room.cockpit, made)
    assert room.desk.current is not None
    assert room.desk.current.customer == "Ben"
    assert room.desk.current.values == {"promised": "the photos"}


def test_without_the_playbook_nothing_changes(room: Room) -> None:
    first = room.cockpit.start("parcel", "Ms Rivera")
    made = room.cockpit.promises.remind("tomorrow 10:00", "a call")
    room.cockpit.follow_up_playbook = "gone"
    before = replace(room.desk.current) if room.desk.current is not None else None
    with pytest.raises(Trouble, match="no playbook “gone”"):
        follow_up(room.cockpit, made)
    assert room.desk.current == before
    with pytest.raises(Trouble, match="no open reminder"):
        follow_up(room.cockpit, "r-0")
    assert before is not None
    assert before.id == first
