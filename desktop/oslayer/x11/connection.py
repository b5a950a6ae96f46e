"""Connections to the X server, without the extensions that nobody here uses."""

from __future__ import annotations

import platform
import select
from collections.abc import Iterator

from Xlib import display, error, ext
from Xlib.protocol import rq
from Xlib.support.connect import get_display

# python-xlib imports a module for every extension that the server has, a dozen of them, each
# time it connects. Only XTEST is used; the rest would cost 20 ms and 2 MB in both processes.
ext.__extensions__ = [("XTEST", "xtest")]

# It also takes `platform.uname()` to pieces, one of which Python gets by running a program: that
# would cost 10 ms and 0.5 MB in both processes. Nobody needs the processor's name.
vars(platform.uname())["processor"] = ""


def connect(name: str | None = None) -> display.Display:
    """A connection whose errors are no news: windows of others come and go at any time.

    Only a display of this computer is used, over its local socket: python-xlib would try TCP
    where that fails.

    Raises:
        OSError: No X server answers under this name.
    """
    try:
        _name, protocol, host, number, screen = get_display(name)
        if protocol == "tcp" or host not in ("", "unix"):
            raise OSError(f"{name} is a display of another computer")
        connection = display.Display(f"unix/:{number}.{screen or 0}")
    except (error.DisplayError, error.ConnectionClosedError) as problem:
        raise OSError(str(problem)) from problem
    connection.set_error_handler(_ignore)
    for screen in connection.display.info.roots:
        # Hundreds of objects, 0.2 MB in each connection. Our windows are made like their parent.
        screen["allowed_depths"] = []
    return connection


def arrived(connection: display.Display) -> Iterator[rq.Event]:
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


def _ignore(problem: error.XError, request: rq.Request | None) -> None:
    del problem, request
