"""Kills children of its own in the middle of scripted work: `python kill_server.py DIR SEED KILLS`.

A process that only forks is cheap: each kill costs no start of Python. One JSON line a kill tells
how much was acknowledged, and what is wrong in the record then ("" for nothing).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.contacts.desk import Desk
from desktop.contacts.store import all_contacts
from desktop.followups.book import ReminderBook
from desktop.followups.store import all_reminders
from desktop.insertion.outcome import Outcome, Verdict
from desktop.storage.connection import open_to_read
from desktop.storage.ledger import Ledger
from desktop.storage.wal import is_cut_short
from tests.faults.record_programs import PLAYBOOK, now

PIECES = [
    "insertion",
    "insertion",
    "value",
    "note",
    "next",
    "aside",
    "end",
    "remind",
    "done",
    "snooze",
]
KILLS_A_RECORD = 20
MOST_ACKNOWLEDGED = 25
LONGEST_MS = 8.0
OPENING_MS = 60.0


@dataclass
class Worker:
    """A day's work by chance, each piece with a word of its own that must be found again."""

    path: Path
    chance: random.Random
    name: str
    say: Callable[[str], None]

    def run(self) -> None:
        """Works until it is killed."""
        ledger = Ledger(self.path)
        desk = Desk(ledger, {"leap": PLAYBOOK}.get, now)
        desk.load_open()
        book = ReminderBook(ledger, now, lambda: ZoneInfo("UTC"))
        book.load()
        for number in count():
            for _ in range(self.chance.randrange(1, 4)):
                self._one_piece(desk, book, f"{self.name}-{number}-{self.chance.random():.9f}")
            ledger.settled().result()
            self.say("ack")

    def _one_piece(self, desk: Desk, book: ReminderBook, word: str) -> None:
        if desk.current is None:
            self._begin(desk, word)
            return
        piece = self.chance.choice(PIECES)
        opened = book.all_open()
        if piece == "insertion":
            self.say(word)
            desk.note_insertion(word, Outcome(Verdict.CONFIRMED, "", "xterm", 12))
        elif piece == "value":
            self.say(word)
            desk.set_values({word: word})
        elif piece == "note":
            self.say(word)
            desk.note(word)
        elif piece == "next" and len(desk.current.walk.path) < 900:
            desk.next()
        elif piece == "aside":
            desk.set_aside()
        elif piece == "end":
            self.say(word)
            desk.end("solved", word)
        elif piece == "remind":
            self.say(word)
            book.add("in 20 min", word, desk.current.id)
        elif piece == "done" and opened:
            self.say(f"done {opened[0].text}")
            book.done(opened[0].id)
        elif piece == "snooze" and opened:
            self.say(f"snoozed {opened[0].text} {opened[0].snoozed + 1}")
            book.snooze(opened[0].id, 5)

    def _begin(self, desk: Desk, word: str) -> None:
        if desk.waiting and self.chance.random() < 0.5:
            desk.resume(self.chance.choice(desk.waiting).id)
        else:
            self.say(word)
            desk.start("leap", word)


def words_of(connection: sqlite3.Connection) -> set[str]:
    """Every word that is in the record, read as the program reads it.

    Raises:
        AssertionError: a half record.
    """
    words: set[str] = set()
    for stored in all_contacts(connection):
        contact, kinds = stored.contact, [event.kind.value for event in stored.events]
        assert kinds[:2] == ["started", "step"], f"{contact.id} begins with {kinds[:2]}"
        assert (contact.ended_at is not None) == (kinds[-1] == "ended"), f"{contact.id}: {kinds}"
        named: set[str] = set()
        for event in stored.events:
            if event.kind.value == "details":
                fields = event.facts["fields"]
                assert isinstance(fields, list)
                named.update(map(str, fields))
            if event.kind.value in ("insertion", "note"):
                words.add(str(event.facts.get("phrase") or event.facts.get("text")))
        assert named == set(stored.values), f"{contact.id}: values without their event"
        words |= {contact.customer, contact.note, *stored.values}
    for reminder in all_reminders(connection):
        words.add(reminder.text)
        words.update(f"snoozed {reminder.text} {n + 1}" for n in range(reminder.snoozed))
        if reminder.done_at is not None:
            words.add(f"done {reminder.text}")
    return words - {""}


def wrong(path: Path, known: set[str], begun: list[str], acknowledged: int) -> tuple[str, set[str]]:
    """What is wrong after a kill, and which words there are now."""
    if not path.exists() or path.stat().st_size == 0:
        return ("an acknowledged record is gone" if known or acknowledged else ""), set()
    if is_cut_short(path):
        return "a kill is taken for damage", set()
    with closing(open_to_read(path)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if verdict != ("ok",):
            return f"integrity_check: {verdict}", set()
        if version == 0:
            return ("the schema is gone" if known or acknowledged else ""), set()
        try:
            there = words_of(connection)
        except AssertionError as half:
            return f"a half record: {half}", set()
    if not known <= there:
        return f"of earlier rounds {sorted(known - there)} is missing", there
    fresh = there - known
    whole = len(fresh)
    if fresh != set(begun[:whole]):
        return f"not in the order of the work: {sorted(fresh ^ set(begun[:whole]))}", there
    if whole < acknowledged:
        return f"{acknowledged - whole} acknowledged pieces are missing", there
    return "", there


def kill_one(path: Path, chance: random.Random, name: str) -> tuple[list[str], int]:
    """Let a child work and kill it; what it began, and how much of that was acknowledged."""
    reading, writing = os.pipe()
    seed, wanted = chance.random(), chance.randrange(MOST_ACKNOWLEDGED)
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", buffering=1) as out:
            worker = Worker(path, random.Random(seed), name, lambda word: print(word, file=out))
            try:
                worker.run()
            finally:
                os._exit(3)  # it never ends by itself: an error on stderr says why it did
    os.close(writing)
    lines: list[str] = []
    with os.fdopen(reading) as told:
        for line in told if wanted else ():
            lines.append(line.strip())
            if lines.count("ack") == wanted:
                break
        time.sleep(chance.uniform(0, LONGEST_MS if wanted else OPENING_MS) / 1000)
        os.kill(child, signal.SIGKILL)
        lines += [line.strip() for line in told if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed"
    last = len(lines) - lines[::-1].index("ack") if "ack" in lines else 0
    return [line for line in lines if line != "ack"], last - lines[:last].count("ack")


def rounds(folder: Path, seed: int, kills: int) -> Iterator[dict[str, object]]:
    """Kill that often; a new record now and then, so that its making is hit too."""
    chance = random.Random(seed)
    known: set[str] = set()
    for number in range(kills):
        path = folder / f"poise-{number // KILLS_A_RECORD}.sqlite3"
        if number % KILLS_A_RECORD == 0:
            known = set()
        begun, acknowledged = kill_one(path, chance, str(number))
        problem, known = wrong(path, known, begun, acknowledged)
        yield {"kill": number, "acknowledged": acknowledged, "problem": problem}


if __name__ == "__main__":
    for done in rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])):
        print(json.dumps(done), flush=True)
