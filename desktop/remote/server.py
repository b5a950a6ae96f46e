"""The answering side, inside the running instance."""

from __future__ import annotations

import getpass
import json
import logging
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

Reply = Callable[[dict[str, Any]], None]
Handler = Callable[[dict[str, Any], Reply], None]
_REQUEST_BYTES = 64 * 1024


class OnlyOne:
    """The lock that makes a second start notice the first."""

    def __init__(self, lock_file: Path) -> None:
        self._lock = QLockFile(str(lock_file))
        self._lock.setStaleLockTime(0)  # never by age: a sleeping laptop is no dead process

    def take(self) -> bool:
        """Whether this process is the one that runs; a dead owner's lock is taken over."""
        return self._lock.tryLock(0)

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
            connection.readyRead.connect(lambda c=connection: self._on_ready(c))
            connection.disconnected.connect(connection.deleteLater)
            if connection.canReadLine():
                self._on_ready(connection)

    def _on_ready(self, connection: QLocalSocket) -> None:
        if not connection.canReadLine():
            if connection.bytesAvailable() > _REQUEST_BYTES:
                connection.abort()
            return
        reply = _replier(connection)
        try:
            request = json.loads(bytes(connection.readLine().data()))
            if not isinstance(request, dict):
                raise ValueError("not an object")
        except ValueError:
            reply({"error": "The request is not one line of JSON."})
            return
        self._handler(request, reply)


def _replier(connection: QLocalSocket) -> Reply:
    is_answered = False

    def reply(answer: dict[str, Any]) -> None:
        nonlocal is_answered
        if is_answered or connection.state() != QLocalSocket.LocalSocketState.ConnectedState:
            return
        is_answered = True
        connection.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        connection.flush()
        connection.disconnectFromServer()

    return reply
