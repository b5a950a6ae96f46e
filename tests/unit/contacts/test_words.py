"""What contacts are found by keeps up with the record, and what is erased is gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from desktop.app.record import first_look
from desktop.contacts import store, words
from desktop.contacts.editing import Correction
from desktop.contacts.history import LogFilter, page
from desktop.contacts.record import Contact
from desktop.storage import driver
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.migrate import migrations, open_database
from desktop.storage.restore import rescue
from tests.unit.contacts.log_bench import START, WAIT_S, LogBench


def erase(log: LogBench, contact_id: str) -> bool:
    return log.ledger.write(lambda c: store.erase_contact(c, contact_id)).result(WAIT_S)


def count(connection: sqlite3.Connection, question: str, contact_id: str) -> int:
    (found,) = connection.execute(question, (contact_id,)).fetchone()
    return int(found)


def test_two_values_never_share_a_facet() -> None:
    values = ["a-b", "ab", "AB", "a_b", "a b", "aq2dqb", "q", "é", "e", "ab\0", "🙂"]
    tokens = {*(each for value in values for each in words.facets_for({"playbook": value}))}
    assert len(tokens) == len(values)
    both = [("ab", "c"), ("a", "bc"), ("a b", "c"), ("", "abc"), ("abc", "")]
    pairs = {*(" ".join(words.facets_for({"trigger": a, "outcome": b})) for a, b in both)}
    assert len(pairs) == len(both)


def test_filters_ask_for_what_the_row_has() -> None:
    row = words.Findable((), "", "lost", "billing", "angry", frozenset({"leap", "b-c"}), True).row()
    told = {"trigger": "billing", "promise": "yes", "outcome": "lost", "playbook": "b-c"}
    for count in range(1, 16):
        some = {kind: each for place, (kind, each) in enumerate(told.items()) if count >> place & 1}
        asked = words.facets_for(some)
        assert {*asked} <= {*row[1].split()}
        assert len(asked) == (len(some) + 1) // 2
        for kind in some:
            assert not {*words.facets_for({**some, kind: "no"})} <= {*row[1].split()}


def test_nothing_is_written_when_nothing_changed(log: LogBench) -> None:
    contact_id = log.ended("Ana", "refund")

    def job(connection: sqlite3.Connection) -> int:
        before = connection.total_changes
        words.refresh(connection, contact_id)
        words.refresh(connection, "c-none")
        return connection.total_changes - before

    assert log.ledger.write(job).result(WAIT_S) == 0


def test_a_job_that_is_rolled_back_leaves_no_words(log: LogBench) -> None:
    contact_id = log.ended("Ana", "refund")

    def fails(connection: sqlite3.Connection) -> None:
        store.end_contact(connection, contact_id, START, "lost", "voucher")
        words.refresh(connection, contact_id)
        connection.execute("INSERT INTO contacts (id) VALUES (NULL)")

    assert isinstance(log.ledger.write(fails).exception(WAIT_S), driver.IntegrityError)
    log.ledger.settled().result(WAIT_S)
    log.bugs.clear()
    assert log.found("refund", outcome="solved") == ["Ana"]
    assert log.found("voucher") == []


def test_the_first_free_number_of_a_second(log: LogBench) -> None:
    first = words.first_number(START)

    def job(connection: sqlite3.Connection) -> list[int]:
        found = []
        for place in (0, 1, 2, 4):
            contact = Contact(f"c-{place}", START)
            store.insert_contact(connection, contact)
            connection.execute(
                "UPDATE contacts SET number = ? WHERE id = ?", (first + place, contact.id)
            )
        found.append(words.free_number(connection, START))
        found.append(words.free_number(connection, START + timedelta(milliseconds=900)))
        found.append(words.free_number(connection, START - timedelta(seconds=1)))
        return found

    assert log.ledger.write(job).result(WAIT_S) == [first + 3, first + 3, first - 256]


def test_contacts_of_an_older_poise_are_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path, steps=migrations()[:2])) as old:
        for number in range(7):
            old.execute(
                "INSERT INTO contacts (id, started_at, customer, ended_at, outcome) VALUES"
                f" ('c-{number}', '2026-11-21T14:05:0{number % 3}.000Z', 'Ana {number}',"
                " '2026-11-21T15:00:00.000Z', 'solved')"
            )
        old.execute(
            "INSERT INTO contact_events VALUES ('c-3', 1, 'x', 'note', '{\"text\": \"é\"}')"
        )
    with closing(open_database(path)) as connection:
        assert page(connection, LogFilter(), None, 9) == ()
        assert [words.take_in(connection, 3) for _ in range(4)] == [3, 3, 1, 0]
        rows = page(connection, LogFilter("ana", outcome="solved"), None, 9)
        assert [row.id for row in rows] == ["c-5", "c-2", "c-4", "c-1", "c-6", "c-3", "c-0"]
        assert [row.id for row in page(connection, LogFilter("E"), None, 9)] == ["c-3"]


def test_what_is_erased_is_in_no_table(log: LogBench) -> None:
    contact_id = log.desk.start("leap", "Anamoss").id
    log.desk.set_values({"product": "router"})
    log.desk.note("line")
    log.book.add("tomorrow 10:00", "call", contact_id)
    log.desk.end("solved", "note")
    log.editor.correct(contact_id, Correction("Bobmoss"))
    kept = log.ended("Cy")
    assert erase(log, contact_id) is True
    assert erase(log, contact_id) is False
    tables = log.ask(
        lambda c: [
            name
            for (name,) in c.execute(
                "SELECT name FROM sqlite_master WHERE sql LIKE '%contact_id %' AND type = 'table'"
            )
        ]
    )
    assert {"contact_edits", "contact_events", "contact_values", "reminders"} <= {*tables}
    for table in tables:
        question = f"SELECT count(*) FROM {table} WHERE contact_id = ?"
        assert log.ask(partial(count, question=question, contact_id=contact_id)) == 0, table
    assert log.ask(lambda c: store.stored_contact(c, contact_id)) is None
    assert log.found() == log.found(playbook="leap") == ["Cy"]
    assert log.story(kept).stored.contact.customer == "Cy"


@pytest.mark.plain
def test_words_of_the_erased_leave_the_file(log: LogBench, tmp_path: Path) -> None:
    for number in range(30):
        log.ended(f"Keptname {number}", "refund")
    contact_id = log.ended("Anamoss", "oldsecret")
    log.editor.correct(contact_id, Correction("Bobmoss", note="newsecret"))
    for number in range(30):
        log.ended(f"Keptname {number}", "refund")
    erase(log, contact_id)
    for _ in range(1000):
        if log.ledger.write(lambda c: words.forget_removed(c, 10)).result(WAIT_S):
            break
    else:
        raise AssertionError("it never came to an end")
    assert len(log.found("keptname")) == 60
    log.ledger.close(WAIT_S)
    content = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"eptname" in content
    for gone in (b"namoss", b"obmoss", b"oldsec", b"newsec"):
        assert gone not in content.lower(), gone
    log.ledger = type(log.ledger)(tmp_path / "poise.db")


@pytest.mark.parametrize("has_copy", [False, True])
def test_after_a_rescue_everything_is_found_by_what_it_says(tmp_path: Path, has_copy: bool) -> None:
    path = tmp_path / "poise.sqlite3"

    def add(connection: sqlite3.Connection, name: str) -> None:
        contact = Contact(f"c-{name}", START, name, ended_at=START, outcome="solved")
        store.insert_contact(connection, contact)
        words.refresh(connection, contact.id)

    with closing(open_database(path)) as connection:
        add(connection, "Rivera")
        add(connection, "Moss")
        copy = make_daily(path, START, Rotation()).path if has_copy else None
        store.erase_contact(connection, "c-Moss")
        add(connection, "Okafor")  # gets the number that became free
        connection.execute("UPDATE contacts SET customer = 'Riviera' WHERE id = 'c-Rivera'")
        words.refresh(connection, "c-Rivera")
    assert rescue(path, copy, first_look, words.begin_anew, START).saved
    with closing(open_database(path)) as connection:
        assert words.has_left_out(connection)
        words.take_in(connection, 9)
        found = {
            name: [row.customer for row in page(connection, LogFilter(name), None, 9)]
            for name in ("rivera", "riviera", "okafor")
        }
        assert found == {"rivera": [], "riviera": ["Riviera"], "okafor": ["Okafor"]}
        while not words.forget_removed(connection):
            pass
    assert b"rivera" not in path.read_bytes()
