"""The door for `poise ctl`: requests come in, answers go out when they are true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.leaving import Told
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.commands import Answer, Commands, Later
from desktop.errors import Trouble
from desktop.insertion.inserter import Clock
from desktop.remote.server import RemoteServer
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.qt.threads import MainThread

_LOOK_MS = 150  # a script hears so soon that the disk refuses
_SLOW_DISK_MS = 3000  # a disk that is only slow is given the time: "not written" would be no news


class Door:
    """Answers `poise ctl`.

    Args:
        endpoint_file: Where to write down how to reach us.
        cockpit: What most commands are for.
        ledger: Asked whether what was done is on the disk.
        threads: The way back from the ledger's thread.
        clock: For giving up in time.
        deeds: Commands of the windows, by name; they answer at once.
        practise: Opens the practice window with the customer of this id, "" for none yet.
        state: What `state` answers.
        leave: Called with whether leaving is forced, and who is told whether Poise does.
    """

    def __init__(
        self,
        endpoint_file: Path,
        cockpit: Cockpit,
        ledger: Ledger,
        threads: MainThread,
        clock: Clock,
        deeds: dict[str, Callable[[], object]],
        practise: Callable[[str], object],
        state: Callable[[], dict[str, Any]],
        leave: Callable[[bool, Told], None],
    ) -> None:
        self._cockpit = cockpit
        self._ledger = ledger
        self._threads = threads
        self._clock = clock
        self._deeds = deeds
        self._practise = practise
        self._state = state
        self._leave = leave
        self._failures_before = ledger.failures
        self._told: list[str] | None = None  # nobody asks now
        self._commands = Commands(cockpit, self._when_saved)
        self._server = RemoteServer(endpoint_file, self._on_request)
        self._server.listen()

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.close()

    def overhear(self, sentence: str) -> None:
        """Something was told to the agent; who asked for what led to it hears it too."""
        if self._told is not None:
            self._told.append(sentence)

    def _on_request(self, request: dict[str, Any], answered: Later) -> None:
        told: list[str] = []
        self._told = told

        def reply(answer: Answer) -> None:
            answered({**answer, "told": told} if told else answer)

        self._do(request, reply)
        self._told = None  # what is told from now on has another cause

    def _do(self, request: dict[str, Any], reply: Later) -> None:
        command = request.get("command")
        self._failures_before = self._ledger.failures
        if command == "state":
            reply({"state": self._state()})
        elif command == "quit":

            def left(why: Trouble | None) -> None:
                reply({"out": ""} if why is None else {"error": str(why)})

            self._leave(bool(request.get("force")), left)
        elif isinstance(command, str) and command in self._deeds:
            _done(self._deeds[command], reply)
        elif command == "practice":
            customer = str(request.get("customer") or "")
            _done(lambda: self._practise(customer), reply)
        elif command == "forget":
            self._forget(request, reply)
        elif not self._commands.handle(request, reply):
            reply({"error": f"There is no command {command!r}."})

    def _forget(self, request: dict[str, Any], reply: Later) -> None:
        from desktop.app.forgetting import Forgetting  # rarely asked for

        Forgetting(self._cockpit, self._ledger, self._threads).handle(request, reply)

    def _when_saved(self, answer: Answer, reply: Later) -> None:
        """Answer once everything is on the disk, or say in time that it is not."""
        waited_ms = 0
        cancel = self._clock.later(_LOOK_MS, lambda: look())

        def look() -> None:
            nonlocal waited_ms, cancel
            waited_ms += _LOOK_MS
            trouble = self._ledger.state.trouble
            if trouble is None and waited_ms < _SLOW_DISK_MS:
                cancel = self._clock.later(_LOOK_MS, look)
                return
            why = trouble.what if trouble is not None else "The disk is slow."
            reply({"error": f"Done, but not written yet. {why} Poise keeps trying."})

        before = self._failures_before

        def saved() -> None:
            cancel()
            if self._ledger.failures != before:
                reply({"error": "This was not written; it is a mistake in Poise. See the log."})
            else:
                reply(answer)

        self._ledger.settled().add_done_callback(lambda _future: self._threads.call(saved))


def _done(deed: Callable[[], object], reply: Later) -> None:
    """Answer when something of the windows is done, or why it was not."""
    try:
        deed()
    except Trouble as trouble:
        reply({"error": str(trouble)})
    else:
        reply({"out": ""})
