"""Owning an X selection: answer every program that asks, whole or in pieces (ICCCM 2.2-2.7)."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Mapping

from Xlib import X, Xatom, display, error
from Xlib.protocol import event as xevent
from Xlib.protocol import request, rq
from Xlib.xobject.drawable import Window

PIECE_BYTES = 200_000
"""Larger data goes in pieces (INCR); below the 256 KiB a server must take in one request."""

META_TARGETS = frozenset(
    (
        "TARGETS",
        "MULTIPLE",
        "TIMESTAMP",
        "SAVE_TARGETS",
        "DELETE",
        "INSERT_SELECTION",
        "INSERT_PROPERTY",
    )
)
"""Targets that are questions or commands, not formats of the data."""

Payload = bytes | array  # type: ignore[type-arg]  # array takes no parameter at run time in 3.11


# No dataclasses here and in the keeper: they would cost that small process 1.5 MB.
class Data:
    """One format as an owner gave it: the type's atom, 8, 16 or 32 bits, and the content."""

    __slots__ = ("bits", "payload", "type")

    def __init__(self, type_: int, bits: int, payload: Payload) -> None:
        self.type = type_
        self.bits = bits
        self.payload = payload

    @property
    def size(self) -> int:
        """Bytes of content."""
        return len(self.payload) * (self.bits // 8)


class _Delivery:
    """A format on its way in pieces to one property of one window."""

    __slots__ = ("data", "sent")

    def __init__(self, data: Data) -> None:
        self.data = data
        self.sent = 0


def server_time(
    connection: display.Display,
    window: Window,
    pass_on: Callable[[rq.Event], None] = lambda _event: None,
) -> int:
    """The X server's present time in milliseconds, by touching a property of our own window.

    Args:
        connection: The window's connection.
        window: Selects PropertyChangeMask.
        pass_on: Given the other events that come in between.
    """
    atom = connection.get_atom("_POISE_TIME")
    window.change_property(atom, Xatom.INTEGER, 32, [], mode=X.PropModeAppend)
    window.delete_property(atom)
    while True:  # two notifications follow at once; both carry the time
        event = connection.next_event()
        if event.type == X.PropertyNotify and event.atom == atom:
            return int(event.time)
        pass_on(event)


def disown(connection: display.Display, selection: int) -> None:
    """Leave the selection without an owner: an empty clipboard."""
    request.SetSelectionOwner(
        display=connection.display, window=X.NONE, selection=selection, time=X.CurrentTime
    )
    connection.flush()


Formats = Mapping[int, Data]


def is_same_client(connection: display.Display, window: int, other: int) -> bool:
    """Whether two windows belong to one X client: each has its own range of numbers."""
    own_bits = ~connection.display.info.resource_id_mask
    return bool(window & own_bits == other & own_bits)


class Owner:
    """Serves formats on selections of one connection.

    Args:
        connection: A python-xlib Display.
        window: A window of that connection which stands for us.
        on_request: Told selection, requestor's window and target's atom once its data is out.
        on_lost: Told the selection's atom when another program takes it.
        choose: Gives other formats than the offered ones for a selection and a requestor's
            window, or None.
    """

    def __init__(
        self,
        connection: display.Display,
        window: Window,
        on_request: Callable[[int, int, int], None] = lambda _selection, _window, _target: None,
        on_lost: Callable[[int], None] = lambda _selection: None,
        choose: Callable[[int, int], Formats | None] = lambda _selection, _window: None,
    ) -> None:
        self._connection = connection
        self._window = window
        self._on_request = on_request
        self._on_lost = on_lost
        self._choose = choose
        self._offers: dict[int, tuple[int, dict[int, Data]]] = {}
        self._deliveries: dict[tuple[int, int], _Delivery] = {}
        self._incr = connection.get_atom("INCR")

    def own(self, selection: int, formats: Mapping[int, Data], time: int) -> bool:
        """Take the selection since `time`; whether the server agreed."""
        self._offers[selection] = (time, dict(formats))
        self._window.set_selection_owner(selection, time)
        if self.is_owner(selection):
            return True
        del self._offers[selection]
        return False

    def is_owner(self, selection: int) -> bool:
        """Whether the server says that the selection is ours."""
        owner = self._connection.get_selection_owner(selection)
        return bool(owner != X.NONE and owner.id == self._window.id)

    def formats(self, selection: int) -> Mapping[int, Data] | None:
        """What is on offer, None when the selection is not ours."""
        offer = self._offers.get(selection)
        return offer[1] if offer is not None else None

    @property
    def is_serving(self) -> bool:
        """Whether any selection is ours or a delivery is under way."""
        return bool(self._offers or self._deliveries)

    def drop(self, selection: int) -> None:
        """Stop serving; the server is told only if the selection is still ours."""
        if self._offers.pop(selection, None) is not None and self.is_owner(selection):
            disown(self._connection, selection)

    def handle(self, event: rq.Event) -> None:
        """Take an event of the connection; others than ours are passed over."""
        if event.type == X.SelectionRequest and event.owner.id == self._window.id:
            with contextlib.suppress(error.XError):  # the program that asked has gone
                self._answer(event)
        elif event.type == X.SelectionClear and event.window.id == self._window.id:
            if self._offers.pop(event.atom, None) is not None:
                self._on_lost(event.atom)
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            self._deliver_more(event.window, event.atom)
        elif event.type == X.DestroyNotify:
            gone = [key for key in self._deliveries if key[0] == event.window.id]
            for key in gone:
                del self._deliveries[key]

    def _answer(self, event: rq.Event) -> None:
        prop = event.property if event.property != X.NONE else event.target
        offer = self._offers.get(event.selection)
        special = self._choose(event.selection, event.requestor.id)
        if offer is not None and special is not None:
            offer = (offer[0], dict(special))
        written: list[int] = []
        is_known = offer is not None and self._write(event, prop, event.target, offer, written)
        answer = xevent.SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=prop if is_known else X.NONE,
        )
        event.requestor.send_event(answer)
        self._connection.flush()
        for target in written:
            self._on_request(event.selection, event.requestor.id, target)

    def _write(
        self,
        event: rq.Event,
        prop: int,
        target: int,
        offer: tuple[int, dict[int, Data]],
        written: list[int],
    ) -> bool:
        time, formats = offer
        atom = self._connection.get_atom
        requestor = event.requestor
        if target == atom("TARGETS"):
            names = [atom(name) for name in ("TARGETS", "MULTIPLE", "TIMESTAMP")]
            requestor.change_property(prop, Xatom.ATOM, 32, [*names, *formats])
            return True
        if target == atom("TIMESTAMP"):
            requestor.change_property(prop, Xatom.INTEGER, 32, [time])
            return True
        if target == atom("MULTIPLE"):
            return self._write_multiple(event, prop, offer, written)
        data = formats.get(target)
        if data is None:
            return False
        written.append(target)
        if data.size > PIECE_BYTES:
            self._deliveries[requestor.id, prop] = _Delivery(data)
            requestor.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
            requestor.change_property(prop, self._incr, 32, [data.size])
        else:
            requestor.change_property(prop, data.type, data.bits, data.payload)
        return True

    def _write_multiple(
        self, event: rq.Event, prop: int, offer: tuple[int, dict[int, Data]], written: list[int]
    ) -> bool:
        pairs = event.requestor.get_full_property(prop, X.AnyPropertyType)
        if pairs is None:
            return False
        values = list(pairs.value)
        for index in range(0, len(values) - 1, 2):
            if not self._write(event, values[index + 1], values[index], offer, written):
                values[index + 1] = X.NONE
        event.requestor.change_property(prop, self._connection.get_atom("ATOM_PAIR"), 32, values)
        return True

    def _deliver_more(self, window: Window, prop: int) -> None:
        delivery = self._deliveries.get((window.id, prop))
        if delivery is None:
            return
        step = PIECE_BYTES // (delivery.data.bits // 8)
        piece = delivery.data.payload[delivery.sent : delivery.sent + step]
        window.change_property(prop, delivery.data.type, delivery.data.bits, piece)
        delivery.sent += len(piece)
        if not piece:  # the empty piece is the end mark
            del self._deliveries[window.id, prop]
        self._connection.flush()
