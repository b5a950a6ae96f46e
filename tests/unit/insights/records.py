"""A small record, written by hand."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from desktop.storage.migrate import open_database


class Written:
    """A record that a test writes line by line.

    Args:
        path: Where.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection: sqlite3.Connection = open_database(path)
        self._count = 0

    def contact(
        self,
        started: str,
        ended: str | None = None,
        outcome: str = "",
        *events: tuple[str, dict[str, object]],
        trigger: str = "",
        manner: str = "",
        causes: tuple[str, ...] = (),
        customer: str = "Ada Lovelace",
        is_deleted: bool = False,
    ) -> str:
        """Add one; an event happens each minute after the start.

        Args:
            started, ended: Such as `2026-10-05 10:00`, in UTC.
        """
        self._count += 1
        contact_id = f"c-{self._count:04}"
        self.connection.execute(
            'INSERT INTO contacts (id, started_at, ended_at, outcome, "trigger", manner, customer,'
            " deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(contact_id, at(started), at(ended) if ended else None, outcome),
                *(trigger, manner, customer, at(started) if is_deleted else None),
            ),
        )
        minute = int(started[14:16])
        for number, (kind, facts) in enumerate(events, 1):
            moment = at(f"{started[:14]}{minute + number:02}")
            self.connection.execute(
                "INSERT INTO contact_events VALUES (?, ?, ?, ?, ?)",
                (contact_id, number, moment, kind, json.dumps(facts)),
            )
        for number, cause in enumerate(causes):
            self.connection.execute(
                "INSERT INTO contact_values (contact_id, name, value, kind)"
                " VALUES (?, ?, ?, 'root-cause')",
                (contact_id, f"cause_{number}", cause),
            )
        return contact_id

    def promise(self, promised: str, done: str | None = None, side: str = "mine") -> None:
        """Add a reminder, first due at `promised`."""
        self._count += 1
        self.connection.execute(
            "INSERT INTO reminders (id, created_at, due_at, promised_at, zone, text, state,"
            " done_at, side) VALUES (?, ?, ?, ?, 'UTC', 'call', ?, ?, ?)",
            (
                *(f"r-{self._count:04}", at(promised), at(promised), at(promised)),
                *("done" if done else "open", at(done) if done else None, side),
            ),
        )


def at(words: str) -> str:
    """`2026-10-05 10:00` as the record has it."""
    return f"{words.replace(' ', 'T')}:00.000Z"


def step(
    playbook: str, name: str, move: str = "next", **more: object
) -> tuple[str, dict[str, object]]:
    """The agent came to a step."""
    return "step", {"playbook": playbook, "step": name, "move": move, "depth": 1, **more}


def said(
    phrase: str, wording: int = 0, verdict: str = "confirmed"
) -> tuple[str, dict[str, object]]:
    """A phrase was put in."""
    facts: dict[str, object] = {"phrase": phrase, "wording": wording, "verdict": verdict}
    return "insertion", {**facts, "reason": "", "target": "Chat", "ms": 80}


def rung(number: int) -> tuple[str, dict[str, object]]:
    """A rung of the boundaries ladder was entered."""
    return "rung", {"rung": number, "playbook": "boundaries", "step": f"rung-{number}"}
