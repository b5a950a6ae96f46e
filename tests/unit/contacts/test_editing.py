"""What is put right stays right, and what stood there before is kept."""

from __future__ import annotations

import pytest

from desktop.contacts import editing, store
from desktop.contacts.editing import Correction
from desktop.errors import Trouble
from desktop.guide.vocabulary import Manner, Trigger
from tests.unit.contacts.log_bench import START, WAIT_S, LogBench


def edits(log: LogBench, contact_id: str) -> list[tuple[str, str, str]]:
    return [(each.field, each.old, each.new) for each in log.story(contact_id).edits]


def test_nothing_to_correct_and_nobody_to_correct(log: LogBench) -> None:
    contact_id = log.ended("Ana")
    assert log.editor.correct("c-none", Correction("Bo")).result(WAIT_S) is False
    assert log.editor.add_line("c-none", "hello").result(WAIT_S) is False
    assert log.editor.delete("c-none").result(WAIT_S) is False
    assert log.editor.restore(contact_id).result(WAIT_S) is False  # it is not deleted
    assert log.editor.correct(contact_id, Correction("Ana")).result(WAIT_S) is True
    assert edits(log, contact_id) == []


@pytest.mark.parametrize(
    "words", [{"outcome": "happy"}, {"outcome": ""}, {"trigger": "moon"}, {"manner": "Angry"}]
)
def test_a_word_that_is_not_in_the_list(words: dict[str, str]) -> None:
    with pytest.raises(Trouble):
        Correction(**words)  # type: ignore[arg-type]


def test_everything_that_can_be_corrected(log: LogBench) -> None:
    log.desk.start("leap", "Anna", "T-1", "chat", trigger=Trigger.BILLING)
    log.desk.set_values({"callback_time": "9:00", "product": "router"})
    assert log.desk.current is not None
    contact_id = log.desk.current.id
    log.desk.end("solved", "Mended")
    correction = Correction(
        *("  Ana\nMoss ", "T-2", "phone"),
        trigger="",
        manner="angry",
        outcome="escalated",
        note="Not  well\r\nat all",
        values={"callback_time": "10:00", "product": "router", "mood": ""},
    )
    assert log.editor.correct(contact_id, correction).result(WAIT_S)
    contact = log.story(contact_id).stored.contact
    assert (contact.customer, contact.reference, contact.channel) == ("Ana Moss", "T-2", "phone")
    assert (contact.trigger, contact.manner, contact.outcome) == ("", "angry", "escalated")
    assert contact.note == "Not  well\nat all"
    assert log.story(contact_id).stored.values == {"callback_time": "10:00", "product": "router"}
    assert edits(log, contact_id) == [
        ("customer", "Anna", "Ana Moss"),
        ("reference", "T-1", "T-2"),
        ("channel", "chat", "phone"),
        ("trigger", "billing", ""),
        ("manner", "", "angry"),
        ("outcome", "solved", "escalated"),
        ("note", "Mended", "Not  well\nat all"),
        ("value:callback_time", "9:00", "10:00"),
    ]
    assert all(each.at > START for each in log.story(contact_id).edits)
    assert log.found("ana moss 10:00", outcome="escalated", manner="angry") == ["Ana Moss"]
    assert log.found("anna") == log.found("mended") == log.found(trigger="billing") == []


def test_what_is_corrected_at_the_desk_is_not_undone_by_it(log: LogBench) -> None:
    first = log.desk.start("leap", "Anna", "T-1", manner=Manner.ANGRY).id
    second = log.desk.start("leap", "Bo").id
    log.editor.correct(first, Correction("Ana", manner="", values={"product": "phone"}))
    log.editor.correct(second, Correction(trigger="billing"))
    assert log.desk.waiting[0].customer == "Ana"
    assert log.desk.waiting[0].manner is None
    assert log.desk.current is not None
    assert log.desk.current.trigger is Trigger.BILLING
    log.desk.set_details(channel="chat")
    log.desk.end("solved", "b")
    log.desk.resume(first)
    assert log.desk.current.values == {"product": "phone"}
    log.desk.set_details(reference="T-2")
    log.desk.end("waiting", "a")
    one, two = (log.story(each).stored.contact for each in (first, second))
    assert (one.customer, one.reference, one.manner) == ("Ana", "T-2", "")
    assert (two.customer, two.channel, two.trigger) == ("Bo", "chat", "billing")
    assert edits(log, first)[0] == ("customer", "Anna", "Ana")


def test_what_another_process_corrected_is_not_undone_either(log: LogBench) -> None:
    contact_id = log.desk.start("leap", "Anna", "T-1").id
    log.ledger.write(lambda c: editing.correct(c, contact_id, Correction("Ana"), log.time))
    log.desk.set_details(channel="chat")
    log.desk.end("solved", "")
    assert log.story(contact_id).stored.contact.customer == "Ana"


def test_an_open_contact_gets_its_outcome_and_note_at_its_end(log: LogBench) -> None:
    contact_id = log.desk.start("leap", "Ana").id
    for correction in (Correction(note="x"), Correction(outcome="solved")):
        with pytest.raises(Trouble, match="still open"):
            log.editor.correct(contact_id, correction)
        written = log.ledger.write(
            lambda c, wanted=correction: editing.correct(c, contact_id, wanted, log.time)  # type: ignore[misc]
        )
        assert written.result(WAIT_S) is False
    with pytest.raises(Trouble, match="still open"):
        log.editor.delete(contact_id)
    assert (
        log.ledger.write(
            lambda c: editing.set_deleted(c, contact_id, log.time, is_deleted=True)
        ).result(WAIT_S)
        is False
    )
    assert log.desk.current is not None
    assert log.found() == ["Ana"]


def test_a_line_can_be_added_after_the_end(log: LogBench) -> None:
    contact_id = log.ended("Ana")
    log.editor.add_line(contact_id, "Called again\x07")
    assert log.story(contact_id).stored.events[-1].facts == {"text": "Called again"}
    assert log.found("called") == ["Ana"]


def test_a_deletion_is_undone_whole(log: LogBench) -> None:
    contact_id = log.ended("Ana", "refund")
    before = log.story(contact_id).stored
    assert log.editor.delete(contact_id).result(WAIT_S)
    assert log.editor.delete(contact_id).result(WAIT_S) is False
    assert log.found() == log.found("ana") == []
    assert log.story(contact_id).deleted_at is not None
    assert log.ask(lambda c: list(store.all_contacts(c))) == []
    log.editor.correct(contact_id, Correction(note="credit"))  # must not bring it back
    assert log.found("credit") == []
    log.editor.correct(contact_id, Correction(note="refund"))
    assert log.editor.restore(contact_id).result(WAIT_S)
    assert log.found("refund") == ["Ana"]
    assert log.story(contact_id).deleted_at is None
    assert log.story(contact_id).stored == before
    marks = [each for each in log.story(contact_id).edits if each.field == editing.DELETED]
    assert [(each.old, each.new) for each in marks] == [("no", "yes"), ("yes", "no")]


def test_secret_numbers_are_not_kept(log: LogBench) -> None:
    contact_id = log.ended("Ana")
    secret = "4111 1111 1111 1111"
    correction = Correction(secret, note=f"Paid with {secret}", values={"card": secret})
    log.editor.correct(contact_id, correction)
    log.editor.add_line(contact_id, f"and {secret}")
    assert "1111 1111 1111" not in repr(log.story(contact_id))
    assert log.found("4111") == []
    assert log.found("paid") != []
