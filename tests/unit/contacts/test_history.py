"""The contact log finds what was written, and every row of it can be reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.contacts import words
from desktop.contacts.editing import Correction
from desktop.contacts.history import Anchors, LogFilter, timeline
from desktop.guide.vocabulary import Manner, Trigger
from tests.unit.contacts.log_bench import START, WAIT_S, LogBench


def test_an_empty_log(log: LogBench) -> None:
    for wanted in (LogFilter(), LogFilter("a"), LogFilter(is_deleted=True)):
        assert log.rows(wanted) == ()
        assert log.way_in(wanted).total == 0
    assert log.ask(lambda c: timeline(c, "c-none")) is None


def test_every_kind_of_text_is_found_at_once(log: LogBench) -> None:
    log.desk.start("leap", "Ana Åberg", "RF-77", "chat")
    log.desk.set_values({"callback_time": "half past nine"})
    log.desk.note("Router is dead")
    log.book.add("tomorrow 10:00", "call re parcel", log.desk.current.id)  # type: ignore[union-attr]
    for asked in ("ana", "ABERG", "rf-77", "77", "past", "router dead", "parcel", "rout", "åb"):
        assert log.found(asked) == ["Ana Åberg"], asked
    log.desk.end("solved", "Sent a Weißbier voucher")
    assert log.found("weissb") == ["Ana Åberg"]
    assert log.found("dead voucher") == ["Ana Åberg"]
    assert log.found("dead bottle") == []


def test_only_the_last_word_may_be_a_beginning(log: LogBench) -> None:
    log.ended("Ana", "a refund was promised")
    assert log.found("refund pro") == ["Ana"]
    assert log.found("ref promised") == []


def test_a_long_beginning_of_many_words(log: LogBench) -> None:
    for number in range(40):
        log.ended(f"Ana {number}", f"cancellation{number:03}")
    assert len(log.found("cancellation")) == 40
    assert log.found("cancellation01") == [f"Ana {number}" for number in range(19, 9, -1)]
    assert log.found("cancellation9") == []


@pytest.mark.parametrize(
    "asked",
    ['"', '""', "*", "a*", "AND", "ana OR", "NOT ana", "(", "words:ana", "^ana", "{words} : x", "-",
     "a + b", "NEAR(a b)", "\0", "ana\0", "'", ";--", "\ue000", "\N{FRACTION SLASH}", "🙂", "№"],
)  # fmt: skip
def test_what_means_something_to_the_table_is_only_looked_for(log: LogBench, asked: str) -> None:
    log.ended("Bo")
    assert log.found(asked) in ([], ["Bo"])
    assert log.way_in(LogFilter(asked)).total <= 1


@pytest.mark.parametrize("asked", ["😀", '"', "*", " - "])
@pytest.mark.parametrize("is_deleted", [False, True])
def test_signs_without_a_word_find_nothing_but_an_empty_field_all(
    log: LogBench, asked: str, is_deleted: bool
) -> None:
    contact_id = log.ended("Bo")
    if is_deleted:
        log.editor.delete(contact_id).result(WAIT_S)
    assert log.found(asked, is_deleted=is_deleted) == []
    assert log.way_in(LogFilter(asked, is_deleted=is_deleted)).total == 0
    assert log.found(" ", is_deleted=is_deleted) == ["Bo"]
    assert log.way_in(LogFilter("", is_deleted=is_deleted)).total == 1


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=12))
def test_no_text_can_raise(log: LogBench, asked: str) -> None:
    assert set(log.found(asked)) <= {"Ana"}


@given(typed=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_word_finds_itself(log: LogBench, typed: str) -> None:
    log.desk.start("leap")
    log.desk.note(f"x {typed} y")
    number = log.rows(LogFilter())[0].number
    log.desk.end("solved")
    for asked in (typed, f"{typed} y"):
        rows = log.rows(LogFilter(asked), count=1)
        assert [row.number for row in rows] == [number]


def test_each_filter_and_all_together(log: LogBench) -> None:
    log.ended("Ana", "refund", trigger=Trigger.BILLING, manner=Manner.ANGRY)
    log.ended("Bo", "refund", outcome="ended-for-conduct", trigger=Trigger.BILLING)
    log.desk.start("leap", "Cy")
    log.desk.enter("boundaries")
    log.book.add("tomorrow 10:00", "call", log.desk.current.id)  # type: ignore[union-attr]
    assert log.found(trigger="billing") == ["Bo", "Ana"]
    assert log.found(manner="angry") == ["Ana"]
    assert log.found(outcome="ended-for-conduct") == ["Bo"]
    assert log.found(outcome=words.IS_OPEN) == ["Cy"]
    assert log.found(playbook="leap") == ["Cy", "Bo", "Ana"]
    assert log.found(playbook="boundaries") == ["Cy"]
    assert log.found(has_promise=True) == ["Cy"]
    assert log.found(has_promise=False) == ["Bo", "Ana"]
    assert log.found("refund", trigger="billing", outcome="solved", has_promise=False) == ["Ana"]
    assert log.found("refund", outcome="lost") == []


def test_a_reference_is_found_with_and_without_its_hyphens(log: LogBench) -> None:
    log.ended("Ana", reference="RF-104/b")
    for asked in ("rf-104", "RF104", "rf104b", "104 b", "rf 104 B", "rf10"):
        assert log.found(asked) == ["Ana"], asked
    assert log.found("rf4") == []


def test_the_words_of_filters_are_not_found_as_text(log: LogBench) -> None:
    log.ended("Ana", trigger=Trigger.BILLING)
    for asked in ("solved", "outcome", "outcomesolved", "billing", "leap", "\ue000outcomesolved"):
        assert log.found(asked) == [], asked


def test_from_and_until_by_the_time_of_start(log: LogBench) -> None:
    for customer in ("Ana", "Bo", "Cy"):
        log.ended(customer)
        log.time += timedelta(days=1)
    day = timedelta(days=1)
    assert log.found(since=START + day) == ["Cy", "Bo"]
    assert log.found(until=START + day) == ["Ana"]
    assert log.found("bo", since=START + day, until=START + 2 * day) == ["Bo"]
    assert log.found("bo", until=START + day) == []


def test_many_in_one_second_each_have_their_place(log: LogBench) -> None:
    for number in range(300):
        log.time = START
        log.ended(f"Ana {number}")
    rows = log.rows(LogFilter())
    assert [row.customer for row in rows] == [f"Ana {number}" for number in reversed(range(300))]
    assert len({row.number for row in rows}) == 300


@pytest.mark.parametrize("wanted", [LogFilter(), LogFilter("ana"), LogFilter(outcome="solved")])
def test_anchors_lead_to_every_row(log: LogBench, wanted: LogFilter) -> None:
    assert log.way_in(wanted, every=4) == Anchors(0, ())
    ids = [log.ended(f"Ana {number}") for number in range(12)]
    for gone in (ids[4], ids[11]):
        log.editor.delete(gone)
    way_in = log.way_in(wanted, every=4)
    everything = log.rows(wanted)
    assert way_in.total == len(everything) == 10
    assert way_in.numbers == tuple(row.number for row in everything[::4])
    for place, number in enumerate(way_in.numbers):
        part = log.rows(wanted, number + 1, 4)
        assert part == everything[place * 4 : place * 4 + 4]


def test_a_row_tells_the_first_line_and_what_is_owed(log: LogBench) -> None:
    log.desk.start("leap", "Ana", "T-1", "chat", trigger=Trigger.BILLING)
    assert log.desk.current is not None
    log.desk.note("was told\nto wait")
    log.book.add("tomorrow 10:00", "call", log.desk.current.id)
    kept = log.book.add("tomorrow 11:00", "write", log.desk.current.id)
    log.book.done(kept.id)
    (row,) = log.rows(LogFilter())
    assert (row.first_line, row.open_promises, row.ended_at) == ("was told", 1, None)
    log.desk.end("solved", "Credit given.\nTwice.")
    (row,) = log.rows(LogFilter())
    assert (row.first_line, row.outcome, row.trigger) == ("Credit given.", "solved", "billing")
    assert row.ended_at is not None
    assert row.started_at < row.ended_at


def test_deleted_contacts_have_a_list_of_their_own(log: LogBench) -> None:
    ids = [log.ended(name, f"refund of {name}") for name in ("Ana", "Bo", "Cy")]
    for contact_id in ids[:2]:
        assert log.editor.delete(contact_id).result(WAIT_S)
    assert log.found() == log.found("refund") == ["Cy"]
    assert log.found(is_deleted=True) == ["Bo", "Ana"]
    assert log.found("refund of an", is_deleted=True) == ["Ana"]
    assert log.found("ref an", is_deleted=True) == []
    assert log.found(outcome="lost", is_deleted=True) == []
    assert log.found(until=START, is_deleted=True) == []
    assert log.way_in(LogFilter(is_deleted=True), 1).total == 2
    newest = log.rows(LogFilter(is_deleted=True))[0].number
    rows = log.rows(LogFilter(is_deleted=True), newest)
    assert [row.customer for row in rows] == ["Ana"]


def test_the_timeline_has_all_of_it(log: LogBench) -> None:
    contact_id = log.ended("Ana", "first")
    log.book.add("tomorrow 10:00", "call", contact_id)
    log.editor.correct(contact_id, Correction(note="second"))
    story = log.story(contact_id)
    assert [event.kind.value for event in story.stored.events] == ["started", "step", "ended"]
    assert [each.text for each in story.reminders] == ["call"]
    assert [(each.field, each.old, each.new) for each in story.edits] == [
        ("note", "first", "second")
    ]
    assert story.deleted_at is None
