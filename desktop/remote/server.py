"""The answering side, inside the running instance."""

from __future__ import annotations

import contextlib
import getpass
import json
import logging
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.errors import Trouble

log = logging.getLogger(__name__)

Reply = Callable[[dict[str, Any]], None]
Handler = Callable[[dict[str, Any], Reply], None]
_REQUEST_BYTES = 64 * 1024
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


class RemoteServer(QObject):
    """Listens for `poise ctl` of this user.

    Args:
        endpoint_file: Where to write down how to reach us.
        handler: Given the request and a function that sends the answer (once, now or later).
    """

    def __init__(self, endpoint_file: Path, handler: Handler) -> None:
        super().__init__()
        self._endpoint_file = endpoint_file
        self._handler = handler
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> bool:
        """Begin to answer; call only while holding the lock. Whether it worked."""
        # Named after user and folder: short enough for every OS, one for each --home.
        who = f"{getpass.getuser()}\0{self._endpoint_file}".encode()
        name = f"poise-{zlib.crc32(who):08x}{len(who):04x}"
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.error("cannot listen for poise ctl: %s", self._server.errorString())
            return False
        fresh = self._endpoint_file.with_suffix(".new")
        fresh.write_text(self._server.fullServerName() + "\n", encoding="utf-8")
        fresh.replace(self._endpoint_file)
        return True

    def close(self) -> None:
        """Stop answering."""
        self._endpoint_file.unlink(missing_ok=True)
        self._server.close()

    def _on_connection(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            caller = _Caller(connection)
            connection.readyRead.connect(lambda c=caller: self._on_ready(c))
            connection.disconnected.connect(lambda c=caller: c.forget())
            connection.disconnected.connect(connection.deleteLater)
            # The server takes its sockets along when it goes, connected or not.
            connection.destroyed.connect(lambda _=None, c=caller: c.forget())
            self._on_ready(caller)

    def _on_ready(self, caller: _Caller) -> None:
        line = caller.read_line()
        if line is None:
            return
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):  # the latter when it is nested too deeply
            request = None
        if not isinstance(request, dict) or not isinstance(request.get("command"), str):
            caller.reply(_NO_REQUEST)
            return
        try:
            self._handler(request, caller.reply)
        except Trouble as trouble:
            caller.reply({"error": str(trouble)})
        except Exception:
            caller.reply(_MISTAKE)
            raise  # to the hook that logs it and shows the crash window


class _Caller:
    """One connection, which may be gone long before its answer is there."""

    def __init__(self, socket: QLocalSocket) -> None:
        self._socket: QLocalSocket | None = socket

    def read_line(self) -> bytes | None:
        """The request; None while it is incomplete."""
        socket = self._socket
        if socket is None:
            return None
        if socket.canReadLine():
            return bytes(socket.readLine().data())
        if socket.bytesAvailable() > _REQUEST_BYTES:
            socket.abort()
        return None

    def reply(self, answer: dict[str, Any]) -> None:
        """Answer, once; nobody is told when nobody is there any more."""
        # ASCII with escapes: whatever Python holds in a string gets through.
        line = json.dumps(answer).encode("ascii") + b"\n"
        socket, self._socket = self._socket, None
        if socket is None or socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
            return
        socket.write(line)
        socket.flush()
        socket.disconnectFromServer()

    def forget(self) -> None:
        """The socket was deleted: touch it no more."""
        self._socket = None
