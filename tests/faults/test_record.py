"""The record when things go wrong: killed, full, locked out, two programs, a broken file."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

import pytest

from desktop.contacts.desk import Desk
from desktop.contacts.export import export_contacts_csv, export_contacts_json
from desktop.contacts.store import open_contacts
from desktop.errors import Trouble
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage.connection import set_aside
from desktop.storage.jobs import LedgerState
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import open_database
from tests.faults.record_programs import PLAYBOOK, now

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).with_name("record_programs.py")
WAIT_S = 30


@contextmanager
def program(name: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(PROGRAMS), name, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def errors_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.read()


@pytest.mark.parametrize("acknowledged", [1, 7, 60])
def test_killed_in_the_middle_of_a_contact_everything_acknowledged_is_there(
    tmp_path: Path, acknowledged: int
) -> None:
    path = tmp_path / "poise.db"
    with program("keep_writing", path) as process:
        seen = [line_of(process) for _ in range(acknowledged)]
        process.kill()
        assert process.stdout is not None
        seen += [line.strip() for line in process.stdout if line.endswith("\n")]
    with closing(open_database(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (stored,) = open_contacts(connection)
    assert list(stored.used[: len(seen)]) == seen
    assert len(stored.used) <= len(seen) + 1  # one may have been on its way to us
    assert [place.step for place in stored.path] == [f"s{n}" for n in range(len(stored.path))]

    ledger = Ledger(path)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.load_open()
    (waiting,) = desk.waiting
    assert waiting.customer == "Rivera"
    assert desk.resume(waiting.id).used == stored.used
    desk.end("solved")
    assert ledger.close(WAIT_S) == 0


def test_a_program_that_forgets_to_close_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with program("leave_without_closing", path) as process:
        assert process.communicate(timeout=WAIT_S) == ("", "")
        assert process.returncode == 0
    with closing(open_database(path)) as connection:
        (stored,) = open_contacts(connection)
    assert stored.used == tuple(f"p{number}" for number in range(300))


def test_a_program_that_cannot_write_still_ends(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with program("leave_while_stuck", path) as process:
        assert line_of(process) == "open"
        with closing(open_database(path)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            out, errors = process.communicate("go\n", timeout=WAIT_S)
    assert "locked" in out
    assert "1 jobs were not written" in errors
    assert process.returncode == 0


def test_an_io_error_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = tmp_path / "poise.db"
    with program("outgrow_a_file_limit", path) as process:
        out, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, errors
    stuck, while_stuck, after, left = out.splitlines()
    assert "disk" in stuck
    assert while_stuck.startswith("False ")
    assert int(while_stuck.split()[1]) < 200
    assert after == "None 200"
    assert left == "0"
    with closing(open_database(path)) as connection:
        (stored,) = open_contacts(connection)
        assert connection.execute("SELECT text FROM reminders").fetchall() == [("call",)]
    assert stored.used == tuple(f"p{number}" for number in range(200))


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    path = small_disk / "poise.db"
    states: Queue[LedgerState] = Queue()
    ledger = Ledger(path, states.put, first_wait_s=0.01, longest_wait_s=0.1)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.start("leap", "Rivera")
    ledger.settled().result(WAIT_S)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    for number in range(100):
        desk.note_insertion(f"p{number}", Outcome(Verdict.CONFIRMED, "", "xterm", 12))
    stuck = states.get(timeout=WAIT_S)
    assert stuck.trouble is not None
    assert "disk" in stuck.trouble.what
    assert desk.current is not None
    assert len(desk.current.used) == 100  # the panel goes on
    assert len(ledger.read(open_contacts).result(WAIT_S)) == 1
    assert ledger.close(0.1) > 0
    filler.unlink()
    ledger.settled().result(WAIT_S)
    (stored,) = ledger.read(open_contacts).result(WAIT_S)
    assert stored.used == tuple(f"p{number}" for number in range(100))
    assert ledger.close(WAIT_S) == 0


def test_exports_from_outside_while_the_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with program("keep_writing", path) as process:
        counts = []
        for _ in range(20):
            acknowledged = int(line_of(process).removeprefix("p"))
            out = io.StringIO()
            assert export_contacts_json(path, out, datetime.now(UTC)) == 1
            (contact,) = json.loads(out.getvalue())["contacts"]
            said = [event for event in contact["events"] if event["kind"] == "insertion"]
            assert len(said) > acknowledged
            assert export_contacts_csv(path, io.StringIO(newline="")) == 1
            counts.append(len(said))
        assert counts == sorted(counts)
        assert process.poll() is None, errors_of(process)


def test_a_broken_record_is_set_aside_and_the_work_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    path.write_bytes(b"\0garbage" * 1000)
    with pytest.raises(Trouble, match="not touched"):
        Ledger(path)
    aside = set_aside(path)
    assert aside.read_bytes() == b"\0garbage" * 1000
    ledger = Ledger(path)
    Desk(ledger, {"leap": PLAYBOOK}.get, now).start("leap")
    assert ledger.close(WAIT_S) == 0
