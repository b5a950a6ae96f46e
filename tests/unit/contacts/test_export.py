"""The contact log for other programs, also while this one runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from desktop.contacts import store
from desktop.contacts.export import CSV_COLUMNS, export_contacts_csv, export_contacts_json
from desktop.contacts.record import Contact, ContactEvent, EventKind, Fact
from desktop.errors import Trouble
from desktop.storage.ledger import Ledger

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
WAIT_S = 20


def step(contact: str, name: str, depth: int) -> ContactEvent:
    facts: dict[str, Fact] = {"playbook": "leap", "step": name, "move": "next", "depth": depth}
    return ContactEvent(contact, NOW, EventKind.STEP, facts)


def said(contact: str, phrase: str, verdict: str) -> ContactEvent:
    facts: dict[str, Fact] = {
        "phrase": phrase,
        "verdict": verdict,
        "reason": "",
        "target": "x",
        "ms": 3,
    }
    return ContactEvent(contact, NOW, EventKind.INSERTION, facts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "poise.db"
    ledger = Ledger(path)
    ledger.write(lambda c: store.insert_contact(c, Contact("c-1", NOW, "=cmd|calc", "T-1", "chat")))
    for event in (
        ContactEvent("c-1", NOW, EventKind.STARTED, {"playbook": "leap"}),
        step("c-1", "listen", 1),
        step("c-1", "ask", 2),
        step("c-1", "produce", 2),
        said("c-1", "leap.a", "confirmed"),
        said("c-1", "leap.b", "refused"),
        ContactEvent("c-1", NOW, EventKind.RUNG, {"rung": 1, "playbook": "b", "step": "r1"}),
    ):
        ledger.write(partial(store.append_event, event=event))
    ledger.write(lambda c: store.put_values(c, "c-1", {"time": "17:00"}, {"time": "promise"}))
    ended = NOW + timedelta(minutes=12, seconds=30)
    ledger.write(lambda c: store.end_contact(c, "c-1", ended, "solved", "two\nlines, “é”"))
    later = Contact("c-2", NOW + timedelta(hours=1))
    ledger.write(lambda c: store.insert_contact(c, later))
    ledger.settled().result(WAIT_S)
    assert ledger.close(WAIT_S) == 0
    return path


def test_json_holds_everything(path: Path) -> None:
    out = io.StringIO()
    assert export_contacts_json(path, out, NOW) == 2
    document = json.loads(out.getvalue())
    assert document["poise_export"] == 1
    first, second = document["contacts"]
    assert first["customer"] == "=cmd|calc"
    assert first["path"] == [
        {"playbook": "leap", "step": "listen"},
        {"playbook": "leap", "step": "produce"},
    ]
    assert first["values"] == {"time": "17:00"}
    assert first["events"][0] == {
        "at": "2026-11-21T14:05:00.000Z",
        "kind": "started",
        "playbook": "leap",
    }
    assert len(first["events"]) == 7
    assert second["ended_at"] is None
    assert second["outcome"] == ""


def test_csv_has_a_row_per_contact_and_no_formula(path: Path) -> None:
    out = io.StringIO(newline="")
    assert export_contacts_csv(path, out) == 2
    first, second = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert tuple(first) == CSV_COLUMNS
    assert first["customer"] == "'=cmd|calc"
    assert first["minutes"] == "12.5"
    assert first["note"] == "two\nlines, “é”"
    assert first["path"] == "leap/listen > leap/produce"
    assert first["phrases"] == "leap.a"
    assert (first["insertions"], first["confirmed"], first["refused"]) == ("2", "1", "1")
    assert first["values"] == "time=17:00"
    assert (first["rungs"], first["rung_times"]) == ("1", "2026-11-21T14:05:00.000Z")
    assert (second["rungs"], second["rung_times"]) == ("", "")
    assert (second["id"], second["minutes"], second["ended_at"]) == ("c-2", "", "")


def test_an_export_while_the_program_writes_sees_one_moment(path: Path) -> None:
    ledger = Ledger(path)

    class WritesMeanwhile(io.StringIO):
        """Adds a contact to the record with every line that is exported."""

        added = 0

        def write(self, text: str) -> int:
            self.added += 1
            contact = Contact(f"c-9{self.added}", NOW + timedelta(hours=2))
            ledger.write(lambda c: store.insert_contact(c, contact)).result(WAIT_S)
            return super().write(text)

    assert export_contacts_json(path, WritesMeanwhile(), NOW) == 2
    assert export_contacts_json(path, io.StringIO(), NOW) > 2
    assert ledger.close(WAIT_S) == 0


def test_an_export_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    export_contacts_csv(path, io.StringIO())
    assert path.read_bytes() == before
    with pytest.raises(Trouble, match="no record"):
        export_contacts_csv(path.with_name("none.db"), io.StringIO())


def test_a_clock_that_was_set_back_gives_no_minutes(tmp_path: Path) -> None:
    path = tmp_path / "back.db"
    ledger = Ledger(path)
    ledger.write(lambda c: store.insert_contact(c, Contact("c-1", NOW, "A", "", "")))
    ledger.write(lambda c: store.end_contact(c, "c-1", NOW - timedelta(hours=1), "solved", ""))
    assert ledger.close(WAIT_S) == 0
    out = io.StringIO(newline="")
    export_contacts_csv(path, out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["minutes"] == ""
