"""Reading everything another program offers on a selection, byte for byte.

Blocks (with a limit), so it runs in the clipboard keeper and never in the panel.
"""

from __future__ import annotations

import select
import time
from array import array
from collections.abc import Callable

from Xlib import X, display
from Xlib.protocol import request, rq
from Xlib.xobject.drawable import Window

from desktop.oslayer.x11.connection import arrived
from desktop.oslayer.x11.selection import META_TARGETS, Data

SILENCE_S = 1.0
"""An owner that says nothing for so long is taken to hang."""
TOTAL_S = 2.5
"""The longest that saving all formats may take."""
TOTAL_BYTES = 512 * 1024 * 1024


class Unreadable(Exception):  # noqa: N818 - states a fact about the owner, shown to the agent
    """The owner of the selection did not hand everything over; the text says why."""


class Reader:
    """Reads one selection into `Data`, target by target.

    Args:
        connection: A python-xlib Display of this process alone.
        window: A window of it that selects PropertyChangeMask.
        pass_on: Given every event that is not an answer to us.
    """

    def __init__(
        self, connection: display.Display, window: Window, pass_on: Callable[[rq.Event], None]
    ) -> None:
        self._connection = connection
        self._window = window
        self._pass_on = pass_on
        self._property = connection.get_atom("_POISE_KEEP")
        self._incr = connection.get_atom("INCR")
        self._meta = {connection.get_atom(name) for name in META_TARGETS}
        self._deadline = 0.0

    def read_all(self, selection: int) -> dict[int, Data]:
        """Every format on the selection.

        Raises:
            Unreadable: The owner hangs, is too slow, or offers more than fits.
        """
        self._deadline = time.monotonic() + TOTAL_S
        targets = self._read(selection, self._connection.get_atom("TARGETS"))
        if targets is None or not isinstance(targets.payload, array):
            text = self._read(selection, self._connection.get_atom("STRING"))
            return {} if text is None else {self._connection.get_atom("STRING"): text}
        formats: dict[int, Data] = {}
        total = 0
        for target in dict.fromkeys(targets.payload):
            if target in self._meta:
                continue
            data = self._read(selection, target)
            if data is None:
                continue
            total += data.size
            if total > TOTAL_BYTES:
                raise Unreadable("The clipboard holds more than fits into memory.")
            formats[target] = data
        return formats

    def timestamp(self, selection: int) -> int | None:
        """When the present owner took the selection, None when it does not say."""
        self._deadline = time.monotonic() + TOTAL_S
        data = self._read(selection, self._connection.get_atom("TIMESTAMP"))
        if data is None or not isinstance(data.payload, array) or not data.payload:
            return None
        return int(data.payload[0])

    def _read(self, selection: int, target: int) -> Data | None:
        self._window.delete_property(self._property)
        self._window.convert_selection(selection, target, self._property, X.CurrentTime)
        answer = self._wait(
            lambda event: (
                event.type == X.SelectionNotify
                and event.selection == selection
                and event.target == target
            )
        )
        if answer.property == X.NONE:
            return None
        found = self._window.get_full_property(self._property, X.AnyPropertyType)
        if found is None:
            return None
        if found.property_type == self._incr:
            return self._read_pieces()
        self._window.delete_property(self._property)
        return Data(int(found.property_type), int(found.format), _payload(found))

    def _read_pieces(self) -> Data:
        self._window.delete_property(self._property)  # "go on"
        kind, bits, pieces = 0, 8, bytearray()
        while True:
            self._wait(
                lambda event: (
                    event.type == X.PropertyNotify
                    and event.window.id == self._window.id
                    and event.atom == self._property
                    and event.state == X.PropertyNewValue
                )
            )
            found = self._window.get_full_property(self._property, X.AnyPropertyType)
            if found is None:
                continue
            self._window.delete_property(self._property)
            kind, bits = int(found.property_type), int(found.format) or 8
            piece = _payload(found)
            if not piece:
                break
            pieces += piece if isinstance(piece, bytes) else piece.tobytes()
            if len(pieces) > TOTAL_BYTES:
                raise Unreadable("The clipboard holds more than fits into memory.")
            self._deadline = max(self._deadline, time.monotonic() + SILENCE_S)
        if bits == 8:
            return Data(kind, bits, bytes(pieces))
        whole = array("H" if bits == 16 else "I")
        whole.frombytes(bytes(pieces))
        return Data(kind, bits, whole)

    def _wait(self, is_wanted: Callable[[rq.Event], bool]) -> rq.Event:
        silent_at = time.monotonic() + SILENCE_S
        while True:
            for event in arrived(self._connection):
                if is_wanted(event):
                    return event
                self._pass_on(event)
            left = min(self._deadline, silent_at) - time.monotonic()
            if left <= 0:
                raise Unreadable("The program that owns the clipboard does not answer.")
            select.select([self._connection.fileno()], [], [], left)


def _payload(found: request.GetProperty) -> bytes | array:  # type: ignore[type-arg]
    value = found.value
    if isinstance(value, str):
        return value.encode("latin-1")
    return value if isinstance(value, bytes | array) else bytes(value)
