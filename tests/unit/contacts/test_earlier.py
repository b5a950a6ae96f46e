"""Earlier contacts of the same customer are offered, and never taken for certain."""

from __future__ import annotations

import sqlite3

import pytest

from desktop.contacts.earlier import EarlierContact, earlier_contacts
from tests.unit.contacts.log_bench import LogBench


def earlier(
    log: LogBench, customer: str = "", reference: str = "", but: str = "", limit: int = 9
) -> tuple[EarlierContact, ...]:
    found: tuple[EarlierContact, ...] = log.ask(
        lambda c: earlier_contacts(c, customer, reference, but, limit)
    )
    return found


@pytest.mark.parametrize("nothing", ["", "  ", "-", "?"])
def test_nobody_is_the_same_as_nobody(log: LogBench, nothing: str) -> None:
    log.ended(nothing, reference=nothing)
    log.ended("Ana")
    assert earlier(log, nothing, nothing) == ()


def test_by_reference_then_by_name_the_newest_first(log: LogBench) -> None:
    by_reference = log.ended("Someone Else", reference="T-1")
    by_name = [log.ended("ANA  moss"), log.ended("Ana Moss", reference="T-2")]
    log.ended("Ana Mossy", reference="T-11")
    this = log.desk.start("leap", "Ana Möss", "t 1").id
    found = earlier(log, "Ana Möss", "t 1", this)
    assert [each.id for each in found] == [by_reference, *reversed(by_name)]
    assert [each.is_same_reference for each in found] == [True, False, False]
    assert [each.id for each in earlier(log, "Ana Möss", "t 1", this, 1)] == [by_reference]


def test_what_has_both_is_there_once(log: LogBench) -> None:
    log.ended("Ana", "paid\nback", reference="T-1")
    (found,) = earlier(log, "ana", "T1")
    assert found.is_same_reference
    assert (found.outcome, found.first_line) == ("solved", "paid")


def test_open_promises_come_first(log: LogBench) -> None:
    owed = log.ended("Ana")
    kept = log.ended("Ana")
    newest = log.ended("Bo", reference="T-1")
    log.book.add("tomorrow 11:00", "write", owed)
    log.book.add("tomorrow 10:00", "call", owed)
    log.book.done(log.book.add("tomorrow 10:00", "call", kept).id)
    found = earlier(log, "Ana", "T-1")
    assert [each.id for each in found] == [owed, newest, kept]
    assert [each.promises for each in found] == [("call", "write"), (), ()]


def test_the_deleted_are_not_offered(log: LogBench) -> None:
    contact_id = log.ended("Ana", reference="T-1")
    log.editor.delete(contact_id)
    assert earlier(log, "Ana", "T-1") == ()
    log.editor.restore(contact_id)
    assert len(earlier(log, "Ana", "T-1")) == 1


def test_a_name_filled_in_or_corrected_later_counts(log: LogBench) -> None:
    contact_id = log.desk.start("leap").id
    log.desk.set_details(customer="Ana", reference="T-1")
    assert [each.id for each in earlier(log, "ana")] == [contact_id]
    assert [each.ended_at for each in earlier(log, "", "t-1")] == [None]
    log.desk.set_details(customer="Bo")
    assert earlier(log, "ana") == ()


def test_the_questions_are_answered_by_indexes(log: LogBench) -> None:
    def plans(connection: sqlite3.Connection) -> list[str]:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        earlier_contacts(connection, "Ana", "T-1", "", 9)
        connection.set_trace_callback(None)
        return [
            " / ".join(row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {each}"))
            for each in asked
        ]

    log.ended("Ana", reference="T-1")
    by_reference, by_name, promises, themselves = log.ask(plans)
    assert by_reference.startswith("SEARCH contacts USING COVERING INDEX contacts_of_reference")
    assert by_name.startswith("SEARCH contacts USING COVERING INDEX contacts_of_customer")
    assert promises.startswith("SEARCH reminders USING INDEX reminders_open_of_contact")
    assert themselves == "SEARCH contacts USING PRIMARY KEY (id=?)"
