"""The two connections to the X server: one for questions, one for what happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from Xlib import X, error

from desktop.oslayer.x11.connection import arrived, connect

log = logging.getLogger(__name__)

EventHandler = Callable[[Any], None]


class Session:
    """Connections to one X server.

    `asking` carries round trips and selects no events of its own; `hearing` carries events
    and never waits, so that no event can get stuck behind an answer.

    Raises:
        OSError: No X server answers under this name.
    """

    def __init__(self, name: str | None = None) -> None:
        self.asking = connect(name)
        self.hearing = connect(name)
        self.root = self.hearing.screen().root
        self._handlers: dict[int, list[EventHandler]] = {}
        self._on_lost: Callable[[], None] = lambda: None
        self._nudge: Callable[[], None] = lambda: None

    @property
    def display_name(self) -> str:
        """The display's name, for a process that connects to the same one."""
        return str(self.asking.get_display_name())

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
