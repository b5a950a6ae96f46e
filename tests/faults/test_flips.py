"""Bits flip in the record, in its indexes, in its log: words for it, and nothing overwritten."""

from __future__ import annotations

import io
import os
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from zoneinfo import ZoneInfo

import pytest

from desktop.app.record import first_look, open_record
from desktop.contacts.desk import Desk
from desktop.contacts.export import export_contacts_json
from desktop.contacts.words import begin_anew
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage import driver
from desktop.storage.connection import DamagedRecord
from desktop.storage.copies import Rotation, check, copies_of, make_daily, newest_good
from desktop.storage.jobs import LedgerState
from desktop.storage.ledger import Ledger
from desktop.storage.restore import rescue
from tests.faults.record_programs import PLAYBOOK, now
from tests.systems import needs_dbstat

pytestmark = pytest.mark.faults

NOW = datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC)
WAIT_S = 20
SEEDS = 25
IN_COPY, ENDED, OPEN = 120, 150, 6
FIRST = int(os.environ.get("POISE_SEED") or random.randrange(10**6))


@dataclass(frozen=True)
class Left:
    """What a killed program left behind: a record, its log, and a copy from before."""

    path: Path

    @property
    def files(self) -> dict[str, bytes]:
        """The content of the record and of its log."""
        return {
            file.name: file.read_bytes()
            for file in (self.path, Path(f"{self.path}-wal"))
            if file.exists()
        }

    def flip(self, suffix: str, chance: random.Random, pages: list[int]) -> None:
        """Some bits of some of these pages (from 0), or of the log's frames."""
        file = Path(f"{self.path}{suffix}")
        content = bytearray(file.read_bytes())
        for _ in range(chance.randrange(1, 9)):
            place = chance.choice(pages) * 4096 + chance.randrange(4096)
            content[min(place, len(content) - 1)] ^= 1 << chance.randrange(8)
        file.write_bytes(content)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; most of the newest work stands in the -wal."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "live" / "poise.sqlite3"
    left = folder / "left"
    ledger = Ledger(path)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    book = ReminderBook(ledger, now, lambda: ZoneInfo("UTC"))
    for number in range(ENDED + OPEN):
        desk.start("leap", f"Rivera {number}", reference=f"T-{number}")
        desk.next()
        desk.note_insertion("warm-hello", Outcome(Verdict.CONFIRMED, "", "xterm", 12))
        desk.set_values({"callback_time": f"{number} o'clock"})
        book.add("in 20 min", f"call {number}")
        if number < ENDED:
            desk.end("solved", "a note of some length " * 10)
        if number == IN_COPY:
            ledger.settled().result(WAIT_S)
            make_daily(path, NOW, Rotation())
            ledger.read(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()).result()
    ledger.settled().result(WAIT_S)
    shutil.copytree(path.parent, left)
    assert ledger.close(WAIT_S) == 0
    return left


@pytest.fixture
def left(template: Path, tmp_path: Path) -> Left:
    shutil.copytree(template, tmp_path / "data")
    return Left(tmp_path / "data" / "poise.sqlite3")


def pages_of(path: Path, kind: str) -> list[int]:
    """The pages (from 0) of the tables or of the indexes, as they lie in the file itself."""
    if driver.is_on():  # SQLCipher cannot tell; there a flip anywhere spoils the whole page
        return list(range(1, path.stat().st_size // 4096))
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        rows = connection.execute(
            "SELECT pageno - 1 FROM dbstat WHERE name IN"
            " (SELECT name FROM sqlite_master WHERE type = ?)",
            (kind,),
        )
        return [number for (number,) in rows]


def start(path: Path, states: Queue[LedgerState]) -> Ledger | Trouble:
    try:
        return open_record(path, states.put)
    except Trouble as trouble:
        return trouble


def work_a_little(ledger: Ledger, states: Queue[LedgerState]) -> str:
    """What the agent does next; how that went on the disk."""
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.load_open()
    book = ReminderBook(ledger, now, lambda: ZoneInfo("UTC"))
    book.load()
    desk.start("leap", "Okafor")
    for _ in range(5):
        desk.note_insertion("p", Outcome(Verdict.CONFIRMED))
        book.add("in 20 min", "call")
    assert desk.current is not None
    assert len(desk.current.used) > 0  # the panel goes on, whatever the disk does
    settled = ledger.settled()
    while not settled.done():
        with suppress(Exception):
            state = states.get(timeout=0.02)
            if state.trouble is not None:
                assert state.trouble.remedy
                return state.trouble.what
    return ""


@needs_dbstat
@pytest.mark.parametrize("where", ["table", "index", "header", "log"])
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_flipped_bits_are_told_or_harmless(left: Left, where: str, seed: int) -> None:
    chance = random.Random(f"{seed} {where}")
    if where == "log":
        frames = Path(f"{left.path}-wal").stat().st_size // 4096
        left.flip("-wal", chance, list(range(frames)))
    else:
        left.flip("", chance, [0] if where == "header" else pages_of(left.path, where))
    before = left.files
    states: Queue[LedgerState] = Queue()
    started = start(left.path, states)
    if isinstance(started, Trouble):
        assert left.files == before
        assert started.remedy
        if isinstance(started, DamagedRecord):
            after_a_rescue(left)
        else:  # a version or a format that only a newer program would write
            assert "newer" in started.what or "cannot be" in started.what
        return
    try:
        stuck = work_a_little(started, states)
        found = damage_found_later(left.path)
        assert not stuck or found or "damaged" not in stuck
    finally:
        started.abandon(WAIT_S)
    if found:
        with pytest.raises(DamagedRecord):  # this time the whole file was looked at
            open_record(left.path).close(WAIT_S)
        after_a_rescue(left)


def damage_found_later(path: Path) -> bool:
    """What the day's copy and an export say of the record."""
    with suppress(Trouble):
        export_contacts_json(path, io.StringIO(), NOW)
    try:
        made = make_daily(path, datetime.now(UTC), Rotation())
    except DamagedRecord:
        return True
    check(made.path)
    return False


def after_a_rescue(left: Left) -> None:
    """The newest good copy is put back, and the damaged file is still there, bit by bit."""
    before = left.files
    copy = newest_good(left.path, datetime.now(UTC))
    assert copy is not None
    assert copy in copies_of(left.path)
    done = rescue(left.path, copy.path, first_look, begin_anew)
    assert done.set_aside is not None
    aside = done.set_aside
    kept = {name.replace(left.path.name, aside.name): content for name, content in before.items()}
    for name, content in kept.items():
        assert aside.with_name(name).read_bytes() == content
    ledger = open_record(left.path)
    (count,) = ledger.read(lambda c: c.execute("SELECT count(*) FROM contacts").fetchone()).result()
    assert count >= IN_COPY
    assert ledger.close(WAIT_S) == 0
