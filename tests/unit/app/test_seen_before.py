"""Who was here before is asked in the background, once for the same words, and told honestly."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from desktop.app.seen_before import SeenBefore
from desktop.cockpit.state import state
from desktop.errors import Trouble
from desktop.ui.view import EarlierView
from tests.unit.cockpit.room import NOW, PLAYBOOK, Room

WAIT_S = 20


class Asked:
    """The ledger, with every question counted; one that refuses when the test wants it."""

    def __init__(self, room: Room) -> None:
        self._ledger = room.ledger
        self.count = 0
        self.trouble: BaseException | None = None

    def read(self, job: Callable[[sqlite3.Connection], Any]) -> Future[Any]:
        self.count += 1
        if self.trouble is None:
            return self._ledger.read(job)
        refused: Future[Any] = Future()
        refused.set_exception(self.trouble)
        return refused


class Threads:
    """Keeps the answers until the test lets them come."""

    def __init__(self) -> None:
        self.work: list[Callable[[], None]] = []

    def call(self, work: Callable[[], None]) -> None:
        self.work.append(work)


class Seeing(Room):
    """A cockpit whose every change is looked at, as the running program does."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, refund=PLAYBOOK)
        self.reads, self.threads, self.learned = Asked(self), Threads(), 0
        self.seen = SeenBefore(
            self.cockpit,
            self.reads,  # type: ignore[arg-type]  # reads as a ledger does
            self.threads,  # type: ignore[arg-type]  # needs no Qt
            self.on_learned,
        )

    def refresh(self) -> None:
        super().refresh()
        self.seen.look()

    def on_learned(self) -> None:
        self.learned += 1

    def answers(self) -> list[Callable[[], None]]:
        """Those on their way to the main thread; there they are at the test's will."""
        self.ledger.settled().result(WAIT_S)
        self.ledger.read(lambda _: None).result(WAIT_S)
        found, self.threads.work = self.threads.work, []
        return found

    def settle(self) -> None:
        for work in self.answers():
            work()

    def view(self) -> EarlierView | None:
        return self.cockpit.earlier.view(NOW)

    def ids(self) -> list[str]:
        return [each["id"] for each in self.told()]

    def told(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = state(self.cockpit, self.bindings, "none", {}, ())["earlier"]
        return found

    def past(self, customer: str, reference: str = "", *promises: str) -> str:
        """A contact that has ended."""
        contact_id = self.cockpit.start("refund", customer, reference)
        for promise in promises:
            self.cockpit.promises.remind("tomorrow 15:00", promise)
        self.cockpit.end("escalated")
        self.settle()
        return contact_id

    def start(self, customer: str, reference: str = "") -> str:
        contact_id = self.cockpit.start("refund", customer, reference)
        self.settle()
        return contact_id


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Seeing]:
    made = Seeing(tmp_path)
    yield made
    made.ledger.close(WAIT_S)


def test_nobody_is_asked_about_while_nothing_is_known(room: Seeing) -> None:
    room.past("", "")
    room.start(" ?", "-")
    assert room.reads.count == 0
    assert (room.view(), room.told()) == (None, [])


