"""After `poise forget` no file under the home knows the person, whether Poise runs or not."""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.door import Door
from desktop.commands import forget
from desktop.errors import Trouble
from desktop.followups.promise import Reminder, Terms
from desktop.followups.store import insert_reminder
from desktop.guide.vocabulary import Way
from desktop.paths import Paths
from desktop.qt.threads import MainThread
from desktop.remote.server import OnlyOne
from desktop.storage.migrate import migrations, open_database
from tests.fakes import FakeClock
from tests.systems import mode_of
from tests.unit.cockpit.room import PLAYBOOK, Room
from tests.unit.commands.one_person import (
    ASKED,
    AT,
    add,
    filled,
    ids,
    left_by_a_killed_copy,
    names_in,
)

WAIT_MS = 20_000


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return filled(tmp_path / "home")


def test_it_is_shown_first_and_nothing_is_removed(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget.run([ASKED], paths) == 0
    shown = capsys.readouterr().out
    for name in ("name", "order", "title", "reference", "note", "line", "value"):
        assert f"c-{name} " in shown
    assert "r-name  call zyxwilhelmina quivernaut  (found by: words)" in shown
    assert "c-other" not in shown
    assert "c-half" not in shown
    assert "found by: same reference" in shown
    assert "--yes" in shown
    assert len(ids(paths.database)) == 10


def test_nothing_of_them_is_left_in_any_file(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget.run([ASKED, "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert names_in(paths.data.parent) == []
    assert ids(paths.database) == {"c-before", "c-other", "c-half"}
    assert ids(paths.database, "reminders") == {"r-other"}
    assert ids(paths.database, "reflections") == {"f-other"}
    assert not paths.database.with_name("poise.sqlite3-wal").exists()
    log = paths.log_file.read_text()
    assert "said of *" in log
    assert "and went on" in log
    copies = {each.name: each for each in (paths.data / "backups").iterdir()}
    assert len(copies) == 3  # untouched, written anew, made now; the older Poise's is gone
    version = len(migrations())
    assert ids(copies[f"poise-v{version}-20260302-090100.sqlite3"]) == {"c-before"}
    kept = copies[f"poise-v{version}-20260302-090300.sqlite3"]
    assert ids(kept) == {"c-before", "c-other", "c-half"}
    assert mode_of(kept) == 0o600
    assert [each.name for each in paths.data.glob("*set-aside*")] == [
        "poise.set-aside-20250101-000000.sqlite3"
    ]
    (receipt,) = (paths.data / "receipts").iterdir()
    assert mode_of(receipt) == 0o600
    written = receipt.read_text()
    assert "contacts 7" in written
    assert "1 written anew without them, 2 removed, 2 had nothing of them" in written
    assert "Logs: 1 places" in written
    assert written.splitlines()[1] in told


def test_asked_by_reference_the_customers_other_contacts_are_found_too(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    forget.run(["zq77104"], paths)
    shown = capsys.readouterr().out
    assert "c-reference " in shown
    assert "c-name " in shown
    assert "c-order " not in shown  # another way to write the name: nobody knows that it is one


def test_one_can_be_left_out(paths: Paths) -> None:
    assert forget.run([ASKED, "--yes", "--keep", "c-note", "--keep", "r-name"], paths) == 0
    assert "c-note" in ids(paths.database)
    assert ids(paths.database, "reminders") == {"r-other", "r-name"}


def test_an_id_to_keep_that_was_not_found_keeps_everything(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    for wanted in ([], ["--yes"]):
        with pytest.raises(Trouble, match="Nothing was removed: what was found has no c-typo"):
            forget.run([ASKED, "--keep", "c-note", "--keep", "c-typo", *wanted], paths)
        assert "c-note  2026-03-01" in capsys.readouterr().out
    assert len(ids(paths.database)) == 10
    assert not (paths.data / "receipts").exists()


def test_what_was_kept_once_may_be_named_again_when_nothing_else_is_left(paths: Paths) -> None:
    assert forget.run([ASKED, "--yes", "--keep", "c-reference"], paths) == 0
    assert "c-reference" in ids(paths.database)
    assert forget.run([ASKED, "--yes", "--keep", "c-reference"], paths) == 0
    assert "c-reference" in ids(paths.database)


def test_the_name_from_standard_input(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{ASKED}\n"))
    assert forget.run(["-"], paths) == 0
    assert "c-name " in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["", " ", "\u200b", "\n"])
def test_a_name_that_fits_everybody_is_refused(paths: Paths, asked: str) -> None:
    with pytest.raises(Trouble, match="too many people"):
        forget.run([asked, "--yes"], paths)
    assert len(ids(paths.database)) == 10


def test_a_name_of_one_sign_is_looked_for_as_a_whole(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-sign", "李", note="李 was here")
        add(connection, "c-longer", "李 明")
        add(connection, "c-told", "Mr Lee", note="about 李")
        add(connection, "c-digit", "Mr Lee", "1", value="1")
        whom = Terms("李", Way.CALL)
        insert_reminder(connection, Reminder("r-sign", "", AT, AT, "UTC", AT, terms=whom))
    assert forget.run(["李", "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert "Looked for as a whole name only" in told
    assert "too short to be looked for there" in told
    assert {"c-longer", "c-told", "c-digit"} <= ids(paths.database)
    assert "c-sign" not in ids(paths.database)
    assert "r-sign" not in ids(paths.database, "reminders")


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("🌸🌸🌸", ("🌸🌸", "🌻🌻🌻", "Ana 🌸🌸🌸")),
        ("---", ("--", "- - -", "- --- -")),
        (".*", ("..", "*", "Mr Lee", ".*.")),
        ("%", ("%%", "100 %", "_")),
        ("❤\ufe0f❤\ufe0f❤\ufe0f", ("☀\ufe0f☀\ufe0f☀\ufe0f", "☀\ufe0f", "\ufe0f")),
    ],
)
def test_a_name_without_letters_is_looked_for_as_a_whole(
    paths: Paths,
    asked: str,
    others: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths.logs.mkdir(parents=True, exist_ok=True)
    log = paths.logs / "poise.log"
    log.write_text("--- .* % ---\n")
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-signs", f" {asked} ", "T-77")
        add(connection, "c-same", "Somebody", "T-77")
        add(connection, "c-told", "Mr Lee", note=f"about {asked} {asked}")
        for number, other in enumerate(others):
            add(connection, f"c-other-{number}", other)
        insert_reminder(
            connection, Reminder("r-signs", "", AT, AT, "UTC", AT, terms=Terms(asked, Way.CALL))
        )
    before = ids(paths.database)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{asked}\n"))
    assert forget.run(["-", "--yes"], paths) == 0
    assert before - ids(paths.database) == {"c-signs", "c-same"}
    assert "r-signs" not in ids(paths.database, "reminders")
    assert "Looked for as a whole name only" in capsys.readouterr().out
    assert log.read_text() == "--- .* % ---\n"


def test_customers_of_signs_alone_lead_to_no_others(paths: Paths) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-heart", "❤\ufe0f❤\ufe0f❤\ufe0f", "T-99")
        add(connection, "c-sun", "☀\ufe0f☀\ufe0f☀\ufe0f")
    assert forget.run(["T-99", "--yes"], paths) == 0
    assert "c-heart" not in ids(paths.database)
    assert "c-sun" in ids(paths.database)


@pytest.mark.parametrize("asked", ["=1+1", "1", "a b"])
def test_single_signs_in_the_words_of_others_find_nobody(
    paths: Paths, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-digit", "Mr Lee", "1", "1 parcel, a and b", line="1", value="1")
    assert forget.run([asked, "--yes"], paths) == 0
    assert len(ids(paths.database)) == 11


def test_a_reference_with_single_signs_is_still_found(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-short", "Mr Lee", "1 1")
    assert forget.run(["1+1"], paths) == 0
    assert "c-short " in capsys.readouterr().out


def test_what_shares_a_short_reference_is_named_and_stays(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        add(connection, "c-short", "Quivernaut Zyxwilhelmina", "T1")
        add(connection, "c-same", "", "T-1")
    assert forget.run([ASKED], paths) == 0
    told = capsys.readouterr().out
    assert "Not among these, because a reference or name under 3 signs" in told
    assert "strangers: c-same\n" in told
    assert "c-same  " not in told


def test_a_promise_without_a_text_is_shown_by_its_headline(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_database(paths.database)) as connection:
        whom = Terms("Zyxwilhelmina Quivernaut", Way.CALL)
        insert_reminder(connection, Reminder("r-whom", "", AT, AT, "UTC", AT, terms=whom))
    forget.run([ASKED], paths)
    assert "r-whom  Call Zyxwilhelmina Quivernaut  (found by: words)" in capsys.readouterr().out


def test_again_there_is_nothing_to_do(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    forget.run([ASKED, "--yes"], paths)
    assert forget.run([ASKED, "--yes"], paths) == 0
    told = capsys.readouterr().out
    assert "Removed from the record: nothing." in told
    assert "0 written anew without them, 0 removed, 4 had nothing of them." in told


def test_a_reader_is_told_of(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.app.removing._TRIES", 1)
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM contacts").fetchall()
        assert forget.run([ASKED, "--yes"], paths) == 1
    assert "another program reads the record" in capsys.readouterr().out
    assert forget.run([ASKED, "--yes"], paths) == 0
    assert names_in(paths.data.parent) == []


class RunningPoise(Room):
    """The part of a running Poise that has to do with it."""

    def __init__(self, paths: Paths, qtbot: QtBot) -> None:
        super().__init__(paths.data, refund=PLAYBOOK)
        self.paths, self.qtbot, self.callers = paths, qtbot, ThreadPoolExecutor(1)
        self.lock = OnlyOne(paths.lock_file)
        assert self.lock.take()
        self.desk.load_open()
        self.cockpit.book.load()
        self.door = Door(
            paths.endpoint_file,
            self.cockpit,
            self.ledger,
            MainThread(),
            FakeClock(),
            {},
            lambda _customer: None,
            dict,
            lambda _is_forced, _told: None,
        )

    def forget(self, *arguments: str) -> int:
        asked = self.callers.submit(forget.run, [*arguments], self.paths)
        self.qtbot.waitUntil(asked.done, timeout=WAIT_MS)
        return asked.result()

    def close(self) -> None:
        self.door.close()
        self.callers.shutdown()
        self.ledger.close(WAIT_MS / 1000)
        self.lock.release()


@pytest.fixture
def running(paths: Paths, qtbot: QtBot) -> Iterator[RunningPoise]:
    made = RunningPoise(paths, qtbot)
    yield made
    made.close()


def test_while_poise_runs(running: RunningPoise, paths: Paths) -> None:
    book = running.cockpit.book
    assert {each.id for each in book.all_open()} == {"r-name", "r-in", "r-other"}
    assert running.forget(ASKED, "--yes") == 0
    assert names_in(paths.data.parent) == []
    assert {each.id for each in book.all_open()} == {"r-other"}
    running.desk.start("refund", "Ms Rivera")
    running.ledger.settled().result(WAIT_MS / 1000)
    assert len(ids(paths.database)) == 4


def test_an_open_contact_with_them_is_not_pulled_away(running: RunningPoise, paths: Paths) -> None:
    running.desk.start("refund", "Zyxwilhelmina Quivernaut")
    running.ledger.settled().result(WAIT_MS / 1000)
    with pytest.raises(Trouble, match=r"is open\. End it first"):
        running.forget(ASKED, "--yes")
    assert len(ids(paths.database)) == 11
    running.cockpit.end("lost")
    assert running.forget(ASKED, "--yes") == 0
    assert names_in(paths.data.parent) == []


def test_a_hand_over_of_them_is_gone_too(running: RunningPoise) -> None:
    running.desk.start("refund", "Zyxwilhelmina Quivernaut")
    running.cockpit.end("escalated", "see note")
    assert len(running.cockpit.hand_overs.open) == 1
    assert running.forget(ASKED, "--yes") == 0
    assert not list(running.cockpit.hand_overs.open)


def test_while_poise_runs_what_may_be_a_copy_in_the_making_is_named(
    running: RunningPoise, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    halves = left_by_a_killed_copy(paths)
    assert running.forget(ASKED, "--yes") == 1
    told = capsys.readouterr().out
    for each in halves:
        assert each.exists()
        assert f"    {each.name} is a copy that was cut short, or is being made" in told


def test_while_the_disk_refuses_nothing_is_begun(running: RunningPoise, paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        running.desk.start("refund", "Ms Rivera")
        running.qtbot.waitUntil(lambda: running.ledger.state.trouble is not None, timeout=WAIT_MS)
        with pytest.raises(Trouble, match="Nothing was removed"):
            running.forget(ASKED, "--yes")
        other.execute("ROLLBACK")
