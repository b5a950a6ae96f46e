"""A named pipe, through Qt: for Windows, where Python has no local sockets."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.remote.listening import REQUEST_BYTES, OnLine


class NamedPipe(QObject):
    """Implements `listening.Listener` (elsewhere than on Windows with a local socket).

    Args:
        name: Of the pipe, without a folder.
        on_line: Called with each request.
    """

    def __init__(self, name: str, on_line: OnLine) -> None:
        super().__init__()
        self._name = name
        self._on_line = on_line
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> str:
        """Begin to listen; the pipe's full name.

        Raises:
            OSError: It cannot be made.
        """
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            raise OSError(self._server.errorString())
        return self._server.fullServerName()

    def close(self) -> None:
        """Hang up on everybody and listen no more."""
        self._server.close()
        for connection in self._server.findChildren(QLocalSocket):
            connection.abort()

    def _on_connection(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            caller = _Caller(connection, self._on_line)
            connection.readyRead.connect(lambda c=caller: c.read())
            connection.disconnected.connect(lambda c=caller: c.forget())
            connection.disconnected.connect(connection.deleteLater)
            # The server takes its sockets along when it goes, connected or not.
            connection.destroyed.connect(lambda _=None, c=caller: c.forget())
            caller.read()


class _Caller:
    """One connection, which may be gone long before its answer is there."""

    def __init__(self, connection: QLocalSocket, on_line: OnLine) -> None:
        self._socket: QLocalSocket | None = connection
        self._on_line = on_line

    def read(self) -> None:
        if self._socket is None:
            return
        if self._socket.canReadLine():
            self._on_line(bytes(self._socket.readLine().data()), self._answer)
        elif self._socket.bytesAvailable() > REQUEST_BYTES:
            self._socket.abort()

    def _answer(self, line: bytes) -> None:
        connection, self._socket = self._socket, None
        if connection is None or connection.state() != QLocalSocket.LocalSocketState.ConnectedState:
            return
        connection.write(line)
        connection.flush()
        connection.disconnectFromServer()

    def forget(self) -> None:
        """The socket was deleted: touch it no more."""
        self._socket = None
