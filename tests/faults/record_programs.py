"""Small programs that the tests start, kill and starve: `python record_programs.py NAME DB`.

Each acknowledges on stdout what is promised to be on the disk.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from queue import Queue
from zoneinfo import ZoneInfo

from desktop.contacts.desk import Desk
from desktop.followups.book import ReminderBook
from desktop.guide.model import Playbook, Step
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage import ledger as ledger_module
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.jobs import LedgerState
from desktop.storage.ledger import Ledger

PLAYBOOK = Playbook("leap", "LEAP", "", tuple(Step(f"s{n}", f"S{n}", "") for n in range(1000)))


def now() -> datetime:
    return datetime.now(UTC)


def say(word: object) -> None:
    print(word, flush=True)


def keep_writing(path: Path) -> None:
    """A contact that goes on for ever; says each phrase once it is on the disk."""
    ledger = Ledger(path)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.start("leap", "Rivera")
    for number in count():
        desk.note_insertion(f"p{number}", Outcome(Verdict.CONFIRMED))
        if number % 10 == 0 and number < 9000:  # the playbook has an end
            desk.next()
        ledger.settled().result()
        say(f"p{number}")


def keep_copying(path: Path) -> None:
    """Copies the record for ever, a day a copy, while it is written; says each whole copy."""
    ledger = Ledger(path)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.start("leap", "Rivera")
    for day in count():
        for _ in range(20):
            desk.note("a line of some length " * 50)
        made = make_daily(path, now() + timedelta(days=day), Rotation(days=1000))
        say(made.path.name)


def leave_without_closing(path: Path) -> None:
    """Writes a lot and ends at once, as a program does that was not written well."""
    ledger = Ledger(path)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    desk.start("leap")
    for number in range(300):
        desk.note_insertion(f"p{number}", Outcome(Verdict.CONFIRMED))


def leave_while_stuck(path: Path) -> None:
    """Ends although the disk refuses: it must not hang."""
    ledger_module.AT_EXIT_S = 0.2
    states: Queue[LedgerState] = Queue()
    ledger = Ledger(path, states.put)
    say("open")
    sys.stdin.readline()
    Desk(ledger, {"leap": PLAYBOOK}.get, now).start("leap")
    state = states.get()
    say(state.trouble.what if state.trouble else "")


def outgrow_a_file_limit(path: Path) -> None:
    """Runs into an I/O error in the middle of a contact, then gets more room."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows has no such limits")
    import resource

    states: Queue[LedgerState] = Queue()
    ledger = Ledger(path, states.put, first_wait_s=0.01, longest_wait_s=0.1)
    desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
    book = ReminderBook(ledger, now, lambda: ZoneInfo("UTC"))
    desk.start("leap")
    ledger.settled().result()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name("poise.db-wal").stat().st_size, hard))
    for number in range(200):
        desk.note_insertion(f"p{number}", Outcome(Verdict.CONFIRMED))
    book.add("in 20 min", "call")
    stuck = states.get()
    say(stuck.trouble.what if stuck.trouble else "")
    settled = ledger.settled()
    say(f"{settled.done()} {len(ledger.read(_phrases).result())}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    settled.result()
    say(f"{ledger.state.trouble} {len(ledger.read(_phrases).result())}")
    say(ledger.close(20))


def _phrases(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT facts FROM contact_events WHERE kind = 'insertion'"
    return [facts for (facts,) in connection.execute(query)]


PROGRAMS: dict[str, Callable[[Path], None]] = {
    program.__name__: program
    for program in (
        keep_writing,
        keep_copying,
        leave_without_closing,
        leave_while_stuck,
        outgrow_a_file_limit,
    )
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](Path(sys.argv[2]))
