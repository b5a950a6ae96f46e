"""The desk: what it shows at once is what the record holds a moment later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.contacts import store
from desktop.contacts.desk import Desk
from desktop.contacts.record import EventKind
from desktop.contacts.store import StoredContact
from desktop.errors import Trouble
from desktop.guide.model import Branch, Place, Playbook, Step
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage.ledger import Ledger

WAIT_S = 20

LEAP = Playbook(
    "leap",
    "LEAP",
    "Short.",
    (
        Step("listen", "Listen", "Let them speak."),
        Step(
            "empathise",
            "Empathise",
            "Name it.",
            branches=(
                Branch("rude", "It gets rude", playbook="boundaries"),
                Branch("calm", "They are calmer", step="ask", is_calmer=True),
            ),
        ),
        Step("ask", "Ask", "Find the cause."),
    ),
)
BOUNDARIES = Playbook("boundaries", "Boundaries", "Rungs.", (Step("one", "Rung 1", "By name."),))


class Clock:
    """A second goes by with every look."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


class Bench:
    """A desk on a real database, with playbooks that can be taken away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.playbooks = {"leap": LEAP, "boundaries": BOUNDARIES}
        self.clock = Clock()
        self.bugs: list[BaseException] = []
        self.ledger = Ledger(path, on_bug=self.bugs.append)
        self.desk = self.new_desk()

    def new_desk(self) -> Desk:
        return Desk(self.ledger, self.playbooks.get, self.clock, lambda: self.playbooks)

    def restart(self) -> Desk:
        """As after a crash: nothing but the record is left."""
        self.desk = self.new_desk()
        self.desk.load_open()
        return self.desk

    def record(self) -> list[StoredContact]:
        return self.ledger.read(lambda connection: list(store.all_contacts(connection))).result(
            WAIT_S
        )

    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.record()[0].events]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "poise.db")
    yield made
    made.ledger.abandon(WAIT_S)
    assert made.bugs == []


def places(desk: Desk) -> list[str]:
    assert desk.current is not None
    return [f"{place.playbook}/{place.step}" for place in desk.current.walk.path]


def test_a_contact_from_start_to_end_writes_itself(bench: Bench) -> None:
    desk = bench.desk
    started = desk.start("leap", "Ms Rivera", "T-1", "chat")
    assert desk.current == started
    assert desk.current_step == LEAP.steps[0]
    desk.next()
    desk.note_insertion("leap.sorry", Outcome(Verdict.CONFIRMED, "", "chromium", 21))
    desk.note_insertion("leap.sorry", Outcome(Verdict.UNCONFIRMED, "No receipt.", "xterm", 90))
    desk.note_insertion("leap.other", Outcome(Verdict.REFUSED, "Shift is held down.", "xterm"))
    assert desk.current.used == ("leap.sorry",)
    desk.note("Wants a credit.")
    desk.end("solved", "Credit given.")
    assert desk.current is None

    (stored,) = bench.record()
    assert stored.contact.id == started.id
    assert stored.contact.customer == "Ms Rivera"
    assert stored.contact.outcome == "solved"
    assert stored.contact.note == "Credit given."
    assert stored.contact.ended_at is not None
    assert stored.contact.ended_at > stored.contact.started_at
    assert bench.kinds() == [
        "started",
        "step",
        "step",
        "insertion",
        "insertion",
        "insertion",
        "note",
        "ended",
    ]
    assert stored.events[3].facts == {
        "phrase": "leap.sorry",
        "wording": 0,
        "verdict": "confirmed",
        "reason": "",
        "target": "chromium",
        "ms": 21,
    }
    assert [event.at for event in stored.events] == sorted(event.at for event in stored.events)


def test_the_path_after_a_crash_is_the_path_before_it(bench: Bench) -> None:
    desk = bench.desk
    contact = desk.start("leap")
    desk.next()
    desk.next()
    desk.back()
    desk.next("rude")
    desk.back()
    desk.enter("boundaries")
    before = desk.current
    assert before is not None
    assert places(desk) == ["leap/listen", "leap/empathise", "boundaries/one"]

    desk = bench.restart()
    assert desk.current is None
    assert desk.waiting == (before,)
    assert desk.resume(contact.id) == before
    desk.back()
    assert places(desk) == ["leap/listen", "leap/empathise"]


def test_details_values_and_used_phrases_come_back_too(bench: Bench) -> None:
    desk = bench.desk
    desk.start("leap")
    desk.set_details(customer="Rivera", channel="chat")
    desk.set_details(reference="T-2")
    desk.set_values({"callback_time": "17:00", "product": "Box"})
    desk.set_values({"callback_time": "18:00"})
    desk.note_insertion("leap.b", Outcome(Verdict.COPIED))
    desk.note_insertion("leap.a", Outcome(Verdict.CONFIRMED))
    before = desk.current
    assert before is not None
    assert (before.customer, before.reference, before.channel) == ("Rivera", "T-2", "chat")
    assert before.used == ("leap.b", "leap.a")
    assert bench.restart().waiting == (before,)
    assert before.values == {"callback_time": "18:00", "product": "Box"}
    # What is personal stands in one place only, where it can be erased.
    details = [e.facts for e in bench.record()[0].events if e.kind is EventKind.DETAILS]
    assert details == [
        {"fields": ["customer", "channel"]},
        {"fields": ["reference"]},
        {"fields": ["callback_time", "product"]},
        {"fields": ["callback_time"]},
    ]


def test_what_did_not_change_is_not_written(bench: Bench) -> None:
    bench.desk.start("leap", "Rivera")
    bench.desk.set_details(customer="Rivera")
    bench.desk.set_details()
    bench.desk.set_values({})
    assert bench.kinds() == ["started", "step"]


def test_starting_another_sets_the_first_aside(bench: Bench) -> None:
    desk = bench.desk
    first = desk.start("leap", "First")
    second = desk.start("boundaries", "Second")
    assert desk.current == second
    assert [each.id for each in desk.waiting] == [first.id]
    assert desk.waiting[0].aside_since is not None
    desk.resume(first.id)
    assert desk.current == first
    assert [each.id for each in desk.waiting] == [second.id]
    assert desk.resume(first.id) == first
    desk.end("lost")
    assert desk.current is None
    assert [each.id for each in desk.waiting] == [second.id]
    assert bench.kinds() == ["started", "step", "set_aside", "resumed", "ended"]


def test_what_is_done_for_a_waiting_contact_leaves_it_waiting_as_it_did(bench: Bench) -> None:
    desk = bench.desk
    first = desk.start("leap", "Ms Rivera").id
    second = desk.start("leap", "Mr Osei").id
    third = desk.start("leap", "Ms Wei").id
    since = {each.id: each.aside_since for each in desk.waiting}
    with desk.lent(first):
        desk.set_details(customer="Ms Rivera-Lopez")
        desk.next()
    assert desk.current is not None
    assert desk.current.id == third
    assert [each.id for each in desk.waiting] == [second, first]
    assert {each.id: each.aside_since for each in desk.waiting} == since
    assert desk.waiting[1].customer == "Ms Rivera-Lopez"
    assert bench.kinds()[-3:] == ["set_aside", "details", "step"]
    desk = bench.restart()
    assert since.items() <= {each.id: each.aside_since for each in desk.waiting}.items()


def test_a_waiting_contact_that_was_lent_can_end_and_a_mistake_keeps_it(bench: Bench) -> None:
    desk = bench.desk
    first = desk.start("leap").id
    second = desk.start("leap").id
    with pytest.raises(Trouble, match="cannot end"), desk.lent(first):
        desk.end("somehow")
    assert [each.id for each in desk.waiting] == [first]
    with desk.lent(first):
        desk.end("lost")
    assert desk.waiting == ()
    assert desk.current is not None
    assert desk.current.id == second
    with pytest.raises(Trouble, match="no open contact"), desk.lent(first):
        desk.end("lost")
    assert desk.current.id == second


def test_the_latest_left_open_is_first_after_a_crash(bench: Bench) -> None:
    desk = bench.desk
    first = desk.start("leap")
    second = desk.start("leap")
    desk.start("leap")
    desk.end("solved")
    desk.resume(first.id)
    desk.next()
    assert [each.id for each in bench.restart().waiting] == [first.id, second.id]
    bench.desk.load_open()  # twice does no harm
    assert len(bench.desk.waiting) == 2


def test_an_insertion_that_ends_late_is_written_to_its_own_contact(bench: Bench) -> None:
    desk = bench.desk
    first = desk.start("leap")
    desk.start("boundaries")
    assert desk.note_insertion("leap.a", Outcome(Verdict.CONFIRMED), first.id)
    assert desk.waiting[0].used == ("leap.a",)
    assert desk.current is not None
    assert desk.current.used == ()
    desk.resume(first.id)
    desk.end("solved")
    assert desk.note_insertion("leap.b", Outcome(Verdict.CONFIRMED), first.id)
    assert bench.kinds()[-2:] == ["ended", "insertion"]
    assert bench.record()[0].used == ("leap.a", "leap.b")
    assert not desk.note_insertion("leap.a", Outcome(Verdict.CONFIRMED))  # none in hand
    with pytest.raises(Trouble, match="no open contact “c-0”"):
        desk.note_insertion("leap.a", Outcome(Verdict.CONFIRMED), "c-0")


def test_the_stop_lines_start_a_contact_when_none_is_open(bench: Bench) -> None:
    bench.desk.enter("boundaries")
    assert places(bench.desk) == ["boundaries/one"]


@pytest.mark.parametrize("change", ["next", "back", "set_details", "note", "end", "set_aside"])
def test_without_a_contact_it_says_so(bench: Bench, change: str) -> None:
    arguments = {"note": ["text"], "end": ["solved"]}.get(change, [])
    with pytest.raises(Trouble, match="No contact is open. Start one: "):
        getattr(bench.desk, change)(*arguments)


def test_unknown_names_are_answered_with_the_known_ones(bench: Bench) -> None:
    desk = bench.desk
    with pytest.raises(Trouble, match="no playbook “laep”. There are: boundaries, leap."):
        desk.start("laep")
    with pytest.raises(Trouble, match="None is open"):
        desk.resume("c-1")
    contact = desk.start("leap")
    with pytest.raises(Trouble, match=f"Open are: {contact.id}."):
        desk.resume("c-1")
    with pytest.raises(Trouble, match="no playbook “stop”"):
        desk.enter("stop")
    with pytest.raises(Trouble, match="no branch nowhere"):
        desk.next("nowhere")
    with pytest.raises(Trouble, match="solved, waiting, escalated, ended-for-conduct, lost"):
        desk.end("fine")
    assert desk.current == contact
    assert bench.kinds() == ["started", "step"]
    with pytest.raises(Trouble, match="no playbook"):
        desk.start("laep")
    assert desk.current == contact  # not set aside for a start that failed


def test_a_playbook_that_vanishes_keeps_the_place(bench: Bench) -> None:
    desk = bench.desk
    desk.start("leap")
    desk.next()
    del bench.playbooks["leap"]
    assert desk.current_playbook is None
    assert desk.current_step is None
    with pytest.raises(Trouble, match="gone.*your place is kept"):
        desk.next()
    assert places(desk) == ["leap/listen", "leap/empathise"]
    desk = bench.restart()
    desk.resume(desk.waiting[0].id)
    assert desk.current_step is None
    desk.note_insertion("leap.a", Outcome(Verdict.CONFIRMED))
    desk.enter("boundaries")
    desk.back()
    bench.playbooks["leap"] = LEAP
    assert desk.current_step == LEAP.steps[1]


def test_a_step_that_vanishes_keeps_the_place(bench: Bench) -> None:
    desk = bench.desk
    desk.start("leap")
    desk.next()
    bench.playbooks["leap"] = Playbook("leap", "LEAP", "", (LEAP.steps[0], LEAP.steps[2]))
    assert desk.current_step is None
    with pytest.raises(Trouble):
        desk.next()
    desk.back()
    assert desk.current_step == LEAP.steps[0]
    assert desk.current is not None
    assert desk.current.walk.current == Place("leap", "listen")


def test_whatever_text_comes_in_it_is_written(bench: Bench) -> None:
    desk = bench.desk
    desk.start("leap", "M\udcfcller\n\u202e", "T\x001", "c" * 300)
    desk.set_values({"order": " 7\r\n8\ud800 "})
    desk.note("one\r\ntwo\x1b\ud800")
    desk.note_insertion("p", Outcome(Verdict.REFUSED, "No \ud800.", "x\x00term"))
    desk.end("solved", "done\ud800\nwell" + "!" * 20_000)
    (stored,) = bench.record()
    assert stored.contact.customer == "Müller"
    assert stored.contact.reference == "T 1"
    assert stored.contact.channel == "c" * 200
    assert stored.values == {"order": "7 8\ufffd"}
    assert stored.contact.note.startswith("done\ufffd\nwell!")
    assert len(stored.contact.note) == 10_000
    facts = {event.kind: event.facts for event in stored.events}
    assert facts[EventKind.NOTE] == {"text": "one\ntwo \ufffd"}
    assert facts[EventKind.INSERTION]["target"] == "x term"


def test_details_are_cleaned_and_do_not_change_when_only_dirt_does(bench: Bench) -> None:
    desk = bench.desk
    desk.start("leap", "Ann")
    desk.set_details(customer=" Ann\n", reference="\udcfc")
    assert desk.current is not None
    assert (desk.current.customer, desk.current.reference) == ("Ann", "ü")
    assert bench.record()[0].contact.reference == "ü"


def test_the_branch_taken_is_written_down_and_whether_it_says_calmer(bench: Bench) -> None:
    bench.desk.start("leap")
    bench.desk.next()
    bench.desk.next("calm")
    bench.desk.back()
    bench.desk.next("rude")
    (stored,) = bench.record()
    steps = [each.facts for each in stored.events if each.kind is EventKind.STEP]
    taken = [(each.get("branch"), each.get("calmer")) for each in steps]
    assert taken == [(None, None), (None, None), ("calm", 1), (None, None), ("rude", None)]
