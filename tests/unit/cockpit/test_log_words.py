"""The record of a contact told in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.cockpit.log_words import Titles, choices, row_view, story_view
from desktop.contacts import history
from desktop.contacts.editing import Correction, Editor
from desktop.contacts.history import LogFilter, LogRow
from desktop.guide.vocabulary import Manner, Trigger
from desktop.insertion.outcome import Outcome, Verdict
from desktop.ui.log_view import EarlierLink, LineView, OldView, PromiseView, StoryView
from tests.unit.cockpit.room import NOW, PLAYBOOK, Room

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, refund=PLAYBOOK)
    yield made
    made.ledger.close(5)


def told(room: Room, contact_id: str, now: datetime = NOW) -> StoryView:
    story = room.ledger.read(lambda c: history.timeline(c, contact_id)).result()
    assert story is not None
    return story_view(story, Titles(room.library), now, BERLIN)


def test_one_contact_from_its_beginning_to_its_end(room: Room) -> None:
    desk = room.desk
    trigger, manner = Trigger.BILLING, Manner.ANGRY
    desk.start("refund", "Ms Rivera", "SR-1", "chat", trigger=trigger, manner=manner)
    contact = desk.current
    assert contact is not None
    desk.note_insertion("hello", Outcome(Verdict.CONFIRMED, target="chromium"))
    desk.note_insertion("named", Outcome(Verdict.UNCONFIRMED, target="chromium"))
    desk.note_insertion("amount", Outcome(Verdict.COPIED))
    desk.note_insertion("gone", Outcome(Verdict.REFUSED, "The window changed."))
    desk.set_values({"amount": "20 EUR"})
    desk.next()
    desk.back()
    desk.note("She sends the statement tonight.")
    room.cockpit.book.add("tomorrow 10:00", "call her", contact.id)
    desk.end("solved", "Charged twice.")
    shown = told(room, contact.id)
    assert shown.title == "Ms Rivera · SR-1"
    assert shown.about == (
        "Today, 15:05, chat",
        "Billing, angry",
    )
    assert shown.outcome == "Ended: solved"
    assert shown.facts == (("Amount", "20 EUR"),)
    assert shown.promises == (PromiseView("call her", "due tomorrow 10:00", True),)
    assert shown.lines == (
        LineView("15:05", "Started with Refund", day="Today"),
        LineView("15:05", "Hear", "", "step"),
        LineView("15:05", "Said “Hello”", "into chromium", "said"),
        LineView("15:05", "Said “Named”", "into chromium, not confirmed", "said"),
        LineView("15:05", "Copied “Amount”", "", "said"),
        LineView("15:05", "Not inserted: “gone”", "The window changed.", "refused"),
        LineView("15:05", "Wrote down: amount"),
        LineView("15:05", "Close", "", "step"),
        LineView("15:05", "Back to Hear", "", "step"),
        LineView("15:05", "Note: She sends the statement tonight.", "", "note"),
        LineView("15:05", "Ended: solved", "", "end"),
        LineView("15:05", "Promised: call her", "by tomorrow 10:00", "promise"),
    )
    assert "Hello there" not in shown.as_text()


def test_a_playbook_that_is_gone_leaves_its_ids(room: Room, tmp_path: Path) -> None:
    room.desk.start("refund")
    contact = room.desk.current
    assert contact is not None
    room.desk.note_insertion("hello", Outcome(Verdict.CONFIRMED))
    room.desk.set_values({"amount": "20 EUR"})
    (tmp_path / "refund.yaml").unlink()
    room.library.refresh()
    shown = told(room, contact.id)
    assert shown.title == "Nobody named"
    assert shown.outcome == "Still open"
    assert shown.fields is None
    texts = [each.text for each in shown.lines]
    assert texts == ["Started with refund", "hear", "Said “hello”", "Wrote down: amount"]
    assert shown.facts == (("Amount", "20 EUR"),)


def test_old_words_and_a_deletion(room: Room) -> None:
    room.desk.start("refund", "Rivera")
    contact = room.desk.current
    assert contact is not None
    room.desk.end("waiting", "Old.")
    later = NOW + timedelta(days=2)
    editor = Editor(room.ledger, room.desk, lambda: later)
    editor.correct(contact.id, Correction(outcome="solved", note="New."))
    editor.delete(contact.id)
    shown = told(room, contact.id, later)
    assert shown.is_deleted
    assert shown.note == "New."
    assert set(shown.old) == {
        OldView("Note", "Old.", "today 15:05"),
        OldView("Outcome", "Waiting", "today 15:05"),
    }
    assert shown.about[0].startswith("Sat 21 Nov, 15:05")


def test_promises_late_and_kept(room: Room) -> None:
    room.desk.start("refund")
    contact = room.desk.current
    assert contact is not None
    late = room.cockpit.book.add("in 10 minutes", "call", contact.id)
    kept = room.cockpit.book.add("in 20 minutes", "write", contact.id)
    room.cockpit.book.done(kept.id)
    shown = told(room, contact.id, NOW + timedelta(minutes=30))
    assert {each.text: each for each in shown.promises} == {
        late.text: PromiseView("call", "20 min overdue", True, is_late=True),
        kept.text: PromiseView("write", "kept today", False),
    }


@pytest.mark.parametrize(
    ("ago", "when"),
    [
        (timedelta(), "15:05"),
        (timedelta(days=1), "yesterday 15:05"),
        (timedelta(days=3), "Wed 18 Nov"),
        (timedelta(days=400), "Fri 17 Oct 2025"),
    ],
)
def test_when_a_row_was(ago: timedelta, when: str) -> None:
    shown = row_view(_row(NOW - ago), NOW, BERLIN)
    assert shown.when == when


def test_what_a_row_says() -> None:
    shown = row_view(_row(NOW), NOW, None)
    assert shown.who == "Nobody named"
    assert shown.line == "Billing, angry"
    assert shown.is_open
    assert shown.spoken.endswith("Still open. 1 open promise. Billing, angry")


def test_choices_are_those_there_are(room: Room) -> None:
    offered = choices(room.library)
    assert offered.playbooks == (("refund", "Refund"),)
    assert offered.outcomes[0] == ("open", "Still open")
    found = room.ledger.read(lambda c: history.page(c, LogFilter(outcome="open"), None, 5))
    assert found.result() == ()


def _row(started_at: datetime) -> LogRow:
    words = ("", "", "", "", "billing", "angry")
    return LogRow(1, "c-1", started_at.astimezone(UTC), None, *words, "", 1)


def test_it_leads_to_those_with_the_reference_or_else_of_the_name(room: Room) -> None:
    ids = []
    for reference in ("SR-9", "SR-1", "sr 1", "SR-2"):
        ids.append(room.cockpit.start("refund", "Ms Rivera", reference))
        room.cockpit.end("solved")

    def part_them(connection: sqlite3.Connection) -> None:
        for minute, contact_id in enumerate(ids):
            at = f"2026-11-21T14:{minute:02}:00.000Z"
            connection.execute("UPDATE contacts SET started_at = ? WHERE id = ?", (at, contact_id))

    room.ledger.write(part_them).result(5)
    assert told(room, ids[0]).earlier is None
    assert told(room, ids[1]).earlier == EarlierLink(
        "1 earlier contact of that name", "Ms Rivera", ids[0]
    )
    assert told(room, ids[2]).earlier == EarlierLink("1 earlier contact", "SR-1", ids[1])
    assert told(room, ids[3]).earlier == EarlierLink(
        "3 earlier contacts of that name", "Ms Rivera", ids[2]
    )
