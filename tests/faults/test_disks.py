"""Disks that refuse while the record is opened or copied, and several who write at once."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.contacts.desk import Desk
from desktop.contacts.store import open_contacts
from desktop.errors import Trouble
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage.copies import Rotation, check, copies_of, make_daily
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import open_database
from tests.faults.record_programs import PLAYBOOK, now
from tests.faults.test_record import errors_of, line_of, program

pytestmark = pytest.mark.faults

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
WAIT_S = 30


@pytest.fixture
def ledger(small_disk: Path) -> Iterator[Ledger]:
    """A record of a third of a megabyte, in use."""
    ledger = Ledger(small_disk / "poise.db", first_wait_s=0.01, longest_wait_s=0.1)
    Desk(ledger, {"leap": PLAYBOOK}.get, now).start("leap", "Rivera")
    ledger.write(big).result(WAIT_S)
    ledger.read(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()).result(WAIT_S)
    yield ledger
    ledger.abandon(WAIT_S)


def big(connection: sqlite3.Connection) -> None:
    connection.executemany(
        "INSERT INTO contacts (id, started_at, ended_at, note) VALUES (?, 'x', 'x', ?)",
        [(f"c-{number}", "n" * 3000) for number in range(80)],
    )


def fill(disk: Path) -> None:
    """Leave less room than the record has, but enough to go on with it."""
    free = shutil.disk_usage(disk).free
    (disk / "filler").write_bytes(b"x" * (free - 250_000))


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def test_a_copy_that_fills_the_disk_is_taken_back_and_the_record_goes_on(
    small_disk: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_disk / "poise.db"
    fill(small_disk)
    # As if somebody filled it after we had looked.
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10**12}))
    with pytest.raises(Trouble, match="could not be copied") as caught:
        make_daily(path, NOW, Rotation())
    assert "the record itself is as it was" in caught.value.remedy
    assert list((small_disk / "backups").iterdir()) == []
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.load_open()
    desk.resume(desk.waiting[0].id)
    desk.note_insertion("p", Outcome(Verdict.CONFIRMED))
    ledger.settled().result(WAIT_S)
    assert ledger.close(WAIT_S) == 0


def test_a_disk_with_little_room_is_left_to_the_record(small_disk: Path, ledger: Ledger) -> None:
    fill(small_disk)
    with pytest.raises(Trouble, match="no room for a copy"):
        make_daily(small_disk / "poise.db", NOW, Rotation())
    assert shutil.disk_usage(small_disk).free > 0


def test_a_read_only_disk_is_told_and_works_when_it_can_be_written(small_disk: Path) -> None:
    path = small_disk / "poise.db"
    open_database(path).close()
    before = path.read_bytes()
    remount(small_disk, "ro")
    try:
        with pytest.raises(Trouble, match="cannot be") as caught:
            open_database(path)
        assert caught.value.remedy
        with pytest.raises(Trouble):
            make_daily(path, NOW, Rotation())
    finally:
        remount(small_disk, "rw")
    assert path.read_bytes() == before
    ledger = Ledger(path)
    Desk(ledger, {"leap": PLAYBOOK}.get, now).start("leap")
    assert ledger.close(WAIT_S) == 0


def test_killed_while_it_copies_there_are_only_whole_copies(tmp_path: Path) -> None:
    chance = random.Random()
    path = tmp_path / "poise.db"
    for _ in range(6):
        with program("keep_copying", path) as process:
            said = [line_of(process) for _ in range(chance.randrange(1, 8))]
            assert process.poll() is None, errors_of(process)
            threading.Event().wait(chance.uniform(0, 0.03))
            process.kill()
        copies = copies_of(path)
        for copy in copies:
            check(copy.path)
        assert said[-1] in [copy.path.name for copy in copies]
        with closing(open_database(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        shutil.rmtree(path.parent / "backups")


@pytest.mark.plain
def test_three_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with ExitStack() as open_programs:
        # All of them find no record and make it, and one is copied meanwhile.
        others = [open_programs.enter_context(program("keep_writing", path)) for _ in range(2)]
        ledger = Ledger(path)
        desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
        desk.start("leap", "Okafor")
        seen: list[list[str]] = [[], []]
        for number in range(30):
            desk.note_insertion(f"p{number}", Outcome(Verdict.CONFIRMED))
            for lines, other in zip(seen, others, strict=True):
                lines.append(line_of(other))
        copy = make_daily(path, NOW, Rotation())
        check(copy.path)
        ledger.settled().result(WAIT_S)
        for lines, other in zip(seen, others, strict=True):
            other.kill()
            assert other.stdout is not None
            lines += [line.strip() for line in other.stdout if line.endswith("\n")]
        stored = ledger.read(open_contacts).result(WAIT_S)
        assert ledger.close(WAIT_S) == 0
    assert sorted(each.contact.customer for each in stored) == ["Okafor", "Rivera", "Rivera"]
    used = [each.used for each in stored]
    for lines in [*seen, [f"p{number}" for number in range(30)]]:
        assert any(list(one[: len(lines)]) == lines for one in used)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_many_who_make_the_record_at_once_make_one(tmp_path: Path) -> None:
    """As `poise run` and a command that writes, started by the same login."""
    path = tmp_path / "poise.db"
    starter = (
        "import sys; from pathlib import Path\n"
        "from desktop.storage.ledger import Ledger\n"
        "sys.stdin.readline()\n"
        "ledger = Ledger(Path(sys.argv[1]))\n"
        "ledger.write(lambda c: c.execute('INSERT INTO contacts (id, started_at)'\n"
        "    ' VALUES (?, ?)', (sys.argv[2], 'x'))).result()\n"
        "sys.exit(ledger.close(30))\n"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", starter, str(path), f"c-{number}"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(4)
    ]
    errors: list[str] = []
    ends = [
        threading.Thread(target=lambda one=one: errors.append(one.communicate("go\n")[1]))
        for one in starters
    ]
    for end in ends:
        end.start()
    for end in ends:
        end.join(WAIT_S)
    assert errors == ["", "", "", ""]
    assert [one.returncode for one in starters] == [0, 0, 0, 0]
    with closing(open_database(path)) as connection:
        assert connection.execute("SELECT count(*) FROM contacts").fetchone() == (4,)
