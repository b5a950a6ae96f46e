"""A socket in the file system (AF_UNIX).

Not QLocalServer: QtNetwork brings Kerberos and OpenSSL along, 6 MB for one socket.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer

from desktop.remote.listening import REQUEST_BYTES, OnLine

log = logging.getLogger(__name__)

_LONGEST_PATH = 100
"""Bytes; macOS allows 103, Linux 107."""
_REST_MS = 500
_WAITING = 128
"""Callers that may wait at once."""


class LocalSocket:
    """Implements `listening.Listener`.

    Args:
        folder: Private to the user; the socket is made in it where its path is short enough.
        name: Of the socket; the same at every start, so that a dead one's is taken over.
        on_line: Called with each request.
    """

    def __init__(self, folder: Path, name: str, on_line: OnLine) -> None:
        self._on_line = on_line
        own = folder / name
        is_short = len(os.fsencode(own)) <= _LONGEST_PATH
        self._path = own if is_short else Path(tempfile.gettempdir()) / name
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._callers: set[_Caller] = set()

    def listen(self) -> str:
        """Begin to listen; the path.

        Raises:
            OSError: The file cannot be made.
        """
        local = socket.AddressFamily["AF_UNIX"]  # by name: the type stubs of Windows lack it
        listening = socket.socket(local, socket.SOCK_STREAM)
        try:
            self._path.unlink(missing_ok=True)
            before = os.umask(0o177)
            try:
                listening.bind(str(self._path))
            finally:
                os.umask(before)
            listening.listen(_WAITING)
            listening.setblocking(False)
        except BaseException:
            listening.close()
            raise
        self._socket = listening
        self._notifier = _notifier(listening, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_: self._accept(listening))
        return str(self._path)

    def close(self) -> None:
        """Hang up on everybody and take the file away."""
        if self._socket is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._socket.close()
        self._socket = self._notifier = None
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        for caller in list(self._callers):
            caller.hang_up()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                try:
                    connection, _ = listening.accept()
                except ConnectionError:
                    continue  # it left while it waited
                except BlockingIOError:
                    raise
                except OSError as problem:
                    log.error("cannot take a call: %s", problem)
                    self._rest()
                    return
                connection.setblocking(False)
                self._callers.add(_Caller(connection, self._on_line, self._callers.discard))

    def _rest(self) -> None:
        """Too many open files, say: the caller still waits, and would be told of for ever."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            QTimer.singleShot(_REST_MS, self._go_on)

    def _go_on(self) -> None:
        if self._notifier is not None:  # else it was closed meanwhile
            self._notifier.setEnabled(True)


class _Caller:
    """One connection, which may be gone long before its answer is there."""

    def __init__(
        self, connection: socket.socket, on_line: OnLine, forget: Callable[[_Caller], None]
    ) -> None:
        self._socket: socket.socket | None = connection
        self._on_line = on_line
        self._forget = forget
        self._buffer = b""
        self._reading = _notifier(connection, QSocketNotifier.Type.Read)
        self._reading.activated.connect(lambda *_: self._read())
        self._writing: QSocketNotifier | None = None

    def _read(self) -> None:
        if self._socket is None:
            return
        try:
            chunk = self._socket.recv(REQUEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        self._buffer += chunk
        line, newline, _ = self._buffer.partition(b"\n")
        if newline:
            self._reading.setEnabled(False)
            self._buffer = b""
            self._on_line(line, self._answer)
        elif not chunk or len(self._buffer) > REQUEST_BYTES:
            self.hang_up()

    def _answer(self, line: bytes) -> None:
        self._buffer = line
        self._write()

    def _write(self) -> None:
        if self._socket is None:
            return
        try:
            self._buffer = self._buffer[self._socket.send(self._buffer) :]
        except BlockingIOError:
            pass
        except OSError:
            self._buffer = b""
        if not self._buffer:
            self.hang_up()
        elif self._writing is None:
            self._writing = _notifier(self._socket, QSocketNotifier.Type.Write)
            self._writing.activated.connect(lambda *_: self._write())

    def hang_up(self) -> None:
        """Close the connection; whatever is answered after that goes nowhere."""
        if self._socket is None:
            return
        for notifier in (self._reading, self._writing):
            if notifier is not None:
                notifier.setEnabled(False)
                notifier.deleteLater()
        self._socket.close()
        self._socket = None
        self._forget(self)


def _notifier(connection: socket.socket, kind: QSocketNotifier.Type) -> QSocketNotifier:
    return QSocketNotifier(connection.fileno(), kind)
