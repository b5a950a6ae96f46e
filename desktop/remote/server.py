"""The answering side, inside the running instance."""

from __future__ import annotations

import contextlib
import getpass
import json
import logging
import socket
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile

from desktop.errors import Trouble
from desktop.remote.listening import Answer, Listener, OnLine

log = logging.getLogger(__name__)

Reply = Callable[[dict[str, Any]], None]
Handler = Callable[[dict[str, Any], Reply], None]
_NO_REQUEST = {"error": "The request is not one line of JSON with a command."}
_MISTAKE = {"error": "This is a mistake in Poise; the log says more."}
_PROBE_BYTES = 4096


class OnlyOne:
    """The lock that makes a second start notice the first."""

    def __init__(self, lock_file: Path) -> None:
        self._lock_file = lock_file
        self._lock = QLockFile(str(lock_file))
        self._lock.setStaleLockTime(0)  # never by age: a sleeping laptop is no dead process

    def take(self) -> bool:
        """Whether this process is the one that runs; a dead owner's lock is taken over.

        Raises:
            Trouble: Nobody can tell, because the file cannot be written.
        """
        if self._lock.tryLock(0):
            return True
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        what = f"The lock file {self._lock_file} cannot be written ({self._objection()})."
        raise Trouble(what, "Free some space or make its folder writable, or use --home DIR.")

    def owner(self) -> int:
        """The process that runs, as its lock says; 0 when it does not say."""
        process: int = self._lock.getLockInfo()[0]
        return process

    def _objection(self) -> str:
        """Why nothing can be written there: QLockFile knows it, but does not tell."""
        probe = self._lock_file.with_name(f".{self._lock_file.name}.new")
        try:
            probe.write_bytes(b"x" * _PROBE_BYTES)
        except OSError as problem:
            return problem.strerror or str(problem)
        finally:
            with contextlib.suppress(OSError):
                probe.unlink(missing_ok=True)
        return "for an unknown reason"

    def release(self) -> None:
        """Let the next start run."""
        self._lock.unlock()


class RemoteServer:
    """Listens for `poise ctl` of this user.

    Args:
        endpoint_file: Where to write down how to reach us.
        handler: Given the request and a function that sends the answer (once, now or later).
        make_listener: Given the endpoint file and where the requests go.
    """

    def __init__(
        self,
        endpoint_file: Path,
        handler: Handler,
        make_listener: Callable[[Path, OnLine], Listener] | None = None,
    ) -> None:
        self._endpoint_file = endpoint_file
        self._handler = handler
        self._listener = (make_listener or listener_of_this_os)(endpoint_file, self._on_line)

    def listen(self) -> bool:
        """Begin to answer; call only while holding the lock. Whether it worked."""
        try:
            endpoint = self._listener.listen()
        except OSError as problem:
            log.error("cannot listen for poise ctl: %s", problem)
            return False
        self._write_down(endpoint + "\n")
        return True

    def close(self) -> None:
        """Stop answering."""
        # Windows removes no file that somebody is reading; nobody listens there any more anyway.
        with contextlib.suppress(PermissionError):
            self._endpoint_file.unlink(missing_ok=True)
        self._listener.close()

    def _write_down(self, line: str) -> None:
        fresh = self._endpoint_file.with_suffix(".new")
        fresh.write_text(line, encoding="utf-8")
        try:
            fresh.replace(self._endpoint_file)
        except PermissionError:
            # Windows replaces no file that a caller is reading, left behind by a crash.
            self._endpoint_file.write_text(line, encoding="utf-8")
            fresh.unlink()

    def _on_line(self, line: bytes, answer: Answer) -> None:
        def reply(said: dict[str, Any]) -> None:
            # ASCII with escapes: whatever Python holds in a string gets through.
            answer(json.dumps(said).encode("ascii") + b"\n")

        try:
            request = json.loads(line)
        except (ValueError, RecursionError):  # the latter when it is nested too deeply
            request = None
        if not isinstance(request, dict) or not isinstance(request.get("command"), str):
            reply(_NO_REQUEST)
            return
        try:
            self._handler(request, reply)
        except Trouble as trouble:
            reply({"error": str(trouble)})
        except Exception:
            reply(_MISTAKE)
            raise  # to the hook that logs it and shows the crash window


def listener_of_this_os(endpoint_file: Path, on_line: OnLine) -> Listener:
    """A local socket where Python has them, else a named pipe."""
    # Named after user and folder: short enough for every OS, one for each --home.
    who = f"{getpass.getuser()}\0{endpoint_file}".encode()
    name = f"poise-{zlib.crc32(who):08x}{len(who):04x}"
    if hasattr(socket, "AF_UNIX"):
        from desktop.remote.local_socket import LocalSocket

        return LocalSocket(endpoint_file.parent, name, on_line)
    from desktop.remote.named_pipe import NamedPipe

    return NamedPipe(name, on_line)
