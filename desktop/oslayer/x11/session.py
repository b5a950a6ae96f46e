"""The two connections to the X server: one for questions, one for what happens."""

from __future__ import annotations

import logging
import select
from collections.abc import Callable, Iterator
from typing import Any

from Xlib import X, display, error
from Xlib.protocol import rq

log = logging.getLogger(__name__)

EventHandler = Callable[[Any], None]


def arrived(connection: display.Display) -> Iterator[Any]:
    """Every event that is there, with everything sent that was asked for on the way.

    Sending may receive as well, and what was received makes no descriptor readable any more;
    so the last look at the queue comes after the last sending.
    """
    while True:
        while connection.pending_events():
            yield connection.next_event()
        send_all(connection)
        if not connection.pending_events():
            return


def send_all(connection: display.Display) -> None:
    """Send everything asked for; one `flush` of python-xlib 0.33 sends only what fits at once."""
    connection.flush()
    while connection.display.data_send:
        select.select([connection], [connection], [])
        connection.flush()


class Session:
    """Connections to one X server.

    `asking` carries round trips and selects no events of its own; `hearing` carries events
    and never waits, so that no event can get stuck behind an answer.

    Raises:
        OSError: No X server answers under this name.
    """

    def __init__(self, name: str | None = None) -> None:
        try:
            self.asking = display.Display(name)
            self.hearing = display.Display(name)
        except (error.DisplayError, error.ConnectionClosedError) as problem:
            raise OSError(str(problem)) from problem
        for connection in (self.asking, self.hearing):
            connection.set_error_handler(_log_error)
        self.root = self.hearing.screen().root
        self._handlers: dict[int, list[EventHandler]] = {}
        self._on_lost: Callable[[], None] = lambda: None
        self._nudge: Callable[[], None] = lambda: None

    def fileno(self) -> int:
        """The descriptor to watch; readable means: call `pump`."""
        return int(self.hearing.fileno())

    def atom(self, name: str) -> int:
        """The server's number for a name (cached after the first question)."""
        return int(self.asking.get_atom(name))

    def hear(self, event_type: int, handler: EventHandler) -> None:
        """Call the handler for every event of this type."""
        self._handlers.setdefault(event_type, []).append(handler)

    def on_lost(self, call: Callable[[], None]) -> None:
        """Call once when the X server goes away."""
        self._on_lost = call

    def nudge_with(self, call: Callable[[], None]) -> None:
        """Give the main loop's way to call `pump` soon."""
        self._nudge = call

    def sync_hearing(self) -> None:
        """Wait until the server has done all that `hearing` asked.

        Events that arrive with the answer make no descriptor readable any more, so the main
        loop is asked to pump.
        """
        self.hearing.sync()
        self._nudge()

    def pump(self) -> None:
        """Handle every event that has arrived; never waits."""
        try:
            for event in arrived(self.hearing):
                self._handle(event)
            for _event in arrived(self.asking):
                pass  # keyboard-map changes reach every client; `hearing` tells of them
        except error.ConnectionClosedError:
            on_lost, self._on_lost = self._on_lost, lambda: None
            on_lost()

    def _handle(self, event: Any) -> None:
        if event.type == X.MappingNotify:
            for connection in (self.hearing, self.asking):
                connection.refresh_keyboard_mapping(event)
        for handler in self._handlers.get(event.type & 0x7F, ()):
            try:
                handler(event)
            except Exception:
                self._nudge()  # the events behind this one are still to be handled
                raise

    def close(self) -> None:
        """Leave the X server: every grab and selection of these connections ends."""
        for connection in (self.hearing, self.asking):
            try:
                connection.close()
            except (error.ConnectionClosedError, OSError):
                log.debug("X connection was closed already")


def _log_error(problem: error.XError, request: rq.Request | None) -> None:
    """Windows of other programs come and go between two questions; that is no news."""
    log.debug("X error %s for request %s", type(problem).__name__, request)
