"""What the record holds besides the words: what they mean, ways taken, time given, own lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.contacts import store
from desktop.contacts.desk import Desk
from desktop.contacts.record import NOTE_CHARS, EventKind
from desktop.contacts.store import StoredContact
from desktop.errors import Trouble
from desktop.guide.model import Branch, Placeholder, Playbook, Step, StepTimer
from desktop.guide.vocabulary import RecordField
from desktop.storage.ledger import Ledger

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
BOOK = Playbook(
    "leap",
    "LEAP",
    "Short.",
    (
        Step("listen", "Listen", "Let them speak.", timer=StepTimer(60, "Let them speak")),
        Step("ask", "Ask", "Find it.", branches=(Branch("again", "Again", step="listen"),)),
    ),
    (
        Placeholder("cause", "Cause", record=RecordField.ROOT_CAUSE),
        Placeholder("day", "Day"),
    ),
)
FILE = Playbook(
    "options", "Options", "", BOOK.steps, (Placeholder("one", "One", record=RecordField.OPTION),)
)


class Bench:
    def __init__(self, path: Path) -> None:
        self.ledger = Ledger(path)
        self.desk = self.restart()

    def restart(self) -> Desk:
        self.desk = Desk(self.ledger, {"leap": BOOK}.get, lambda: NOW)
        self.desk.load_open()
        return self.desk

    def stored(self) -> StoredContact:
        return self.ledger.read(lambda c: next(store.all_contacts(c))).result(20)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "poise.db")
    yield made
    assert made.ledger.close(20) == 0


def test_a_word_says_what_it_means_in_the_record(bench: Bench) -> None:
    bench.desk.start("leap")
    bench.desk.set_values({"cause": "A lost parcel", "day": "Friday", "unknown": "x"})
    bench.desk.set_values({"one": "A new one"}, FILE)  # from the palette: another file's word
    stored = bench.stored()
    assert stored.kinds == {"cause": "root-cause", "one": "option"}
    assert stored.values["day"] == "Friday"
    before = bench.desk.current
    assert before is not None
    assert before.kinds == stored.kinds
    bench.desk.set_aside()
    assert bench.restart().waiting[0].kinds == stored.kinds


def test_the_branch_and_the_time_of_a_step_are_written_down(bench: Bench) -> None:
    bench.desk.start("leap")
    bench.desk.next()
    bench.desk.next("again")
    steps = [each.facts for each in bench.stored().events if each.kind is EventKind.STEP]
    assert [each.get("branch") for each in steps] == [None, None, "again"]
    assert [each.get("timer_s") for each in steps] == [60, None, 60]


def test_lines_of_the_agent_come_back_after_a_crash(bench: Bench) -> None:
    with pytest.raises(Trouble, match="No contact is open"):
        bench.desk.note("lost")
    bench.desk.start("leap")
    for empty in ("", " \n\t ", "\u200b"):
        with pytest.raises(Trouble, match="nothing to add"):
            bench.desk.note(empty)
    bench.desk.note("Wants a call.\r\nNot a mail.")
    bench.desk.note("x" * (NOTE_CHARS + 5))
    current = bench.desk.current
    assert current is not None
    assert current.lines == ("Wants a call.\nNot a mail.", "x" * NOTE_CHARS)
    assert bench.restart().waiting[0].lines == current.lines


def test_a_document_is_noted_without_its_text(bench: Bench) -> None:
    contact = bench.desk.start("leap")
    assert bench.desk.note_document(contact.id, "brief", "copied")
    assert bench.stored().events[-1].kind is EventKind.DOCUMENT
    assert bench.stored().events[-1].facts == {"document": "brief", "way": "copied"}
    assert not bench.desk.note_document("c-9", "brief", "copied")