def test_a_disk_that_refuses_shows_nothing_and_is_asked_anew(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    room.reads.trouble = Trouble("The disk cannot be read.")
    room.start("Ms Rivera", "SR-1")
    assert room.view() is None
    room.reads.trouble = None
    room.cockpit.add_line("She writes again.")
    room.settle()
    assert room.ids() == [before]


def test_our_own_mistake_is_logged_and_shows_nothing(
    room: Seeing, caplog: pytest.LogCaptureFixture
) -> None:
    room.reads.trouble = ValueError("broken")
    room.start("Ms Rivera")
    assert room.view() is None
    assert [each.message for each in caplog.records] == ["earlier contacts were not found"]
    assert "Rivera" not in caplog.text


def test_an_older_answer_never_takes_the_place_of_a_newer_one(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1")
    osei = room.past("Mr Osei", "SR-2")
    room.cockpit.start("refund", "Ms Rivera", "SR-1")
    (first,) = room.answers()
    room.cockpit.set_details("Mr Osei", "SR-2", "")
    (second,) = room.answers()
    second()
    assert room.ids() == [osei]
    first()
    assert room.ids() == [osei]
    assert room.view() is not None


def test_nothing_is_shown_of_one_customer_while_another_is_asked_about(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1")
    room.start("Ms Rivera", "SR-1")
    assert room.view() is not None
    room.cockpit.start("refund", "Mr Osei", "SR-2")
    assert (room.view(), room.told()) == (None, [])
    room.settle()
    assert room.view() is None


def test_the_same_words_are_asked_about_once(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1")
    before = room.reads.count
    room.start("Ms Rivera", "SR-1")
    room.cockpit.add_line("A line.")
    room.cockpit.next()
    room.cockpit.set_details("MS  RIVERA", "sr 1", "chat")
    room.settle()
    assert room.reads.count == before + 1
    assert room.learned == 1
    assert len(room.ids()) == 1


def test_a_name_written_down_later_is_asked_about(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    room.start("")
    assert room.ids() == []
    room.cockpit.set_details("", "#sr1", "")
    room.settle()
    assert room.ids() == [before]


def test_resumed_it_is_known_again(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    first = room.start("Ms Rivera", "SR-1")
    room.start("Mr Osei")
    assert room.ids() == []
    room.cockpit.resume(first)
    room.settle()
    assert room.ids() == [before]


def test_what_was_corrected_meanwhile_is_asked_about_again(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    room.start("Ms Rivera", "SR-1")
    room.ledger.write(
        lambda c: c.execute("UPDATE contacts SET deleted_at = ? WHERE id = ?", ("now", before))
    ).result(WAIT_S)
    room.cockpit.earlier.is_doubtful = True
    room.seen.look()
    assert room.ids() == [before]  # until the answer comes
    room.settle()
    assert (room.ids(), room.view()) == ([], None)


def test_hidden_for_this_contact_and_not_for_another(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    first = room.start("Ms Rivera", "SR-1")
    room.cockpit.hide_earlier()
    assert room.view() is None
    assert room.ids() == [before]  # a command still leads to them
    room.start("Ms Rivera", "SR-1")
    assert room.view() is not None
    room.cockpit.resume(first)
    room.settle()
    # The second contact, still open, was not among those put away.
    assert [each["id"] for each in room.told()][1:] == [before]
    assert room.view() is not None


def test_who_is_forgotten_is_not_named_any_more(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    room.start("Mr Osei", "SR-1")
    assert room.ids() == [before]
    room.cockpit.forget([before], [])
    assert (room.ids(), room.view()) == ([], None)


def test_an_answer_on_its_way_does_not_bring_the_forgotten_back(room: Seeing) -> None:
    before = room.past("Ms Rivera", "SR-1")
    room.cockpit.start("refund", "Mr Osei", "SR-1")
    answers = room.answers()
    room.cockpit.forget([before], [])
    for each in answers:
        each()
    assert (len(answers), room.ids()) == (1, [])


def test_the_reference_says_seen_before_with_the_promise_first_due(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1", "call back about the refund")
    room.past("Ms Rivera", "SR-1")
    room.start("Ana Rivera", "sr-1")
    assert room.view() == EarlierView(
        "Seen before: 2 contacts",
        "Last today, escalated",
        "Call back about the refund",
        "due tomorrow 15:00",
    )
    assert [each["promises"] for each in room.told()] == [["call back about the refund"], []]
    assert all(each["is_same_reference"] for each in room.told())
    assert set(room.told()[0]) == {
        *("id", "started_at", "outcome", "customer", "is_same_reference", "promises")
    }


def test_a_promise_kept_is_gone_at_once(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1", "call back", "send the form")
    room.start("Ms Rivera", "SR-1")
    first, second = room.cockpit.book.all_open()
    view = room.view()
    assert view is not None
    assert view.promise == f"2 promises: {first.headline}"
    room.cockpit.promises.done(first.id)
    room.cockpit.promises.done(second.id)
    view = room.view()
    assert view is not None
    assert (view.promise, view.due) == ("", "")


@pytest.mark.parametrize(
    ("mine", "theirs", "detail"),
    [
        ("SR-2", "SR-1", "Another reference; today, escalated"),
        ("SR-2", "", "Today, escalated"),
        ("", "SR-1", "Today, escalated"),
    ],
)
def test_a_name_alone_says_that_it_is_only_the_name(
    room: Seeing, mine: str, theirs: str, detail: str
) -> None:
    room.past("Ms Rivera", theirs)
    room.start("ms rivéra", mine)
    view = room.view()
    assert view is not None
    assert (view.headline, view.detail) == ("Same name: 1 contact", detail)


def test_both_are_counted_apart(room: Seeing) -> None:
    room.past("Ms Rivera", "SR-1")
    room.past("Ms Rivera", "SR-7", "send the form")
    room.past("Ms Rivera", "SR-8")
    room.start("Ms Rivera", "SR-1")
    assert room.view() == EarlierView(
        "Seen before: 1 contact",
        "Today, escalated; 2 more by name",
        "Same name: send the form",
        "due tomorrow 15:00",
    )


def test_one_that_is_still_open_says_so(room: Seeing) -> None:
    room.start("Ms Rivera", "SR-1")
    room.start("Ms Rivera", "SR-1")
    view = room.view()
    assert view is not None
    assert view.detail == "Today, still open"
