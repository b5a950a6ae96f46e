"""The running program's part of `poise forget`: what it holds in memory and in its database."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from typing import Any, TypeVar

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.commands import Later
from desktop.contacts.forgetting import erase
from desktop.contacts.words import forget_removed
from desktop.errors import Trouble
from desktop.qt.threads import MainThread
from desktop.storage.ageing import empty_wal
from desktop.storage.ledger import Ledger

T = TypeVar("T")


class Forgetting:
    """Answers one step after the other; the asking side goes on until all is done.

    `{"step": "erase", "contacts": [ids], "reminders": [ids]}` → `{"removed": {table: rows}}`,
    `{"step": "words"}` and `{"step": "wal"}` → `{"is_done": …}`.
    """

    def __init__(self, cockpit: Cockpit, ledger: Ledger, threads: MainThread) -> None:
        self._cockpit = cockpit
        self._ledger = ledger
        self._threads = threads

    def handle(self, request: dict[str, Any], reply: Later) -> None:
        """Do a step.

        Raises:
            Trouble: It cannot be done now; nothing was removed.
        """
        stuck = self._ledger.state.trouble
        if stuck is not None:
            raise Trouble(stuck.what, "Nothing was removed. Set that right and try again.")
        step = request.get("step")
        if step == "erase":
            self._erase(_texts(request, "contacts"), _texts(request, "reminders"), reply)
        elif step == "words":
            self._answer(self._ledger.write(forget_removed), reply, "is_done")
        elif step == "wal":
            self._answer(self._ledger.read(empty_wal), reply, "is_done")
        else:
            raise Trouble(f"There is no step “{step}”.")

    def _erase(self, contacts: list[str], reminders: list[str], reply: Later) -> None:
        self._cockpit.forget(contacts, reminders)

        def job(connection: sqlite3.Connection) -> dict[str, int]:
            return dict(erase(connection, contacts, reminders))

        self._answer(self._ledger.write(job), reply, "removed")

    def _answer(self, future: Future[T], reply: Later, name: str) -> None:
        def on_done(done: Future[T]) -> None:
            def tell() -> None:
                error = done.exception()
                if error is None:
                    reply({name: done.result()})
                else:
                    reply({"error": f"It was not removed: {error}"})

            self._threads.call(tell)

        future.add_done_callback(on_done)


def _texts(request: dict[str, Any], name: str) -> list[str]:
    found = request.get(name)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
