"""Notifications of the desktop; always second to the panel's own card.

They go out over the session bus, spoken through a local socket that the main loop serves: a
service that answers late, or never, holds up nothing.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtNetwork import QLocalSocket

from desktop.errors import Cannot

_NONE_HERE = Cannot("This desktop shows no notifications.", "Reminders still show in the panel.")
_SHOWN_MS = 10_000
PATIENCE_MS = 5_000
"""How long a service may take for a notification."""
_SERVICE = "org.freedesktop.Notifications"


def notify(title: str, text: str, otherwise: Callable[[], None] = lambda: None) -> Cannot | None:
    """Send a notification to the session's own service; returns at once.

    Qt's D-Bus binding for Python cannot write the unsigned number that this call needs.

    Args:
        title: Plain text, one line.
        text: Plain text; it is shown as it stands, `<` and `&` included.
        otherwise: Called once, later, when no service took it within five seconds.

    Returns:
        A Cannot when there is nothing to send it to (`otherwise` is not called then).
    """
    try:
        from jeepney.bus import find_session_bus

        where = find_session_bus()
    except (ImportError, KeyError, RuntimeError, ValueError):
        return _NONE_HERE
    _Delivery(where, title, text, otherwise)
    return None


class _Delivery(QObject):
    """One notification on its way; goes away by itself.

    The bus is asked first whether the service reads markup, because the same text is written
    differently for the two kinds. (Desktop Notifications Specification 1.2, "Markup")
    """

    def __init__(self, where: str, title: str, text: str, otherwise: Callable[[], None]) -> None:
        super().__init__(QCoreApplication.instance())  # stays alive until it is done
        from jeepney import Parser
        from jeepney.auth import Authenticator

        self._title, self._text = title, text
        self._otherwise = otherwise
        self._greeting = Authenticator()
        self._parser = Parser()
        self._on_reply: dict[int, Callable[[Any], None]] = {}
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self._socket = QLocalSocket(self)
        if where.startswith("\0"):
            where = where[1:]
            self._socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
        self._socket.connected.connect(self._greet)
        self._socket.readyRead.connect(self._on_ready)
        self._socket.errorOccurred.connect(lambda _error: self._give_up())
        self._patience.start()
        self._socket.connectToServer(where)

    def _greet(self) -> None:
        self._socket.write(self._greeting.data_to_send())

    def _on_ready(self) -> None:
        data = bytes(self._socket.readAll().data())
        try:
            if self._greeting.authenticated:
                self._parser.add_data(data)
            else:
                self._greeting.feed(data)
                self._socket.write(self._greeting.data_to_send() or b"")
                if self._greeting.authenticated:
                    self._begin()
            while (message := self._parser.get_next_message()) is not None:
                self._on_message(message)
        except ValueError:  # whoever answers there speaks no D-Bus
            self._give_up()

    def _begin(self) -> None:
        from jeepney import message_bus
        from jeepney.auth import BEGIN

        self._socket.write(BEGIN)
        self._call(message_bus.Hello(), lambda _name: None)
        self._call(_method("GetCapabilities"), self._on_capabilities)

    def _on_capabilities(self, capabilities: Any) -> None:
        text = html.escape(self._text, quote=False) if "body-markup" in capabilities else self._text
        actions: list[str] = []
        hints: dict[str, object] = {}
        body = ("Poise", 0, "", self._title, text, actions, hints, _SHOWN_MS)
        self._call(_method("Notify", "susssasa{sv}i", body), lambda _id: self._on_shown())

    def _on_shown(self) -> None:
        self._otherwise = lambda: None
        # GNOME's shell takes a notification away when its sender leaves the bus.
        self._patience.start(_SHOWN_MS)

    def _call(self, message: Any, then: Callable[[Any], None]) -> None:
        serial = len(self._on_reply) + 1
        self._on_reply[serial] = then
        self._socket.write(message.serialise(serial=serial))

    def _on_message(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        then = self._on_reply.get(message.header.fields.get(HeaderFields.reply_serial, 0))
        if message.header.message_type is MessageType.error:
            self._give_up()
        elif then is not None and message.header.message_type is MessageType.method_return:
            then(message.body[0])

    def _give_up(self) -> None:
        otherwise, self._otherwise = self._otherwise, lambda: None
        self._end()
        otherwise()

    def _end(self) -> None:
        self._otherwise = lambda: None
        self._patience.stop()
        self._socket.blockSignals(True)
        self._socket.abort()
        self.deleteLater()


def _method(name: str, signature: str | None = None, body: tuple[object, ...] = ()) -> Any:
    from jeepney import DBusAddress, new_method_call

    address = DBusAddress("/org/freedesktop/Notifications", _SERVICE, _SERVICE)
    return new_method_call(address, name, signature, body)


def notification_service() -> Cannot | None:
    """Whether this session has a notification service, running or started on demand.

    Waits for the bus, a second at most: for `poise doctor` only.
    """
    try:
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return _NONE_HERE
    try:
        with open_dbus_connection() as connection:
            for question in (message_bus.ListNames(), message_bus.ListActivatableNames()):
                answer = connection.send_and_get_reply(question, timeout=1)
                if _SERVICE in answer.body[0]:
                    return None
    except (OSError, KeyError, RuntimeError, TimeoutError, ValueError):
        pass
    return _NONE_HERE
